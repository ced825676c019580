//! What a check says.

use std::sync::Arc;

use cplink::rules;

use crate::finding::{Finding, findings};
use crate::table::Table;

/// What is known of a unit.
#[derive(uniffi::Record)]
pub struct Report {
    /// Which unit of the standard it is.
    pub unit: Option<String>,
    /// The CSV files.
    pub files: Vec<File>,
    /// What is to be said of the unit as a whole.
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
    /// What is to be said of it.
    pub findings: Vec<Finding>,
}

impl From<rules::Report> for Report {
    fn from(report: rules::Report) -> Self {
        Self {
            unit: report.unit.map(|unit| unit.token().to_owned()),
            files: report.files.into_iter().map(File::from).collect(),
            findings: findings(&report.findings),
        }
    }
}

impl From<rules::FileReport> for File {
    fn from(file: rules::FileReport) -> Self {
        Self {
            name: file.file,
            kind: file.kind.map(|kind| kind.name().to_owned()),
            version: file.version,
            table: file.table.map(Table::of),
            findings: findings(&file.findings),
        }
    }
}
