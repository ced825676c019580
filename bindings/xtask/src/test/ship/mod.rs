//! What is shipped, from outside: `cargo xtask dist`, unpacked into a folder beside the tree, and programs
//! that have nothing else.

pub(super) mod files;
pub(super) mod outside;
pub(super) mod parts;
mod programs;
pub(super) mod relay;

use self::outside::{NATIVE, Outside};
use super::count::Count;
use super::library::build_programs;
use super::scratch::scratch;
use super::world::World;
use crate::package::{self, library};
use crate::toolchain::install::install;

/// Builds what is shipped, so far as it is compiled.
pub(super) fn build_ahead() -> Result<(), String> {
    install(programs::XBUILD)?;
    library::compile(NATIVE)
}

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    package::run(&[NATIVE])?;
    build_programs()?;
    let outside = Outside::new()?;
    files::check(&outside, &mut count)?;
    parts::check(&outside.package, NATIVE, library::compiled(NATIVE)?, &mut count)?;
    relay::check(&outside, &mut count)?;
    let world = World::new(&scratch("ship")?)?;
    programs::run(&outside, &world, &mut count)?;
    Ok(count)
}
