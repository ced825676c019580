//! A target with what was built for it.

use std::collections::BTreeMap;

use super::library::Library;
use super::target::Target;
use super::tree::Crate;

/// What the packages of a target are made of.
pub(super) struct Built {
    pub(super) target: &'static Target,
    pub(super) library: Library,
    /// What the library is made of, by `name@version`.
    pub(super) crates: BTreeMap<String, Crate>,
    /// The text of the third-party notices.
    pub(super) notices: String,
}
