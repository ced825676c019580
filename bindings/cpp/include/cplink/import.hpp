// What importing units means for the data that is there.
#ifndef CPLINK_IMPORT_HPP
#define CPLINK_IMPORT_HPP

#include "detail/forms.hpp"
#include "printed.hpp"
#include "results_comparison.hpp"
#include "steps.hpp"
#include "table.hpp"
#include "unit.hpp"

namespace cplink {

/// Units to import, in any order. (`import` is a word of C++.)
class import_ {
  public:
    import_() : handle_(decltype(handle_)::made(cpl_import_new)) {}
    /// Adds a copy of a table of the unit with this serial.
    import_ &add(const std::string &serial, table_ref table) {
        detail::call(cpl_import_add, get(), detail::c_text(serial), table.get());
        return *this;
    }
    /// Adds a unit under its serial: the table of each CSV file, and for the forms its attachments and findings.
    import_ &add_unit(const unit &unit) {
        detail::call(cpl_import_add_unit, get(), unit.get());
        return *this;
    }
    /// The rows that remain when all units have been imported by their serials: place of the table in the order of
    /// `add`, and 0-based row, in the order of the import.
    std::vector<std::pair<std::size_t, std::size_t>> remaining_rows() const {
        const auto rows = detail::rows_of(detail::value<cpl_rows *>(cpl_import_remaining_rows, get()));
        std::vector<std::pair<std::size_t, std::size_t>> all;
        for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
            all.emplace_back(rows[i], rows[i + 1]);
        }
        return all;
    }
    /// The steps that import the units into what the host has: by serial, in a unit the base file first, before a base
    /// row the rows that it replaces, with every withdrawal the rows that depend on it.
    cplink::steps steps() const { return detail::take(detail::value<cpl_steps *>(cpl_import_steps, get())); }
    /// What of the plans that remain was done by the results that remain. `monthly` are the codes that count once a
    /// month, `?` for any one character.
    results_comparison compare_results(const std::vector<std::string> &monthly = {}) const {
        const auto codes = detail::c_texts(monthly);
        return detail::take(detail::value<cpl_results_comparison *>(cpl_import_compare_results, get(), codes.data(),
                                                                    codes.size()));
    }
    /// The forms of the rows that remain as HTML. `forms` are those that are wanted, all if there are none.
    /// `names` is the table of service names: CSV of service code, name, first month, last month.
    printed to_html(const std::vector<form_kind> &forms = {}, byte_view names = {}) const {
        const auto numbers = detail::numbers_of(forms);
        return detail::take(detail::value<cpl_printed *>(cpl_import_to_html, get(), numbers.data(), numbers.size(),
                                                         names.data(), names.size()));
    }
    /// The same, written page by page into a new file.
    printed save_html(const std::string &path, const std::vector<form_kind> &forms = {}, byte_view names = {}) const {
        const auto numbers = detail::numbers_of(forms);
        return detail::take(detail::value<cpl_printed *>(cpl_import_save_html, get(), detail::c_text(path),
                                                         numbers.data(), numbers.size(), names.data(), names.size()));
    }
    cpl_import *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_import, cpl_import_free> handle_;
};

} // namespace cplink

#endif
