// One office's turn.
#ifndef CPLINK_TURN_HPP
#define CPLINK_TURN_HPP

#include "base/turn.hpp"
#include "client.hpp"

#include <map>
#include <mutex>

namespace cplink {

namespace detail {

/// The functions that sign for offices: they outlive the handles that call them.
struct signing {
    std::mutex lock;
    std::map<std::string, std::shared_ptr<sign_function>> by_office;
};

} // namespace detail

/// One office's turn. It ends by `done`, by `failed`, or with this object, and the office is put back.
class turn : public detail::turn_base<turn> {
  public:
    /// The office's client for this turn: one verb at a time. Whoever keeps it longer gets CPL_E_INVALID_ARGUMENT.
    cplink::client client() const {
        cplink::client lent(detail::value<cpl_client *>(cpl_turn_client, get()));
        lent.sign_ = std::shared_ptr<sign_function>(signing_, nullptr);
        return lent;
    }
    /// Ends the turn: it went well.
    void done() { detail::call(cpl_turn_done, get()); }
    /// Ends the turn with a fault, after which the office pauses: an error's `retry` and `retry_after`.
    void failed(cplink::retry retry = cplink::retry::safe, std::size_t retry_after = 0) {
        detail::call(cpl_turn_failed, get(), static_cast<std::int32_t>(retry), retry_after);
    }
    cpl_turn *get() const noexcept { return handle_.get(); }

  private:
    friend class offices;
    friend class turns;

    turn(std::shared_ptr<detail::signing> signing, cpl_turn *taken) noexcept
        : signing_(std::move(signing)), handle_(taken) {}

    // They outlive the handle: members go in reverse order.
    std::shared_ptr<detail::signing> signing_;
    detail::handle<cpl_turn, cpl_turn_free> handle_;
};

} // namespace cplink

#endif
