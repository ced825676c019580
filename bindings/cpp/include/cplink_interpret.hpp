// CSV versions, JSON and interpretation: over the tables of cplink.hpp, for C++14 and later.
#ifndef CPLINK_INTERPRET_HPP
#define CPLINK_INTERPRET_HPP

#include "cplink.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cplink {

/// What the translation to another CSV version did to a field.
struct remark {
    /// `set`, `filled`, `needed` (must not stay empty in these rows), `dropped` (not in the new rows),
    /// `shortened`, `too_long` (kept as it is), `retyped` (of another type or list of codes there, kept as it is)
    /// or `moved` (surplus columns).
    std::string change;
    /// The id of the item; empty for surplus columns.
    std::string field;
    std::string message_ja, message_en;
    /// The 1-based rows.
    std::vector<std::uint32_t> rows;
};

/// How a row differs between two tables. Rows are 1-based, 0 where a table does not have the row.
struct difference {
    std::int32_t what; ///< `CPL_DIFFERENCE_ADDED`, `..._REMOVED` or `..._CHANGED`
    std::uint32_t old_row, new_row;
    /// The ids of the items that differ, where both have the row.
    std::vector<std::string> fields;
};

/// A step of an import.
struct import_step {
    std::int32_t what; ///< `CPL_IMPORT_INSERT`, `..._WITHDRAW` or `..._REPLACE`
    /// The table's place in what was received.
    std::size_t table;
    /// The kinds of rows that are inserted or removed, the base first.
    std::vector<std::string> kinds;
    /// Items and values: rows that have all of them are removed. A `service_code` need only begin with the
    /// value.
    std::vector<std::pair<std::string, std::string>> keys;
};

namespace detail {

inline std::vector<std::uint32_t> rows_of(cpl_rows *raw) {
    const handle<cpl_rows, cpl_rows_free> owned(raw);
    const std::uint32_t *rows = nullptr;
    std::size_t count = 0;
    call(cpl_rows_places, static_cast<const cpl_rows *>(raw), &rows, &count);
    return std::vector<std::uint32_t>(rows, rows + count);
}

inline std::vector<remark> remarks_of(const cpl_remarks *raw) {
    std::vector<remark> all(value<std::size_t>(cpl_remarks_len, raw));
    for (std::size_t i = 0; i < all.size(); i++) {
        all[i].change = text(cpl_remarks_change, raw, i).str();
        all[i].field = text(cpl_remarks_field, raw, i).str();
        all[i].message_ja = text(cpl_remarks_message_ja, raw, i).str();
        all[i].message_en = text(cpl_remarks_message_en, raw, i).str();
        const std::uint32_t *rows = nullptr;
        std::size_t count = 0;
        call(cpl_remarks_rows, raw, i, &rows, &count);
        all[i].rows.assign(rows, rows + count);
    }
    return all;
}

} // namespace detail

/// The CSV version whose layout the rows follow.
inline std::string version_of(table_ref table) { return detail::text(cpl_table_version, table.get()).str(); }

/// An empty table of a kind in a CSV version.
inline table table_of_version(const std::string &version, const std::string &kind) {
    return table::owned(detail::value<cpl_table *>(cpl_version_table, version.c_str(), kind.c_str()));
}

/// The rows as rows of another CSV version; `remarks` receives what was filled, dropped or shortened,
/// where that is given.
inline table translate(table_ref from, const std::string &version, std::vector<remark> *remarks = nullptr) {
    cpl_table *made = nullptr;
    cpl_remarks *said = nullptr;
    detail::call(cpl_table_translate, from.get(), version.c_str(), &made, remarks == nullptr ? nullptr : &said);
    table result = table::owned(made);
    const detail::handle<cpl_remarks, cpl_remarks_free> owned(said);
    if (remarks != nullptr) {
        *remarks = detail::remarks_of(said);
    }
    return result;
}

/// The name of a file in another CSV version; the service types are for names of 202407, where those of
/// 202208 do not contain them.
inline std::string file_name_of(const std::string &version, const std::string &name, const char *sender_type = nullptr,
                                const char *receiver_type = nullptr) {
    return bytes(detail::value<cpl_bytes *>(cpl_version_file_name, version.c_str(), name.c_str(), sender_type,
                                            receiver_type))
        .str();
}

/// A table as JSON with its kind, CSV version and encoding, and the way back.
inline std::string to_json(table_ref table) {
    return bytes(detail::value<cpl_bytes *>(cpl_table_to_json, table.get())).str();
}
inline table from_json(const std::string &json) {
    const auto *data = reinterpret_cast<const std::uint8_t *>(json.data());
    return table::owned(detail::value<cpl_table *>(cpl_table_from_json, data, json.size()));
}

