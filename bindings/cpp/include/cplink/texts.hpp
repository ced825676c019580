// The cells of many rows at once.
#ifndef CPLINK_TEXTS_HPP
#define CPLINK_TEXTS_HPP

#include "base/texts.hpp"

namespace cplink {

/// The cells of some rows, each as the number of its text: what typed rows are made of. `cplink::typed` makes them;
/// whoever has rows of another form can read a whole table by a few calls with this.
class texts : public detail::texts_base<texts> {
  public:
    explicit texts(cpl_texts *taken) : handle_(taken) {
        std::size_t size = 0, count = 0;
        detail::call(cpl_texts_text, get(), &text_, &size, &offsets_, &count_);
        detail::call(cpl_texts_cells, get(), &cells_, &count);
        detail::call(cpl_texts_rows, get(), &starts_, &rows_);
    }
    /// How many texts there are.
    std::size_t size() const noexcept { return count_; }
    /// A text by its number, from 0; valid as long as this object.
    text_view text(std::uint32_t number) const noexcept {
        return text_view(text_ + offsets_[number], offsets_[number + 1] - offsets_[number]);
    }
    /// How many rows there are.
    std::size_t row_count() const noexcept { return rows_; }
    /// Where a row's cells begin; with the number of rows, where the last one's end.
    std::uint32_t start(std::size_t row) const noexcept { return starts_[row]; }
    /// The text of a cell by its place among all, from 0.
    text_view cell(std::size_t at) const noexcept { return text(cells_[at]); }
    const cpl_texts *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_texts, cpl_texts_free> handle_;
    const char *text_ = nullptr;
    const std::uint32_t *offsets_ = nullptr, *cells_ = nullptr, *starts_ = nullptr;
    std::size_t count_ = 0, rows_ = 0;
};

} // namespace cplink

#endif
