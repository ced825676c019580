// A flag that stops a verb.
#ifndef CPLINK_CANCEL_HPP
#define CPLINK_CANCEL_HPP

#include "base/cancel.hpp"

namespace cplink {

/// A cancel flag: any thread may use it at any time, also while a verb runs.
class cancel : public detail::cancel_base<cancel> {
  public:
    cancel() : handle_(decltype(handle_)::made(cpl_cancel_new)) {}
    /// Asks the running verb to stop: it throws CPL_E_CANCELLED within 200 ms.
    void set() const { detail::call(cpl_cancel_set, get()); }
    /// Clears the flag, so that it can be used for another verb.
    void reset() const { detail::call(cpl_cancel_reset, get()); }
    const cpl_cancel *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_cancel, cpl_cancel_free> handle_;
};

} // namespace cplink

#endif
