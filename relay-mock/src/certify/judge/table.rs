//! Two tables of a kind, by meaning.

use std::collections::BTreeMap;

use cplink::interpret::{Comparison, Difference, compare, is_compared, means_the_same};
use cplink::record::{Row, Table};
use cplink::spec::{Field, Kind};

use super::finding::{Class, Finding};
use super::money;
use super::tolerate::tolerated;
use crate::certify::scenario::Tolerance;

/// The differences, and how many records have the same bytes and the same meaning.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) findings: Vec<Finding>,
    pub(super) same_bytes: usize,
    pub(super) same_meaning: usize,
}

/// What is told once, however often it is there.
type Repeated = BTreeMap<String, Finding>;

/// Compares the rows that are right with those that were taken.
pub(super) fn tables(expected: &Table, got: &Table, clause: &str, tolerate: &[Tolerance]) -> Compared {
    let kind = expected.kind();
    let mut compared = Compared::default();
    let mut repeated = Repeated::new();
    // Two tables of one kind are always compared.
    let Ok(Comparison { old, new, differences, same }) = compare(expected, got) else { return compared };
    for difference in otherwise_named(&old, &new, differences, tolerate) {
        match difference {
            Difference::Removed { row } => compared.findings.push(lost(&old, row, clause)),
            Difference::Added { row } => compared.findings.push(invented(&new, row, clause)),
            Difference::Changed { old: before, new: row, fields } => {
                for field in fields {
                    let (right, is) = (text(old.row(before), field), text(new.row(row), field));
                    // Money may stand elsewhere, but not nowhere.
                    let is_lost = |tolerance: &Tolerance| {
                        *tolerance == Tolerance::MoneyPlace
                            && old.row(before).is_none_or(|row| !money::is_there(&old, &new, &row, field))
                    };
                    let tolerance = tolerated(tolerate, kind, field, &right, &is);
                    match tolerance.filter(|tolerance| !is_lost(tolerance)) {
                        Some(tolerance) => {
                            tell(&mut repeated, Finding::tolerated(tolerance, kind.name(), field, row, &right, &is));
                        }
                        None => {
                            compared.findings.push(Finding::changed(kind.name(), field, row, clause, &right, &is));
                        }
                    }
                }
            }
        }
    }
    for (before, row) in same {
        let written = written(expected, got, before, row);
        if written.is_empty() {
            compared.same_bytes += 1;
        } else {
            compared.same_meaning += 1;
        }
        for (field, right, is) in written {
            tell(&mut repeated, Finding::same_meaning(kind.name(), field, row, clause, &right, &is));
        }
    }
    compared.findings.extend(repeated.into_values());
    compared
}

/// How many pairs of records are tried, at most: a table of a case has some hundreds of records.
const MAX_PAIRS: usize = 1 << 16;

/// The differences; a record that is gone and one that is new are the same record where all that identifies them
/// differs only as the case tolerates.
fn otherwise_named(old: &Table, new: &Table, differences: Vec<Difference>, tolerate: &[Tolerance]) -> Vec<Difference> {
    let removed: Vec<usize> = differences
        .iter()
        .filter_map(|each| if let Difference::Removed { row } = each { Some(*row) } else { None })
        .collect();
    let (mut left, mut all) = (removed, Vec::new());
    let mut tries = MAX_PAIRS;
    for difference in differences {
        match difference {
            Difference::Removed { .. } => {}
            Difference::Added { row } => {
                let tried = left.len().min(tries);
                tries -= tried;
                match left.iter().take(tried).position(|before| is_same_record(old, *before, new, row, tolerate)) {
                    Some(place) => {
                        let before = left.remove(place);
                        let fields = differing(old, before, new, row);
                        all.push(Difference::Changed { old: before, new: row, fields });
                    }
                    None => all.push(Difference::Added { row }),
                }
            }
            changed @ Difference::Changed { .. } => all.push(changed),
        }
    }
    left.into_iter().map(|row| Difference::Removed { row }).chain(all).collect()
}

/// Whether all that identifies the two records is the same, or differs as the case tolerates.
fn is_same_record(old: &Table, before: usize, new: &Table, row: usize, tolerate: &[Tolerance]) -> bool {
    let mut identity = old.layout().identity.iter().filter_map(|column| old.layout().fields.get(*column));
    identity.all(|field| {
        let (right, is) = (text(old.row(before), field), text(new.row(row), field));
        means_the_same(field, &right, &is) || tolerated(tolerate, old.kind(), field, &right, &is).is_some()
    })
}

/// The fields whose meaning differs.
fn differing(old: &Table, before: usize, new: &Table, row: usize) -> Vec<&'static Field> {
    let fields = old.layout().fields.iter().filter(|field| is_compared(field));
    let differ = |field: &&Field| !means_the_same(field, &text(old.row(before), field), &text(new.row(row), field));
    fields.filter(differ).collect()
}

fn tell(repeated: &mut Repeated, finding: Finding) {
    repeated.entry(finding.id.clone()).and_modify(|told| told.times += 1).or_insert(finding);
}

/// The fields that are written otherwise in the files themselves.
fn written(expected: &Table, got: &Table, before: usize, row: usize) -> Vec<(&'static Field, String, String)> {
    let fields = expected.layout().fields.iter().filter(|field| is_compared(field));
    let texts = fields.map(|field| (field, text(expected.row(before), field), text(got.row(row), field)));
    texts.filter(|(_, right, is)| right != is).collect()
}

fn text(row: Option<Row<'_>>, field: &Field) -> String {
    row.and_then(|row| row.get(field.id).map(|text| text.into_owned())).unwrap_or_default()
}

/// A record that is missing.
pub(super) fn lost(expected: &Table, row: usize, clause: &str) -> Finding {
    let kind = expected.kind();
    let ja = format!("{}の行がありません（正しい内容の{}行目）。", kind.name(), row + 1);
    let en = format!("A row of {} is missing (row {} of what is right).", kind.name(), row + 1);
    let finding = Finding::new(format!("lost:{}", kind.name()), Class::Lost, clause, ja, en);
    record(finding, kind, row, Some(label(expected, row)), None)
}

/// A record that should not be there.
pub(super) fn invented(got: &Table, row: usize, clause: &str) -> Finding {
    let kind = got.kind();
    let ja = format!("{}の{}行目は、あってはならない行です。", kind.name(), row + 1);
    let en = format!("Row {} of {} should not be there.", row + 1, kind.name());
    let finding = Finding::new(format!("invented:{}", kind.name()), Class::Invented, clause, ja, en);
    record(finding, kind, row, None, Some(label(got, row)))
}

fn record(finding: Finding, kind: Kind, row: usize, expected: Option<String>, got: Option<String>) -> Finding {
    Finding { kind: Some(kind.name().to_owned()), row: Some(row + 1), expected, got, ..finding }
}

/// What identifies a record, for a person.
fn label(table: &Table, row: usize) -> String {
    let identity = table.layout().identity.iter();
    let texts = identity.filter_map(|column| {
        let field = table.layout().fields.get(*column)?;
        Some(format!("{}={}", field.name_ja, text(table.row(row), field)))
            .filter(|_| !text(table.row(row), field).is_empty())
    });
    texts.collect::<Vec<_>>().join(" ")
}
