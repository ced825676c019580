//! Which Linux a library runs on: the newest glibc symbol it asks for, and what else it loads.

use std::path::Path;
use std::process::Command;

use crate::toolchain::command::output;

/// The minor numbers of glibc 2 that the wheel platforms in use mean.
const POLICIES: &[u32] = &[17, 24, 26, 27, 28, 31, 34, 35, 36, 37, 38, 39];
/// What every such platform has, of what we may need.
const ALLOWED: &[&str] =
    &["libgcc_s.so.1", "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2"];

/// The newest minor number of glibc 2 that the library asks for.
pub(super) fn glibc(library: &Path) -> Result<u32, String> {
    let symbols = output(Command::new("objdump").arg("-T").arg(library))?;
    let minor = |version: &str| version.split('.').next()?.trim_end_matches(')').parse::<u32>().ok();
    let newest = symbols
        .split("GLIBC_2.")
        .skip(1)
        .filter_map(|rest| minor(rest.split(|c: char| !c.is_ascii_digit() && c != '.').next()?));
    newest.max().ok_or_else(|| format!("{} asks for no glibc", library.display()))
}

/// The shared libraries that the loader looks for.
pub(crate) fn needed(library: &Path) -> Result<Vec<String>, String> {
    let headers = output(Command::new("objdump").arg("-p").arg(library))?;
    let mut names: Vec<String> =
        headers.lines().filter_map(|line| Some(line.trim().strip_prefix("NEEDED")?.trim().to_owned())).collect();
    names.sort();
    Ok(names)
}

/// The platform tag of a wheel with this library, such as `manylinux_2_34_x86_64`.
pub(super) fn tag(library: &Path) -> Result<String, String> {
    let minor = glibc(library)?;
    let others: Vec<String> = needed(library)?.into_iter().filter(|name| !ALLOWED.contains(&name.as_str())).collect();
    // More than the platforms promise: the tag then claims nothing but this machine's kind.
    if !others.is_empty() {
        println!("no manylinux tag, since the library needs {}", others.join(" "));
        return Ok("linux_x86_64".to_owned());
    }
    let policy = POLICIES.iter().find(|policy| **policy >= minor);
    Ok(policy.map_or_else(|| "linux_x86_64".to_owned(), |policy| format!("manylinux_2_{policy}_x86_64")))
}
