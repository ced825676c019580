// Passwords and PINs.
#ifndef CPLINK_SECRET_HPP
#define CPLINK_SECRET_HPP

#include "error.hpp"

namespace cplink {

/// A password or PIN; wiped when it is destroyed.
class secret {
  public:
    /// Copies a password (UTF-8); wipe your own buffer afterwards.
    explicit secret(text_view text)
        : handle_(decltype(handle_)::made(cpl_secret_new, reinterpret_cast<const std::uint8_t *>(text.data()),
                                          text.size())) {}
    const cpl_secret *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_secret, cpl_secret_free> handle_;
};

} // namespace cplink

#endif
