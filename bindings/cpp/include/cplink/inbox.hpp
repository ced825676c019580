// A page of the inbox, message by message.
#ifndef CPLINK_INBOX_HPP
#define CPLINK_INBOX_HPP

#include "base/inbox.hpp"

namespace cplink {

/// A page of the inbox, whose messages are fetched one by one by `client::next_message`.
class inbox : public detail::inbox_base<inbox> {
  public:
    explicit inbox(cpl_inbox *taken) noexcept : handle_(taken) {}
    cpl_inbox *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_inbox, cpl_inbox_free> handle_;
};

} // namespace cplink

#endif
