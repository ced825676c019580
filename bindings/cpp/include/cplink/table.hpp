// The rows of a file.
#ifndef CPLINK_TABLE_HPP
#define CPLINK_TABLE_HPP

#include "base/table.hpp"
#include "bytes.hpp"
#include "differences.hpp"
#include "remarks.hpp"
#include "results_comparison.hpp"
#include "row.hpp"
#include "texts.hpp"

#include <initializer_list>

namespace cplink {

class table;

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

/// The 0-based places that a function gives.
inline std::vector<std::uint32_t> rows_of(cpl_rows *raw) {
    const handle<cpl_rows, cpl_rows_free> owned(raw);
    return numbers(cpl_rows_places, raw);
}

/// What is read from a table, one's own or a lent one.
template <typename Self> class table_reader : public table_base<Self> {
  public:
    /// Decodes a row, by 0-based index, into `into`.
    const cplink::row &row(std::size_t index, cplink::row &into) const {
        call(cpl_table_row, raw(), index, into.get());
        return into;
    }
    /// The cells of so many rows from the 0-based `first`; `kind` must be the table's. `cplink::typed` uses it.
    cplink::texts texts(const std::string &kind, std::size_t first, std::size_t count) const {
        return cplink::texts(value<cpl_texts *>(cpl_table_texts, raw(), detail::c_text(kind), first, count));
    }
    /// Writes CSV (CP932); with `as_read`, unchanged rows keep their bytes, and an unchanged table is its whole
    /// file. `findings`, if given, receives what was substituted.
    cplink::bytes write(bool as_read = true, cplink::findings *findings = nullptr) const {
        cpl_bytes *out = nullptr;
        cpl_findings *said = nullptr;
        call(cpl_table_write, raw(), as_read ? 1 : 0, &out, findings == nullptr ? nullptr : &said);
        cplink::bytes written(out);
        if (findings != nullptr) {
            *findings = take(said);
        }
        return written;
    }
    /// All rows as JSON.
    std::string json() const { return cplink::bytes(value<cpl_bytes *>(cpl_table_json, raw())).str(); }
    /// The table as JSON with its kind, CSV version and encoding; `from_json` is the way back.
    std::string to_json() const { return cplink::bytes(value<cpl_bytes *>(cpl_table_to_json, raw())).str(); }
    /// The rows as rows of another CSV version; `remarks` receives what was filled, dropped or shortened,
    /// where that is given.
    table translate(const std::string &version, cplink::remarks *remarks = nullptr) const;
    /// The 0-based rows of an office, and of one of its service types where that is given.
    std::vector<std::uint32_t> own_rows(const std::string &office, maybe_text service_type = maybe_text()) const {
        return rows_of(value<cpl_rows *>(cpl_table_own_rows, raw(), detail::c_text(office), service_type.get()));
    }
    /// The 0-based rows of table 6 that count: a monthly add-on may be on many days, and only the first row
    /// counts. The host must know which codes are monthly; `?` is any one character.
    std::vector<std::uint32_t> monthly_once(const std::vector<std::string> &codes) const {
        const auto texts = c_texts(codes);
        return rows_of(value<cpl_rows *>(cpl_table_monthly_once, raw(), texts.data(), texts.size()));
    }
    /// Table 2 or the annex of the prevention plan with every blank that means "as above" written out.
    table fill_down() const;
    /// What a newer table changed, compared by meaning.
    template <typename Other> cplink::differences compare(const Other &new_table) const {
        const cpl_table *other = new_table.get();
        return take(value<cpl_differences *>(cpl_table_compare, raw(), other));
    }
    /// What of a plan (`UPPLAN`) was done by its results (`UPJSK`). `monthly` are the codes that count once a month, `?`
    /// for any one character. Of several units, see `import_::compare_results`.
    template <typename Other>
    results_comparison compare_results(const Other &results, const std::vector<std::string> &monthly = {}) const {
        const cpl_table *other = results.get();
        const auto codes = c_texts(monthly);
        return take(value<cpl_results_comparison *>(cpl_table_compare_results, raw(), other, codes.data(),
                                                    codes.size()));
    }

  private:
    const cpl_table *raw() const noexcept { return static_cast<const Self *>(this)->get(); }
};

} // namespace detail

