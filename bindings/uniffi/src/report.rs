//! What a check says.

use std::sync::Arc;

use cplink::client::Checked;
use cplink::rules::FileReport;
use cplink::unit::FileContents;

use crate::finding::{Finding, findings};
use crate::table::Table;

/// What is known of a unit.
#[derive(uniffi::Record)]
pub struct UnitReport {
    /// Which unit of the standard it is.
    pub unit_kind: Option<String>,
    /// The CSV files.
    pub files: Vec<File>,
    /// The findings about the unit as a whole.
    pub findings: Vec<Finding>,
}

/// What is known of a CSV file.
#[derive(uniffi::Record)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Option<String>,
    /// The first record's CSV version.
    pub version: Option<String>,
    /// The rows.
    pub table: Option<Arc<Table>>,
    /// The findings about it.
    pub findings: Vec<Finding>,
}

impl From<Checked> for UnitReport {
    fn from(checked: Checked) -> Self {
        let Checked { contents, report } = checked;
        Self {
            unit_kind: report.unit_kind.map(|unit| unit.token().to_owned()),
            files: files(contents.files, report.files),
            findings: findings(&report.findings),
        }
    }
}

/// The files of a unit, each with what is to be said of it.
pub(crate) fn files(contents: Vec<FileContents>, reports: Vec<FileReport>) -> Vec<File> {
    let file = |(file, report): (FileContents, FileReport)| File {
        kind: file.kind().map(|kind| kind.name().to_owned()),
        name: file.file,
        version: file.version,
        table: file.table.map(Table::of),
        findings: findings(&report.findings),
    };
    contents.into_iter().zip(reports).map(file).collect()
}