/// The 0-based rows of an office, and of one of its service types where that is given.
inline std::vector<std::uint32_t> own_rows(table_ref table, const std::string &office,
                                           const char *service_type = nullptr) {
    return detail::rows_of(detail::value<cpl_rows *>(cpl_table_own_rows, table.get(), office.c_str(), service_type));
}

/// The 0-based rows of table 6 that count: a monthly add-on may be on many days, and only the first row
/// counts. The host must know which codes are monthly; `?` is any one character.
inline std::vector<std::uint32_t> monthly_once(table_ref table, const std::vector<std::string> &codes) {
    std::vector<const char *> texts;
    for (const auto &code : codes) {
        texts.push_back(code.c_str());
    }
    return detail::rows_of(
        detail::value<cpl_rows *>(cpl_table_monthly_once, table.get(), texts.data(), texts.size()));
}

/// Table 2 or the annex of the prevention plan with every blank that means "as above" written out.
inline table fill_down(table_ref from) {
    return table::owned(detail::value<cpl_table *>(cpl_table_fill_down, from.get()));
}

/// What a newer table changed, compared by meaning.
inline std::vector<difference> compare(table_ref older, table_ref newer) {
    const detail::handle<cpl_differences, cpl_differences_free> owned(
        detail::value<cpl_differences *>(cpl_table_compare, older.get(), newer.get()));
    const cpl_differences *raw = owned.get();
    std::vector<difference> all(detail::value<std::size_t>(cpl_differences_len, raw));
    for (std::size_t i = 0; i < all.size(); i++) {
        std::size_t fields = 0;
        detail::call(cpl_differences_at, raw, i, &all[i].what, &all[i].old_row, &all[i].new_row, &fields);
        for (std::size_t field = 0; field < fields; field++) {
            all[i].fields.push_back(detail::text(cpl_differences_field, raw, i, field).str());
        }
    }
    return all;
}

/// Whether two texts of an item mean the same.
inline bool same_meaning(const std::string &kind, const std::string &field, const std::string &one,
                         const std::string &other) {
    return detail::value<std::int32_t>(cpl_layout_same_meaning, kind.c_str(), field.c_str(), one.c_str(),
                                       other.c_str()) != 0;
}

namespace detail {

inline handle<cpl_import, cpl_import_free> import_of(const std::vector<std::pair<std::string, table_ref>> &received) {
    handle<cpl_import, cpl_import_free> import(value<cpl_import *>(cpl_import_new));
    for (const auto &each : received) {
        call(cpl_import_add, import.get(), each.first.c_str(), each.second.get());
    }
    return import;
}

} // namespace detail

/// The rows that remain when all units have been imported by their serials: place of the table and 0-based
/// row, in the order of the import.
inline std::vector<std::pair<std::size_t, std::size_t>>
remaining_rows(const std::vector<std::pair<std::string, table_ref>> &received) {
    const auto import = detail::import_of(received);
    const auto rows = detail::rows_of(
        detail::value<cpl_rows *>(cpl_import_remaining_rows, static_cast<const cpl_import *>(import.get())));
    std::vector<std::pair<std::size_t, std::size_t>> all;
    for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
        all.emplace_back(rows[i], rows[i + 1]);
    }
    return all;
}

/// The steps that import units (serial and table, in any order) into what the host has: by serial, in a unit
/// the base file first, before a base row the rows that it replaces, with every withdrawal the rows that depend on it.
inline std::vector<import_step> import_steps(const std::vector<std::pair<std::string, table_ref>> &received) {
    const auto import = detail::import_of(received);
    const detail::handle<cpl_steps, cpl_steps_free> owned(
        detail::value<cpl_steps *>(cpl_import_steps, static_cast<const cpl_import *>(import.get())));
    const cpl_steps *raw = owned.get();
    std::vector<import_step> all(detail::value<std::size_t>(cpl_steps_len, raw));
    for (std::size_t i = 0; i < all.size(); i++) {
        std::size_t kinds = 0, keys = 0;
        detail::call(cpl_steps_at, raw, i, &all[i].what, &all[i].table, &kinds, &keys);
        for (std::size_t kind = 0; kind < kinds; kind++) {
            all[i].kinds.push_back(detail::text(cpl_steps_kind, raw, i, kind).str());
        }
        for (std::size_t key = 0; key < keys; key++) {
            all[i].keys.emplace_back(detail::text(cpl_steps_field, raw, i, key).str(),
                                     detail::text(cpl_steps_value, raw, i, key).str());
        }
    }
    return all;
}

} // namespace cplink

#endif
