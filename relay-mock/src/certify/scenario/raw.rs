//! `case.toml` as it is written: unknown keys are refused, which keys go together is checked in `read`.

use serde::Deserialize;

use super::case::{Level, Role, Shape};
use super::check::Absent;
use super::step::{Basis, Outcome};
use super::tamper::Tamper;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCase {
    pub(super) id: String,
    pub(super) pattern: String,
    pub(super) shape: Shape,
    pub(super) title_ja: String,
    pub(super) title_en: String,
    pub(super) role: Role,
    pub(super) office: String,
    pub(super) needs: Vec<String>,
    pub(super) clause: String,
    pub(super) level: Level,
    pub(super) sheet_ja: String,
    pub(super) step: Vec<RawStep>,
    #[serde(default)]
    pub(super) check: Vec<RawCheck>,
    pub(super) faults: Option<RawFaults>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFaults {
    pub(super) script: String,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum RawStep {
    Give {
        unit: String,
        tamper: Option<Tamper>,
        #[serde(default)]
        renewed: bool,
    },
    Expect {
        outcome: Imported,
    },
    Enter {
        rows: String,
        attachments: Option<String>,
    },
    Take {
        name: Option<String>,
        unit: String,
        month: Option<String>,
        from: Basis,
        partner: String,
        changes: Option<String>,
        #[serde(default)]
        outcome: Exported,
    },
    Show {
        facts: String,
    },
}

/// What must come of a unit that is given.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Imported {
    #[serde(rename = "imported")]
    Done,
    Refused,
    Either,
}

impl From<Imported> for Outcome {
    fn from(outcome: Imported) -> Self {
        match outcome {
            Imported::Done => Self::Done,
            Imported::Refused => Self::Refused,
            Imported::Either => Self::Either,
        }
    }
}

/// What must come of a unit that is taken.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Exported {
    #[default]
    #[serde(rename = "exported")]
    Done,
    Refused,
    Either,
}

impl From<Exported> for Outcome {
    fn from(outcome: Exported) -> Self {
        match outcome {
            Exported::Done => Self::Done,
            Exported::Refused => Self::Refused,
            Exported::Either => Self::Either,
        }
    }
}

/// Which keys it has says which check it is.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a check has compare and to, absent, facts or refused-for, and only the keys that go with it"
)]
pub(super) enum RawCheck {
    Meaning(RawMeaning),
    Absent(RawAbsent),
    Facts(RawFacts),
    RefusedFor(RawRefusedFor),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMeaning {
    pub(super) name: Option<String>,
    #[serde(rename = "compare")]
    pub(super) _compare: Compare,
    pub(super) to: String,
    pub(super) take: Option<String>,
    #[serde(default)]
    pub(super) tolerate: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAbsent {
    pub(super) name: Option<String>,
    pub(super) absent: Absent,
    pub(super) take: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFacts {
    pub(super) name: Option<String>,
    pub(super) facts: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRefusedFor {
    pub(super) name: Option<String>,
    pub(super) refused_for: String,
    #[serde(default)]
    pub(super) words: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Compare {
    Meaning,
}
