//! What is done in a case.

use std::sync::Arc;

use cplink::spec::UnitKind;
use cplink::unit::Address;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fact::Fact;
use super::tamper::Tamper;

/// A file with its bytes.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// What must come of importing, or of exporting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 取り込めた, 出力した.
    Done,
    /// 取り込まなかった, 出力しなかった.
    Refused,
    /// One as good as the other: done with all that it means, or refused for the right reason.
    Either,
}

/// What the product makes a unit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// What was typed in.
    Entered,
    /// What was imported, as it is.
    Imported,
    /// The imported plan, all of it done as planned but for the changes.
    PlanAsDone,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// The product is given a unit to import.
    Give {
        /// The folder below `give/`.
        unit: String,
        /// The files, by name.
        files: Vec<File>,
        /// What must come of it: the step `expect` behind.
        outcome: Outcome,
        /// What is wrong with the message that carries it: for the relay driver only.
        tamper: Option<Tamper>,
        /// Whether the sender has another certificate by then, as valid as the one before: for the relay driver only.
        renewed: bool,
    },
    /// Rows are typed in.
    Enter {
        /// The file with the rows.
        file: String,
        /// The rows: files as in `rows.json`.
        rows: Value,
        /// Pictures and papers that go with them, by name.
        attachments: Vec<File>,
    },
    /// A unit is taken from the product.
    Take {
        /// The name by which checks speak of it.
        name: String,
        /// Which unit.
        unit: UnitKind,
        /// The month, `YYYYMM`, where the unit has one.
        month: Option<String>,
        /// What it is made of.
        from: Basis,
        /// To whom it goes.
        partner: Address,
        /// What is other than planned.
        changes: Option<Value>,
        /// What must come of it.
        outcome: Outcome,
    },
    /// The product says what its screen shows.
    Show {
        /// The file with the facts.
        file: String,
        /// What is asked.
        facts: Vec<Fact>,
    },
}

impl Step {
    /// What must come of it, where a product may refuse it.
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Give { outcome, .. } | Self::Take { outcome, .. } => Some(*outcome),
            Self::Enter { .. } | Self::Show { .. } => None,
        }
    }
}
