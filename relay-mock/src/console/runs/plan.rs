//! What a run of the browser is to do.

use serde::{Deserialize, Serialize};

/// Its file in the run's folder. A run without one was begun by a command.
pub(super) const FILE: &str = "console.json";
const FORMAT: &str = "CPX-console-run/1";

/// What a run of the browser is to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Plan {
    format: String,
    /// The cases; all of the pack where there are none.
    cases: Vec<String>,
}

impl Plan {
    pub(super) fn new(cases: Vec<String>) -> Self {
        Self { format: FORMAT.to_owned(), cases }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice::<Self>(bytes).ok().filter(|plan| plan.format == FORMAT)
    }

    pub(in super::super) fn wants(&self, case: &str) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|id| id == case)
    }
}
