// How a certificate's subject is read.
#ifndef CPLINK_PROFILE_HPP
#define CPLINK_PROFILE_HPP

#include "base/profile.hpp"

namespace cplink {

/// How a certificate's subject is read. A new one fits the test certificates of relay-mock.
class profile : public detail::profile_base<profile> {
  public:
    profile() : handle_(decltype(handle_)::made(cpl_profile_new)) {}
    /// Sets a property by its name, as cpl_profile_set has it: for one that a configuration names.
    profile &set(const std::string &key, const std::string &value) {
        detail::call(cpl_profile_set, get(), detail::c_text(key), detail::c_text(value));
        return *this;
    }
    cpl_profile *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_profile, cpl_profile_free> handle_;
};

} // namespace cplink

#endif
