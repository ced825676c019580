// How the classes call the C ABI.
#ifndef CPLINK_DETAIL_CALL_HPP
#define CPLINK_DETAIL_CALL_HPP

#include "cplink.h"

#include "../view.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cplink {

class error;

namespace detail {

[[noreturn]] void raise(std::int32_t code, cpl_error *object);
error lent(const cpl_error *raw);
std::shared_ptr<const error> maybe_lent(const cpl_error *raw);

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

template <typename... Parameters, typename... Arguments>
std::vector<std::uint32_t> numbers(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    const std::uint32_t *data = nullptr;
    std::size_t size = 0;
    call(function, arguments..., &data, &size);
    return std::vector<std::uint32_t>(data, data + size);
}

template <typename Value, typename... Parameters, typename... Arguments>
Value value(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    Value result{};
    call(function, arguments..., &result);
    return result;
}

inline std::vector<std::uint8_t> vector_of(byte_view all) {
    return std::vector<std::uint8_t>(all.begin(), all.end());
}

/// So many items, each read by its place.
template <typename Item, typename Read> std::vector<Item> list(std::size_t count, Read read) {
    std::vector<Item> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; i++) {
        all.push_back(read(i));
    }
    return all;
}

/// What the functions of an error give: they have nothing to report a failure with, and then give nothing.
template <typename Value, typename... Parameters, typename... Arguments>
Value fact_value(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    Value result{};
    return function(arguments..., &result) == CPL_OK ? result : Value{};
}

template <typename... Parameters, typename... Arguments>
text_view fact_text(std::int32_t (*function)(Parameters...), Arguments... arguments) {
    const char *data = nullptr;
    std::size_t size = 0;
    return function(arguments..., &data, &size) == CPL_OK ? text_view(data, size) : text_view();
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

} // namespace detail
} // namespace cplink

#endif
