// Several units.
#ifndef CPLINK_UNITS_HPP
#define CPLINK_UNITS_HPP

#include "base/units.hpp"
#include "made_units.hpp"
#include "unit.hpp"

namespace cplink {

/// Several units, to be sent together.
class units : public detail::units_base<units> {
  public:
    units() : handle_(raw::made(cpl_units_new)) {}
    explicit units(cpl_units *taken) noexcept : handle_(taken) {}
    /// Adds a copy of a unit. The order does not matter: units are sent by their serials.
    units &add(const cplink::unit &unit) {
        detail::call(cpl_units_add, get(), unit.get());
        return *this;
    }
    /// A copy of a unit, by its index, which counts from 0.
    cplink::unit unit(std::size_t index) const {
        return cplink::unit(detail::value<cpl_unit *>(cpl_units_unit, get(), index));
    }
    /// What is known of each unit, and what was substituted when rows were written.
    made_units made() const { return detail::take(detail::value<cpl_made_units *>(cpl_units_made, get())); }
    cpl_units *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_units, cpl_units_free>;
    raw handle_;
};

} // namespace cplink

#endif
