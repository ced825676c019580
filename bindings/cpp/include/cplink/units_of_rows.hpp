// Rows that are to become units.
#ifndef CPLINK_UNITS_OF_ROWS_HPP
#define CPLINK_UNITS_OF_ROWS_HPP

#include "table.hpp"
#include "unit.hpp"
#include "units.hpp"

namespace cplink {

/// Rows of several users, kinds, months and receivers that are to become units.
class units_of_rows {
  public:
    /// No rows yet, of this sender. Results go under the service type of their rows.
    explicit units_of_rows(const address &from)
        : handle_(raw::made(cpl_units_of_rows_new, detail::c_text(from.office), detail::c_text(from.service_type))) {}
    /// Names a receiver. Without any, whoever the rows name gets them; else nobody but those that are added.
    units_of_rows &add_receiver(const address &to) {
        detail::call(cpl_units_of_rows_add_receiver, get(), detail::c_text(to.office), detail::c_text(to.service_type));
        return *this;
    }
    /// The first unit gets this serial, the others those of the seconds after it; without it they come from the clock.
    units_of_rows &set_first_serial(const std::string &serial) {
        detail::call(cpl_units_of_rows_set_first_serial, get(), detail::c_text(serial));
        return *this;
    }
    /// Adds a copy of the rows of a table of any kind.
    units_of_rows &add_table(table_ref table) {
        detail::call(cpl_units_of_rows_add_table, get(), table.get());
        return *this;
    }
    /// Adds a family image under the name that item 62 of the user's basic information has in the rows.
    units_of_rows &add_image(const std::string &name, byte_view jpeg) {
        detail::call(cpl_units_of_rows_add_image, get(), detail::c_text(name), jpeg.data(), jpeg.size());
        return *this;
    }
    /// Adds a PDF or JPEG, which goes into each unit of this kind ("usage_slip") with rows of this user.
    units_of_rows &add_attachment(const std::string &insurer_number, const std::string &insured_person_number,
                                  const std::string &unit_kind, const std::string &name, byte_view content) {
        detail::call(cpl_units_of_rows_add_attachment, get(), detail::c_text(insurer_number),
                     detail::c_text(insured_person_number), detail::c_text(unit_kind), detail::c_text(name),
                     content.data(), content.size());
        return *this;
    }
    /// Makes the units: one for each receiver, month and kind. No row is lost: one that would go nowhere is refused.
    units make() const { return units(detail::value<cpl_units *>(cpl_units_of_rows_make, get())); }
    cpl_units_of_rows *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_units_of_rows, cpl_units_of_rows_free>;
    raw handle_;
};

} // namespace cplink

#endif
