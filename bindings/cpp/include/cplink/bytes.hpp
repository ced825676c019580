// Bytes that the library made.
#ifndef CPLINK_BYTES_HPP
#define CPLINK_BYTES_HPP

#include "error.hpp"

namespace cplink {

/// Bytes that the library made, such as a written file. A `byte_view` can look at them.
class bytes {
  public:
    explicit bytes(cpl_bytes *raw) noexcept : handle_(raw) {}
    const std::uint8_t *data() const { return view().data(); }
    std::size_t size() const { return view().size(); }
    bool empty() const { return view().empty(); }
    const std::uint8_t *begin() const { return view().begin(); }
    const std::uint8_t *end() const { return view().end(); }
    byte_view view() const { return detail::bytes(cpl_bytes_data, handle_.get()); }
    std::string str() const {
        const byte_view all = view();
        return std::string(all.begin(), all.end());
    }

  private:
    detail::handle<cpl_bytes, cpl_bytes_free> handle_;
};

} // namespace cplink

#endif
