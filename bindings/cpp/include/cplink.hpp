// CarePlanLink for C++14 and later: header-only, over the C ABI of cplink.h.
//
// - Every object is a handle that can be moved but not copied, and that frees itself. A moved-from
//   object holds nothing; using it throws cplink::error (NULL_ARGUMENT), it does not crash.
// - Every failure is a cplink::error. Out of memory is std::bad_alloc.
// - Text is UTF-8 in std::string. What a result lends (`view`, findings, files) is valid as long as the
//   object it came from; the classes named `..._ref` only look at somebody else's object.
// - Threads: as ffi/README.md says. `cancel` may be touched by any thread at any time.
#ifndef CPLINK_HPP
#define CPLINK_HPP

#include "cplink.h"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cplink {

/// Bytes or characters that belong to somebody else. C++14 has neither std::span nor std::string_view.
template <typename T> class view {
  public:
    constexpr view() noexcept : data_(nullptr), size_(0) {}
    constexpr view(const T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <typename Container,
              typename = decltype(static_cast<const T *>(std::declval<const Container &>().data()))>
    view(const Container &container) noexcept : data_(container.data()), size_(container.size()) {}

    constexpr const T *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const T *begin() const noexcept { return data_; }
    constexpr const T *end() const noexcept { return data_ + size_; }
    constexpr const T &operator[](std::size_t index) const { return data_[index]; }

  private:
    const T *data_;
    std::size_t size_;
};

using byte_view = view<std::uint8_t>;

/// A text that belongs to somebody else: UTF-8, not NUL-ended.
class text_view : public view<char> {
  public:
    using view<char>::view;
    text_view() noexcept = default;
    text_view(const char *text) : view<char>(text, std::char_traits<char>::length(text)) {}
    text_view(const std::string &text) noexcept : view<char>(text.data(), text.size()) {}
    std::string str() const { return empty() ? std::string() : std::string(data(), size()); }
    operator std::string() const { return str(); }
    friend bool operator==(text_view a, text_view b) noexcept {
        return a.size() == b.size() && (a.empty() || std::char_traits<char>::compare(a.data(), b.data(), a.size()) == 0);
    }
    friend bool operator!=(text_view a, text_view b) noexcept { return !(a == b); }
};

/// Advice on repeating a failed call.
enum class retry : std::int32_t {
    never = CPL_RETRY_NEVER,
    after_fix = CPL_RETRY_AFTER_FIX,
    safe = CPL_RETRY_SAFE,
    login = CPL_RETRY_LOGIN
};

/// The severity of a finding.
enum class severity : std::int32_t {
    info = CPL_SEVERITY_INFO,
    warning = CPL_SEVERITY_WARNING,
    error = CPL_SEVERITY_ERROR
};

/// What a verb is doing.
enum class step : std::int32_t {
    checking = CPL_STEP_CHECKING,
    hashing = CPL_STEP_HASHING,
    signing = CPL_STEP_SIGNING,
    sending = CPL_STEP_SENDING,
    receiving = CPL_STEP_RECEIVING,
    verifying = CPL_STEP_VERIFYING,
    waiting = CPL_STEP_WAITING
};

/// One finding, copied out. Its texts contain no value of a row.
struct finding {
    severity level;
    std::string rule, clause, file, field, field_name_ja, message_ja, message_en, remedy_ja, remedy_en;
    std::uint32_t row;    ///< 1-based row; 0 if it is not about a row
    std::uint32_t item_number; ///< 1-based item number; 0 if it is not about an item
};

class error;

namespace detail {

[[noreturn]] void raise(std::int32_t code, cpl_error *object);

inline void check(std::int32_t code, cpl_error *object) {
    if (code != CPL_OK) {
        raise(code, object);
    }
}

/// Calls a function of the C ABI whose last parameter is `cpl_error **`; throws its error.
template <typename Function, typename... Arguments> void call(Function function, Arguments... arguments) {
    cpl_error *object = nullptr;
    const std::int32_t code = function(arguments..., &object);
    check(code, object);
}

template <typename... Parameters, typename... Arguments>
text_view text(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    const char *data = nullptr;
    std::size_t size = 0;
    call(function, arguments..., &data, &size);
    return text_view(data, size);
}

template <typename... Parameters, typename... Arguments>
byte_view bytes(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    const std::uint8_t *data = nullptr;
    std::size_t size = 0;
    call(function, arguments..., &data, &size);
    return byte_view(data, size);
}

template <typename Value, typename... Parameters, typename... Arguments>
Value value(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    Value result{};
    call(function, arguments..., &result);
    return result;
}

/// An owned handle: moves, does not copy, frees itself.
template <typename T, void (*Free)(T *)> class handle {
  public:
    handle() noexcept = default;
    explicit handle(T *raw) noexcept : raw_(raw) {}
    T *get() const noexcept { return raw_.get(); }
    explicit operator bool() const noexcept { return raw_ != nullptr; }

    /// What a function hands over through its last output.
    template <typename... Parameters, typename... Arguments>
    static handle made(std::int32_t (*function)(Parameters...), Arguments... arguments) {
        T *raw = nullptr;
        call(function, arguments..., &raw);
        return handle(raw);
    }

  private:
    struct freeing {
        void operator()(T *raw) const noexcept { Free(raw); }
    };
    std::unique_ptr<T, freeing> raw_;
};

inline std::vector<finding> findings_of(const cpl_findings *raw) {
    std::vector<finding> all;
    const std::size_t count = value<std::size_t>(cpl_findings_len, raw);
    all.reserve(count);
    for (std::size_t i = 0; i < count; i++) {
        finding one;
        one.level = static_cast<severity>(value<std::int32_t>(cpl_findings_severity, raw, i));
        one.rule = text(cpl_findings_rule, raw, i);
        one.clause = text(cpl_findings_clause, raw, i);
        one.file = text(cpl_findings_file, raw, i);
        one.field = text(cpl_findings_field, raw, i);
        one.field_name_ja = text(cpl_findings_field_name_ja, raw, i);
        one.message_ja = text(cpl_findings_message_ja, raw, i);
        one.message_en = text(cpl_findings_message_en, raw, i);
        one.remedy_ja = text(cpl_findings_remedy_ja, raw, i);
        one.remedy_en = text(cpl_findings_remedy_en, raw, i);
        one.row = value<std::uint32_t>(cpl_findings_row, raw, i);
        one.item_number = value<std::uint32_t>(cpl_findings_item_number, raw, i);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace detail

/// The one exception. `what()` is the whole of it in English, for the log; the `..._ja` texts are for
/// the user. No text contains a value of a row or a secret. Copies share one object, so copying in
/// flight cannot fail.
class error : public std::exception {
  public:
    /// The CPL_E_... number.
    std::int32_t code() const noexcept { return facts_->code; }
    cplink::retry retry() const noexcept { return facts_->retry; }
    /// Whether the other side may already have done the request: repeat the same call to find out.
    bool in_doubt() const noexcept { return facts_->in_doubt; }
    const std::string &name() const noexcept { return facts_->name; }
    const std::string &message_ja() const noexcept { return facts_->message_ja; }
    const std::string &remedy_ja() const noexcept { return facts_->remedy_ja; }
    const std::string &message_en() const noexcept { return facts_->message_en; }
    const std::string &remedy_en() const noexcept { return facts_->remedy_en; }
    const std::string &detail() const noexcept { return facts_->detail; }
    const std::string &file() const noexcept { return facts_->file; }
    std::uint32_t row() const noexcept { return facts_->row; }
    std::uint32_t item_number() const noexcept { return facts_->item_number; }
    std::int32_t os_code() const noexcept { return facts_->os_code; }
    const std::string &relay_code() const noexcept { return facts_->relay_code; }
    /// The findings that led to the refusal.
    const std::vector<finding> &findings() const noexcept { return facts_->findings; }
    const char *what() const noexcept override { return facts_->text.c_str(); }

    /// Copied, never moved: what was thrown on still has its facts.
    error(const error &) noexcept = default;
    error &operator=(const error &) noexcept = default;

    /// Copies everything out of an error object, which stays the caller's. `raw` may be NULL.
    error(std::int32_t code, const cpl_error *raw) {
        auto facts = std::make_shared<facts_t>();
        facts->code = code;
        if (raw != nullptr) {
            std::int32_t number = 0;
            cpl_error_retry(raw, &number);
            facts->retry = static_cast<cplink::retry>(number);
            cpl_error_in_doubt(raw, &number);
            facts->in_doubt = number != 0;
            cpl_error_os_code(raw, &facts->os_code);
            cpl_error_row(raw, &facts->row);
            cpl_error_item_number(raw, &facts->item_number);
            facts->name = copy(cpl_error_name, raw);
            facts->message_ja = copy(cpl_error_message_ja, raw);
            facts->remedy_ja = copy(cpl_error_remedy_ja, raw);
            facts->message_en = copy(cpl_error_message_en, raw);
            facts->remedy_en = copy(cpl_error_remedy_en, raw);
            facts->detail = copy(cpl_error_detail, raw);
            facts->file = copy(cpl_error_file, raw);
            facts->relay_code = copy(cpl_error_relay_code, raw);
            facts->text = copy(cpl_error_text, raw);
            const cpl_findings *findings = nullptr;
            if (cpl_error_findings(raw, &findings) == CPL_OK) {
                facts->findings = detail::findings_of(findings);
            }
        }
        facts_ = std::move(facts);
    }

  private:
    struct facts_t {
        std::int32_t code = 0, os_code = 0;
        cplink::retry retry = cplink::retry::never;
        bool in_doubt = false;
        std::uint32_t row = 0, item_number = 0;
        std::string name, message_ja, remedy_ja, message_en, remedy_en, detail, file, relay_code, text;
        std::vector<finding> findings;
    };

    static std::string copy(std::int32_t (*function)(const cpl_error *, const char **, std::size_t *),
                            const cpl_error *raw) {
        const char *data = nullptr;
        std::size_t size = 0;
        return function(raw, &data, &size) == CPL_OK ? std::string(data, size) : std::string();
    }

    std::shared_ptr<const facts_t> facts_;
};

namespace detail {

/// A copy of an error object that is lent.
inline error lent(const cpl_error *raw) {
    std::int32_t code = CPL_OK;
    cpl_error_code(raw, &code);
    return error(code, raw);
}

inline std::shared_ptr<const error> maybe_lent(const cpl_error *raw) {
    return raw == nullptr ? nullptr : std::make_shared<const error>(lent(raw));
}

} // namespace detail

namespace detail {

[[noreturn]] inline void raise(std::int32_t code, cpl_error *object) {
    const handle<cpl_error, cpl_error_free> owned(object);
    throw error(code, object);
}

/// An object that the caller named where NULL means that there is none: one that was moved from is refused, not
/// taken for none.
template <typename T> const T *held(const T *raw) {
    if (raw == nullptr) {
        throw error(CPL_E_NULL_ARGUMENT, nullptr);
    }
    return raw;
}

} // namespace detail

/// Throws where the library that was loaded is not the one this header was made for.
inline void check_abi() { detail::call(cpl_abi_check, CPL_ABI_MAJOR, CPL_ABI_MINOR); }
/// The library's version.
inline std::string version() { return detail::text(cpl_version).str(); }

/// Bytes that the library made: a written file, a receipt, JSON.
class bytes {
  public:
    explicit bytes(cpl_bytes *raw) noexcept : handle_(raw) {}
    byte_view view() const { return detail::bytes(cpl_bytes_data, handle_.get()); }
    std::string str() const {
        const byte_view all = view();
        return std::string(all.begin(), all.end());
    }

  private:
    detail::handle<cpl_bytes, cpl_bytes_free> handle_;
};

/// A new serial (ファイル連番) from the clock, which no other call in this process gets. Keep it with the unit.
inline std::string serial_now() { return bytes(detail::value<cpl_bytes *>(cpl_serial_now)).str(); }

/// A password or PIN; wiped when it is destroyed.
class secret {
  public:
    explicit secret(text_view text)
        : handle_(decltype(handle_)::made(cpl_secret_new, reinterpret_cast<const std::uint8_t *>(text.data()),
                                          text.size())) {}
    const cpl_secret *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_secret, cpl_secret_free> handle_;
};

/// How a certificate's subject is read: keys and values as cpl_profile_set has them.
class profile {
  public:
    profile() : handle_(decltype(handle_)::made(cpl_profile_new)) {}
    profile &set(const std::string &key, const std::string &value) {
        detail::call(cpl_profile_set, handle_.get(), key.c_str(), value.c_str());
        return *this;
    }
    const cpl_profile *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_profile, cpl_profile_free> handle_;
};

/// A PKCS#11 module, and which token and key of it: keys and values as cpl_token_set has them. The
/// module stays loaded until the process ends.
class token {
  public:
    explicit token(const std::string &module) : handle_(decltype(handle_)::made(cpl_token_new, module.c_str())) {}
    token &set(const std::string &key, const std::string &value) {
        detail::call(cpl_token_set, handle_.get(), key.c_str(), value.c_str());
        return *this;
    }
    const cpl_token *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_token, cpl_token_free> handle_;
};

/// Signs with a key of the host's own: scheme and message (or digest) come in, the signature goes back.
using sign_function = std::function<std::vector<std::uint8_t>(std::uint32_t scheme, byte_view message)>;

class trust;

/// The office's key with its certificate.
class signer {
  public:
    static signer from_pkcs12(byte_view file, const secret &password) {
        return signer(raw::made(cpl_signer_from_pkcs12, file.data(), file.size(), password.get()));
    }
    static signer from_pem(byte_view file) {
        return signer(raw::made(cpl_signer_from_pem, file.data(), file.size(), static_cast<const cpl_secret *>(nullptr)));
    }
    static signer from_pem(byte_view file, const secret &password) {
        return signer(raw::made(cpl_signer_from_pem, file.data(), file.size(), detail::held(password.get())));
    }
    /// `sign` may throw: the verb then fails with CPL_E_KEY_SIGN. Clients keep the function alive.
    static signer from_callback(byte_view chain_pem, view<std::uint16_t> schemes, sign_function sign) {
        return of_host(cpl_signer_from_callback, chain_pem, schemes, std::move(sign));
    }
    /// The same, but `sign` gets the digest of the message, depending on the scheme: for HSMs and services.
    static signer from_digest_callback(byte_view chain_pem, view<std::uint16_t> schemes, sign_function sign) {
        return of_host(cpl_signer_from_digest_callback, chain_pem, schemes, std::move(sign));
    }
    /// The one key that `token` asks for.
    static signer from_token(const token &token, const secret &pin) {
        return signer(raw::made(cpl_signer_from_token, token.get(), detail::held(pin.get())));
    }
    /// The same, where the PIN is entered on the device or there is none.
    static signer from_token(const token &token) {
        return signer(raw::made(cpl_signer_from_token, token.get(), static_cast<const cpl_secret *>(nullptr)));
    }
    /// Checks the certificate before anything is sent: that it holds, and is of any office.
    void check(const trust &trust) const;
    /// The same, and that it is this office's.
    void check(const trust &trust, const std::string &office_number) const;
    const cpl_signer *get() const noexcept { return handle_.get(); }

  private:
    friend class client;
    friend class candidates;

    template <typename Function>
    static signer of_host(Function function, byte_view chain_pem, view<std::uint16_t> schemes, sign_function sign) {
        auto kept = std::make_shared<sign_function>(std::move(sign));
        signer made(raw::made(function, static_cast<void *>(kept.get()), &forward, chain_pem.data(), chain_pem.size(),
                              schemes.data(), schemes.size()));
        made.sign_ = std::move(kept);
        return made;
    }

    using raw = detail::handle<cpl_signer, cpl_signer_free>;
    explicit signer(raw handle) noexcept : handle_(std::move(handle)) {}

    static std::int32_t forward(void *user, std::uint32_t scheme, const std::uint8_t *message, std::size_t size,
                                std::uint8_t *signature, std::size_t capacity, std::size_t *written) noexcept {
        try {
            const auto made = (*static_cast<sign_function *>(user))(scheme, byte_view(message, size));
            if (made.empty() || made.size() > capacity) {
                return -1;
            }
            std::char_traits<char>::copy(reinterpret_cast<char *>(signature),
                                         reinterpret_cast<const char *>(made.data()), made.size());
            *written = made.size();
            return 0;
        } catch (...) {
            // No exception may reach the library.
            return -1;
        }
    }

    // The function outlives the handle: members go in reverse order.
    std::shared_ptr<sign_function> sign_;
    raw handle_;
};

/// Authorities and revocation lists.
class trust {
  public:
    static trust from_pem(byte_view pem) { return trust(raw::made(cpl_trust_from_pem, pem.data(), pem.size())); }
    trust &add_pem(byte_view pem) {
        detail::call(cpl_trust_add_pem, handle_.get(), pem.data(), pem.size());
        return *this;
    }
    /// Sets the authorities whose time stamps count.
    trust &set_stamp_authorities(byte_view pem) {
        detail::call(cpl_trust_set_stamp_authorities, handle_.get(), pem.data(), pem.size());
        return *this;
    }
    trust &add_crl(byte_view der) {
        detail::call(cpl_trust_add_crl, handle_.get(), der.data(), der.size());
        return *this;
    }
    /// Adds the files *.crl of a folder.
    trust &add_crl_folder(const std::string &folder) {
        detail::call(cpl_trust_add_crl_folder, handle_.get(), folder.c_str());
        return *this;
    }
    /// Sets how strict to be, as cpl_trust_set has it: `lists_required`, `policies`, `grace_days`, `relay`.
    trust &set(const std::string &key, const std::string &value) {
        detail::call(cpl_trust_set, handle_.get(), key.c_str(), value.c_str());
        return *this;
    }
    trust &set_profile(const profile &profile) {
        detail::call(cpl_trust_set_profile, handle_.get(), profile.get());
        return *this;
    }
    const cpl_trust *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_trust, cpl_trust_free>;
    explicit trust(raw handle) noexcept : handle_(std::move(handle)) {}
    raw handle_;
};

inline void signer::check(const trust &trust) const {
    detail::call(cpl_signer_check, get(), trust.get(), static_cast<const char *>(nullptr));
}

inline void signer::check(const trust &trust, const std::string &office_number) const {
    detail::call(cpl_signer_check, get(), trust.get(), office_number.c_str());
}

/// A certificate that could be used. Times are seconds since 1970-01-01 UTC.
struct candidate {
    std::string subject, office_number, organization, kind, kind_ja;
    std::string key_state;         ///< "usable", "locked" or "missing"
    std::string place, place_name; ///< "file", "token" or "windows_store"; the path, label or store
    std::string notice, notice_ja; ///< "expires_90", "expires_30", "expires_7", "expired" or empty
    std::int64_t not_before, not_after;
    std::int32_t problem; ///< why it cannot be used, CPL_E_...; 0 where it can
    std::vector<std::uint8_t> fingerprint;
};

/// The certificates of a folder or of tokens, and the choice among them.
class candidates {
  public:
    static candidates in_folder(const std::string &folder, const secret *password = nullptr,
                                const profile *profile = nullptr) {
        return candidates(raw::made(cpl_candidates_in_folder, folder.c_str(), raw_of(password), raw_of(profile)));
    }
    static candidates in_token(const token &token, const secret *pin = nullptr, const profile *profile = nullptr) {
        return candidates(raw::made(cpl_candidates_in_token, token.get(), raw_of(pin), raw_of(profile)));
    }
    /// The personal certificates of the Windows certificate store: "current_user" or "local_machine".
    static candidates in_windows_store(const std::string &store, const profile *profile = nullptr) {
        return candidates(raw::made(cpl_candidates_in_windows_store, store.c_str(), raw_of(profile)));
    }
    std::size_t size() const { return detail::value<std::size_t>(cpl_candidates_len, get()); }
    candidate operator[](std::size_t index) const {
        using detail::text;
        using detail::value;
        const auto print = detail::bytes(cpl_candidates_fingerprint, get(), index);
        candidate one;
        one.subject = text(cpl_candidates_subject, get(), index);
        one.office_number = text(cpl_candidates_office_number, get(), index);
        one.organization = text(cpl_candidates_organization, get(), index);
        one.kind = text(cpl_candidates_kind, get(), index);
        one.kind_ja = text(cpl_candidates_kind_ja, get(), index);
        one.key_state = text(cpl_candidates_key_state, get(), index);
        one.place = text(cpl_candidates_place, get(), index);
        one.place_name = text(cpl_candidates_place_name, get(), index);
        one.notice = text(cpl_candidates_notice, get(), index);
        one.notice_ja = text(cpl_candidates_notice_ja, get(), index);
        one.not_before = value<std::int64_t>(cpl_candidates_not_before, get(), index);
        one.not_after = value<std::int64_t>(cpl_candidates_not_after, get(), index);
        one.problem = value<std::int32_t>(cpl_candidates_problem, get(), index);
        one.fingerprint.assign(print.begin(), print.end());
        return one;
    }
    /// The index of the one to use. Agents' and disability support certificates are refused by name.
    std::size_t choose(const std::string &office_number, const char *kind = nullptr) const {
        return detail::value<std::size_t>(cpl_candidates_choose, get(), office_number.c_str(), kind);
    }
    /// Opens its key with the password or PIN.
    signer open(std::size_t index, const secret *password = nullptr) const {
        return signer(signer::raw::made(cpl_candidates_open, get(), index, raw_of(password)));
    }
    const cpl_candidates *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_candidates, cpl_candidates_free>;
    explicit candidates(raw handle) noexcept : handle_(std::move(handle)) {}
    template <typename Object> static auto raw_of(const Object *object) -> decltype(object->get()) {
        return object == nullptr ? nullptr : detail::held(object->get());
    }
    raw handle_;
};

/// How to reach a relay: keys and values as cpl_options_set has them.
class options {
  public:
    explicit options(const std::string &base_url) : handle_(decltype(handle_)::made(cpl_options_new)) {
        set("base_url", base_url);
    }
    /// Sets an option: `connect_timeout_ms`, `call_timeout_ms`, `body_timeout_ms`, `stall_timeout_ms`, `proxy_url`,
    /// `proxy_user`, `tls_ca_pem`, `relay_pin`, `allow_tls12`, `time_stamp_url`, `message_memory_mib`, `transport`:
    /// `cpl_options_set` describes each.
    options &set(const std::string &key, const std::string &value) {
        detail::call(cpl_options_set, handle_.get(), key.c_str(), value.c_str());
        return *this;
    }
    /// Sets a secret option: `proxy_password`.
    options &set_secret(const std::string &key, const secret &value) {
        detail::call(cpl_options_set_secret, handle_.get(), key.c_str(), value.get());
        return *this;
    }
    const cpl_options *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_options, cpl_options_free> handle_;
};

/// A cancel flag: any thread may use it at any time.
class cancel {
  public:
    cancel() : handle_(decltype(handle_)::made(cpl_cancel_new)) {}
    void set() const { detail::call(cpl_cancel_set, get()); }
    void reset() const { detail::call(cpl_cancel_reset, get()); }
    bool is_set() const { return detail::value<std::int32_t>(cpl_cancel_is_set, get()) != 0; }
    const cpl_cancel *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_cancel, cpl_cancel_free> handle_;
};

/// One report of progress: `done` of `total` bytes, 0 where unknown.
struct progress {
    cplink::step step;
    std::uint64_t done, total;
};

/// How a verb is watched and stopped. The callable returns false to stop; what it throws stops the
/// verb too and comes out of the verb.
class job {
  public:
    job() = default;
    explicit job(std::function<bool(const progress &)> hear) : hear_(std::move(hear)) {}
    job &on_progress(std::function<bool(const progress &)> hear) {
        hear_ = std::move(hear);
        return *this;
    }
    /// `flag` must live until the verb has ended.
    job &stopped_by(const cancel &flag) {
        flag_ = &flag;
        return *this;
    }
    job &stopped_by(const cancel &&) = delete;

  private:
    friend class running;
    std::function<bool(const progress &)> hear_;
    const cancel *flag_ = nullptr;
};

/// A job during one verb.
class running {
  public:
    explicit running(const job &job) : job_(job), handle_(decltype(handle_)::made(cpl_job_new)) {
        if (job_.flag_ != nullptr) {
            detail::call(cpl_job_set_cancel, handle_.get(), job_.flag_->get());
        }
        if (job_.hear_) {
            detail::call(cpl_job_set_progress, handle_.get(), static_cast<void *>(this), &forward);
        }
    }
    running(const running &) = delete;
    running &operator=(const running &) = delete;

    /// Calls a verb; what the host's callable threw comes first.
    template <typename Function, typename... Arguments> void call(Function function, Arguments... arguments) {
        cpl_error *object = nullptr;
        const std::int32_t code = function(arguments..., &object);
        if (thrown_) {
            cpl_error_free(object);
            std::rethrow_exception(thrown_);
        }
        detail::check(code, object);
    }
    const cpl_job *get() const noexcept { return handle_.get(); }

  private:
    static std::int32_t forward(void *user, std::int32_t step, std::uint64_t done, std::uint64_t total) noexcept {
        running &self = *static_cast<running *>(user);
        try {
            return self.job_.hear_(progress{static_cast<cplink::step>(step), done, total}) ? 0 : 1;
        } catch (...) {
            // No exception may reach the library; it is thrown again when the verb has returned.
            self.thrown_ = std::current_exception();
            return 1;
        }
    }

    const job &job_;
    detail::handle<cpl_job, cpl_job_free> handle_;
    std::exception_ptr thrown_;
};

namespace detail {

/// The cells of a row, one after the other.
struct joined {
    std::string text;
    std::vector<std::uint32_t> offsets;

    explicit joined(const std::vector<std::string> &cells) {
        offsets.reserve(cells.size() + 1);
        offsets.push_back(0);
        for (const auto &cell : cells) {
            text += cell;
            offsets.push_back(static_cast<std::uint32_t>(text.size()));
        }
    }
    const std::uint8_t *data() const noexcept { return reinterpret_cast<const std::uint8_t *>(text.data()); }
};

} // namespace detail

/// One row as text; one object can walk through a whole table.
class row {
  public:
    row() : handle_(decltype(handle_)::made(cpl_row_new)) {}
    std::size_t size() const { return detail::value<std::size_t>(cpl_row_len, get()); }
    /// An item by id; valid until the row is filled anew.
    text_view operator[](const char *field) const { return detail::text(cpl_row_get, get(), field); }
    text_view operator[](const std::string &field) const { return (*this)[field.c_str()]; }
    /// An item by its 1-based number.
    text_view item(std::uint32_t number) const { return detail::text(cpl_row_get_number, get(), number); }
    /// All items in one call: `each(index, text)`, 0-based.
    template <typename Each> void for_each(Each each) const {
        const char *text = nullptr;
        std::size_t size = 0, count = 0;
        const std::uint32_t *offsets = nullptr;
        detail::call(cpl_row_texts, get(), &text, &size, &offsets, &count);
        for (std::size_t i = 0; i < count; i++) {
            each(i, text_view(text + offsets[i], offsets[i + 1] - offsets[i]));
        }
    }
    std::string json() const { return bytes(detail::value<cpl_bytes *>(cpl_row_json, get())).str(); }
    cpl_row *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_row, cpl_row_free> handle_;
};

/// A table that belongs to somebody else: for reading.
class table_ref {
  public:
    explicit table_ref(const cpl_table *raw) noexcept : raw_(raw) {}
    /// Whether there is a table: a file of an unknown kind, or one that is no CSV, has none.
    explicit operator bool() const noexcept { return raw_ != nullptr; }
    std::string kind() const { return detail::text(cpl_table_kind, raw_).str(); }
    std::size_t size() const { return detail::value<std::size_t>(cpl_table_len, raw_); }
    /// Decodes a row, by 0-based index, into `into`.
    const row &read(std::size_t index, row &into) const {
        detail::call(cpl_table_row, raw_, index, into.get());
        return into;
    }
    /// Writes CSV (CP932); with `as_read`, unchanged rows keep their bytes, and an unchanged table is its whole
    /// file. `findings`, if given, receives what was substituted.
    bytes write(bool as_read = true, std::vector<finding> *findings = nullptr) const {
        cpl_bytes *out = nullptr;
        cpl_findings *said = nullptr;
        detail::call(cpl_table_write, raw_, as_read ? 1 : 0, &out, findings == nullptr ? nullptr : &said);
        bytes written(out);
        const detail::handle<cpl_findings, cpl_findings_free> owned(said);
        if (findings != nullptr) {
            *findings = detail::findings_of(said);
        }
        return written;
    }
    std::string json() const { return bytes(detail::value<cpl_bytes *>(cpl_table_json, raw_)).str(); }
    const cpl_table *get() const noexcept { return raw_; }

  protected:
    const cpl_table *raw_;
};

/// The rows of one file.
class table {
  public:
    explicit table(const std::string &kind) : handle_(raw::made(cpl_table_new, kind.c_str())) {}
    /// Reads CSV leniently; `findings`, if given, receives what is wrong.
    static table read(const std::string &kind, byte_view csv, std::vector<finding> *findings = nullptr) {
        cpl_table *made = nullptr;
        cpl_findings *said = nullptr;
        detail::call(cpl_table_read, kind.c_str(), csv.data(), csv.size(), &made,
                     findings == nullptr ? nullptr : &said);
        table result{raw(made)};
        const detail::handle<cpl_findings, cpl_findings_free> owned(said);
        if (findings != nullptr) {
            *findings = detail::findings_of(said);
        }
        return result;
    }
    /// Takes over a table of the C ABI.
    static table owned(cpl_table *taken) { return table{raw(taken)}; }
    table_ref ref() const noexcept { return table_ref(handle_.get()); }
    operator table_ref() const noexcept { return ref(); }
    std::size_t size() const { return ref().size(); }
    /// Adds an empty row with its version and constants; returns its index.
    std::size_t push() { return detail::value<std::size_t>(cpl_table_push, handle_.get()); }
    table &set(std::size_t index, const char *field, const std::string &value) {
        detail::call(cpl_table_set, handle_.get(), index, field, value.c_str());
        return *this;
    }
    table &set(std::size_t index, std::uint32_t number, const std::string &value) {
        detail::call(cpl_table_set_number, handle_.get(), index, number, value.c_str());
        return *this;
    }
    /// Adds a row of these items.
    template <typename Items> std::size_t add(const Items &items) {
        const std::size_t index = push();
        for (const auto &item : items) {
            set(index, item.first, item.second);
        }
        return index;
    }
    std::size_t add(std::initializer_list<std::pair<const char *, std::string>> items) {
        return add<std::initializer_list<std::pair<const char *, std::string>>>(items);
    }
    /// Adds a row of cells as a file has them, however many; returns its index.
    std::size_t add_cells(const std::vector<std::string> &cells) {
        const detail::joined all(cells);
        return detail::value<std::size_t>(cpl_table_add_row, handle_.get(), all.data(), all.text.size(),
                                          all.offsets.data(), all.offsets.size());
    }
    /// Replaces the cells of a row; cells whose text does not change keep the bytes that were read.
    table &set_cells(std::size_t index, const std::vector<std::string> &cells) {
        const detail::joined all(cells);
        detail::call(cpl_table_set_row, handle_.get(), index, all.data(), all.text.size(), all.offsets.data(),
                     all.offsets.size());
        return *this;
    }
    void add_json(const std::string &json) { detail::call(cpl_table_add_json, handle_.get(), json.c_str()); }
    void remove(std::size_t index) { detail::call(cpl_table_remove, handle_.get(), index); }

  private:
    using raw = detail::handle<cpl_table, cpl_table_free>;
    explicit table(raw handle) noexcept : handle_(std::move(handle)) {}
    raw handle_;
};

/// Sender or receiver: office number and service type.
struct address {
    std::string office, service_type;
};

/// A sending unit: what one message carries.
class unit {
  public:
    unit(const address &from, const address &to, const std::string &serial)
        : handle_(raw::made(cpl_unit_new, from.office.c_str(), from.service_type.c_str(), to.office.c_str(),
                            to.service_type.c_str(), serial.c_str())) {}
    static unit from_files(const std::vector<std::string> &paths) {
        std::vector<const char *> raw_paths;
        for (const auto &path : paths) {
            raw_paths.push_back(path.c_str());
        }
        return unit(raw::made(cpl_unit_from_files, raw_paths.data(), raw_paths.size()));
    }
    unit &subject(const std::string &text) {
        detail::call(cpl_unit_set_subject, handle_.get(), text.c_str());
        return *this;
    }
    unit &supersedes(const std::string &message_id) {
        detail::call(cpl_unit_set_supersedes, handle_.get(), message_id.c_str());
        return *this;
    }
    unit &add_csv(const std::string &name, byte_view csv) {
        detail::call(cpl_unit_add_csv, handle_.get(), name.c_str(), csv.data(), csv.size());
        return *this;
    }
    /// Adds a table under its standard name; returns what was substituted on the way.
    std::vector<finding> add_table(table_ref table) {
        cpl_findings *said = nullptr;
        detail::call(cpl_unit_add_table, handle_.get(), table.get(), &said);
        const detail::handle<cpl_findings, cpl_findings_free> owned(said);
        return detail::findings_of(said);
    }
    unit &add_attachment(const std::string &name, byte_view content) {
        detail::call(cpl_unit_add_attachment, handle_.get(), name.c_str(), content.data(), content.size());
        return *this;
    }
    unit &add_attachment_file(const std::string &name, const std::string &path) {
        detail::call(cpl_unit_add_attachment_file, handle_.get(), name.c_str(), path.c_str());
        return *this;
    }
    /// Adds a family image; returns its standard name.
    std::string add_image(std::uint32_t branch, byte_view jpeg) {
        return bytes(detail::value<cpl_bytes *>(cpl_unit_add_image, handle_.get(), branch, jpeg.data(), jpeg.size()))
            .str();
    }
    /// Adds the files of a unit's JSON: all of them or none. JSON holds no attachments' bytes: each is the file
    /// of its name in `folder`, compared with size and SHA-256. Returns what was substituted on the way.
    std::vector<finding> add_json(const std::string &json, const char *folder = nullptr) {
        cpl_findings *said = nullptr;
        const auto *data = reinterpret_cast<const std::uint8_t *>(json.data());
        detail::call(cpl_unit_add_json, handle_.get(), data, json.size(), folder, &said);
        const detail::handle<cpl_findings, cpl_findings_free> owned(said);
        return detail::findings_of(said);
    }
    /// The rows of every CSV file, and every attachment's name, media type, size and SHA-256.
    std::string to_json() const { return bytes(detail::value<cpl_bytes *>(cpl_unit_to_json, get())).str(); }
    std::string serial() const { return bytes(detail::value<cpl_bytes *>(cpl_unit_serial, get())).str(); }
    std::size_t csv_size() const { return detail::value<std::size_t>(cpl_unit_csv_len, get()); }
    text_view csv_name(std::size_t index) const { return detail::text(cpl_unit_csv_name, get(), index); }
    byte_view csv_bytes(std::size_t index) const { return detail::bytes(cpl_unit_csv_bytes, get(), index); }
    const cpl_unit *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_unit, cpl_unit_free>;
    explicit unit(raw handle) noexcept : handle_(std::move(handle)) {}
    raw handle_;
};

/// The CSV files of a report or a message; valid as long as that.
class files_ref {
  public:
    explicit files_ref(const cpl_files *raw) noexcept : raw_(raw) {}
    std::size_t size() const { return detail::value<std::size_t>(cpl_files_len, raw_); }
    text_view name(std::size_t index) const { return detail::text(cpl_files_name, raw_, index); }
    text_view kind(std::size_t index) const { return detail::text(cpl_files_kind, raw_, index); }
    text_view version(std::size_t index) const { return detail::text(cpl_files_version, raw_, index); }
    table_ref table(std::size_t index) const {
        return table_ref(detail::value<const cpl_table *>(cpl_files_table, raw_, index));
    }
    std::vector<finding> findings(std::size_t index) const {
        return detail::findings_of(detail::value<const cpl_findings *>(cpl_files_findings, raw_, index));
    }

  private:
    const cpl_files *raw_;
};

/// What a check found.
class unit_report {
  public:
    explicit unit_report(cpl_unit_report *raw) noexcept : handle_(raw) {}
    text_view kind() const { return detail::text(cpl_unit_report_kind, get()); }
    files_ref files() const { return files_ref(detail::value<const cpl_files *>(cpl_unit_report_files, get())); }
    std::vector<finding> findings() const {
        return detail::findings_of(detail::value<const cpl_findings *>(cpl_unit_report_findings, get()));
    }
    bool has_error() const {
        const auto *raw = detail::value<const cpl_findings *>(cpl_unit_report_findings, get());
        return detail::value<std::int32_t>(cpl_findings_has_error, raw) != 0;
    }
    const cpl_unit_report *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_unit_report, cpl_unit_report_free> handle_;
};

/// A message that the relay has accepted.
class sent {
  public:
    explicit sent(cpl_sent *raw) noexcept : handle_(raw) {}
    std::string id() const { return detail::text(cpl_sent_id, get()).str(); }
    std::string container() const { return detail::text(cpl_sent_container, get()).str(); }
    /// Empty if the relay signs none: then nothing proves that it accepted the message.
    byte_view receipt() const { return detail::bytes(cpl_sent_receipt, get()); }
    std::int64_t accepted_at() const { return detail::value<std::int64_t>(cpl_sent_accepted_at, get()); }
    std::vector<finding> findings() const {
        return detail::findings_of(detail::value<const cpl_findings *>(cpl_sent_findings, get()));
    }
    const cpl_sent *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_sent, cpl_sent_free> handle_;
};

/// One message that came in.
class message {
  public:
    explicit message(cpl_message *raw) noexcept : handle_(raw) {}
    std::string id() const { return detail::text(cpl_message_id, get()).str(); }
    std::string from_office() const { return detail::text(cpl_message_from_office, get()).str(); }
    std::string to_office() const { return detail::text(cpl_message_to_office, get()).str(); }
    /// Whether it could be opened; if not, `problem` says why and the other functions throw.
    bool is_open() const { return detail::value<const cpl_error *>(cpl_message_error, get()) == nullptr; }
    /// Why it could not be opened.
    error problem() const { return detail::lent(detail::value<const cpl_error *>(cpl_message_error, get())); }
    text_view from_service_type() const { return detail::text(cpl_message_from_service_type, get()); }
    text_view to_service_type() const { return detail::text(cpl_message_to_service_type, get()); }
    text_view serial() const { return detail::text(cpl_message_serial, get()); }
    text_view kind() const { return detail::text(cpl_message_kind, get()); }
    text_view unit_kind() const { return detail::text(cpl_message_unit_kind, get()); }
    text_view subject() const { return detail::text(cpl_message_subject, get()); }
    text_view created() const { return detail::text(cpl_message_created, get()); }
    text_view csv_version() const { return detail::text(cpl_message_csv_version, get()); }
    text_view supersedes() const { return detail::text(cpl_message_supersedes, get()); }
    text_view override_reason() const { return detail::text(cpl_message_override_reason, get()); }
    text_view container() const { return detail::text(cpl_message_container, get()); }
    text_view signer_organization() const { return detail::text(cpl_message_signer_organization, get()); }
    byte_view signer_certificate() const { return detail::bytes(cpl_message_signer_certificate, get()); }
    std::int64_t signed_at() const { return detail::value<std::int64_t>(cpl_message_signed_at, get()); }
    /// The CSV files with their rows, read by the first call that asks; throws CPL_E_TOO_LARGE where they would take
    /// too much memory.
    files_ref files() const { return files_ref(detail::value<const cpl_files *>(cpl_message_files, get())); }
    std::vector<finding> findings() const {
        return detail::findings_of(detail::value<const cpl_findings *>(cpl_message_findings, get()));
    }
    /// What should be reported although the signature holds: "stamp_untrusted", "crl_missing" ...
    std::size_t notice_count() const { return detail::value<std::size_t>(cpl_message_notices_len, get()); }
    text_view notice(std::size_t index) const { return detail::text(cpl_message_notice, get(), index); }
    text_view notice_ja(std::size_t index) const { return detail::text(cpl_message_notice_ja, get(), index); }
    std::size_t part_count() const { return detail::value<std::size_t>(cpl_message_parts_len, get()); }
    text_view part_name(std::size_t index) const { return detail::text(cpl_message_part_name, get(), index); }
    std::uint64_t part_size(std::size_t index) const {
        return detail::value<std::uint64_t>(cpl_message_part_size, get(), index);
    }
    /// A file's exact bytes, verified once more on the way.
    bytes read(const std::string &name, const job &job = {}) {
        running now(job);
        cpl_bytes *out = nullptr;
        now.call(cpl_message_read, get(), name.c_str(), now.get(), &out);
        return bytes(out);
    }
    /// Writes all files into a folder.
    void save(const std::string &folder, const job &job = {}) {
        running now(job);
        now.call(cpl_message_save, get(), folder.c_str(), now.get());
    }
    cpl_message *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_message, cpl_message_free> handle_;
};

/// A page of the inbox, taken apart: the messages in the order of import, and the next cursor.
struct batch {
    std::vector<message> messages;
    std::string next;
    std::shared_ptr<const error> problem; ///< why the page ended early; null where it is whole
};

/// A page of the inbox, whose messages are fetched one by one by `client::next_message`.
class inbox {
  public:
    explicit inbox(cpl_inbox *raw) noexcept : handle_(raw) {}
    /// How many messages were not handed over yet.
    std::size_t remaining() const { return detail::value<std::size_t>(cpl_inbox_len, lent()); }
    /// Where the next call goes on: behind the last message that was handed over. Store it together with what was
    /// imported.
    std::string cursor() const { return detail::text(cpl_inbox_cursor, lent()).str(); }
    cpl_inbox *get() const noexcept { return handle_.get(); }

  private:
    const cpl_inbox *lent() const noexcept { return handle_.get(); }

    detail::handle<cpl_inbox, cpl_inbox_free> handle_;
};

/// What stands of a message after it was acknowledged: the first outcome that was reported.
struct acknowledged {
    std::string state;  ///< `imported` or `refused`: it may be another one than was reported now
    std::string reason; ///< of a refusal
    bool is_repeat;     ///< whether an outcome had been reported before: that one stands
    std::vector<std::uint8_t> receipt; ///< ours that stands (CMS, DER): keep it
};

/// A receipt that could not be verified. It proves nothing.
struct bad_receipt {
    error problem;
    std::vector<std::uint8_t> bytes;
};

/// A message of the sent list, with its state.
struct receipt {
    std::string kind, reason;
    std::int64_t at;
    std::vector<std::uint8_t> bytes; ///< CMS, DER; verified
};
struct sent_message {
    std::string id, to_office, kind;
    std::string state, state_ja;        ///< as far as verified receipts prove it
    bool is_signed;                     ///< whether a verified receipt proves it; else it is the relay's word
    std::string relay_state;            ///< what the relay says
    std::shared_ptr<const error> doubt; ///< CPL_E_STATE_UNPROVEN, CPL_E_STATE_CONTRADICTED; null where nothing is
    std::string reason;                 ///< of a refusal
    std::int64_t accepted_at;
    std::vector<receipt> receipts;
    std::vector<bad_receipt> bad_receipts;
};
struct sent_list {
    std::vector<sent_message> messages;
    std::string next;
};

/// An office of the directory; `registered` false where it is not in it.
struct office {
    bool registered = false, licensed = false;
    std::string number, name, licence_until;
    std::vector<std::string> service_types, csv_versions;
};

/// One line of the self-check.
struct diagnosis_line {
    severity level;
    std::string id, text_ja, text_en, remedy_ja, remedy_en;
};
struct diagnosis {
    bool is_well;
    std::vector<diagnosis_line> lines;
};

/// One office's access to a relay. One verb at a time, else CPL_E_BUSY.
class client {
  public:
    client(const options &options, const signer &signer, const trust &trust)
        : sign_(signer.sign_), handle_(raw::made(cpl_client_new, options.get(), signer.get(), trust.get())) {}

    std::string office_number() const {
        return detail::text(cpl_client_office_number, static_cast<const cpl_client *>(handle_.get())).str();
    }
    /// Checks a unit against the standard, without sending it.
    unit_report check(const unit &unit, const job &job = {}) {
        return unit_report(verb<cpl_unit_report>(job, cpl_client_check, unit.get()));
    }
    /// Success: the relay has the message on disk and its receipt was verified. The same unit is the
    /// same message: it may be repeated at any time. The container is kept in `keep_folder`.
    sent send(const unit &unit, const std::string &keep_folder, const job &job = {}) {
        return sent(verb<cpl_sent>(job, cpl_client_send, unit.get(), keep_folder.c_str(), none()));
    }
    /// Sends despite error-level findings, for a reason that goes into the signed message.
    sent send_overriding(const unit &unit, const std::string &keep_folder, const std::string &reason,
                         const job &job = {}) {
        return sent(verb<cpl_sent>(job, cpl_client_send, unit.get(), keep_folder.c_str(), reason.c_str()));
    }
    /// Asks for a page of the inbox after the cursor (empty: from the beginning). Nothing is fetched yet.
    cplink::inbox inbox(const std::string &cursor, const std::string &keep_folder, std::uint32_t wait_ms = 0,
                        const job &job = {}) {
        return cplink::inbox(verb<cpl_inbox>(job, cpl_client_inbox, cursor.c_str(), keep_folder.c_str(), wait_ms));
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
        const detail::handle<cpl_batch, cpl_batch_free> page(
            verb<cpl_batch>(job, cpl_client_receive, cursor.c_str(), keep_folder.c_str(), wait_ms));
        batch all;
        all.next = detail::text(cpl_batch_next, static_cast<const cpl_batch *>(page.get())).str();
        all.problem = detail::maybe_lent(
            detail::value<const cpl_error *>(cpl_batch_error, static_cast<const cpl_batch *>(page.get())));
        const auto count = detail::value<std::size_t>(cpl_batch_len, static_cast<const cpl_batch *>(page.get()));
        for (std::size_t i = 0; i < count; i++) {
            all.messages.emplace_back(detail::value<cpl_message *>(cpl_batch_take, page.get(), i));
        }
        return all;
    }
    /// Opens a container that `receive` has kept.
    message open(const std::string &message_id, const std::string &path, const job &job = {}) {
        return message(verb<cpl_message>(job, cpl_client_open, message_id.c_str(), path.c_str()));
    }
    /// Reports to sender and relay that the message is in our database. The first outcome is final: gives what stands.
    acknowledged imported(const message &message, const job &job = {}) {
        return acknowledge(message.id(), message.from_office(), message.to_office(), none(), job);
    }
    /// Reports to sender and relay why the message was not imported: one line that says something, else CPL_E_REASON.
    /// The first outcome is final: gives what stands.
    acknowledged refused(const message &message, const std::string &reason, const job &job = {}) {
        return acknowledge(message.id(), message.from_office(), message.to_office(), reason.c_str(), job);
    }
    /// The same by ids, where the message itself is no longer at hand; `refused_reason` NULL: imported.
    acknowledged acknowledge(const std::string &message_id, const std::string &from_office,
                             const std::string &to_office, const char *refused_reason, const job &job = {}) {
        const detail::handle<cpl_acknowledged, cpl_acknowledged_free> stands(
            verb<cpl_acknowledged>(job, cpl_client_acknowledge, message_id.c_str(), from_office.c_str(),
                                   to_office.c_str(), refused_reason));
        const cpl_acknowledged *raw = stands.get();
        const byte_view der = detail::bytes(cpl_acknowledged_receipt, raw);
        return acknowledged{detail::text(cpl_acknowledged_state, raw).str(),
                            detail::text(cpl_acknowledged_reason, raw).str(),
                            detail::value<std::int32_t>(cpl_acknowledged_is_repeat, raw) != 0,
                            std::vector<std::uint8_t>(der.begin(), der.end())};
    }
    /// A page of the sent list after the cursor; empty at the end of the list.
    sent_list sent_messages(const std::string &cursor = "", const job &job = {});
    /// Recalls a message before the receiver has picked it up.
    void recall(const std::string &message_id, const job &job = {}) {
        running now(job);
        now.call(cpl_client_recall, handle_.get(), message_id.c_str(), now.get());
    }
    cplink::office office(const std::string &number, const job &job = {});
    /// What the relay can do, as JSON.
    std::string capabilities(const job &job = {}) { return bytes(verb<cpl_bytes>(job, cpl_client_capabilities)).str(); }
    cplink::diagnosis doctor(const job &job = {});
    cpl_client *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_client, cpl_client_free>;

    static const char *none() noexcept { return nullptr; }

    template <typename Result, typename Function, typename... Arguments>
    Result *verb(const job &job, Function function, Arguments... arguments) {
        running now(job);
        Result *out = nullptr;
        now.call(function, handle_.get(), arguments..., now.get(), &out);
        return out;
    }

    // The function that signs outlives the handle: members go in reverse order.
    std::shared_ptr<sign_function> sign_;
    raw handle_;
};

inline sent_list client::sent_messages(const std::string &cursor, const job &job) {
    using detail::text;
    using detail::value;
    const detail::handle<cpl_sent_list, cpl_sent_list_free> page(
        verb<cpl_sent_list>(job, cpl_client_sent, cursor.c_str()));
    const cpl_sent_list *raw = page.get();
    sent_list all;
    all.next = text(cpl_sent_list_next, raw).str();
    const auto count = value<std::size_t>(cpl_sent_list_len, raw);
    for (std::size_t i = 0; i < count; i++) {
        sent_message one;
        one.id = text(cpl_sent_list_id, raw, i);
        one.to_office = text(cpl_sent_list_to_office, raw, i);
        one.kind = text(cpl_sent_list_kind, raw, i);
        one.state = text(cpl_sent_list_state, raw, i);
        one.state_ja = text(cpl_sent_list_state_ja, raw, i);
        one.is_signed = value<std::int32_t>(cpl_sent_list_is_signed, raw, i) != 0;
        one.relay_state = text(cpl_sent_list_relay_state, raw, i);
        one.doubt = detail::maybe_lent(value<const cpl_error *>(cpl_sent_list_doubt, raw, i));
        one.reason = text(cpl_sent_list_reason, raw, i);
        one.accepted_at = value<std::int64_t>(cpl_sent_list_accepted_at, raw, i);
        const auto bad = value<std::size_t>(cpl_sent_list_bad_receipts_len, raw, i);
        for (std::size_t j = 0; j < bad; j++) {
            const byte_view der = detail::bytes(cpl_sent_list_bad_receipt_bytes, raw, i, j);
            one.bad_receipts.push_back(
                bad_receipt{detail::lent(value<const cpl_error *>(cpl_sent_list_bad_receipt_error, raw, i, j)),
                            std::vector<std::uint8_t>(der.begin(), der.end())});
        }
        const auto receipts = value<std::size_t>(cpl_sent_list_receipts_len, raw, i);
        for (std::size_t j = 0; j < receipts; j++) {
            const byte_view der = detail::bytes(cpl_sent_list_receipt_bytes, raw, i, j);
            one.receipts.push_back(receipt{text(cpl_sent_list_receipt_kind, raw, i, j),
                                           text(cpl_sent_list_receipt_reason, raw, i, j),
                                           value<std::int64_t>(cpl_sent_list_receipt_at, raw, i, j),
                                           std::vector<std::uint8_t>(der.begin(), der.end())});
        }
        all.messages.push_back(std::move(one));
    }
    return all;
}

inline cplink::office client::office(const std::string &number, const job &job) {
    using detail::text;
    using detail::value;
    const detail::handle<cpl_office, cpl_office_free> entry(verb<cpl_office>(job, cpl_client_office, number.c_str()));
    const cpl_office *raw = entry.get();
    cplink::office one;
    one.number = number;
    if (raw == nullptr) {
        return one;
    }
    one.registered = value<std::int32_t>(cpl_office_registered, raw) != 0;
    one.licensed = value<std::int32_t>(cpl_office_licensed, raw) != 0;
    one.name = text(cpl_office_name, raw);
    one.licence_until = text(cpl_office_licence_until, raw);
    for (std::size_t i = 0; i < value<std::size_t>(cpl_office_service_types_len, raw); i++) {
        one.service_types.push_back(text(cpl_office_service_type, raw, i));
    }
    for (std::size_t i = 0; i < value<std::size_t>(cpl_office_csv_versions_len, raw); i++) {
        one.csv_versions.push_back(text(cpl_office_csv_version, raw, i));
    }
    return one;
}

inline cplink::diagnosis client::doctor(const job &job) {
    using detail::text;
    using detail::value;
    const detail::handle<cpl_diagnosis, cpl_diagnosis_free> owned(verb<cpl_diagnosis>(job, cpl_client_doctor));
    const cpl_diagnosis *raw = owned.get();
    cplink::diagnosis all;
    all.is_well = value<std::int32_t>(cpl_diagnosis_is_well, raw) != 0;
    for (std::size_t i = 0; i < value<std::size_t>(cpl_diagnosis_len, raw); i++) {
        all.lines.push_back(diagnosis_line{static_cast<severity>(value<std::int32_t>(cpl_diagnosis_severity, raw, i)),
                                           text(cpl_diagnosis_id, raw, i), text(cpl_diagnosis_text_ja, raw, i),
                                           text(cpl_diagnosis_text_en, raw, i),
                                           text(cpl_diagnosis_remedy_ja, raw, i),
                                           text(cpl_diagnosis_remedy_en, raw, i)});
    }
    return all;
}

} // namespace cplink

#endif
