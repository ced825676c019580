//! What `find_package(cplink)` finds in an archive.

use super::release::VERSION;
use super::target::Target;

const CONFIG: &str = include_str!("text/cplink-config.cmake");
const CONFIG_VERSION: &str = include_str!("text/cplink-config-version.cmake");

/// The folder CMake looks into, below the archive's own.
const FOLDER: &str = "lib/cmake/cplink";

/// The files of the package, by name.
pub(super) fn files(target: &Target) -> [(String, String); 2] {
    let system = if target.windows.is_some() { "Windows" } else { "Linux" };
    let filled = |text: &str| {
        text.replace("@VERSION@", VERSION)
            .replace("@TRIPLE@", target.triple)
            .replace("@SYSTEM@", system)
            .replace("@POINTER@", if target.is_64_bit { "8" } else { "4" })
            .replace("@SYSTEM_LIBRARIES@", &target.system_libraries().join(";"))
    };
    [
        (format!("{FOLDER}/cplink-config.cmake"), filled(CONFIG)),
        (format!("{FOLDER}/cplink-config-version.cmake"), filled(CONFIG_VERSION)),
    ]
}
