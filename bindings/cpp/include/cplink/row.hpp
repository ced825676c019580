// One row as text.
#ifndef CPLINK_ROW_HPP
#define CPLINK_ROW_HPP

#include "base/row.hpp"
#include "bytes.hpp"

namespace cplink {

/// One row as text; one object can walk through a whole table.
class row : public detail::row_base<row> {
  public:
    row() : handle_(decltype(handle_)::made(cpl_row_new)) {}
    /// An item by id; valid until the row is filled anew. Empty where the row is too short.
    text_view get(const char *field) const { return detail::text(cpl_row_get, get(), field); }
    text_view get(const std::string &field) const { return get(detail::c_text(field)); }
    text_view operator[](const char *field) const { return get(field); }
    text_view operator[](const std::string &field) const { return get(detail::c_text(field)); }
    /// An item by its 1-based number, also beyond the layout; valid until the row is filled anew.
    text_view get_number(std::uint32_t number) const { return detail::text(cpl_row_get_number, get(), number); }
    /// All items in one call, in order; valid until the row is filled anew.
    std::vector<text_view> texts() const {
        const char *text = nullptr;
        std::size_t size = 0, count = 0;
        const std::uint32_t *offsets = nullptr;
        detail::call(cpl_row_texts, get(), &text, &size, &offsets, &count);
        return detail::list<text_view>(
            count, [&](std::size_t i) { return text_view(text + offsets[i], offsets[i + 1] - offsets[i]); });
    }
    /// The row as JSON.
    std::string json() const { return bytes(detail::value<cpl_bytes *>(cpl_row_json, get())).str(); }
    cpl_row *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_row, cpl_row_free> handle_;
};

} // namespace cplink

#endif
