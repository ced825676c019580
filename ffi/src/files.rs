//! The CSV files of a unit that was checked or received.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_findings, cpl_table};
use cplink::rules::FileReport;
use cplink::unit::FileContents;

/// CSV files with their rows and findings. Never changes: any number of threads may read it.
pub struct cpl_files {
    pub(crate) items: Vec<Item>,
}

/// A file of them.
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) kind: Option<&'static str>,
    pub(crate) version: Option<String>,
    pub(crate) table: Option<cpl_table>,
    pub(crate) findings: cpl_findings,
}

impl cpl_files {
    pub(crate) fn new(files: Vec<FileContents>, reports: Vec<FileReport>) -> Self {
        let item = |(file, report): (FileContents, FileReport)| Item {
            kind: file.kind().map(|kind| kind.name()),
            name: file.file,
            version: file.version,
            table: file.table.map(|table| cpl_table(Handle::new(table))),
            findings: report.findings.iter().collect(),
        };
        Self { items: files.into_iter().zip(reports).map(item).collect() }
    }
}
