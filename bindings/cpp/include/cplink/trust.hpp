// Which certificates are trusted.
#ifndef CPLINK_TRUST_HPP
#define CPLINK_TRUST_HPP

#include "base/trust.hpp"
#include "profile.hpp"

namespace cplink {

/// Authorities and revocation lists.
class trust : public detail::trust_base<trust> {
  public:
    /// Trusts the certificates of a file, PEM, DER or PKCS#7 (.p7b); its revocation lists count too.
    static trust from_pem(byte_view pem) { return trust(raw::made(cpl_trust_from_pem, pem.data(), pem.size())); }
    /// Adds certificates and revocation lists of such a file. If that fails, nothing is added.
    trust &add_pem(byte_view pem) {
        detail::call(cpl_trust_add_pem, get(), pem.data(), pem.size());
        return *this;
    }
    /// Sets the authorities whose time stamps count.
    trust &set_stamp_authorities(byte_view pem) {
        detail::call(cpl_trust_set_stamp_authorities, get(), pem.data(), pem.size());
        return *this;
    }
    /// Adds the revocation lists of a file: DER, PEM or PKCS#7 (.p7b).
    trust &add_crl(byte_view der) {
        detail::call(cpl_trust_add_crl, get(), der.data(), der.size());
        return *this;
    }
    /// Adds the files *.crl of a folder.
    trust &add_crl_folder(const std::string &folder) {
        detail::call(cpl_trust_add_crl_folder, get(), detail::c_text(folder));
        return *this;
    }
    /// Sets how strict to be by a name, as cpl_trust_set has it: for one that a configuration names.
    trust &set(const std::string &key, const std::string &value) {
        detail::call(cpl_trust_set, get(), detail::c_text(key), detail::c_text(value));
        return *this;
    }
    /// Sets how office number and kind are read from a subject. A copy is kept.
    trust &set_profile(const profile &profile) {
        detail::call(cpl_trust_set_profile, get(), profile.get());
        return *this;
    }
    cpl_trust *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_trust, cpl_trust_free>;
    explicit trust(raw handle) noexcept : handle_(std::move(handle)) {}
    raw handle_;
};

} // namespace cplink

#endif
