// Many offices in one process.
#ifndef CPLINK_OFFICES_HPP
#define CPLINK_OFFICES_HPP

#include "base/offices.hpp"
#include "turns.hpp"

namespace cplink {

/// An office whose turn failed, and why. It pauses.
struct failed_office {
    std::string office_number;
    /// The exception's text, for the log; empty where it has none.
    std::string text;
    /// What the turn threw: a `cplink::error`, or an exception of the host's own.
    std::exception_ptr error;
};

/// What came of going around once.
struct round {
    /// How many offices had their turn without an exception.
    std::size_t done = 0;
    /// The offices whose turn failed.
    std::vector<failed_office> failed;
    /// How many were passed over because they still pause after an earlier fault.
    std::size_t pausing = 0;
};

/// The clients of many offices, with a bound on their connections. Each gets its turn, and none stops another: an office
/// whose turn fails pauses. Any thread may use it at any time.
class offices : public detail::offices_base<offices> {
  public:
    /// None yet. At most so many connections are open at a time, idle ones included.
    explicit offices(std::size_t connections)
        : signing_(std::make_shared<detail::signing>()), handle_(raw::made(cpl_offices_new, connections)) {}
    /// How long an office pauses after a fault: so long after the first one (5 seconds unless it is set), twice as long
    /// after each further one, up to the longest (15 minutes).
    offices &set_pause(std::uint32_t first_ms, std::uint32_t longest_ms) {
        detail::call(cpl_offices_set_pause, get(), first_ms, longest_ms);
        return *this;
    }
    /// Adds an office by its client, of which it keeps what it needs.
    offices &add(const client &client) {
        const std::lock_guard<std::mutex> guard(signing_->lock);
        const std::string number = client.office_number();
        detail::call(cpl_offices_add, get(), client.get());
        signing_->by_office[number] = client.sign_;
        return *this;
    }
    /// Takes an office out; null where it is not there. CPL_E_BUSY while it has its turn.
    std::unique_ptr<client> remove(const std::string &number) {
        const std::lock_guard<std::mutex> guard(signing_->lock);
        auto *taken = detail::value<cpl_client *>(cpl_offices_remove, get(), detail::c_text(number));
        std::unique_ptr<client> removed(taken == nullptr ? nullptr : new client(taken));
        if (removed != nullptr) {
            removed->sign_ = std::move(signing_->by_office[number]);
            signing_->by_office.erase(number);
        }
        return removed;
    }
    /// Goes around once: `work(number, client)` is called for each office that does not pause, the one first whose last
    /// turn was longest ago. The verbs of a turn end `limit_ms` after its beginning (CPL_E_TIMEOUT). What `work` throws is
    /// that office's failure; only CPL_E_CANCELLED ends the round. Threads that go around at the same time share the
    /// offices: each has one turn. Within a turn of the same thread: CPL_E_BUSY.
    template <typename Work> round each(std::uint32_t limit_ms, Work work, const job &job = {}) {
        round all;
        cplink::turns going = turns(limit_ms);
        while (const auto turn = going.next(job)) {
            try {
                run(*turn, work);
                all.done++;
            } catch (const error &error) {
                if (error.code() == CPL_E_CANCELLED) {
                    throw;
                }
                all.failed.push_back({turn->office_number(), error.what(), std::current_exception()});
            } catch (const std::exception &error) {
                all.failed.push_back({turn->office_number(), error.what(), std::current_exception()});
            } catch (...) {
                all.failed.push_back({turn->office_number(), std::string(), std::current_exception()});
            }
        }
        all.pausing = going.pausing();
        return all;
    }
    /// One office's turn out of the order, paused or not: gives what `work(number, client)` gives, and throws what it
    /// throws. CPL_E_BUSY where the office has its turn just now, or within another's turn; CPL_E_INVALID_ARGUMENT where
    /// it is not there.
    template <typename Work>
    auto one(const std::string &number, std::uint32_t limit_ms, Work work, const job &job = {})
        -> decltype(work(number, std::declval<client &>())) {
        return run(turn(number, limit_ms, job), work);
    }
    /// The turns of one round, for a host that takes them itself.
    cplink::turns turns(std::uint32_t limit_ms) {
        return cplink::turns(signing_, detail::value<cpl_turns *>(cpl_offices_turns, get(), limit_ms));
    }
    /// One office's turn, for a host that ends it itself.
    cplink::turn turn(const std::string &number, std::uint32_t limit_ms, const job &job = {}) {
        detail::running now(job);
        return cplink::turn(signing_, now.made<cpl_turn>(cpl_offices_turn, get(), detail::c_text(number), limit_ms));
    }
    cpl_offices *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_offices, cpl_offices_free>;

    /// Ends a turn well unless it failed. Whatever cannot be ended, since a verb still runs, is put back afterwards.
    class ending {
      public:
        explicit ending(const cplink::turn &turn) noexcept : turn_(turn.get()) {}
        ~ending() {
            if (turn_ != nullptr) {
                cpl_turn_done(turn_, nullptr);
            }
        }
        ending(const ending &) = delete;
        ending &operator=(const ending &) = delete;
        void failed(cplink::retry retry, std::size_t retry_after) noexcept {
            cpl_turn_failed(turn_, static_cast<std::int32_t>(retry), retry_after, nullptr);
            turn_ = nullptr;
        }
        void stopped() noexcept { turn_ = nullptr; }

      private:
        cpl_turn *turn_;
    };

    template <typename Work>
    static auto run(const cplink::turn &turn, Work &work)
        -> decltype(work(std::declval<const std::string &>(), std::declval<client &>())) {
        const std::string number = turn.office_number();
        client lent = turn.client();
        ending end(turn);
        try {
            return work(number, lent);
        } catch (const error &error) {
            // Who is stopped has no fault.
            if (error.code() == CPL_E_CANCELLED) {
                end.stopped();
            } else {
                end.failed(error.retry(), error.retry_after());
            }
            throw;
        } catch (...) {
            end.failed(retry::safe, 0);
            throw;
        }
    }

    // They outlive the handle: members go in reverse order.
    std::shared_ptr<detail::signing> signing_;
    raw handle_;
};

} // namespace cplink

#endif
