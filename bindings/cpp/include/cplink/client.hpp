// One office's access to a relay.
#ifndef CPLINK_CLIENT_HPP
#define CPLINK_CLIENT_HPP

#include "acknowledged.hpp"
#include "base/client.hpp"
#include "batch.hpp"
#include "diagnosis.hpp"
#include "inbox.hpp"
#include "message.hpp"
#include "office.hpp"
#include "options.hpp"
#include "sent.hpp"
#include "sent_list.hpp"
#include "sent_results.hpp"
#include "signer.hpp"
#include "unit.hpp"
#include "unit_report.hpp"
#include "units.hpp"

namespace cplink {

class all_sent;
class all_received;
class offices;
class turn;

/// One office's access to a relay. One verb that receives and one other at a time, else CPL_E_BUSY: `send` goes on while
/// another thread waits in `inbox` or `receive`.
class client : public detail::client_base<client> {
  public:
    /// A client of the office that the signer's certificate names. Nothing is connected yet. It keeps what it needs of all
    /// three.
    client(const options &options, const signer &signer, const trust &trust)
        : sign_(signer.sign_), handle_(raw::made(cpl_client_new, options.get(), signer.get(), trust.get())) {}

    /// A client, connected: key and authorities are usable, and the relay has answered. `key` is a key file or a folder
    /// of them, `store:` (the Windows certificate store) or `pkcs11:` (a token); `trust` a file or folder of authorities,
    /// or their PEM. If it throws, `diagnose` takes the same and shows what is wrong.
    static client connect(const std::string &url, const std::string &key, const std::string &trust,
                          const secret &password, const job &job = {}) {
        return connect(url, key, trust, &password, nullptr, job);
    }
    /// The same with options, of which everything but the URL counts; either may be left out.
    static client connect(const std::string &url, const std::string &key, const std::string &trust,
                          const secret *password = nullptr, const options *options = nullptr, const job &job = {}) {
        return client(of<cpl_client>(job, cpl_client_connect, url, key, trust, password, options));
    }
    /// The self-check with what `connect` takes: a key, authorities or URL that cannot be used is a line with its remedy,
    /// and the rest is checked all the same.
    static diagnosis diagnose(const std::string &url, const std::string &key, const std::string &trust,
                              const secret &password, const job &job = {}) {
        return diagnose(url, key, trust, &password, nullptr, job);
    }
    /// The same with options, of which everything but the URL counts; either may be left out.
    static diagnosis diagnose(const std::string &url, const std::string &key, const std::string &trust,
                              const secret *password = nullptr, const options *options = nullptr,
                              const job &job = {}) {
        return detail::take(of<cpl_diagnosis>(job, cpl_client_diagnose, url, key, trust, password, options));
    }

    /// A client whose calls are for the office of this number, with this client's certificate: as its agent. The
    /// relay's directory must list it as one, else the first call throws CPL_E_RELAY_AGENT.
    client for_office(const std::string &number) const {
        cpl_client *made = nullptr;
        detail::call(cpl_client_for_office, get(), detail::c_text(number), &made);
        client acting(made);
        acting.sign_ = sign_;
        return acting;
    }

