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

/// Groups sorted names of files by what stands before their first hyphen: the office. Of thousands of names only the
/// first ones matter; the others are not looked into.
pub(super) fn by_office(names: &[String]) -> impl Iterator<Item = &[String]> {
    names.chunk_by(|one, other| office_in(one) == office_in(other))
}

/// The office in a file's name.
pub(super) fn office_in(name: &str) -> &str {
    name.split('-').next().unwrap_or_default()
}

/// The serial in a file's name; `None` where it is not known yet, or the name is a foreign one.
pub(super) fn serial_in(name: &str) -> Option<&str> {
    name.split('-').nth(1).filter(|serial| *serial != UNKNOWN)
}

/// Whether a file's name is of a message whose serial is not known.
pub(super) fn is_of_unknown(name: &str) -> bool {
    name.split('-').nth(1) == Some(UNKNOWN)
}
