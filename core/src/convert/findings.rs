//! Findings of one file, bounded.

use crate::finding::{Finding, Rule, Severity};

/// How many findings one file may have; what is over is counted in one last finding, so that a
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
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.list.len() < MAX_FINDINGS {
            self.list.push(finding);
        } else {
            self.over += 1;
            self.worst = self.worst.max(Some(finding.severity()));
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Those since the last call.
    pub(super) fn take(&mut self) -> Vec<Finding> {
        std::mem::take(self).finish()
    }

    pub(crate) fn finish(mut self) -> Vec<Finding> {
        if let Some(worst) = self.worst {
            self.list
                .push(Finding::new(Rule::FindingsCapped).with_severity(worst).with_parameter(self.over.to_string()));
        }
        self.list
    }
}