    /// Checks a unit against the standard, without sending it.
    unit_report check(const unit &unit, const job &job = {}) {
        return detail::take(verb<cpl_unit_report>(job, cpl_client_check, unit.get()));
    }
    /// Success: the relay has the message on disk and its receipt was verified. The same unit is the
    /// same message: it may be repeated at any time. The container is kept in `keep_folder`.
    cplink::sent send(const unit &unit, const std::string &keep_folder, const job &job = {}) {
        return send(unit, keep_folder, maybe_text(), job);
    }
    /// Sends despite error-level findings, for a reason that goes into the signed message: do not put names of users
    /// into it.
    cplink::sent send(const unit &unit, const std::string &keep_folder, maybe_text override_reason,
                      const job &job = {}) {
        return detail::take(
            verb<cpl_sent>(job, cpl_client_send, unit.get(), detail::c_text(keep_folder), override_reason.get()));
    }
    /// Sends several units, each with its own result. All are checked before the first is sent. A unit that fails does
    /// not stop the others; once the relay cannot be reached, the rest is not tried (CPL_E_NOT_SENT). With
    /// `all_or_none` none is sent unless all can be.
    std::vector<sent_result> send_all(const units &units, const std::string &keep_folder, bool all_or_none = false,
                                      maybe_text override_reason = maybe_text(), const job &job = {}) {
        return detail::take(verb<cpl_sent_results>(job, cpl_client_send_all, units.get(), detail::c_text(keep_folder),
                                                   all_or_none ? 1 : 0, override_reason.get()));
    }
    /// Asks for a page of the inbox after the cursor (empty: from the beginning). Nothing is fetched yet.
    cplink::inbox inbox(const std::string &cursor, const std::string &keep_folder, std::uint32_t wait_ms = 0,
                        const job &job = {}) {
        return cplink::inbox(verb<cpl_inbox>(job, cpl_client_inbox, detail::c_text(cursor), detail::c_text(keep_folder), wait_ms));
    }
    /// Fetches the next message of a page, verifies it and keeps it; null after the last one. After an exception the
    /// message is tried once more at the end of the page: call again for the others.
    std::unique_ptr<message> next_message(cplink::inbox &page, const job &job = {}) {
        auto *raw = verb<cpl_message>(job, cpl_client_next_message, page.get());
        return std::unique_ptr<message>(raw == nullptr ? nullptr : new message(raw));
    }
    /// A whole page of the inbox after the cursor (empty: from the beginning), in the order of import.
    batch receive(const std::string &cursor, const std::string &keep_folder, std::uint32_t wait_ms = 0,
                  const job &job = {}) {
        return batch(verb<cpl_batch>(job, cpl_client_receive, detail::c_text(cursor), detail::c_text(keep_folder), wait_ms));
    }
    /// All that is in the inbox after the cursor, page by page, in the order of import over all pages.
    batch receive_all(const std::string &cursor, const std::string &keep_folder, std::uint32_t wait_ms = 0,
                      const job &job = {}) {
        return batch(verb<cpl_batch>(job, cpl_client_receive_all, detail::c_text(cursor), detail::c_text(keep_folder),
                                     wait_ms));
    }
    /// Every message of the inbox after the cursor, one by one over all pages:
    /// `for (auto &message : client.received_messages(cursor, folder))`. If there is none, waits up to `wait_ms` for one.
    all_received received_messages(const std::string &cursor, const std::string &keep_folder,
                                   std::uint32_t wait_ms = 0, const job &job = {});
    /// Opens a container that `receive` has kept.
    message open(const std::string &message_id, const std::string &path, const job &job = {}) {
        return message(verb<cpl_message>(job, cpl_client_open, detail::c_text(message_id), detail::c_text(path)));
    }
    /// Reports to sender and relay that the message is in our database. The first outcome is final: gives which is valid.
    acknowledged imported(const message &message, const job &job = {}) {
        return acknowledge(message.id(), message.from_office(), message.to_office(), maybe_text(), job);
    }
    /// Reports to sender and relay why the message was not imported: one line that says something, else CPL_E_REASON.
    /// The first outcome is final: gives which is valid.
    acknowledged refused(const message &message, const std::string &reason, const job &job = {}) {
        return acknowledge(message.id(), message.from_office(), message.to_office(), reason, job);
    }
    /// The same by ids, where the message itself is no longer at hand; without `refused_reason`: imported.
    acknowledged acknowledge(const std::string &message_id, const std::string &from_office,
                             const std::string &to_office, maybe_text refused_reason = maybe_text(),
                             const job &job = {}) {
        return detail::take(verb<cpl_acknowledged>(job, cpl_client_acknowledge, detail::c_text(message_id),
                                                   detail::c_text(from_office), detail::c_text(to_office), refused_reason.get()));
    }
    /// A page of our own messages after the cursor (empty: from the beginning), with their states and receipts.
    sent_list sent(const std::string &cursor = "", const job &job = {}) {
        return detail::take(verb<cpl_sent_list>(job, cpl_client_sent, detail::c_text(cursor)));
    }
    /// Every one of our own messages after the cursor, over all pages:
    /// `for (const auto &message : client.sent_messages())`.
    all_sent sent_messages(const std::string &cursor = "", const job &job = {});
    /// Recalls a message before the receiver has picked it up.
    void recall(const std::string &message_id, const job &job = {}) {
        detail::running now(job);
        now.call(cpl_client_recall, get(), detail::c_text(message_id), now.get());
    }
    /// Notes that a person has uploaded the files that `send` has laid ready (transport `folder`). It is their word.
    void confirm_uploaded(const std::string &message_id, const job &job = {}) {
        detail::running now(job);
        now.call(cpl_client_confirm_uploaded, get(), detail::c_text(message_id), now.get());
    }
    /// Looks an office up in the relay's directory; one that is not in it is not `registered`.
    cplink::office office(const std::string &number, const job &job = {}) {
        auto *raw = verb<cpl_office>(job, cpl_client_office, detail::c_text(number));
        if (raw != nullptr) {
            return detail::take(raw);
        }
        cplink::office none{};
        none.number = number;
        return none;
    }
    /// What the relay can do, as JSON.
    std::string capabilities(const job &job = {}) {
        return bytes(verb<cpl_bytes>(job, cpl_client_capabilities)).str();
    }
    /// Checks key, certificate, relay, clock, registration and licence; whatever is wrong is a line, not an exception.
    diagnosis doctor(const job &job = {}) { return detail::take(verb<cpl_diagnosis>(job, cpl_client_doctor)); }
    /// Closes the connections that are kept open for the next call, which then connects again. One in use stays.
    void rest() { detail::call(cpl_client_rest, get()); }
    cpl_client *get() const noexcept { return handle_.get(); }

  private:
    friend class offices;
    friend class turn;

    using raw = detail::handle<cpl_client, cpl_client_free>;

    explicit client(cpl_client *taken) noexcept : handle_(taken) {}

    template <typename Result, typename Function>
    static Result *of(const job &job, Function function, const std::string &url, const std::string &key,
                      const std::string &trust, const secret *password, const options *options) {
        detail::running now(job);
        return now.made<Result>(function, detail::c_text(url), detail::c_text(key), detail::c_text(trust),
                                detail::maybe_held(password), detail::maybe_held(options));
    }

    template <typename Result, typename Function, typename... Arguments>
    Result *verb(const job &job, Function function, Arguments... arguments) {
        detail::running now(job);
        return now.made<Result>(function, get(), arguments...);
    }

    // The function that signs outlives the handle: members go in reverse order.
    std::shared_ptr<sign_function> sign_;
    raw handle_;
};

} // namespace cplink

#include "pages.hpp"

#endif
