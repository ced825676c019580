// How to reach a relay.
#ifndef CPLINK_OPTIONS_HPP
#define CPLINK_OPTIONS_HPP

#include "base/options.hpp"
#include "secret.hpp"

namespace cplink {

/// How to reach a relay. A client keeps its own copy. Every setter gives the object itself:
/// `options("https://relay.example").connect_timeout_ms(5000).proxy_url("http://proxy.example:8080")`.
class options : public detail::options_base<options> {
  public:
    /// The default options.
    options() : handle_(decltype(handle_)::made(cpl_options_new)) {}
    /// The relay at `https://host[:port][/prefix]`; everything else as by default.
    explicit options(const std::string &base_url) : options() { this->base_url(base_url); }
    /// Sets an option by its name, as cpl_options_set has it: for one that a configuration names.
    options &set(const std::string &key, const std::string &value) {
        detail::call(cpl_options_set, get(), detail::c_text(key), detail::c_text(value));
        return *this;
    }
    /// Sets a secret option by its name.
    options &set_secret(const std::string &key, const secret &value) {
        detail::call(cpl_options_set_secret, get(), detail::c_text(key), value.get());
        return *this;
    }
    cpl_options *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_options, cpl_options_free> handle_;
};

} // namespace cplink

#endif
