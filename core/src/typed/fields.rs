//! What a generated struct does with its cells.

use super::cell::AnyCell;
use super::decoded::Decoded;
use super::{Cell, CellValue, Rest};
use crate::record::{self, Row, Span, Spans};
use crate::spec::Layout;
use crate::text::Encoding;

/// A row's cells in order.
pub struct Cells<'a, 'm> {
    row: Row<'a>,
    /// Of a row that is unchanged since it was read.
    read: Option<record::Cells<'a>>,
    /// The same one after the other, where every field is in its place.
    in_place: Option<Spans<'a>>,
    /// Of such a row.
    encoding: Encoding,
    layout: &'static Layout,
    /// The next field's index in the current version.
    field: usize,
    decoded: &'m mut Decoded,
}

impl<'a, 'm> Cells<'a, 'm> {
    pub(super) fn new(row: Row<'a>, decoded: &'m mut Decoded) -> Self {
        let (layout, read) = (row.layout(), row.cells());
        let in_place = read.filter(|_| layout.places.is_empty()).map(record::Cells::iter);
        Self { row, read, in_place, encoding: row.encoding(0), layout, field: 0, decoded }
    }

    #[inline]
    pub(super) fn next<T: CellValue>(&mut self) -> Cell<T> {
        let field = self.field;
        self.field += 1;
        if let Some(spans) = &mut self.in_place {
            let span = spans.next();
            return self.of_span(span, field);
        }
        match self.layout.place(field) {
            Some(column) => self.cell(column),
            None => Cell::EMPTY,
        }
    }

    #[inline]
    fn cell<T: CellValue>(&mut self, column: usize) -> Cell<T> {
        match self.read {
            Some(cells) => self.of_span(cells.get(column), column),
            None => Cell::read(&self.row.bytes(column), self.row.encoding(column), column, self.decoded),
        }
    }

    #[inline]
    fn of_span<T: CellValue>(&mut self, span: Option<Span<'a>>, column: usize) -> Cell<T> {
        match span {
            None => Cell::EMPTY,
            Some(span) if span.is_escaped() => Cell::read(&self.row.bytes(column), self.encoding, column, self.decoded),
            Some(span) => Cell::read(span.bytes(), self.encoding, column, self.decoded),
        }
    }

    /// What is left behind the last field.
    pub(super) fn rest(&mut self) -> Rest {
        let width = self.layout.fields.len();
        let missing = width.saturating_sub(self.row.len());
        let surplus = (width..self.row.len()).map(|column| self.cell(column)).collect();
        Rest { version: self.layout.version, missing, surplus }
    }
}

/// The cells of a typed row. In a private module: no type outside can have it.
pub trait Fields {
    /// The row of these cells.
    fn read(cells: &mut Cells<'_, '_>) -> Self;

    /// Shows each cell in order.
    fn visit(&self, visit: &mut dyn FnMut(&dyn AnyCell));

    /// The columns beside the fields.
    fn rest(&self) -> &Rest;
}