/// A table that belongs to somebody else: for reading.
class table_ref : public detail::table_reader<table_ref> {
  public:
    explicit table_ref(const cpl_table *raw) noexcept : raw_(raw) {}
    /// Whether there is a table: a file of an unknown kind, or one that is no CSV, has none.
    explicit operator bool() const noexcept { return raw_ != nullptr; }
    const cpl_table *get() const noexcept { return raw_; }

  private:
    const cpl_table *raw_;
};

/// The rows of one file.
class table : public detail::table_reader<table> {
  public:
    /// An empty table of a kind, in a CSV version; in the current one if none is given.
    explicit table(const std::string &kind, maybe_text version = maybe_text())
        : handle_(raw::made(cpl_table_new, detail::c_text(kind), version.get())) {}
    /// Takes over a table of the C ABI.
    explicit table(cpl_table *taken) noexcept : handle_(taken) {}
    /// Reads CSV leniently; `findings`, if given, receives what is wrong.
    static table read(const std::string &kind, byte_view csv, cplink::findings *findings = nullptr) {
        cpl_table *made = nullptr;
        cpl_findings *said = nullptr;
        detail::call(cpl_table_read, detail::c_text(kind), csv.data(), csv.size(), &made,
                     findings == nullptr ? nullptr : &said);
        table result(made);
        if (findings != nullptr) {
            *findings = detail::take(said);
        }
        return result;
    }
    /// The table of a JSON text as `to_json` writes it.
    static table from_json(const std::string &json) {
        const auto *data = reinterpret_cast<const std::uint8_t *>(json.data());
        return table(detail::value<cpl_table *>(cpl_table_from_json, data, json.size()));
    }
    table_ref ref() const noexcept { return table_ref(handle_.get()); }
    operator table_ref() const noexcept { return ref(); }
    /// Adds an empty row with its version and constants; returns its index.
    std::size_t push() { return detail::value<std::size_t>(cpl_table_push, get()); }
    /// Sets an item, by its id, of the row with this 0-based index.
    table &set(std::size_t index, const std::string &field, const std::string &value) {
        detail::call(cpl_table_set, get(), index, detail::c_text(field), detail::c_text(value));
        return *this;
    }
    /// Sets an item, by its 1-based number, of the row with this 0-based index.
    table &set_number(std::size_t index, std::uint32_t number, const std::string &value) {
        detail::call(cpl_table_set_number, get(), index, number, detail::c_text(value));
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
    /// Adds a row of these items.
    std::size_t add(std::initializer_list<std::pair<const char *, std::string>> items) {
        return add<std::initializer_list<std::pair<const char *, std::string>>>(items);
    }
    /// Adds a row of cells as a file has them, however many; returns its index.
    std::size_t add_row(const std::vector<std::string> &cells) {
        const detail::joined all(cells);
        return detail::value<std::size_t>(cpl_table_add_row, get(), all.data(), all.text.size(), all.offsets.data(),
                                          all.offsets.size());
    }
    /// Replaces the cells of a row; cells whose text does not change keep the bytes that were read.
    table &set_row(std::size_t index, const std::vector<std::string> &cells) {
        const detail::joined all(cells);
        detail::call(cpl_table_set_row, get(), index, all.data(), all.text.size(), all.offsets.data(),
                     all.offsets.size());
        return *this;
    }
    /// Adds the rows of a JSON text, all of them or none.
    void add_json(const std::string &json) { detail::call(cpl_table_add_json, get(), detail::c_text(json)); }
    /// Removes the row with this 0-based index.
    void remove(std::size_t index) { detail::call(cpl_table_remove, get(), index); }
    cpl_table *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_table, cpl_table_free>;
    raw handle_;
};

namespace detail {

template <typename Self>
table table_reader<Self>::translate(const std::string &version, cplink::remarks *remarks) const {
    cpl_table *made = nullptr;
    cpl_remarks *said = nullptr;
    call(cpl_table_translate, raw(), detail::c_text(version), &made, remarks == nullptr ? nullptr : &said);
    table result(made);
    if (remarks != nullptr) {
        *remarks = take(said);
    }
    return result;
}

template <typename Self> table table_reader<Self>::fill_down() const {
    return table(value<cpl_table *>(cpl_table_fill_down, raw()));
}

} // namespace detail
} // namespace cplink

#endif
