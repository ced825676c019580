// What the cells of a row mean: dates, numbers, codes, and how they are read and written.
#ifndef CPLINK_CELLS_HPP
#define CPLINK_CELLS_HPP

#include "view.hpp"

#include <cstdint>
#include <limits>
#include <string>

namespace cplink {

/// A value or none. C++14 has no std::optional.
template <typename T> class maybe {
  public:
    constexpr maybe() noexcept : value_(), has_(false) {}
    constexpr maybe(const T &value) noexcept : value_(value), has_(true) {}
    constexpr explicit operator bool() const noexcept { return has_; }
    constexpr bool has_value() const noexcept { return has_; }
    /// The value; that of an empty one is `T()`.
    constexpr const T &operator*() const noexcept { return value_; }
    constexpr const T *operator->() const noexcept { return &value_; }
    constexpr T value_or(T other) const noexcept { return has_ ? value_ : other; }
    friend constexpr bool operator==(const maybe &a, const maybe &b) noexcept {
        return a.has_ == b.has_ && (!a.has_ || a.value_ == b.value_);
    }
    friend constexpr bool operator!=(const maybe &a, const maybe &b) noexcept { return !(a == b); }

  private:
    T value_;
    bool has_;
};

/// A day; all 0 for `00000000`, which means that there is none.
struct date {
    int year, month, day;
    constexpr bool is_zero() const noexcept { return year == 0; }
    friend constexpr bool operator==(date a, date b) noexcept {
        return a.year == b.year && a.month == b.month && a.day == b.day;
    }
};

/// A month; all 0 for `000000`, which means that there is none.
struct month {
    int year, number;
    constexpr bool is_zero() const noexcept { return year == 0; }
    friend constexpr bool operator==(month a, month b) noexcept { return a.year == b.year && a.number == b.number; }
};

/// A time from 0:00 to 24:00; 99:99 for `9999`, a service without clock time.
struct clock_time {
    int hour, minute;
    constexpr bool is_none() const noexcept { return hour == 99; }
    friend constexpr bool operator==(clock_time a, clock_time b) noexcept {
        return a.hour == b.hour && a.minute == b.minute;
    }
};

/// An exact decimal number: `unscaled` with `scale` of its digits after the point.
struct decimal {
    std::int64_t unscaled;
    int scale;
    friend constexpr bool operator==(decimal a, decimal b) noexcept {
        return a.unscaled == b.unscaled && a.scale == b.scale;
    }
};

/// One flag for each day of a month; bit 0 is the first.
struct day_flags {
    std::uint32_t bits;
    constexpr bool operator[](int day) const noexcept { return day >= 1 && day <= 31 && ((bits >> (day - 1)) & 1) != 0; }
    friend constexpr bool operator==(day_flags a, day_flags b) noexcept { return a.bits == b.bits; }
};

/// The codes of a list, for the enumerations of rows.hpp.
template <typename E> struct code_list;
template <typename E> struct code_entry {
    E value;
    const char *code, *name_ja;
};

/// The code of a value; empty for `unknown`, which has none: set the text instead.
template <typename E> text_view code_of(E value) {
    for (const auto &entry : code_list<E>::all()) {
        if (entry.value == value) {
            return entry.code;
        }
    }
    return text_view();
}

/// The Japanese name of a value; empty for `unknown`.
template <typename E> text_view name_ja_of(E value) {
    for (const auto &entry : code_list<E>::all()) {
        if (entry.value == value) {
            return entry.name_ja;
        }
    }
    return text_view();
}

namespace detail {

/// In half-width characters; empty where the text has others.
inline std::string half_width(text_view text) {
    std::string half;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t at) {
            return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
        };
        if (byte(i) < 0x80) {
            if (byte(i) < '!' || byte(i) > '~') {
                return std::string();
            }
            half += text[i++];
            continue;
        }
        const std::uint32_t point = ((byte(i) & 0x0F) << 12) | ((byte(i + 1) & 0x3F) << 6) | (byte(i + 2) & 0x3F);
        if ((byte(i) & 0xF0) != 0xE0) {
            return std::string();
        }
        if (point >= 0xFF01 && point <= 0xFF5E) {
            half += static_cast<char>(point - 0xFEE0);
        } else if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212 || point == 0x30FC) {
            half += '-';
        } else {
            return std::string();
        }
        i += 3;
    }
    return half;
}

/// So many digits as a number; -1 for anything else.
inline int digits(const char *text, int count) noexcept {
    int value = 0;
    for (int i = 0; i < count; i++) {
        const int digit = text[i] - '0';
        if (digit < 0 || digit > 9) {
            return -1;
        }
        value = value * 10 + digit;
    }
    return value;
}

