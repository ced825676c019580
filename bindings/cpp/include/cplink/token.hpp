// Cards and tokens with PKCS#11.
#ifndef CPLINK_TOKEN_HPP
#define CPLINK_TOKEN_HPP

#include "base/token.hpp"

namespace cplink {

/// A PKCS#11 module, and which token and key of it. The module stays loaded until the process ends: whoever sets its path
/// runs code in this process. Without settings, any token and any key match.
class token : public detail::token_base<token> {
  public:
    /// Loads the maker's PKCS#11 module (.so, .dll).
    explicit token(const std::string &module) : handle_(decltype(handle_)::made(cpl_token_new, detail::c_text(module))) {}
    /// Sets what is selected by its name, as cpl_token_set has it: for one that a configuration names.
    token &set(const std::string &key, const std::string &value) {
        detail::call(cpl_token_set, get(), detail::c_text(key), detail::c_text(value));
        return *this;
    }
    cpl_token *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_token, cpl_token_free> handle_;
};

} // namespace cplink

#endif
