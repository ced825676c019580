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
    /// Of a row that stands as it was read.
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

/// The struct of a kind.
macro_rules! typed_row {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $crate::typed::Cell<$type>,)*
            /// How the row's columns differ from the layout's.
            pub rest: $crate::typed::Rest,
        }

        impl $crate::typed::fields::Fields for $name {
            fn read(cells: &mut $crate::typed::fields::Cells<'_, '_>) -> Self {
                Self { $($field: cells.next(),)* rest: cells.rest() }
            }

            fn visit(&self, visit: &mut dyn FnMut(&dyn $crate::typed::cell::AnyCell)) {
                $(visit(&self.$field);)*
            }

            fn rest(&self) -> &$crate::typed::Rest {
                &self.rest
            }
        }

        impl $crate::typed::TypedRow for $name {
            const KIND: $crate::spec::Kind = $crate::spec::Kind::$name;
        }

        impl Default for $name {
            /// An empty row with its CSV version and constants set.
            fn default() -> Self {
                $crate::typed::row::blank($crate::spec::layout($crate::spec::Kind::$name))
            }
        }

        impl std::fmt::Debug for $name {
            // Never the values: they are health data.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.rest)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::typed::json::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::typed::json::deserialize(deserializer)
            }
        }
    };
}
pub(super) use typed_row;
