// What looks at data that belongs to somebody else.
#ifndef CPLINK_VIEW_HPP
#define CPLINK_VIEW_HPP

#include "cplink.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>
#include <utility>

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

namespace detail {

[[noreturn]] void raise(std::int32_t code, cpl_error *object);

/// A text as C has it. One with a NUL in it is refused, not cut short.
inline const char *c_text(const std::string &text) {
    if (std::strlen(text.c_str()) != text.size()) {
        raise(CPL_E_INVALID_ARGUMENT, nullptr);
    }
    return text.c_str();
}

/// Several of them; they live as long as the texts.
inline std::vector<const char *> c_texts(const std::vector<std::string> &texts) {
    std::vector<const char *> pointers;
    for (const auto &text : texts) {
        pointers.push_back(c_text(text));
    }
    return pointers;
}

} // namespace detail

/// A parameter that may be left out: a text that ends with NUL, or none. It looks at the caller's text during the call.
class maybe_text {
  public:
    maybe_text() noexcept = default;
    maybe_text(const char *text) noexcept : text_(text) {}
    maybe_text(const std::string &text) : text_(detail::c_text(text)) {}
    /// Null where there is none.
    const char *get() const noexcept { return text_; }

  private:
    const char *text_ = nullptr;
};

} // namespace cplink

#endif
