//! Tables. Cells travel as one text in blocks: a call for each of a million cells would be the cost.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use cplink::convert::{self, CsvStyle};
use cplink::error::{At, Code, Error};
use cplink::json;
use cplink::record::{Row, Table as Records};

use crate::block::{Block, ColumnBlock, TextBlock};
use crate::cell::cell;
use crate::failure::{Failure, Result, misuse, unpoisoned};
use crate::generated::{Finding, findings};
use crate::layout::{kind, no_field};
use crate::number::{index, signed};
use crate::source::Source;

/// The rows of one file.
#[derive(uniffi::Object)]
pub struct Table(RwLock<Records>);

/// A file that was read.
#[derive(uniffi::Record)]
pub struct ReadTable {
    /// The rows.
    pub table: Arc<Table>,
    /// What is to be said of the file.
    pub findings: Vec<Finding>,
}

/// A file that was written.
#[derive(uniffi::Record)]
pub struct WrittenTable {
    /// Its bytes.
    pub data: Vec<u8>,
    /// What is to be said of them.
    pub findings: Vec<Finding>,
}

impl Table {
    pub(crate) fn of(records: Records) -> Arc<Self> {
        Arc::new(Self(RwLock::new(records)))
    }

    pub(crate) fn lock(&self) -> &RwLock<Records> {
        &self.0
    }

    pub(crate) fn with<T>(&self, use_of: impl FnOnce(&Records) -> Result<T>) -> Result<T> {
        use_of(&*unpoisoned(self.0.read())?)
    }
}

#[uniffi::export]
impl Table {
    /// The kind's name.
    pub fn kind(&self) -> Result<String> {
        self.with(|records| Ok(records.kind().name().to_owned()))
    }

    /// How many rows there are.
    pub fn count(&self) -> Result<i64> {
        self.with(|records| Ok(signed(records.len())))
    }

    /// The cells of up to `count` rows from `first` on.
    pub fn cells(&self, first: i64, count: i64) -> Result<Block> {
        self.with(|records| {
            let rows: Vec<Row<'_>> = records.rows().skip(index(first)).take(index(count)).collect();
            Ok(Block::of(&rows))
        })
    }

    /// The cells of up to `count` rows from `first` on, each as the number of its text. Refused where the
    /// table is not of the kind or has rows with other columns.
    pub fn texts(&self, kind_name: String, first: i64, count: i64) -> Result<TextBlock> {
        let rows = index(first)..index(first.saturating_add(count));
        self.with(|records| Ok(TextBlock::of(&records.texts(kind(&kind_name)?, rows)?)))
    }

    /// Adds rows of cells, each as wide as it is; all of them or none. The first of them is the caller's row of
    /// this place, from 0: an error names its row.
    pub fn extend_exact(&self, first: i64, block: Block) -> Result<()> {
        let rows = block.rows()?;
        all_or_none(&mut *unpoisoned(self.0.write())?, |records| {
            rows.iter().zip(first..).try_for_each(|(cells, row)| {
                let cells: Vec<_> = cells.iter().map(String::as_str).collect();
                push(records, &cells, row)
            })
        })
    }

    /// Adds rows of one width, given by columns; all of them or none. As [`Table::extend_exact`].
    pub fn extend_columns(&self, first: i64, blocks: Vec<ColumnBlock>) -> Result<()> {
        all_or_none(&mut *unpoisoned(self.0.write())?, |records| {
            let mut rows = first..;
            blocks
                .iter()
                .try_for_each(|block| block.for_each_row(|cells| push(records, cells, rows.next().unwrap_or(i64::MAX))))
        })
    }

    /// A table with the same rows, which no longer has anything to do with this one.
    pub fn duplicate(&self) -> Result<Arc<Self>> {
        self.with(|records| Ok(Self::of(records.clone())))
    }

    /// Puts cells in the place of a row's. Cells that say what the row says already stay as they were
    /// read.
    pub fn put(&self, row: i64, cells: Vec<String>) -> Result<()> {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        Ok(unpoisoned(self.0.write())?.set_texts(index(row), &cells)?)
    }

    /// One field of a row.
    pub fn get(&self, row: i64, field: String) -> Result<String> {
        self.with(|records| {
            let column = column(records, &field)?;
            let row = records.row(index(row)).ok_or_else(no_row)?;
            Ok(row.text(column).map_err(|_| Error::new(Code::Undecodable))?.into_owned())
        })
    }

    /// The bytes of a field as they were read, for text that could not be decoded.
    pub fn raw(&self, row: i64, field: String) -> Result<Vec<u8>> {
        self.with(|records| {
            let column = column(records, &field)?;
            let row = records.row(index(row)).ok_or_else(no_row)?;
            Ok(row.bytes(column).into_owned())
        })
    }

    /// Sets fields of a row, all of them or none.
    pub fn update(&self, row: i64, values: HashMap<String, String>) -> Result<()> {
        let mut records = unpoisoned(self.0.write())?;
        known(&records, &values)?;
        set_fields(&mut records, index(row), values)
    }

