//! One file: its name, its rows, and whether they agree.

use super::sink::{self, Sink};
use super::{name, row, table};
use crate::bundle::FileContents;
use crate::finding::Finding;
use crate::record::Table;

/// The findings about one CSV file.
#[derive(Debug)]
pub struct FileReport {
    /// The file's name.
    pub file: String,
    /// The findings: of its name, its bytes and its rows.
    pub findings: Vec<Finding>,
}

/// Checks a CSV file on its own.
pub fn file(contents: &FileContents) -> FileReport {
    let mut findings = of_name(contents);
    if let Some(rows) = &contents.table {
        findings.extend(contents.findings.iter().cloned());
        findings.extend(content(rows, contents).into_iter().map(|finding| finding.in_file(contents.file.as_str())));
        sink::sort(&mut findings);
    }
    FileReport { file: contents.file.clone(), findings }
}

/// What the name alone tells.
pub(super) fn of_name(contents: &FileContents) -> Vec<Finding> {
    let mut sink = Sink::new(crate::spec::VERSION);
    for rule in &contents.parsed.rules {
        sink.file(*rule);
    }
    if let (Some(kind), Some(name)) = (contents.kind(), contents.name()) {
        name::addresses(kind, name, &mut sink);
    }
    sink.finish().into_iter().map(|finding| finding.in_file(contents.file.as_str())).collect()
}

/// The findings about the rows and about their file's name.
fn content(rows: &Table, contents: &FileContents) -> Vec<Finding> {
    let mut sink = Sink::new(rows.version().value());
    let month = contents.name().and_then(|name| name.month.as_deref());
    row::check(rows, &mut sink);
    table::check(rows, contents.version.as_deref(), month, &mut sink);
    if let Some(name) = contents.name() {
        name::check(rows, name, &mut sink);
    }
    sink.finish()
}
