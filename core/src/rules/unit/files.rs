//! The files of a unit.

use crate::record::Table;
use crate::rules::file::FileReport;
use crate::spec::Kind;

/// The tables of a unit by their kind.
pub(super) struct Files<'a>(pub(super) &'a [FileReport]);

impl<'a> Files<'a> {
    /// The file of a kind with its name; `None` also where there are two, as then they are no unit.
    pub(super) fn of(&self, kind: Kind) -> Option<(&'a str, &'a Table)> {
        let mut found = self.0.iter().filter(|report| report.kind == Some(kind));
        let (report, None) = (found.next()?, found.next()) else { return None };
        Some((report.file.as_str(), report.table.as_ref()?))
    }
}
