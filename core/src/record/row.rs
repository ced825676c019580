//! One record.

use std::borrow::Cow;
use std::fmt;

use super::cell::{Cells, unescape};
use super::own::OwnRow;
use super::row_data::RowData;
use super::table::Table;
use crate::spec::{Kind, Layout};
use crate::text::{self, Encoding, Undecodable};

/// One record of a [`Table`].
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    data: &'a RowData,
}

impl<'a> Row<'a> {
    pub(crate) fn new(table: &'a Table, data: &'a RowData) -> Self {
        Self { table, data }
    }

    /// The kind of file the row is of.
    pub fn kind(&self) -> Kind {
        self.table.kind()
    }

    /// The layout the row follows.
    pub fn layout(&self) -> &'static Layout {
        self.table.layout()
    }

    /// The table the row is of.
    pub(crate) fn table(&self) -> &'a Table {
        self.table
    }

    /// How many columns the row has, which may be more or fewer than the layout's.
    pub fn len(&self) -> usize {
        match self.data {
            RowData::Read { cells, .. } => *cells as usize,
            RowData::Own(own) => own.len(),
        }
    }

    /// Whether the row has no column.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the row is unchanged since it was read.
    pub fn is_unchanged(&self) -> bool {
        matches!(self.data, RowData::Read { .. })
    }

    /// The bytes of a column (0-based) without quotes, in [`Row::encoding`]; empty where it is missing.
    pub fn bytes(&self, column: usize) -> Cow<'a, [u8]> {
        match self.data {
            RowData::Read { .. } => match self.cells().and_then(|cells| cells.get(column)) {
                None => Cow::Borrowed(&[]),
                Some(span) if span.is_escaped() => Cow::Owned(unescape(span.bytes())),
                Some(span) => Cow::Borrowed(span.bytes()),
            },
            RowData::Own(own) => Cow::Borrowed(match own.kept(column) {
                Some(bytes) => bytes,
                None => own.text(column).unwrap_or_default().as_bytes(),
            }),
        }
    }

    /// Where the row's cells lie in its file, if it is unchanged since it was read.
    #[inline]
    pub(crate) fn cells(&self) -> Option<Cells<'a>> {
        match self.data {
            RowData::Read { first, cells, start, .. } => {
                let first = *first as usize;
                let cells = self.table.cells.get(first..first + *cells as usize)?;
                Some(Cells::new(&self.table.source, *start as usize, cells))
            }
            RowData::Own(_) => None,
        }
    }

    /// The text that the host set in a column.
    pub(crate) fn own_text(&self, column: usize) -> Option<&'a str> {
        self.own()?.text(column)
    }

    /// The row's cells, where it was made or changed.
    pub(crate) fn own(&self) -> Option<&'a OwnRow> {
        match self.data {
            RowData::Own(own) => Some(own),
            RowData::Read { .. } => None,
        }
    }

    /// The encoding of a column's bytes: what the host set is UTF-8.
    pub fn encoding(&self, column: usize) -> Encoding {
        if self.own_text(column).is_some() { Encoding::Utf8 } else { self.table.encoding() }
    }

    /// The text of a column (0-based); empty where it is missing.
    ///
    /// # Errors
    /// [`Undecodable`].
    pub fn text(&self, column: usize) -> Result<Cow<'a, str>, Undecodable> {
        let encoding = self.encoding(column);
        match self.bytes(column) {
            Cow::Borrowed(bytes) => text::decode(encoding, bytes),
            Cow::Owned(bytes) => text::decode(encoding, &bytes).map(|text| Cow::Owned(text.into_owned())),
        }
    }

    /// The text of a field by id; `None` where the layout has no such field or its bytes are no text.
    pub fn get(&self, field: &str) -> Option<Cow<'a, str>> {
        self.text(self.table.layout().index(field)?).ok()
    }

    /// A cell that identifies, as half-width text without spaces around.
    pub(crate) fn key(&self, column: usize) -> String {
        let text = self.text(column).unwrap_or_default();
        let text = text.trim();
        text::to_half_width(text).unwrap_or_else(|| text.to_owned())
    }

    /// Adds a cell to another row unchanged: bytes as they were read, text as the host set it.
    pub(crate) fn copy_cell(&self, column: usize, own: &mut OwnRow) {
        match self.own_text(column) {
            Some(text) => own.push(text),
            None => own.push_bytes(&self.bytes(column)),
        }
    }

    /// The row's own bytes with its line end, if it is unchanged since it was read.
    pub(crate) fn raw(&self) -> Option<&'a [u8]> {
        match self.data {
            RowData::Read { start, end, .. } => self.table.source.get(*start as usize..*end as usize),
            RowData::Own(_) => None,
        }
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({}, {} columns)", self.table.kind().name(), self.len())
    }
}
