// What the typed rows of rows.hpp are made of.
//
// A typed row looks at texts that it shares with the other rows of its file: it is small, and a value is
// read when it is asked for. Texts of a row stay valid until that row is changed or goes. A cell that is
// not set keeps the text it was read with, whatever it is.
#ifndef CPLINK_TYPED_HPP
#define CPLINK_TYPED_HPP

#include "cells.hpp"
#include "table.hpp"

#include <initializer_list>
#include <memory>

namespace cplink {

namespace detail {

/// Refuses a row in a table of another kind: its cells would be taken for other fields.
inline void same_kind(table_ref table, const char *kind) {
    if (table.kind() != kind) {
        throw error(CPL_E_INVALID_ARGUMENT, nullptr);
    }
}

/// An empty table of the CSV version that a cell names; of the current one where that is not known or does
/// not have the kind.
inline table table_like(text_view version, const char *kind) {
    cpl_table *made = nullptr;
    if (cpl_table_new(kind, half_width(version).c_str(), &made, nullptr) == CPL_OK) {
        return table(made);
    }
    return table(kind);
}

/// Where a CSV version has the fields of the current one, by number, 0 for nowhere; NULL where all are in
/// place. `fields` is how many there are now, `width` how many the version has.
struct places {
    const std::uint8_t *at;
    std::uint32_t fields, width;

    std::size_t of(std::uint32_t number) const noexcept {
        if (at == nullptr || number == 0) {
            return number;
        }
        return number <= fields ? at[number - 1] : number - fields + width;
    }
};

using find_places = places (*)(text_view version);

/// The places of the version that a cell names, in full-width digits too.
inline places places_of(find_places find, text_view version) {
    const places exact = find(version);
    return exact.at != nullptr ? exact : find(text_view(half_width(version)));
}

/// Refuses a version that does not have the kind.
inline void same_version(text_view version, std::initializer_list<const char *> known) {
    for (const char *each : known) {
        if (version == text_view(each)) {
            return;
        }
    }
    throw error(CPL_E_LAYOUT_VERSION, nullptr);
}

} // namespace detail

/// What the typed rows of all kinds have.
class typed_row {
  public:
    /// How many cells the row has, which may be more or fewer than the layout's.
    std::size_t size() const noexcept { return texts_ ? count_ : own_.size(); }
    /// The text of a cell by its item number in the current version, from 1 (`CPL_UPPLAN_SERVICE_DATE`);
    /// empty where the row has no such cell. The numbers after the last field are surplus columns.
    text_view text(std::uint32_t number) const noexcept { return cell(places_.of(number)); }
    /// Sets the text of a cell; a row that was read short grows when a missing cell is set. Setting the CSV
    /// version moves the cells into its layout. Throws `CPL_E_LAYOUT_VERSION` where a value has no place.
    typed_row &text(std::uint32_t number, text_view text) {
        if (number == 0) {
            return *this;
        }
        std::string copy = text.str();
        own();
        if (number == 1) {
            move_to(detail::places_of(find_, text_view(copy)));
        }
        const std::size_t at = places_.of(number);
        if (at == 0 && !copy.empty()) {
            throw error(CPL_E_LAYOUT_VERSION, nullptr);
        }
        if (at > own_.size() && !copy.empty()) {
            own_.resize(at);
        }
        if (at != 0 && at <= own_.size()) {
            own_[at - 1] = std::move(copy);
        }
        return *this;
    }
    /// All texts in order, including those after the layout's last field.
    std::vector<std::string> cells() const {
        std::vector<std::string> all;
        all.reserve(size());
        for (std::size_t number = 1; number <= size(); number++) {
            all.push_back(cell(number).str());
        }
        return all;
    }

  protected:
    using find_places = detail::find_places;

    typed_row(std::size_t width, find_places find) : find_(find), places_(find(text_view())), own_(width) {}
    typed_row(std::shared_ptr<const cplink::texts> texts, std::size_t row, find_places find)
        : find_(find), places_(find(text_view())), texts_(std::move(texts)), start_(texts_->start(row)),
          count_(texts_->start(row + 1) - start_) {
        places_ = detail::places_of(find, cell(1));
    }

    template <typename T> maybe<T> value(std::uint32_t number) const { return detail::value_of<T>(text(number)); }
    template <typename E> maybe<E> code(std::uint32_t number) const { return detail::code_value<E>(text(number)); }
    template <typename T> void put(std::uint32_t number, const maybe<T> &value) {
        text(number, value ? text_view(detail::written(*value)) : text_view());
    }

  private:
    /// The text of a cell by its number in the row's own layout.
    text_view cell(std::size_t number) const noexcept {
        if (number == 0 || number > size()) {
            return text_view();
        }
        return texts_ ? texts_->cell(start_ + number - 1) : text_view(own_[number - 1]);
    }
    void move_to(detail::places next) {
        if (next.at == places_.at) {
            return;
        }
        const std::size_t surplus = own_.size() > places_.width ? own_.size() - places_.width : 0;
        std::vector<std::string> moved(next.width + surplus);
        for (std::uint32_t number = 1; number <= places_.fields + surplus; number++) {
            const std::size_t to = next.of(number);
            if (to != 0) {
                moved[to - 1] = text(number).str();
            } else if (!text(number).empty()) {
                throw error(CPL_E_LAYOUT_VERSION, nullptr);
            }
        }
        own_ = std::move(moved);
        places_ = next;
    }
    void own() {
        if (texts_) {
            own_ = cells();
            texts_.reset();
        }
    }

    find_places find_;
    detail::places places_;
    std::shared_ptr<const cplink::texts> texts_;
    std::uint32_t start_ = 0, count_ = 0;
    // Of a row that was made or changed.
    std::vector<std::string> own_;
};

/// The rows of a table in their typed form, as `typed<cplink::rows::upplan>(table)`.
template <typename Row> std::vector<Row> typed(table_ref table) {
    // So many rows share their texts, and live until the last of them goes.
    const std::size_t together = 4096;
    const std::size_t size = table.size();
    std::vector<Row> all;
    all.reserve(size);
    std::size_t first = 0;
    do {
        // Asked once at least: a table of another kind is refused, an empty one too.
        const auto texts = std::make_shared<const cplink::texts>(table.texts(Row::kind(), first, together));
        for (std::size_t row = 0; row < texts->row_count(); row++) {
            all.emplace_back(texts, row);
        }
        first += together;
    } while (first < size);
    return all;
}

/// Reads a CSV file leniently into typed rows; `findings`, if given, receives what is wrong.
template <typename Row> std::vector<Row> read_rows(byte_view csv, cplink::findings *findings = nullptr) {
    return typed<Row>(table::read(Row::kind(), csv, findings));
}

/// Adds a typed row to a table of its kind; returns its index.
template <typename Row> std::size_t add_row(table &table, const Row &row) {
    detail::same_kind(table, Row::kind());
    return table.add_row(row.cells());
}

/// Puts a typed row in the place of a table's. Cells whose text is the same stay as they were read.
template <typename Row> void set_row(table &table, std::size_t index, const Row &row) {
    detail::same_kind(table, Row::kind());
    table.set_row(index, row.cells());
}

/// A table of typed rows, for writing and sending.
template <typename Row> table table_of(const std::vector<Row> &rows) {
    // The first row's CSV version is the table's.
    table made = rows.empty() ? table(Row::kind()) : detail::table_like(rows.front().text(1), Row::kind());
    for (const Row &row : rows) {
        made.add_row(row.cells());
    }
    return made;
}

} // namespace cplink

#endif
