// A message that was handed over to be imported.
#ifndef CPLINK_DELIVERY_HPP
#define CPLINK_DELIVERY_HPP

#include "base/delivery.hpp"
#include "bytes.hpp"
#include "message.hpp"

namespace cplink {

/// A message that is ours to import, until we say what became of it or the lease ends. Destroyed without a word it is
/// given back, and handed out again.
class delivery : public detail::delivery_base<delivery> {
  public:
    explicit delivery(cpl_delivery *taken)
        : handle_(taken), message_(new cplink::message(detail::value<cpl_message *>(cpl_delivery_message, taken))) {}
    /// The message, verified. It lives as long as the delivery.
    cplink::message &message() const { return *message_; }
    /// Says that the rows are in our database: call it after the commit. The message is never handed out again, and
    /// `mailbox::pump` reports it. Repeating it has no effect.
    void done() { detail::call(cpl_delivery_done, get()); }
    /// Says that the message is not imported, for this reason: one line, which its sender reads. No names of users.
    void refuse(const std::string &reason) { detail::call(cpl_delivery_refuse, get(), detail::c_text(reason)); }
    /// Gives the message back, to be handed out again after this time, and nothing of its sender before it.
    void later(std::uint32_t wait_ms) { detail::call(cpl_delivery_later, get(), wait_ms); }
    /// Has the lease begin anew, where importing takes long.
    void renew() { detail::call(cpl_delivery_renew, get()); }
    /// Lets go of the message without giving it back, for an import by another program: gives the ticket that
    /// `mailbox::conclude` and `mailbox::put_back` take as long as a lease of this length lasts.
    std::string detach(std::uint32_t lease_ms) {
        return bytes(detail::value<cpl_bytes *>(cpl_delivery_detach, get(), lease_ms)).str();
    }
    cpl_delivery *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_delivery, cpl_delivery_free> handle_;
    std::unique_ptr<cplink::message> message_;
};

} // namespace cplink

#endif
