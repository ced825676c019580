//! Typed rows and tables.

use super::cell::Content;
use super::decoded::Decoded;
use super::fields::{Cells, Fields};
use crate::error::{Code, Error, Result};
use crate::record::{OwnRow, Row, Table};
use crate::spec::{Kind, Layout, Version};
use crate::text::{Encoding, to_half_width};

/// The struct of one kind of file.
pub trait TypedRow: Fields + Sized {
    /// The kind of file whose rows these are.
    const KIND: Kind;

    /// The typed form of a row.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the row is of another kind, [`Code::LayoutVersion`] where its
    /// CSV version has other columns or no typed form ([`Layout::has_typed_form`]).
    fn from_row(row: &Row<'_>) -> Result<Self> {
        same_kind(row.kind(), Self::KIND)?;
        same_layout(row)?;
        Ok(Self::read(&mut Cells::new(*row, &mut Decoded::default())))
    }

    /// An empty row of a version with its CSV version and constants set.
    ///
    /// # Errors
    /// [`Code::LayoutVersion`] where the version does not have the kind, or its rows have no typed form
    /// ([`Layout::has_typed_form`]).
    fn with_version(version: Version) -> Result<Self> {
        Ok(blank(layout_of::<Self>(version)?))
    }

    /// The version whose layout the row follows. Fields of the struct that it does not have stay empty.
    fn version(&self) -> Version {
        self.rest().version()
    }

    /// Adds the row to a table; returns its 0-based index.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the table is of another kind, [`Code::LayoutVersion`] where it is
    /// of another version or a field has a value that the version does not have: [`crate::translate`] knows
    /// the way. [`Code::Unmappable`] where a
    /// cell's bytes were no text in the file it came from and the table is of another encoding.
    fn write_to(&self, table: &mut Table) -> Result<usize> {
        self.fits(table)?;
        let mut own = OwnRow::with_capacity(table.layout().fields.len());
        contents(self, &mut |content| add(&mut own, content, table))?;
        Ok(table.add(own))
    }

    /// Puts the row in the place of the table's row of this 0-based index. Cells whose text is the
    /// same stay as they were read, and so does a row in which nothing changed.
    ///
    /// # Errors
    /// As [`TypedRow::write_to`], and [`Code::InvalidArgument`] where there is no such row.
    fn update(&self, table: &mut Table, index: usize) -> Result<()> {
        self.fits(table)?;
        let row = table.row(index).ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such row"))?;
        let (mut own, mut changed) = (OwnRow::with_capacity(row.len()), false);
        contents(self, &mut |content| {
            let column = own.len();
            let same = column < row.len()
                && match &content {
                    Content::Text(text) => row.text(column).is_ok_and(|old| old == *text),
                    Content::Bytes(encoding, bytes) => row.encoding(column) == *encoding && row.bytes(column) == *bytes,
                };
            changed |= !same;
            if same && row.encoding(column) == table.encoding() {
                // The bytes as they were read, so that they are written again.
                own.push_bytes(&row.bytes(column));
                return Ok(());
            }
            add(&mut own, content, table)
        })?;
        if changed || own.len() != row.len() {
            table.replace(index, own);
        }
        Ok(())
    }

    /// Whether the row is of the table's kind and version.
    #[doc(hidden)]
    fn fits(&self, table: &Table) -> Result<()> {
        same_kind(table.kind(), Self::KIND)?;
        if self.version() == table.version() { Ok(()) } else { Err(Error::new(Code::LayoutVersion)) }
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

/// The layout, if its rows have a typed form.
pub(super) fn has_typed_form(layout: &'static Layout) -> Result<&'static Layout> {
    if layout.has_typed_form { Ok(layout) } else { Err(Error::new(Code::LayoutVersion)) }
}

/// A row of another version among these has its fields at other numbers: its cells must not be taken for
/// these.
pub(super) fn same_layout(row: &Row<'_>) -> Result<()> {
    let layout = row.layout();
    let value = row.bytes(0);
    let other = (*value != *layout.version.value().as_bytes())
        .then(|| Version::ALL.iter().find(|version| *value == *version.value().as_bytes()))
        .flatten();
    match other.and_then(|version| version.layout(layout.kind)) {
        Some(other) if !other.has_typed_form_of(layout) => Err(Error::new(Code::LayoutVersion)),
        _ => has_typed_form(layout).map(drop),
    }
}

/// Whether a row's own CSV version names its layout, which is all that other languages use.
pub(super) fn tells_layout(row: &Row<'_>) -> Result<()> {
    same_layout(row)?;
    let layout = row.layout();
    let told = || row.text(0).ok().and_then(|text| to_half_width(&text));
    let is_told = layout.places.is_empty() || told().is_some_and(|version| version == layout.version.value());
    if is_told { Ok(()) } else { Err(Error::new(Code::LayoutVersion)) }
}

/// The layout of a version for the struct's kind; an error where the version does not have the kind, or
/// the struct does not have all of its fields.
pub(super) fn layout_of<T: TypedRow>(version: Version) -> Result<&'static Layout> {
    has_typed_form(version.layout(T::KIND).ok_or_else(|| Error::new(Code::LayoutVersion))?)
}

/// Adds a cell to a row that is to be the table's.
fn add(own: &mut OwnRow, content: Content<'_>, table: &Table) -> Result<()> {
    match content {
        Content::Text(text) => own.push(&text),
        Content::Bytes(encoding, bytes) if encoding == table.encoding() => own.push_bytes(bytes),
        Content::Bytes(..) => {
            return Err(Error::new(Code::Unmappable).with_detail("a cell has bytes that are not valid text"));
        }
    }
    Ok(())
}

/// Shows what is to be written for each column of the row.
pub(super) fn contents<T: TypedRow>(row: &T, show: &mut dyn FnMut(Content<'_>) -> Result<()>) -> Result<()> {
    let rest = row.rest();
    let layout = layout_of::<T>(rest.version)?;
    // How many columns are written: the missing ones are not, unless they were given a value.
    let (mut field, mut filled, mut result) = (0, 0, Ok(()));
    if rest.missing > 0 || !layout.places.is_empty() {
        row.visit(&mut |cell| {
            if !cell.content().is_empty() {
                match layout.place(field) {
                    Some(column) => filled = filled.max(column + 1),
                    None => {
                        let what = format!("{} has no such field", layout.version.value());
                        result = Err(Error::new(Code::LayoutVersion).with_detail(what));
                    }
                }
            }
            field += 1;
        });
        result?;
    }
    let width = filled.max(layout.fields.len().saturating_sub(rest.missing));
    let (mut field, mut result) = (0, Ok(()));
    row.visit(&mut |cell| {
        if layout.place(field).is_some_and(|column| column < width) && result.is_ok() {
            result = show(cell.content());
        }
        field += 1;
    });
    result?;
    rest.surplus.iter().try_for_each(|cell| show(super::cell::AnyCell::content(cell)))
}

/// A row with its CSV version and constants set.
pub(super) fn blank<T: TypedRow>(layout: &'static Layout) -> T {
    let mut table = Table::of(layout, Encoding::Cp932);
    table.push();
    let row = Row::new(&table, &table.rows[0]);
    T::read(&mut Cells::new(row, &mut Decoded::default()))
}
