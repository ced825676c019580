//! One file: its name, its bytes, and whether they agree.

use super::sink::{self, Sink};
use super::{name, row, table};
use crate::bundle::{FileName, NameKind};
use crate::convert::{ReadFile, read};
use crate::error::Result;
use crate::finding::Finding;
use crate::record::Table;
use crate::spec::Kind;

/// What is known of one CSV file.
#[derive(Debug)]
pub struct FileReport {
    /// The name as given.
    pub file: String,
    /// The kind, if the name shows it.
    pub kind: Option<Kind>,
    /// The name taken apart, where that could be done.
    pub name: Option<FileName>,
    /// The first record's CSV version.
    pub version: Option<String>,
    /// The rows; `None` where the kind is not known.
    pub table: Option<Table>,
    /// The findings about it.
    pub findings: Vec<Finding>,
}

impl FileReport {
    /// What the name alone tells.
    pub(super) fn of_name(file: &str) -> Self {
        let parsed = FileName::parse(file);
        let mut sink = Sink::new(crate::spec::VERSION);
        for rule in parsed.rules {
            sink.file(rule);
        }
        let kind = match parsed.kind {
            Some(NameKind::Csv(kind)) => Some(kind),
            _ => None,
        };
        if let (Some(kind), Some(name)) = (kind, &parsed.name) {
            name::addresses(kind, name, &mut sink);
        }
        let findings = sink.finish().into_iter().map(|finding| finding.in_file(file)).collect();
        Self { file: file.to_owned(), kind, name: parsed.name, version: None, table: None, findings }
    }
}

/// Checks a CSV file on its own.
///
/// # Errors
/// [`Code::TooLarge`](crate::Code::TooLarge).
pub fn file(file: &str, bytes: impl Into<Vec<u8>>) -> Result<FileReport> {
    let mut report = FileReport::of_name(file);
    if let Some(kind) = report.kind {
        let ReadFile { table, version, findings } = read(kind, bytes)?;
        (report.table, report.version) = (Some(table), version);
        let more = report.table.as_ref().map_or(Vec::new(), |table| content(table, &report));
        report.findings.extend(findings.into_iter().chain(more).map(|finding| finding.in_file(file)));
        sink::sort(&mut report.findings);
    }
    Ok(report)
}

/// What is to be said of the rows and of the name that they stand under.
fn content(rows: &Table, report: &FileReport) -> Vec<Finding> {
    let mut sink = Sink::new(rows.version().value());
    let month = report.name.as_ref().and_then(|name| name.month.as_deref());
    row::check(rows, &mut sink);
    table::check(rows, report.version.as_deref(), month, &mut sink);
    if let Some(name) = &report.name {
        name::check(rows, name, &mut sink);
    }
    sink.finish()
}
