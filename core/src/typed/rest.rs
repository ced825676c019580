//! The columns of a row that its fields do not tell.

use std::fmt;

use super::{Cell, Text};

/// How a row's columns differ from the layout's: columns behind the last one the layout knows, or
/// last columns that the row does not have. Nothing, in a row that is made.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Rest {
    pub(super) missing: usize,
    pub(super) surplus: Vec<Cell<Text>>,
}

impl Rest {
    /// How many of the layout's last columns the row does not have. A column that is given a value
    /// is written nevertheless.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// The columns behind the last one that the layout knows.
    pub fn surplus(&self) -> &[Cell<Text>] {
        &self.surplus
    }

    /// Makes the row as wide as the layout.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rest({} missing, {} surplus)", self.missing, self.surplus.len())
    }
}
