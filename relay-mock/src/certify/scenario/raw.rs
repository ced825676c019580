//! `case.toml` as it is written: unknown keys are refused, which keys go together is checked in `read`.

use serde::Deserialize;

use super::case::{Level, Role, Shape};
use super::check::Absent;
use super::step::{Basis, Outcome};

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
    },
    Expect {
        outcome: Outcome,
    },
    Enter {
        rows: String,
    },
    Take {
        name: Option<String>,
        unit: String,
        month: Option<String>,
        from: Basis,
        partner: String,
        changes: Option<String>,
    },
    Show {
        facts: String,
    },
}

/// One of `compare`, `absent`, `facts` and `refused-for` says which check it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCheck {
    pub(super) name: Option<String>,
    pub(super) compare: Option<Compare>,
    pub(super) absent: Option<Absent>,
    pub(super) facts: Option<String>,
    pub(super) refused_for: Option<String>,
    pub(super) take: Option<String>,
    pub(super) to: Option<String>,
    pub(super) tolerate: Option<Vec<String>>,
    pub(super) words: Option<Vec<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Compare {
    Meaning,
}
