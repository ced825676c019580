//! Where the findings of one file or unit go: bounded, and only those of rules that apply.

use super::column::Column;
use crate::finding::{Finding, Findings, Rule};
use crate::sort::sort_by;

/// A bounded list of findings under the rules of one CSV version.
pub(super) struct Collector<'v> {
    version: &'v str,
    findings: Findings,
}

impl<'v> Collector<'v> {
    pub(super) fn new(version: &'v str) -> Self {
        Self { version, findings: Findings::default() }
    }

    pub(super) fn push(&mut self, finding: Finding) {
        if finding.rule().applies_to(self.version) {
            self.findings.push(finding);
        }
    }

    /// A finding of the file as a whole.
    pub(super) fn file(&mut self, rule: Rule) {
        self.push(Finding::new(rule));
    }

    /// A finding of a record (0-based).
    pub(super) fn row(&mut self, rule: Rule, row: usize) {
        self.push(at_row(rule, row));
    }

    /// A finding of a record, with the text that replaces `{}`.
    pub(super) fn row_with(&mut self, rule: Rule, row: usize, parameter: impl Into<String>) {
        self.push(at_row(rule, row).with_parameter(parameter));
    }

    /// A finding of a cell. What could not be read with certainty in the document is never an error.
    pub(super) fn cell(&mut self, rule: Rule, row: usize, column: Column) {
        self.push(at_cell(rule, row, column));
    }

    /// A finding of a cell, with the text that replaces `{}`.
    pub(super) fn cell_with(&mut self, rule: Rule, row: usize, column: Column, parameter: impl Into<String>) {
        self.push(at_cell(rule, row, column).with_parameter(parameter));
    }

    /// The findings in the order of the file: by record and item, those of the whole file first.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.findings.finish_sorted(sort)
    }
}

/// The finding of a record (0-based).
pub(super) fn at_row(rule: Rule, row: usize) -> Finding {
    Finding::new(rule).at_row(row as u64 + 1)
}

/// The finding of a cell, softened where the field's layout is not certain.
pub(super) fn at_cell(rule: Rule, row: usize, column: Column) -> Finding {
    let field = column.field;
    at_row(rule, row).at_field(field.number, field.id, field.name_ja).softened_unless(field.certain)
}

/// By file, record, item and rule; what is of no file, record or item comes first, and what says how many
/// findings were left out comes last in its file.
pub(super) fn sort(findings: &mut [Finding]) {
    sort_by(findings, |one, other| {
        let key = |finding: &'_ Finding| {
            (finding.rule() == Rule::FindingsCapped, finding.row(), finding.item_number(), finding.rule().id())
        };
        one.file().cmp(&other.file()).then_with(|| key(one).cmp(&key(other)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{MAX_FINDINGS, Severity};

    #[test]
    fn findings_are_bounded_and_sorted() {
        let mut collector = Collector::new("202407");
        for row in (0..MAX_FINDINGS + 3).rev() {
            collector.row(if row == 1 { Rule::RowDateMonth } else { Rule::RowCountZero }, row);
        }
        let list = collector.finish();
        assert_eq!(list.len(), MAX_FINDINGS + 1);
        let last = list.last().unwrap();
        assert_eq!(
            (last.rule(), last.severity(), last.parameter()),
            (Rule::FindingsCapped, Severity::Error, Some("3"))
        );
        let rows: Vec<_> = list[..MAX_FINDINGS].iter().map(Finding::row).collect();
        assert!(rows.is_sorted() && rows[0] == Some(4));
    }

    #[test]
    fn rules_of_another_version_say_nothing() {
        let mut collector = Collector::new("202208");
        collector.row(Rule::RowEquipmentCode, 0);
        collector.row(Rule::RowCountZero, 0);
        let list = collector.finish();
        assert_eq!(list.iter().map(Finding::rule).collect::<Vec<_>>(), [Rule::RowCountZero]);
    }
}
