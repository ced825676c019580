//! The files of a unit.

use crate::record::Table;
use crate::spec::Kind;
use crate::unit::FileContents;

/// The tables of a unit by their kind.
pub(super) struct Files<'a>(pub(super) &'a [&'a FileContents]);

impl<'a> Files<'a> {
    /// The file of a kind with its name; `None` also where there are two, as then they are no unit.
    pub(super) fn of(&self, kind: Kind) -> Option<(&'a str, &'a Table)> {
        let mut found = self.0.iter().filter(|file| file.kind() == Some(kind));
        let (file, None) = (found.next()?, found.next()) else { return None };
        Some((file.file.as_str(), file.sound_table()?))
    }
}
