//! Records that are there twice: a receiver's database takes a key once, and a service is counted once.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use crate::finding::Rule;
use crate::record::{Row, Table};
use crate::rules::annex::Class;
use crate::rules::collector::Collector;
use crate::rules::column::{Cell, Column, service_type};
use crate::spec::{Duplicate, FieldType, Kind};

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let layout = table.layout();
    let rule = match layout.duplicate {
        Duplicate::Key => Rule::TableDuplicateKey,
        Duplicate::Service => Rule::TableDuplicateService,
        Duplicate::Row => return twins(table, collector),
    };
    let columns = Column::at(table, layout.identity);
    let at = layout.duplicate_field.map(|index| Column::at(table, &[index])[0]);
    let code = Column::of(table, "service_code");
    // In a key 課題NO 01 is 課題NO 1.
    let is_number = |column: &Column| layout.duplicate == Duplicate::Key && column.field.kind == FieldType::Integer;
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
        // Equal rentals are distinguished by their discriminator, which has rules of its own.
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
        let rule = if sum { Rule::TableDuplicateKey } else { rule };
        let first = (first + 1).to_string();
        match at {
            Some(at) => collector.cell_with(rule, row, at, first),
            None => collector.row_with(rule, row, first),
        }
    }
}

/// Records that are alike in every cell.
fn twins(table: &Table, collector: &mut Collector<'_>) {
    let cells = |record: &Row<'_>| record.len().max(table.layout().fields.len());
    let mut seen = Seen::default();
    for (row, record) in table.rows().enumerate() {
        let hash = seen.hash((0..cells(&record)).map(|column| record.bytes(column)));
        let same = |first: &Row<'_>| {
            (0..cells(&record).max(cells(first))).all(|column| first.bytes(column) == record.bytes(column))
        };
        if let Some(first) = seen.first(hash, row, |first| table.row(first).is_some_and(|first| same(&first))) {
            collector.row_with(Rule::TableDuplicateRow, row, (first + 1).to_string());
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
