//! One file: its name, its rows, and whether they agree.

use std::collections::HashSet;

use super::collector::{self, Collector};
use super::{name, row, table};
use crate::finding::{Finding, Rule};
use crate::record::Table;
use crate::unit::FileContents;

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
    findings.extend(contents.findings.iter().cloned());
    if let Some(rows) = &contents.table {
        findings.extend(content(rows, contents).into_iter().map(|finding| finding.in_file(contents.file.as_str())));
    }
    collector::sort(&mut findings);
    FileReport { file: contents.file.clone(), findings }
}

/// What the name alone shows.
pub(super) fn of_name(contents: &FileContents) -> Vec<Finding> {
    let mut collector = Collector::new(crate::spec::VERSION);
    contents.parsed.findings().for_each(|finding| collector.push(finding));
    if let (Some(kind), Some(name)) = (contents.kind(), contents.name()) {
        name::addresses(kind, name, &mut collector);
    }
    collector.finish().into_iter().map(|finding| finding.in_file(contents.file.as_str())).collect()
}

/// What the name of a file that has travelled shows: what was sent has its standard name.
pub(super) fn of_sent_name(contents: &FileContents) -> Vec<Finding> {
    let mut findings = of_name(contents);
    if contents.parsed.is_other_name() {
        findings.retain(|finding| !contents.parsed.rules.contains(&finding.rule()));
        findings.push(Finding::new(Rule::NameGrammar).in_file(contents.file.as_str()));
    }
    findings
}

/// The findings about the rows and about their file's name. Damaged rows are not judged, and no row is held
/// against them.
fn content(rows: &Table, contents: &FileContents) -> Vec<Finding> {
    let mut collector = Collector::new(rows.version().value());
    let month = contents.name().and_then(|name| name.month.as_deref());
    row::check(rows, &mut collector);
    if contents.sound_table().is_none() {
        let damaged = contents.findings.iter().filter(|finding| finding.rule() == Rule::CsvNulBlock);
        let damaged: HashSet<_> = damaged.map(Finding::row).collect();
        return collector.finish().into_iter().filter(|finding| !damaged.contains(&finding.row())).collect();
    }
    table::check(rows, contents.version.as_deref(), month, &mut collector);
    if let Some(name) = contents.name() {
        name::check(rows, name, &mut collector);
    }
    collector.finish()
}
