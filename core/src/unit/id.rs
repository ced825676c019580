//! What distinguishes one sending unit from another.

use super::{Address, Serial};

/// Sender, receiver and serial: what all files of a unit share, and what distinguishes units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitId {
    /// The sender.
    pub from: Address,
    /// The receiver.
    pub to: Address,
    /// The serial.
    pub serial: Serial,
}
