// Cards and tokens with PKCS#11.
#ifndef CPLINK_TOKEN_HPP
#define CPLINK_TOKEN_HPP

#include "error.hpp"

namespace cplink {

/// A PKCS#11 module, and which token and key of it: keys and values as cpl_token_set has them. The
/// module stays loaded until the process ends.
class token {
  public:
    explicit token(const std::string &module) : handle_(decltype(handle_)::made(cpl_token_new, module.c_str())) {}
    token &set(const std::string &key, const std::string &value) {
        detail::call(cpl_token_set, get(), key.c_str(), value.c_str());
        return *this;
    }
    cpl_token *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_token, cpl_token_free> handle_;
};

} // namespace cplink

#endif
