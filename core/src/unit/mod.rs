//! A sending unit: the CSV files under one serial, and the attachments that travel with them.

mod address;
mod assemble;
mod attachment;
mod contents;
mod id;
mod inner;
mod json;
mod name;
mod of_rows;
mod parse;
mod serial;

pub use address::Address;
pub use assemble::{CsvFile, Unit};
pub use attachment::{Attachment, AttachmentFault, MediaType};
pub use contents::{AttachmentContents, FileContents, UnitContents};
pub use id::UnitId;
pub use name::{FileName, NameKind};
pub use of_rows::{MadeUnit, MadeUnits, UnitsOfRows};
pub use parse::{Parsed, sealed_name};
pub use serial::Serial;

/// Puts received units into the order of import: by serial, whatever their kinds, so that a withdrawal
/// takes effect between the units sent before and after it (標準仕様4.1 取込順).
pub fn import_order<T>(units: &mut [T], serial: impl Fn(&T) -> Serial) {
    crate::sort::sort_by_key(units, serial);
}
