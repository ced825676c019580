//! The page of C++ on Windows, as far as Wine goes: built by MinGW, with the relay for Windows.

use std::path::Path;
use std::process::Command;

use super::page::{Block, Page};
use super::play::Reader;
use super::{CPP, shell};
use crate::package::relay_package;
use crate::test::count::Count;
use crate::toolchain::windows::target::Target;
use crate::toolchain::windows::wine::Wine;

/// How long the relay may run, in seconds: as long as all other commands together.
const LIMIT: &str = "900";

/// Follows the page in a folder of the C: drive where the archives of x64 lie unpacked. Commands for Linux are those of
/// Windows, as the page says to read them.
pub(in crate::test) fn on_windows(wine: &Wine, folder: &Path, count: &mut Count) -> Result<(), String> {
    let linux = relay_package::name("x86_64-unknown-linux-gnu");
    let relay = folder.join(relay_package::name(Target::X64.triple())).join("bin/relay-mock.exe");
    let types = |block: &Block, line: &str| match (&*block.language, &*block.route) {
        ("bat", route) => route == "mingw",
        ("sh", "archive") => line.starts_with(&format!("{linux}/")),
        ("sh", route) => route != "source",
        _ => false,
    };
    let command = |line: &str| -> Command {
        if let Some(rest) = line.strip_prefix("g++ ") {
            return shell(&format!("{} {rest}", Target::X64.tool("g++-posix")), folder);
        }
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        let is_relay = first.starts_with(&linux);
        let mut command = wine.run(if is_relay { relay.clone() } else { folder.join("first_hour.exe") });
        command.args(words).current_dir(folder);
        if line.contains(" serve ") {
            // Nothing but Wine reaches it there.
            command.arg("--until-stdin-closes").env("CPL_WINE_LIMIT", LIMIT);
        }
        command
    };
    Reader { desk: "Windows", types: &types, command: &command }.follow(&Page::read(CPP)?, count)
}
