//! The columns of a row that its fields do not cover.

use std::fmt;

use super::{Cell, Text};
use crate::spec::Version;

/// Which version's layout a row follows, and how its columns differ from it: columns behind the last one
/// the layout knows, or last columns that the row does not have. Nothing, in a row that is made.
#[derive(Clone, PartialEq, Eq)]
pub struct Rest {
    pub(super) version: Version,
    pub(super) missing: usize,
    pub(super) surplus: Vec<Cell<Text>>,
}

impl Default for Rest {
    fn default() -> Self {
        Self { version: Version::CURRENT, missing: 0, surplus: Vec::new() }
    }
}

impl Rest {
    /// The version whose layout the row follows. Fields that it does not have stay empty.
    pub fn version(&self) -> Version {
        self.version
    }

    /// How many of the layout's last columns the row does not have. A column that is given a value
    /// is written nevertheless.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// The columns after the last one of the layout.
    pub fn surplus(&self) -> &[Cell<Text>] {
        &self.surplus
    }

    /// Makes the row as wide as the layout.
    pub fn clear(&mut self) {
        *self = Self { version: self.version, ..Self::default() };
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rest({} missing, {} surplus)", self.missing, self.surplus.len())
    }
}
