//! Records that stand twice: a receiver's database takes a key once, and a service is counted once.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use crate::finding::Rule;
use crate::record::{Row, Table};
use crate::rules::annex::Class;
use crate::rules::column::{Cell, Column, service_type};
use crate::rules::sink::Sink;
use crate::spec::Kind;

/// What makes a record one of its kind, beside the layout's keys.
struct Identity {
    rule: Rule,
    beside_keys: &'static [&'static str],
    /// The item that a finding names.
    at: Option<&'static str>,
}

fn identity(kind: Kind) -> Option<Identity> {
    let (rule, beside_keys, at): (_, &[&str], _) = match kind {
        Kind::Up1kyo | Kind::Uphosoku | Kind::Upkihon | Kind::Upyobo => (Rule::TableDuplicateKey, &[], None),
        Kind::Up2kyo => (Rule::TableDuplicateKey, &["issue_no", "goal_no", "support_no"], Some("support_no")),
        Kind::UpyoboSub => {
            (Rule::TableDuplicateKey, &["issue_no", "support_plan_no", "used_service_no"], Some("used_service_no"))
        }
        Kind::Upplan | Kind::Upjsk => (
            Rule::TableDuplicateService,
            &[
                "service_date",
                "service_start_time",
                "service_end_time",
                "service_code",
                "provider_number",
                "satellite_branch_number",
                "tais_code",
                "equipment_notification_code",
                "detail_discriminator_code",
            ],
            None,
        ),
        Kind::Upsikyu => (
            Rule::TableDuplicateService,
            &[
                "provider_number",
                "satellite_branch_number",
                "service_code",
                "tais_code",
                "equipment_notification_code",
                "units",
                "over_30_days",
            ],
            None,
        ),
        _ => return None,
    };
    Some(Identity { rule, beside_keys, at })
}

pub(super) fn check(table: &Table, sink: &mut Sink<'_>) {
    let Some(identity) = identity(table.kind()) else {
        twins(table, sink);
        return;
    };
    let mut columns = Column::keys(table);
    columns.extend(identity.beside_keys.iter().filter_map(|id| Column::of(table, id)));
    let at = identity.at.and_then(|id| Column::of(table, id));
    let code = Column::of(table, "service_code");
    let is_number = |column: &Column| column.field.id.ends_with("_no");
    // 課題NO 01 is 課題NO 1.
    let cell = |column: &Column, record: &Row<'_>| -> Option<Vec<u8>> {
        let bytes = column.bytes(record);
        if is_number(column) { Some(column.number(record)?.to_string().into_bytes()) } else { Some(bytes.into_owned()) }
    };
    let same = |one: &Row<'_>, other: &Row<'_>| {
        columns.iter().all(|column| {
            if is_number(column) {
                cell(column, one) == cell(column, other)
            } else {
                column.bytes(one) == column.bytes(other)
            }
        })
    };
    let mut seen = Seen::default();
    for (row, record) in table.rows().enumerate() {
        if columns.iter().any(|column| is_number(column) && column.number(&record).is_none()) {
            continue;
        }
        let service = code.map_or(Cell::default(), |code| code.bytes(&record));
        // Equal rentals are told apart by their discriminator, which has rules of its own.
        if table.kind() != Kind::Upsikyu && service_type(&service).is_some_and(|service| service.numbered) {
            continue;
        }
        let hash = seen.hash(columns.iter().map(|column| {
            if is_number(column) {
                Cell::from(cell(column, &record).unwrap_or_default())
            } else {
                column.bytes(&record)
            }
        }));
        let Some(first) = seen.first(hash, row, |first| table.row(first).is_some_and(|first| same(&first, &record)))
        else {
            continue;
        };
        let sum = table.kind() == Kind::Upsikyu && !matches!(Class::of(&service), None | Some(Class::Detail));
        let rule = if sum { Rule::TableDuplicateKey } else { identity.rule };
        let first = (first + 1).to_string();
        match at {
            Some(at) => sink.cell_with(rule, row, at, first),
            None => sink.row_with(rule, row, first),
        }
    }
}

/// Records that are alike in every cell.
fn twins(table: &Table, sink: &mut Sink<'_>) {
    let cells = |record: &Row<'_>| record.len().max(table.layout().fields.len());
    let mut seen = Seen::default();
    for (row, record) in table.rows().enumerate() {
        let hash = seen.hash((0..cells(&record)).map(|column| record.bytes(column)));
        let same = |first: &Row<'_>| {
            (0..cells(&record).max(cells(first))).all(|column| first.bytes(column) == record.bytes(column))
        };
        if let Some(first) = seen.first(hash, row, |first| table.row(first).is_some_and(|first| same(&first))) {
            sink.row_with(Rule::TableDuplicateRow, row, (first + 1).to_string());
        }
    }
}

/// The rows seen so far by the hash of what is compared: 16 bytes a row, whatever the cells hold.
#[derive(Default)]
struct Seen {
    rows: HashMap<u64, u32>,
}

impl Seen {
    fn hash<'a>(&self, cells: impl Iterator<Item = Cell<'a>>) -> u64 {
        use std::hash::{Hash as _, Hasher as _};
        let mut hasher = self.rows.hasher().build_hasher();
        cells.for_each(|cell| cell.hash(&mut hasher));
        hasher.finish()
    }

    /// The row that was there before with this hash and is the same; else `row` is noted.
    fn first(&mut self, hash: u64, row: usize, same: impl Fn(usize) -> bool) -> Option<usize> {
        let noted = *self.rows.entry(hash).or_insert(row as u32) as usize;
        (noted != row && same(noted)).then_some(noted)
    }
}
