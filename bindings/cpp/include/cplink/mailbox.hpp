// A folder that keeps what is to be sent and what was received.
#ifndef CPLINK_MAILBOX_HPP
#define CPLINK_MAILBOX_HPP

#include "base/mailbox.hpp"
#include "client.hpp"
#include "delivery.hpp"
#include "mailbox_entries.hpp"
#include "pages.hpp"
#include "pumped.hpp"
#include "queued.hpp"

namespace cplink {

class all_deliveries;

/// A folder that keeps what is to be sent and what was received: no ledger, no retry, no cursor of our own. Threads,
/// programs and machines may use the same folder at the same time.
class mailbox : public detail::mailbox_base<mailbox> {
  public:
    explicit mailbox(cpl_mailbox *taken) noexcept : handle_(taken) {}
    /// Opens the mailbox of an office in this folder; where there is none, makes one, and the folder must be empty.
    /// Without an office it opens the mailbox that is there.
    static mailbox open(const std::string &folder, maybe_text office_number = maybe_text()) {
        return mailbox(
            detail::value<cpl_mailbox *>(cpl_mailbox_open, detail::c_text(folder), office_number.get()));
    }
    /// How long a message is ours to import: 1 second to 1 day (5 minutes unless it is set). Set it before the mailbox
    /// is used.
    void set_lease(std::uint32_t lease_ms) { detail::call(cpl_mailbox_set_lease, get(), lease_ms); }
    /// Checks a unit as `client::send` does and stores it with all its files: on disk when it returns. Repeating it with
    /// the same unit finds it there.
    cplink::queued queue(const unit &unit, bool is_draft = false, maybe_text override_reason = maybe_text(),
                         const job &job = {}) {
        return detail::take(
            verb<cpl_queued>(job, cpl_mailbox_queue, unit.get(), is_draft ? 1 : 0, override_reason.get()));
    }
    /// Lets a draft be sent.
    void release(const std::string &message_id) {
        detail::call(cpl_mailbox_release, get(), detail::c_text(message_id));
    }
    /// Gives up an entry of the outbox; what was sent is recalled by the next `pump`.
    void cancel(const std::string &message_id) { detail::call(cpl_mailbox_cancel, get(), detail::c_text(message_id)); }
    /// Has the next `pump` try an entry again, whatever it waits for.
    void retry(const std::string &message_id) { detail::call(cpl_mailbox_retry, get(), detail::c_text(message_id)); }
    /// `retry` of every entry that needs a person or waits for another attempt.
    void retry_all(const job &job = {}) {
        detail::running now(job);
        now.call(cpl_mailbox_retry_all, get(), now.get());
    }
    /// Refuses a message that cannot be opened; what can be opened is refused by its delivery.
    void refuse(const std::string &message_id, const std::string &reason) {
        detail::call(cpl_mailbox_refuse, get(), detail::c_text(message_id), detail::c_text(reason));
    }
    /// Notes that a person has uploaded the files of an entry that was laid ready (transport `folder`).
    void confirm_uploaded(client &client, const std::string &message_id, const job &job = {}) {
        detail::running now(job);
        now.call(cpl_mailbox_confirm_uploaded, get(), client.get(), detail::c_text(message_id), now.get());
    }
    /// Reports outcomes, sends what waits, recalls, asks what became of sent messages, and receives: all that can be
    /// done now, and at most `limit` messages sent and received (0: no limit). A timer calls it.
    cplink::pumped pump(client &client, std::size_t limit = 0, const job &job = {}) {
        return detail::take(verb<cpl_pumped>(job, cpl_mailbox_pump, client.get(), limit));
    }
    /// Hands over the next message in the order of import; null where there is none now. It is ours until the lease ends.
    std::unique_ptr<delivery> next(client &client, const job &job = {}) {
        auto *raw = verb<cpl_delivery>(job, cpl_mailbox_next, client.get());
        return std::unique_ptr<delivery>(raw == nullptr ? nullptr : new delivery(raw));
    }
    /// Every message that can be handed over now: `for (auto &delivery : mailbox.deliveries(client))`. One about which
    /// nothing was said when the loop goes on is given back, and ends the loop.
    all_deliveries deliveries(client &client, const job &job = {});
    /// Says what became of a message that was detached: imported, or refused for a reason.
    void conclude(const std::string &ticket, maybe_text refused_reason = maybe_text()) {
        detail::call(cpl_mailbox_conclude, get(), detail::c_text(ticket), refused_reason.get());
    }
    /// Gives back a message that was detached, to be handed out again after this time.
    void put_back(const std::string &ticket, std::uint32_t wait_ms) {
        detail::call(cpl_mailbox_put_back, get(), detail::c_text(ticket), wait_ms);
    }
    /// The entries: of these halves, in these states, of this office, where they are given; with the archive those too
    /// about which nothing is to be done any more.
    std::vector<mailbox_entry> list(const std::vector<side> &sides = {}, const std::vector<entry_state> &states = {},
                                    maybe_text office_number = maybe_text(), bool with_archive = false,
                                    const job &job = {}) const {
        const auto of_sides = numbers(sides);
        const auto of_states = numbers(states);
        return detail::take(verb<cpl_mailbox_entries>(job, cpl_mailbox_list, of_sides.data(), of_sides.size(),
                                                      of_states.data(), of_states.size(), office_number.get(),
                                                      with_archive ? 1 : 0));
    }
    /// The entry of a message, by itself; none where the mailbox has none of this id.
    std::vector<mailbox_entry> entry(const std::string &message_id) const {
        return detail::take(
            detail::value<cpl_mailbox_entries *>(cpl_mailbox_entry, get(), detail::c_text(message_id)));
    }
    /// Removes entries that are done, of months that ended before this moment (seconds since 1970); with their evidence
    /// unless that is kept.
    void clear(std::int64_t before, bool keep_evidence, const job &job = {}) {
        detail::running now(job);
        now.call(cpl_mailbox_clear, get(), before, keep_evidence ? 1 : 0, now.get());
    }
    cpl_mailbox *get() const noexcept { return handle_.get(); }

