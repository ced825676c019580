//! Names in the index of what is due: they alone say whose turn it is.

use std::fmt;

use crate::keys::is_office_number;
use crate::seal::MessageId;
use crate::unit::Serial;

/// The serial of a message of which it is not known yet.
const UNKNOWN: &str = "00000000000000";

/// The other office, the serial and the id: `1370000029-20260901093000-<id>`. Sorted, names are in the order in which
/// an office's messages are sent and imported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DueName {
    pub(super) office: String,
    /// 14 digits; all 0 where it is not known yet.
    pub(super) serial: String,
    pub(super) id: MessageId,
}

impl DueName {
    pub(super) fn new(office: &str, serial: &str, id: MessageId) -> Self {
        Self { office: office.to_owned(), serial: serial.to_owned(), id }
    }

    /// A message of which only its office and its id are known: before all others of that office.
    pub(super) fn of_unknown(office: &str, id: MessageId) -> Self {
        Self::new(office, UNKNOWN, id)
    }

    pub(super) fn is_of_unknown(&self) -> bool {
        self.serial == UNKNOWN
    }

    /// What a file's name says; `None` for a foreign one.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let mut parts = name.split('-');
        let (office, serial, id) = (parts.next()?, parts.next()?, parts.next()?);
        let is_serial = serial == UNKNOWN || Serial::new(serial).is_ok();
        if parts.next().is_some() || !is_office_number(office) || !is_serial {
            return None;
        }
        Some(Self::new(office, serial, id.parse().ok()?))
    }
}

impl fmt::Display for DueName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.office, self.serial, self.id)
    }
}

/// Groups sorted names by office.
pub(super) fn by_office(names: &[DueName]) -> impl Iterator<Item = &[DueName]> {
    names.chunk_by(|one, other| one.office == other.office)
}
