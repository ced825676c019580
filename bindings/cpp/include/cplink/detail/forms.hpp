// Which forms are wanted, as C takes them.
#ifndef CPLINK_DETAIL_FORMS_HPP
#define CPLINK_DETAIL_FORMS_HPP

#include "../choices.hpp"

#include <vector>

namespace cplink {
namespace detail {

inline std::vector<std::int32_t> numbers_of(const std::vector<form_kind> &forms) {
    std::vector<std::int32_t> numbers;
    for (const auto form : forms) {
        numbers.push_back(static_cast<std::int32_t>(form));
    }
    return numbers;
}

} // namespace detail
} // namespace cplink

#endif
