//! The steps of an import.

use crate::{ImportAction, ImportKey, ImportStep, Steps};
use cplink::interpret::{self, Reason};

impl From<Vec<interpret::ImportStep>> for Steps {
    fn from(steps: Vec<interpret::ImportStep>) -> Self {
        Self { items: steps.into_iter().map(ImportStep::from).collect() }
    }
}

impl From<interpret::ImportStep> for ImportStep {
    fn from(step: interpret::ImportStep) -> Self {
        match step {
            interpret::ImportStep::Insert { table, kind } => {
                Self { what: ImportAction::Insert, table, kinds: vec![kind.name()], keys: Vec::new() }
            }
            interpret::ImportStep::Remove { table, reason, kinds, keys } => Self {
                what: match reason {
                    Reason::Withdrawn => ImportAction::Withdraw,
                    Reason::Replaced => ImportAction::Replace,
                },
                table,
                kinds: kinds.iter().map(|kind| kind.name()).collect(),
                keys: keys.into_iter().map(|(field, value)| ImportKey { field, value }).collect(),
            },
        }
    }
}
