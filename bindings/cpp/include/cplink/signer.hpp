// The key that signs.
#ifndef CPLINK_SIGNER_HPP
#define CPLINK_SIGNER_HPP

#include "secret.hpp"
#include "token.hpp"
#include "trust.hpp"

#include <functional>

namespace cplink {

/// Signs with a key of the host's own: scheme and message (or digest) come in, the signature goes back.
using sign_function = std::function<std::vector<std::uint8_t>(std::uint32_t scheme, byte_view message)>;

/// The office's key with its certificate.
class signer {
  public:
    /// Takes over a signer of the C ABI.
    explicit signer(cpl_signer *taken) noexcept : handle_(taken) {}
    /// A key from the bytes of a PKCS#12 file (.p12, .pfx). Of several certificates with their keys it is the one that is
    /// valid now, and of those the newest.
    static signer from_pkcs12(byte_view file, const secret &password) {
        return signer(raw::made(cpl_signer_from_pkcs12, file.data(), file.size(), password.get()));
    }
    /// A key from the bytes of a PEM file with key and certificates.
    static signer from_pem(byte_view file) {
        return signer(raw::made(cpl_signer_from_pem, file.data(), file.size(), static_cast<const cpl_secret *>(nullptr)));
    }
    /// The same with an encrypted key.
    static signer from_pem(byte_view file, const secret &password) {
        return signer(raw::made(cpl_signer_from_pem, file.data(), file.size(), detail::held(password.get())));
    }
    /// A key that the host holds: the certificate first, then its intermediates (PEM); what the key can sign with, the
    /// preferred scheme first: numbers of the TLS registry. `sign` may throw: the verb then fails with CPL_E_KEY_SIGN. Clients keep the function alive.
    static signer from_callback(byte_view chain_pem, view<std::uint16_t> schemes, sign_function sign) {
        return of_host(cpl_signer_from_callback, chain_pem, schemes, std::move(sign));
    }
    /// The same, but `sign` gets the digest of the message, depending on the scheme: for HSMs and services.
    static signer from_digest_callback(byte_view chain_pem, view<std::uint16_t> schemes, sign_function sign) {
        return of_host(cpl_signer_from_digest_callback, chain_pem, schemes, std::move(sign));
    }
    /// The one key that `token` asks for.
    static signer from_token(const token &token, const secret &pin) {
        return signer(raw::made(cpl_signer_from_token, token.get(), detail::held(pin.get())));
    }
    /// The same, where the PIN is entered on the device or there is none.
    static signer from_token(const token &token) {
        return signer(raw::made(cpl_signer_from_token, token.get(), static_cast<const cpl_secret *>(nullptr)));
    }
    /// Checks the certificate before anything is sent: that it holds, and that it is this office's; of any office
    /// where none is given.
    void check(const trust &trust, maybe_text office_number = maybe_text()) const {
        detail::call(cpl_signer_check, get(), trust.get(), office_number.get());
    }
    const cpl_signer *get() const noexcept { return handle_.get(); }

  private:
    friend class client;

    using raw = detail::handle<cpl_signer, cpl_signer_free>;
    explicit signer(raw handle) noexcept : handle_(std::move(handle)) {}

    template <typename Function>
    static signer of_host(Function function, byte_view chain_pem, view<std::uint16_t> schemes, sign_function sign) {
        auto kept = std::make_shared<sign_function>(std::move(sign));
        signer made(raw::made(function, static_cast<void *>(kept.get()), &forward, chain_pem.data(), chain_pem.size(),
                              schemes.data(), schemes.size()));
        made.sign_ = std::move(kept);
        return made;
    }

    static std::int32_t forward(void *user, std::uint32_t scheme, const std::uint8_t *message, std::size_t size,
                                std::uint8_t *signature, std::size_t capacity, std::size_t *written) noexcept {
        try {
            const auto made = (*static_cast<sign_function *>(user))(scheme, byte_view(message, size));
            if (made.empty() || made.size() > capacity) {
                return -1;
            }
            std::char_traits<char>::copy(reinterpret_cast<char *>(signature),
                                         reinterpret_cast<const char *>(made.data()), made.size());
            *written = made.size();
            return 0;
        } catch (...) {
            // No exception may reach the library.
            return -1;
        }
    }

    // The function outlives the handle: members go in reverse order.
    std::shared_ptr<sign_function> sign_;
    raw handle_;
};

} // namespace cplink

#endif
