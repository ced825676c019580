// The turns of one round.
#ifndef CPLINK_TURNS_HPP
#define CPLINK_TURNS_HPP

#include "base/turns.hpp"
#include "turn.hpp"

namespace cplink {

/// The turns of one round, for hosts that take them themselves; `offices::each` does it for the others.
class turns : public detail::turns_base<turns> {
  public:
    /// The next office's turn; null where each that does not pause has had it. Waits for room for a connection. A thread
    /// has one turn at a time, else CPL_E_BUSY.
    std::unique_ptr<turn> next(const job &job = {}) {
        detail::running now(job);
        auto *raw = now.made<cpl_turn>(cpl_turns_next, get());
        return std::unique_ptr<turn>(raw == nullptr ? nullptr : new turn(signing_, raw));
    }
    cpl_turns *get() const noexcept { return handle_.get(); }

  private:
    friend class offices;

    turns(std::shared_ptr<detail::signing> signing, cpl_turns *taken) noexcept
        : signing_(std::move(signing)), handle_(taken) {}

    std::shared_ptr<detail::signing> signing_;
    detail::handle<cpl_turns, cpl_turns_free> handle_;
};

} // namespace cplink

#endif
