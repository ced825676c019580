// The certificates that could be used.
#ifndef CPLINK_CANDIDATES_HPP
#define CPLINK_CANDIDATES_HPP

#include "base/candidates.hpp"
#include "signer.hpp"

namespace cplink {

/// The certificates of a folder or of tokens, and the choice among them.
class candidates : public detail::candidates_base<candidates> {
  public:
    /// The certificates in the key files of a folder by name. The password is tried on each; a file that it does not open
    /// is listed as locked.
    static candidates in_folder(const std::string &folder, const secret *password = nullptr,
                                const profile *profile = nullptr) {
        return candidates(raw::made(cpl_candidates_in_folder, detail::c_text(folder), detail::maybe_held(password),
                                    detail::maybe_held(profile)));
    }
    /// The certificates on the tokens that `token` selects. Without `pin` it is not known whether their keys are there.
    static candidates in_token(const token &token, const secret *pin = nullptr, const profile *profile = nullptr) {
        return candidates(raw::made(cpl_candidates_in_token, token.get(), detail::maybe_held(pin),
                                    detail::maybe_held(profile)));
    }
    /// The personal certificates of the Windows certificate store: "current_user" or "local_machine".
    static candidates in_windows_store(const std::string &store, const profile *profile = nullptr) {
        return candidates(raw::made(cpl_candidates_in_windows_store, detail::c_text(store), detail::maybe_held(profile)));
    }
    std::size_t size() const { return detail::value<std::size_t>(cpl_candidates_len, get()); }
    candidate operator[](std::size_t index) const { return detail::candidate_of(get(), index); }
    /// The index of the one to use. Agents' and disability support certificates are refused by name.
    std::size_t choose(maybe_text office_number = maybe_text(), maybe_text kind = maybe_text()) const {
        return detail::value<std::size_t>(cpl_candidates_choose, get(), office_number.get(), kind.get());
    }
    /// Opens its key with the password or PIN.
    signer open(std::size_t index, const secret *password = nullptr) const {
        return signer(detail::value<cpl_signer *>(cpl_candidates_open, get(), index, detail::maybe_held(password)));
    }
    const cpl_candidates *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_candidates, cpl_candidates_free>;
    explicit candidates(raw handle) noexcept : handle_(std::move(handle)) {}
    raw handle_;
};

} // namespace cplink

#endif
