//! What is checked in a case.

use cplink::json::AttachmentJson;
use cplink::record::Table;
use serde::Deserialize;

use super::cause::Cause;
use super::fact::Fact;
use super::tolerance::Tolerance;

/// One check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name in the case.
    pub name: String,
    /// What is checked.
    pub kind: CheckKind,
}

/// What is checked. Beside these every case has two more checks: `outcome`, of what the steps `expect` say, and
/// `rules`, which puts every unit that is taken through all rules of the library.
#[derive(Clone, Debug)]
pub enum CheckKind {
    /// A unit that was taken means the same as the rows of the case.
    Meaning {
        /// The step `take`.
        take: String,
        /// What is right.
        expected: Expected,
        /// The tolerances, by id.
        tolerate: Vec<Tolerance>,
    },
    /// Something is not in a unit that was taken.
    Absent {
        /// The step `take`.
        take: String,
        /// What must not be there.
        what: Absent,
    },
    /// The screen shows what is right.
    Facts {
        /// What is right.
        facts: Vec<Fact>,
    },
    /// The unit was refused for the right reason.
    RefusedFor {
        /// What must be among the reasons.
        cause: Cause,
        /// Words of which one must be in a reason that is only text.
        words: Vec<String>,
    },
}

/// What must not be in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// Records of other providers than the product's office.
    RowsOfOtherOffices,
}

/// The rows that are right, made by the Python fixtures.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The file's name in the case.
    pub file: String,
    /// A table for each kind.
    pub tables: Vec<Table>,
    /// The attachments.
    pub attachments: Vec<AttachmentJson>,
}