  private:
    template <typename Result, typename Function, typename... Arguments>
    Result *verb(const job &job, Function function, Arguments... arguments) const {
        detail::running now(job);
        return now.made<Result>(function, get(), arguments...);
    }

    template <typename Choice> static std::vector<std::int32_t> numbers(const std::vector<Choice> &choices) {
        std::vector<std::int32_t> all;
        for (Choice each : choices) {
            all.push_back(static_cast<std::int32_t>(each));
        }
        return all;
    }

    detail::handle<cpl_mailbox, cpl_mailbox_free> handle_;
};

/// The messages that can be handed over now, one after the other. It is read once; mailbox and client must live as long.
class all_deliveries {
  public:
    all_deliveries(mailbox &mailbox, client &client, const job &job) : mailbox_(&mailbox), client_(&client), job_(job) {}
    detail::once<all_deliveries, delivery> begin() {
        if (!is_begun_) {
            is_begun_ = true;
            advance();
        }
        return detail::once<all_deliveries, delivery>(*this);
    }
    detail::once<all_deliveries, delivery> end() const noexcept { return {}; }

  private:
    friend class detail::once<all_deliveries, delivery>;

    bool at_end() const noexcept { return current_ == nullptr; }
    delivery &current() const noexcept { return *current_; }
    void advance() {
        const std::string before = current_ == nullptr ? std::string() : current_->id();
        // First: what nothing was said about is given back by this.
        current_.reset();
        current_ = mailbox_->next(*client_, job_);
        if (current_ != nullptr && current_->id() == before) {
            // It would come for ever.
            current_.reset();
        }
    }

    mailbox *mailbox_;
    client *client_;
    job job_;
    std::unique_ptr<delivery> current_;
    bool is_begun_ = false;
};

inline all_deliveries mailbox::deliveries(client &client, const job &job) { return all_deliveries(*this, client, job); }

} // namespace cplink

#endif
