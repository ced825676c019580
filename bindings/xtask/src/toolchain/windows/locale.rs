//! The locale of a Japanese PC.

use std::process::Command;

use crate::toolchain::command::must;

/// Makes the locale whose code page is CP932.
pub(super) fn japanese(localedef: &mut Command) -> Result<(), String> {
    must(localedef.args(["-i", "ja_JP", "-f", "UTF-8", "ja_JP.UTF-8"]))
}
