//! What the rules say of the case's own rows: every right product gets these notes, so they say nothing about it.

use std::collections::BTreeSet;

use cplink::finding::{Finding, Severity};
use cplink::progress::Job;
use cplink::rules::check;
use cplink::unit::{Address, FileName, NameKind, Serial, Unit, UnitContents};

use crate::certify::scenario::{Case, CheckKind, Expected};

/// Later than any table of a pack was made.
const SERIAL: &str = "20991231235959";

/// Rule, kind and field of what is noted.
#[derive(Default)]
pub(super) struct OwnNotes(BTreeSet<Note>);

type Note = (&'static str, Option<&'static str>, Option<String>);

impl OwnNotes {
    /// The notes of the rows that a unit of this name is compared with.
    pub(super) fn of(case: &Case, take: &str, partner: &Address) -> Self {
        let right = case.checks.iter().filter_map(|check| match &check.kind {
            CheckKind::Meaning { take: of, expected, .. } if of == take => Some(expected),
            _ => None,
        });
        Self(right.flat_map(|expected| notes(case, expected, partner)).flatten().collect())
    }

    /// Whether this is one of them.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        self.0.contains(&note(finding))
    }
}

/// Rows of which no unit can be made have none.
fn notes(case: &Case, expected: &Expected, partner: &Address) -> Option<Vec<Note>> {
    let mut unit = Unit::new(case.office.clone(), partner.clone(), Serial::new(SERIAL).ok()?);
    for table in &expected.tables {
        unit.add_table(table).ok()?;
    }
    let contents = UnitContents::read(&unit, &mut Job::new()).ok()?;
    let report = check(&contents, &mut Job::new()).ok()?;
    let warnings = report.all_findings().filter(|finding| finding.severity() == Severity::Warning);
    Some(warnings.map(note).collect())
}

fn note(finding: &Finding) -> Note {
    let kind = match finding.file().map(|file| FileName::parse(file).kind) {
        Some(Some(NameKind::Csv(kind))) => Some(kind.name()),
        _ => None,
    };
    (finding.rule().id(), kind, finding.field().map(str::to_owned))
}
