//! Findings as pages show them.

use cplink::finding::{Finding, Severity};

use super::pager::ROWS;
use super::{Pager, Reading};

/// Findings on a page.
const PAGE: usize = 100;

/// A severity in Japanese, and its class in the style sheet.
pub(crate) fn word(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("エラー", "bad"),
        Severity::Warning => ("警告", "warn"),
        Severity::Info => ("情報", ""),
    }
}

/// A finding.
#[derive(Clone)]
pub(crate) struct FindingView {
    pub(crate) word: &'static str,
    pub(crate) class: &'static str,
    pub(crate) file: String,
    /// The file among those with rows, where the finding is of one.
    pub(crate) table: Option<usize>,
    pub(crate) row: Option<u64>,
    /// Item number and name.
    pub(crate) item: String,
    pub(crate) text: String,
    pub(crate) remedy: String,
    pub(crate) clause: &'static str,
    pub(crate) rule: &'static str,
}

impl FindingView {
    pub(crate) fn of(finding: &Finding, reading: &Reading) -> Self {
        let file = finding.file().unwrap_or_default();
        let tables = reading.contents.files.iter().filter(|file| file.table.is_some());
        let (word, class) = word(finding.severity());
        let item = match (finding.item_number(), finding.field_name_ja()) {
            (Some(number), Some(name)) => format!("{number} {name}"),
            (Some(number), None) => number.to_string(),
            _ => String::new(),
        };
        Self {
            word,
            class,
            file: file.to_owned(),
            table: tables.enumerate().find(|(_, table)| table.file == file).map(|(at, _)| at),
            row: finding.row(),
            item,
            text: finding.message_ja(),
            remedy: finding.remedy_ja(),
            clause: finding.rule().clause(),
            rule: finding.rule().id(),
        }
    }

    /// On which page of the rows its row is.
    pub(crate) fn page(&self) -> u64 {
        self.row.map_or(1, |row| row.saturating_sub(1) / ROWS as u64 + 1)
    }
}

/// All findings of a unit, a page at a time, the gravest first.
pub(crate) struct FindingsView {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    pub(crate) pager: Pager,
    pub(crate) findings: Vec<FindingView>,
}

impl FindingsView {
    pub(crate) fn of(reading: &Reading, page: usize) -> Self {
        let mut findings: Vec<&Finding> = reading.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
        let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
        let pager = Pager::new(page, findings.len(), PAGE);
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            findings: pager.of(&findings).iter().map(|finding| FindingView::of(finding, reading)).collect(),
            pager,
        }
    }
}
