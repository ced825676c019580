//! Findings of one file or unit, bounded.

use super::Finding;
use super::generated::Rule;
use super::severity::Severity;

/// How many findings one file, and one unit, may have; what is over is counted in one last finding, so that a
/// hostile file cannot fill the memory.
pub const MAX_FINDINGS: usize = 10_000;

/// A bounded list of findings.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    over: u64,
    worst: Option<Severity>,
}

impl Findings {
    /// Takes a finding, or counts it.
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.list.len() < MAX_FINDINGS {
            self.list.push(finding);
        } else {
            self.over += 1;
            self.worst = self.worst.max(Some(finding.severity()));
        }
    }

    /// Takes a finding of the whole file, in the place of one of a row where the list is full: it may name the cause
    /// of all the others.
    pub(crate) fn push_of_file(&mut self, finding: Finding) {
        if self.list.len() >= MAX_FINDINGS
            && let Some(last) = self.list.iter().rposition(|finding| finding.row().is_some())
        {
            self.over += 1;
            self.worst = self.worst.max(Some(self.list.remove(last).severity()));
        }
        self.list.push(finding);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Those since the last call.
    pub(crate) fn take(&mut self) -> Vec<Finding> {
        std::mem::take(self).finish()
    }

    /// All of them, in the order they came.
    pub(crate) fn finish(self) -> Vec<Finding> {
        self.finish_sorted(|_| {})
    }

    /// All of them, in an order; what counts those left out comes last.
    pub(crate) fn finish_sorted(mut self, sort: impl FnOnce(&mut [Finding])) -> Vec<Finding> {
        sort(&mut self.list);
        if let Some(worst) = self.worst {
            self.list
                .push(Finding::new(Rule::FindingsCapped).with_severity(worst).with_parameter(self.over.to_string()));
        }
        self.list
    }
}
