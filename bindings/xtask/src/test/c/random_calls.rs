//! Random calls of every function of the border.

use std::path::Path;

use super::calls;
use super::source::{SANITIZE, api, written};
use crate::place::target_folder;
use crate::test::count::{Count, program};
use crate::test::library::{Library, build_programs, native};
use crate::test::scratch::scratch;
use crate::test::world::World;
use crate::toolchain::command::{cargo, must};

/// The proof: `COUNT` calls with the Rust library itself under AddressSanitizer too, and LeakSanitizer at the end.
pub(crate) fn prove(calls: u64, seed: u64) -> Result<Count, String> {
    let dir = scratch("calls")?;
    build_programs()?;
    let target = "x86_64-unknown-linux-gnu";
    let folder = target_folder().join("asan");
    let mut build = cargo(&["build", "--locked", "--package", "cplink-ffi", "--target", target, "--target-dir"]);
    build.arg(&folder);
    // The sanitizer is in the stable compiler, but not yet a stable option of it.
    must(build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address"))?;
    let library = Library(folder.join(target).join("debug"));
    let mut count = Count::default();
    run(&dir, &library, &World::new(&dir)?, &[&calls.to_string(), &seed.to_string()], &mut count)?;
    Ok(count)
}

/// Compiles the program and runs it; its arguments are how many calls, and the seed.
pub(super) fn run(
    dir: &Path,
    library: &Library,
    world: &World,
    arguments: &[&str],
    count: &mut Count,
) -> Result<(), String> {
    let source = written(dir, "calls.c", &calls::program(&api()?)?)?;
    let path = dir.join("calls");
    library.compile("gcc", &[SANITIZE, &["-O1", "-I", "ffi/tests"]].concat(), &[&source], &path)?;
    let relay = world.relay("calls.d")?;
    program("random calls", relay.tell(native(&path).args(arguments).current_dir(dir)), count)
}
