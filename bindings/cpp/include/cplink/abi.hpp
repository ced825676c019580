// Whether header and library belong together.
#ifndef CPLINK_ABI_HPP
#define CPLINK_ABI_HPP

#include "error.hpp"

namespace cplink {

/// The library itself.
namespace abi {

/// Throws where the library that was loaded is not the one this header was made for. Call it once, first.
inline void check(std::uint32_t major = CPL_ABI_MAJOR, std::uint32_t minor = CPL_ABI_MINOR) {
    detail::call(cpl_abi_check, major, minor);
}

/// The library's version, as `0.1.0`.
inline std::string version() { return detail::text(cpl_abi_version).str(); }

} // namespace abi
} // namespace cplink

#endif
