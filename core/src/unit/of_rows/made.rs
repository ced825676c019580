//! What was made of rows.

use crate::finding::Finding;
use crate::spec::UnitKind;
use crate::unit::Unit;

/// Units that were made of rows.
#[derive(Clone, Debug)]
pub struct MadeUnits {
    /// The units, in the order in which they are to be sent: by serial.
    pub units: Vec<MadeUnit>,
    /// The characters that were substituted in writing, with the kind as the file and the row as it was given.
    pub findings: Vec<Finding>,
}

/// A unit that was made of rows.
#[derive(Clone, Debug)]
pub struct MadeUnit {
    /// The unit.
    pub unit: Unit,
    /// Which unit of the standard it is.
    pub kind: UnitKind,
    /// Its service month `YYYYMM`, where it has one.
    pub month: Option<String>,
    /// How many users have rows in it.
    pub users: usize,
    /// How many rows of 利用者補足情報 were made from the user's other one, as the rows lacked it.
    pub supplemented: usize,
}
