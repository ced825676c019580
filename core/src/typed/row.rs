//! Typed rows and tables.

use super::cell::Content;
use super::decoded::Decoded;
use super::fields::{Cells, Fields};
use crate::error::{Code, Error, Result};
use crate::record::{Row, RowData, Table, Value};
use crate::spec::{Kind, OTHER_LAYOUTS, layout};

/// The struct of one kind of file.
pub trait TypedRow: Fields + Sized {
    /// The kind of file whose rows these are.
    const KIND: Kind;

    /// The typed form of a row.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the row is of another kind, [`Code::LayoutVersion`] where its
    /// CSV version has other columns.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        same_kind(row.kind(), Self::KIND)?;
        same_layout(row)?;
        Ok(Self::read(&mut Cells::new(*row, &mut Decoded::default())))
    }

    /// Adds the row to a table; returns its 0-based index.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the table is of another kind. [`Code::Unmappable`] where a
    /// cell's bytes were no text in the file it came from and the table is of another encoding.
    fn write_to(&self, table: &mut Table) -> Result<usize> {
        same_kind(table.kind(), Self::KIND)?;
        let mut values = Vec::new();
        contents(self, &mut |content| {
            values.push(storable(content, table)?);
            Ok(())
        })?;
        table.rows.push(RowData::Own(values));
        Ok(table.len() - 1)
    }

    /// Puts the row in the place of the table's row of this 0-based index. Cells whose text is the
    /// same stay as they were read, and so does a row in which nothing changed.
    ///
    /// # Errors
    /// As [`TypedRow::write_to`], and [`Code::InvalidArgument`] where there is no such row.
    fn update(&self, table: &mut Table, index: usize) -> Result<()> {
        same_kind(table.kind(), Self::KIND)?;
        let row = table.row(index).ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such row"))?;
        let (mut values, mut changed) = (Vec::new(), false);
        contents(self, &mut |content| {
            let column = values.len();
            let same = column < row.len()
                && match &content {
                    Content::Text(text) => row.text(column).is_ok_and(|old| old == *text),
                    Content::Bytes(encoding, bytes) => row.encoding(column) == *encoding && row.bytes(column) == *bytes,
                };
            changed |= !same;
            values.push(match content {
                // The bytes as they were read, so that they are written again.
                _ if same && row.encoding(column) == table.encoding() => Value::Bytes(row.bytes(column).into_owned()),
                content => storable(content, table)?,
            });
            Ok(())
        })?;
        if changed || values.len() != row.len() {
            table.rows[index] = RowData::Own(values);
        }
        Ok(())
    }
}

impl Table {
    /// The rows in their typed form.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the table is of another kind, [`Code::LayoutVersion`] where the
    /// CSV version of a row has other columns.
    pub fn typed<T: TypedRow>(&self) -> Result<impl ExactSizeIterator<Item = T>> {
        same_kind(self.kind(), T::KIND)?;
        self.rows().try_for_each(|row| same_layout(&row))?;
        let mut decoded = Decoded::default();
        Ok(self.rows().map(move |row| T::read(&mut Cells::new(row, &mut decoded))))
    }
}

pub(super) fn same_kind(have: Kind, want: Kind) -> Result<()> {
    if have == want {
        return Ok(());
    }
    Err(Error::new(Code::InvalidArgument).with_detail(format!("rows of {}, not of {}", have.name(), want.name())))
}

/// The same item number is another field there, so its cells must not be taken for these.
pub(super) fn same_layout(row: &Row<'_>) -> Result<()> {
    if *row.bytes(0) == *OTHER_LAYOUTS.as_bytes() { Err(Error::new(Code::LayoutVersion)) } else { Ok(()) }
}

fn storable(content: Content<'_>, table: &Table) -> Result<Value> {
    match content {
        Content::Bytes(encoding, _) if encoding != table.encoding() => {
            Err(Error::new(Code::Unmappable).with_detail("a cell holds bytes that are no text"))
        }
        content => Ok(content.into_value()),
    }
}

/// Shows what is to be written for each column of the row.
pub(super) fn contents<T: Fields>(row: &T, show: &mut dyn FnMut(Content<'_>) -> Result<()>) -> Result<()> {
    let rest = row.rest();
    let (mut fields, mut filled) = (0_usize, 0);
    if rest.missing > 0 {
        row.visit(&mut |cell| {
            fields += 1;
            if !cell.content().is_empty() {
                filled = fields;
            }
        });
    }
    let (mut column, mut result) = (0, Ok(()));
    let width = if rest.missing == 0 { usize::MAX } else { filled.max(fields.saturating_sub(rest.missing)) };
    row.visit(&mut |cell| {
        if column < width && result.is_ok() {
            result = show(cell.content());
        }
        column += 1;
    });
    result?;
    rest.surplus.iter().try_for_each(|cell| show(super::cell::AnyCell::content(cell)))
}

/// A row with its CSV version and constants set.
pub(super) fn blank<T: TypedRow>() -> T {
    let mut table = Table::new(T::KIND);
    table.push();
    let row = Row::new(&table, &table.rows[0]);
    T::read(&mut Cells::new(row, &mut Decoded::default()))
}

/// The ids of a kind's fields, in order.
pub(super) fn ids(kind: Kind) -> impl ExactSizeIterator<Item = &'static str> {
    layout(kind).fields.iter().map(|field| field.id)
}
