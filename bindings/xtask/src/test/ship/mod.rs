//! What is shipped, from outside: `cargo xtask dist`, unpacked into a folder beside the tree, and programs
//! that have nothing else.

pub(super) mod files;
pub(super) mod outside;
pub(super) mod parts;
mod programs;

use self::outside::{NATIVE, Outside};
use super::count::Count;
use super::scratch::scratch;
use super::world::World;
use crate::package;
use crate::toolchain::command::{cargo, must};

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    package::run(&[NATIVE])?;
    must(&mut cargo(&["build", "--locked", "--package", "relay-mock"]))?;
    let outside = Outside::new()?;
    files::check(&outside, &mut count)?;
    parts::check(&outside.package, NATIVE, &mut count)?;
    let world = World::new(&scratch("ship")?)?;
    programs::run(&outside, &world, &mut count)?;
    Ok(count)
}
