// The one exception.
#ifndef CPLINK_ERROR_HPP
#define CPLINK_ERROR_HPP

#include "base/error.hpp"

#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace cplink {

/// The one exception. `what()` is the whole of it in English, for the log; the `..._ja` texts are for
/// the user. No text contains a value of a row or a secret. Copies share one object, so copying in
/// flight cannot fail.
class error : public std::exception, public detail::error_base<error> {
  public:
    const char *what() const noexcept override { return facts_->text.c_str(); }

    /// Copied, never moved: what was thrown on still has its facts.
    error(const error &) noexcept = default;
    error &operator=(const error &) noexcept = default;

    /// Copies everything out of an error object, which stays the caller's. Without one it has the texts of the code.
    error(std::int32_t code, const cpl_error *raw)
        : facts_(std::make_shared<const detail::error_facts>(raw == nullptr ? of_code(code)
                                                                            : detail::error_facts_of(raw))) {}

  private:
    friend class detail::error_base<error>;

    const detail::error_facts &facts() const noexcept { return *facts_; }

    static detail::error_facts of_code(std::int32_t code) {
        cpl_error **const none = nullptr;
        detail::error_facts facts{};
        facts.code = code;
        const auto text = [&](std::int32_t (*function)(std::int32_t, const char **, std::size_t *, cpl_error **)) {
            const char *data = nullptr;
            std::size_t size = 0;
            return function(code, &data, &size, none) == CPL_OK ? text_view(data, size).str() : std::string();
        };
        facts.name = text(cpl_code_name);
        facts.message_ja = text(cpl_code_message_ja);
        facts.remedy_ja = text(cpl_code_remedy_ja);
        facts.message_en = text(cpl_code_message_en);
        facts.remedy_en = text(cpl_code_remedy_en);
        facts.text = facts.name + " (" + std::to_string(code) + "): " + facts.message_en;
        return facts;
    }

    std::shared_ptr<const detail::error_facts> facts_;
};

namespace detail {

/// A copy of an error object that is lent.
inline error lent(const cpl_error *raw) { return error(fact_value<std::int32_t>(cpl_error_code, raw), raw); }

inline std::shared_ptr<const error> maybe_lent(const cpl_error *raw) {
    return raw == nullptr ? nullptr : std::make_shared<const error>(lent(raw));
}

[[noreturn]] inline void raise(std::int32_t code, cpl_error *object) {
    const handle<cpl_error, cpl_error_free> owned(object);
    throw error(code, object);
}

/// An object that the caller named where NULL means that there is none: one that was moved from is refused, not
/// taken for none.
template <typename T> T *held(T *raw) {
    if (raw == nullptr) {
        throw error(CPL_E_NULL_ARGUMENT, nullptr);
    }
    return raw;
}

/// What may be left out: none, or an object that must hold something.
template <typename Object> auto maybe_held(const Object *object) -> decltype(object->get()) {
    return object == nullptr ? nullptr : held(object->get());
}

} // namespace detail
} // namespace cplink

#endif
