//! `cargo xtask layers`: which source file takes something from which, and whether that is allowed.
//!
//! - No circle between the files of one crate, nor between the modules of the Python package.
//! - In core a layer takes only from the layers above it ([`order`]).
//!
//! A file takes from another where its code names an item that the other file defines, by whatever path: `use`,
//! a path in the code, a path in a macro's arguments. Re-exports are followed to the file that defines the item.
//! `mod child;` and `pub use child::Item;` by themselves take nothing: so a parent that only gathers its children
//! may be used by them, and one whose own code uses a child may not. What is compiled for tests only is left out, and
//! of circles what a generator wrote: a table and the type of its lines need each other.
//! Methods are not followed: whoever calls one has the value, and with it the type, from elsewhere.

mod circle;
mod crates;
mod item;
mod order;
mod parse;
mod python;
mod read;
mod resolve;
mod source;
#[cfg(test)]
mod tests;

use self::circle::{Circle, Use};
use self::source::Source;
use crate::place::root;

/// Crates without the check of circles: in the C ABI every error has findings, and findings give errors.
const UNCHECKED: &[&str] = &["ffi"];

/// Every fault in every crate, one a line; empty where all is well.
pub(crate) fn faults() -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    for folder in crates::folders(&root())? {
        let name = folder.strip_prefix(root()).unwrap_or(&folder).display().to_string();
        for crate_root in crates::roots(&folder) {
            let source = read::source(&folder.join("src"), &crate_root)?;
            let uses = resolve::uses(&source);
            if !UNCHECKED.contains(&name.as_str()) {
                faults.extend(circles(&source, &uses).iter().map(|circle| format!("{name}: {circle}")));
            }
            if name == "core" {
                faults.extend(order::faults(&uses)?);
            }
        }
    }
    let package = python::uses(&root().join("bindings/python/cplink"))?;
    faults.extend(circle::shortest(&package).iter().map(|circle| format!("bindings/python: {circle}")));
    Ok(faults)
}

/// The circles among the files that are written by hand.
fn circles(source: &Source, uses: &[Use]) -> Vec<Circle> {
    let by_hand = |one: &&Use| !source.generated.contains(&one.from) && !source.generated.contains(&one.to);
    circle::shortest(&uses.iter().filter(by_hand).cloned().collect::<Vec<_>>())
}

/// Prints the faults; fails where there is one.
pub(crate) fn run() -> Result<(), String> {
    let faults = faults()?;
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