    /// A row's JSON.
    pub fn row_json(&self, row: i64) -> Result<Vec<u8>> {
        self.with(|records| {
            let found = records.row(index(row)).ok_or_else(no_row)?;
            let texts = (0..found.len()).map(|column| cell(found, column).into_owned()).collect();
            Ok(json::row_of_texts(records.layout(), texts))
        })
    }

    /// Sets the cells of a row from its first column on. Cells that say what the row says already
    /// stay as they were read.
    pub fn set_cells(&self, row: i64, cells: Vec<String>) -> Result<()> {
        set_cells(&mut *unpoisoned(self.0.write())?, index(row), cells)
    }

    /// Adds a row with its CSV version and constants set, then these fields.
    pub fn push(&self, values: HashMap<String, String>) -> Result<i64> {
        let mut records = unpoisoned(self.0.write())?;
        known(&records, &values)?;
        let row = records.push();
        set_fields(&mut records, row, values)?;
        Ok(signed(row))
    }

    /// Adds rows of cells, all of them or none.
    pub fn extend(&self, block: Block) -> Result<()> {
        let rows = block.rows()?;
        let mut records = unpoisoned(self.0.write())?;
        let width = records.layout().fields.len();
        if let Some(at) = rows.iter().position(|cells| cells.len() > width) {
            return Err(too_wide(&format!("rows[{at}]"), width));
        }
        for cells in rows {
            let row = records.push();
            set_cells(&mut records, row, cells)?;
        }
        Ok(())
    }

    /// Removes a row.
    pub fn remove(&self, row: i64) -> Result<()> {
        Ok(unpoisoned(self.0.write())?.remove(index(row))?)
    }

    /// The file's bytes.
    pub fn write(&self, as_read: bool) -> Result<WrittenTable> {
        let form = if as_read { CsvStyle::AsRead } else { CsvStyle::Canonical };
        self.with(|records| {
            let (data, found) = convert::write(records, form)?;
            Ok(WrittenTable { data, findings: of_core(&found) })
        })
    }
}

pub(crate) fn of_core(found: &[cplink::finding::Finding]) -> Vec<Finding> {
    findings(found.iter().collect())
}

/// Reads a file of a kind.
#[uniffi::export]
pub fn read_table(kind_name: String, source: Source) -> Result<ReadTable> {
    let read = convert::read(kind(&kind_name)?, source.read()?)?;
    Ok(ReadTable { table: Table::of(read.table), findings: of_core(&read.findings) })
}

/// Asked before anything is changed.
fn known(records: &Records, values: &HashMap<String, String>) -> Result<()> {
    values.keys().try_for_each(|field| column(records, field).map(drop))
}

fn column(records: &Records, field: &str) -> Result<usize> {
    records.layout().index(field).ok_or_else(|| no_field(records.kind().name(), field))
}

fn no_row() -> Failure {
    misuse("there is no such row", "その行はありません。")
}

fn too_wide(name: &str, width: usize) -> Failure {
    misuse(
        format!("{name} has more cells than the layout has fields, {width}"),
        format!("{name} の列数がレイアウトの項目数（{width}）を超えています。"),
    )
}

/// Adds a row of texts; an error names it by its place, from 0, as the 1-based row that it is.
fn push(records: &mut Records, cells: &[&str], place: i64) -> Result<()> {
    let added = records.push_texts(cells);
    added.map_err(|error| {
        error.with_at(At { row: u64::try_from(place).ok().map(|place| place + 1), ..At::default() })
    })?;
    Ok(())
}

/// Adds rows; those added before a fault go again.
fn all_or_none(records: &mut Records, add: impl FnOnce(&mut Records) -> Result<()>) -> Result<()> {
    let before = records.len();
    let added = add(records);
    if added.is_err() {
        while records.len() > before {
            let last = records.len() - 1;
            records.remove(last)?;
        }
    }
    added
}

fn set_fields(records: &mut Records, row: usize, values: HashMap<String, String>) -> Result<()> {
    for (field, text) in values {
        records.set(row, &field, text)?;
    }
    Ok(())
}

fn set_cells(records: &mut Records, row: usize, cells: Vec<String>) -> Result<()> {
    let current = records.row(row).ok_or_else(no_row)?;
    let fields = records.layout().fields;
    if cells.len() > current.len().max(fields.len()) {
        return Err(too_wide("cells", fields.len()));
    }
    let mut changed = Vec::new();
    for (column, text) in cells.into_iter().enumerate() {
        if column >= current.len() && text.is_empty() || cell(current, column) == text {
            continue;
        }
        let field = fields.get(column).ok_or_else(|| {
            misuse("columns behind the layout cannot be changed", "レイアウトにない列の値は変更できません。")
        })?;
        changed.push((field.id, text));
    }
    for (field, text) in changed {
        records.set(row, field, text)?;
    }
    Ok(())
}
