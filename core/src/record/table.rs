//! The records of one file.

use std::fmt;

use super::cell::Cell;
use super::own::OwnRow;
use super::row_data::RowData;
use crate::error::{Code, Error, Result};
use crate::file::Bytes;
use crate::spec::{Kind, Layout, Version, layout};
use crate::text::Encoding;

/// The records of one file of a kind. Rows keep the bytes they were read from: writing an unchanged
/// row gives them back.
#[derive(Clone)]
pub struct Table {
    layout: &'static Layout,
    encoding: Encoding,
    pub(crate) source: Bytes,
    pub(crate) cells: Vec<Cell>,
    pub(crate) rows: Vec<RowData>,
    /// How many rows the file has whose bytes these are, all of them; `None` where they are not.
    pub(crate) whole: Option<usize>,
    /// Whether a control character was read.
    pub(crate) has_control: bool,
}

impl Table {
    /// An empty table of the current version.
    pub fn new(kind: Kind) -> Self {
        Self::read(kind, Encoding::Cp932, Bytes::default())
    }

    /// An empty table of a version.
    ///
    /// # Errors
    /// [`Code::LayoutVersion`] where the version does not have the kind.
    pub fn with_version(kind: Kind, version: Version) -> Result<Self> {
        let layout = version.layout(kind).ok_or_else(|| {
            Error::new(Code::LayoutVersion).with_detail(format!("{} has no {}", version.value(), kind.name()))
        })?;
        Ok(Self { layout, ..Self::new(kind) })
    }

    /// An empty table of this layout.
    pub(crate) fn of(layout: &'static Layout, encoding: Encoding) -> Self {
        Self { layout, encoding, ..Self::new(layout.kind) }
    }

    /// Takes another version's layout of the same kind, before there is a row.
    pub(crate) fn set_layout(&mut self, layout: &'static Layout) {
        self.layout = layout;
    }

    pub(crate) fn read(kind: Kind, encoding: Encoding, source: Bytes) -> Self {
        Self {
            layout: layout(kind),
            encoding,
            source,
            cells: Vec::new(),
            rows: Vec::new(),
            whole: None,
            has_control: false,
        }
    }

    /// Whether the table is a file as it was read: no row was changed, added or removed.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.whole == Some(self.rows.len()) && self.rows.iter().all(|row| matches!(row, RowData::Read { .. }))
    }

    pub(crate) fn set_encoding(&mut self, encoding: Encoding) {
        self.encoding = encoding;
    }

    /// Forgets rows and bytes, the first `used` of them for good: what is behind moves to the front.
    pub(crate) fn forget(&mut self, used: usize) {
        self.rows.clear();
        self.cells.clear();
        self.source.change(|source| drop(source.drain(..used.min(source.len()))));
    }

    /// The kind of file.
    pub fn kind(&self) -> Kind {
        self.layout.kind
    }

    /// The layout the rows follow.
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// The version whose layout the rows follow. Rows of a version that is not known follow the current
    /// one's.
    pub fn version(&self) -> Version {
        self.layout.version
    }

    /// The encoding the rows were read in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds an empty row of the layout's width with its CSV version and constants set; returns its
    /// 0-based index.
    pub fn push(&mut self) -> usize {
        self.add(Self::blank(self.layout))
    }

    /// The cells of a new row.
    pub(crate) fn blank(layout: &Layout) -> OwnRow {
        let mut own = OwnRow::with_capacity(layout.fields.len());
        for field in layout.fields {
            own.push(match field.constant {
                Some(constant) => constant,
                None if field.id == "csv_version" => layout.version.value(),
                None => "",
            });
        }
        own
    }

    /// Adds a row; returns its 0-based index.
    pub(crate) fn add(&mut self, own: OwnRow) -> usize {
        self.rows.push(RowData::Own(Box::new(own)));
        self.rows.len() - 1
    }

    /// Puts a row in the place of another.
    pub(crate) fn replace(&mut self, index: usize, own: OwnRow) {
        self.rows[index] = RowData::Own(Box::new(own));
    }

    /// Removes a row.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such row.
    pub fn remove(&mut self, row: usize) -> Result<()> {
        if row >= self.rows.len() {
            return Err(Code::InvalidArgument.with_detail("no such row"));
        }
        self.rows.remove(row);
        Ok(())
    }
}

impl fmt::Debug for Table {
    // Never the rows: they are health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({}, {} rows)", self.kind().name(), self.len())
    }
}