inline bool read(text_view text, date &value) noexcept {
    if (text.size() != 8) {
        return false;
    }
    const int year = digits(text.data(), 4), month = digits(text.data() + 4, 2), day = digits(text.data() + 6, 2);
    value = date{year, month, day};
    if (year == 0 && month == 0 && day == 0) {
        return true;
    }
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12) {
        return false;
    }
    const bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day >= 1 && day <= days[month - 1] + (leap ? 1 : 0);
}

inline bool read(text_view text, month &value) noexcept {
    if (text.size() != 6) {
        return false;
    }
    value = month{digits(text.data(), 4), digits(text.data() + 4, 2)};
    return (value.year == 0 && value.number == 0) || (value.year > 0 && value.number >= 1 && value.number <= 12);
}

inline bool read(text_view text, clock_time &value) noexcept {
    if (text.size() != 4) {
        return false;
    }
    const int hour = digits(text.data(), 2), minute = digits(text.data() + 2, 2);
    value = clock_time{hour, minute};
    return (hour == 99 && minute == 99) || (hour == 24 && minute == 0) ||
           (hour >= 0 && hour < 24 && minute >= 0 && minute < 60);
}

inline bool read(text_view text, std::int64_t &value) noexcept {
    const bool negative = !text.empty() && text[0] == '-';
    std::size_t at = negative ? 1 : 0;
    if (at == text.size()) {
        return false;
    }
    value = 0;
    for (; at < text.size(); at++) {
        const int digit = text[at] - '0';
        if (digit < 0 || digit > 9 || value > (std::numeric_limits<std::int64_t>::max() - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    value = negative ? -value : value;
    return true;
}

inline bool read(text_view text, decimal &value) {
    std::size_t point = 0;
    while (point < text.size() && text[point] != '.') {
        point++;
    }
    if (point == text.size()) {
        value.scale = 0;
        return read(text, value.unscaled);
    }
    const std::size_t behind = text.size() - point - 1, sign = text[0] == '-' ? 1 : 0;
    if (behind < 1 || behind > 18 || point == sign) {
        return false;
    }
    value.scale = static_cast<int>(behind);
    return text[point + 1] != '-' &&
           read(text_view(std::string(text.data(), point) + std::string(text.data() + point + 1, behind)),
                value.unscaled);
}

inline bool read(text_view text, day_flags &value) noexcept {
    if (text.size() != 31) {
        return false;
    }
    value.bits = 0;
    for (std::size_t i = 0; i < 31; i++) {
        if (text[i] != '0' && text[i] != '1') {
            return false;
        }
        value.bits |= static_cast<std::uint32_t>(text[i] - '0') << i;
    }
    return true;
}

/// The value that a text means; none for an empty text and for one that is no value.
template <typename T> maybe<T> value_of(text_view text) {
    T value{};
    if (text.empty()) {
        return maybe<T>();
    }
    if (read(text, value)) {
        return value;
    }
    const std::string half = half_width(text);
    return !half.empty() && read(text_view(half), value) ? maybe<T>(value) : maybe<T>();
}

template <typename E> bool known(text_view text, E &value) {
    for (const auto &entry : code_list<E>::all()) {
        if (text == text_view(entry.code)) {
            value = entry.value;
            return true;
        }
    }
    return false;
}

/// The value of a code: `unknown` for one that the list does not have, none for an empty text.
template <typename E> maybe<E> code_value(text_view text) {
    E value{};
    if (text.empty()) {
        return maybe<E>();
    }
    if (known(text, value)) {
        return value;
    }
    const std::string half = half_width(text);
    return !half.empty() && known(text_view(half), value) ? value : E::unknown;
}

inline std::string padded(std::int64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

inline std::string written(date value) { return padded(value.year, 4) + padded(value.month, 2) + padded(value.day, 2); }
inline std::string written(month value) { return padded(value.year, 4) + padded(value.number, 2); }
inline std::string written(clock_time value) { return padded(value.hour, 2) + padded(value.minute, 2); }
inline std::string written(std::int64_t value) { return std::to_string(value); }
inline std::string written(decimal value) {
    const bool negative = value.unscaled < 0;
    const auto scale = static_cast<std::size_t>(value.scale);
    std::string text = padded(negative ? -value.unscaled : value.unscaled, scale + 1);
    if (scale > 0) {
        text.insert(text.size() - scale, 1, '.');
    }
    return negative ? "-" + text : text;
}
inline std::string written(day_flags value) {
    std::string text(31, '0');
    for (int day = 1; day <= 31; day++) {
        text[static_cast<std::size_t>(day) - 1] = value[day] ? '1' : '0';
    }
    return text;
}
template <typename E> std::string written(E value) { return code_of(value).str(); }

} // namespace detail
} // namespace cplink

#endif
