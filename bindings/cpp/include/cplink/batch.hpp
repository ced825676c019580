// A page of the inbox, as a whole.
#ifndef CPLINK_BATCH_HPP
#define CPLINK_BATCH_HPP

#include "base/batch.hpp"
#include "message.hpp"

namespace cplink {

/// A page of the inbox, fetched as a whole.
class batch : public detail::batch_base<batch> {
  public:
    explicit batch(cpl_batch *taken) noexcept : handle_(taken) {}
    /// Takes a message out, in the order of import.
    message take(std::size_t index) { return message(detail::value<cpl_message *>(cpl_batch_take, get(), index)); }
    /// Takes all messages out, in the order of import.
    std::vector<message> take_all() {
        return detail::list<message>(size(), [this](std::size_t index) { return take(index); });
    }
    cpl_batch *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_batch, cpl_batch_free> handle_;
};

} // namespace cplink

#endif
