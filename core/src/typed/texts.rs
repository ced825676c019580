//! Many rows as texts in one piece: what typed rows in other languages are made from.

use std::ops::Range;

use super::row::{same_kind, tells_layout};
use crate::error::{Code, Error, Result};
use crate::record::{OwnRow, Row, Table};
use crate::spec::{Kind, Layout, Version, layout as newest};
use crate::text::{self, Encoding};

/// Takes the place of bytes that are not valid text.
const REPLACEMENT: &str = "\u{FFFD}";

/// How many texts are remembered at once; a power of two.
const SLOTS: usize = 4096;

/// The cells of some rows, each as the number of its text. The same few texts are in row after row:
/// most are listed once, so that a host decodes and reads them once. Text 0 is the empty one; bytes
/// that are no text show U+FFFD.
#[derive(Debug, Default)]
pub struct Texts {
    text: String,
    offsets: Vec<u32>,
    cells: Vec<u32>,
    starts: Vec<u32>,
}

impl Texts {
    /// The texts one behind the other, and where each begins: one offset more than there are texts.
    pub fn text(&self) -> (&str, &[u32]) {
        (&self.text, &self.offsets)
    }

    /// The number of each cell's text, row after row.
    pub fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// Where each row's cells begin: one more than there are rows.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The texts in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.offsets.windows(2).map(|pair| &self.text[pair[0] as usize..pair[1] as usize])
    }

    fn end(&mut self) -> Result<()> {
        self.offsets.push(number(self.text.len())?);
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<u32> {
        let at = number(self.offsets.len() - 1)?;
        self.text.push_str(text);
        self.end()?;
        Ok(at)
    }

    fn add_bytes(&mut self, encoding: Encoding, bytes: &[u8]) -> Result<u32> {
        match text::decode(encoding, bytes) {
            Ok(text) => self.add(&text),
            Err(_) => self.add(REPLACEMENT),
        }
    }
}

/// Texts seen lately, by their bytes.
struct Seen<'a>(Vec<(&'a [u8], Encoding, u32)>);

impl<'a> Seen<'a> {
    fn cell(&mut self, encoding: Encoding, bytes: &'a [u8], texts: &mut Texts) -> Result<u32> {
        if bytes.is_empty() {
            return Ok(0);
        }
        let Some(slot) = self.0.get_mut(slot(bytes)) else { return texts.add_bytes(encoding, bytes) };
        if slot.0 != bytes || slot.1 != encoding {
            *slot = (bytes, encoding, texts.add_bytes(encoding, bytes)?);
        }
        Ok(slot.2)
    }
}

/// Where bytes are looked for: any spread will do, what is not found is listed once more.
fn slot(bytes: &[u8]) -> usize {
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), 0),
    };
    let mixed = (first ^ last.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - SLOTS.trailing_zeros())) as usize
}

fn number(count: usize) -> Result<u32> {
    u32::try_from(count).map_err(|_| Error::new(Code::TooLarge))
}

impl Table {
    /// The cells of these rows, as far as there are any.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the table is not of `kind`, [`Code::LayoutVersion`] where the CSV
    /// version of a row does not name the layout it is in, [`Code::TooLarge`] over 4 GiB of text.
    pub fn texts(&self, kind: Kind, rows: Range<usize>) -> Result<Texts> {
        same_kind(self.kind(), kind)?;
        let end = rows.end.min(self.len());
        let rows = rows.start.min(end)..end;
        let mut texts = Texts::default();
        let width = self.layout().fields.len();
        texts.cells.reserve(rows.len().saturating_mul(width));
        texts.starts.reserve(rows.len() + 1);
        texts.starts.push(0);
        texts.end()?;
        texts.end()?;
        let mut seen = Seen(vec![(&[], Encoding::Cp932, 0); SLOTS]);
        for row in self.rows().skip(rows.start).take(rows.len()) {
            tells_layout(&row)?;
            add_row(&mut texts, &mut seen, row)?;
        }
        Ok(texts)
    }

    /// Adds a row of these texts, as many as there are; returns its 0-based index.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a row without a column, [`Code::LayoutVersion`] where its CSV version
    /// has other columns than the table's.
    pub fn push_texts(&mut self, cells: &[&str]) -> Result<usize> {
        fits(self.layout(), cells)?;
        Ok(self.add(OwnRow::of(cells)))
    }

    /// Puts these texts in the place of a row's. Cells that say what they said ([`Table::texts`]) stay as
    /// they were read, and so does a row in which nothing changed.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such row, and for a row without a column;
    /// [`Code::LayoutVersion`] where its CSV version has other columns than the table's.
    pub fn set_texts(&mut self, index: usize, cells: &[&str]) -> Result<()> {
        fits(self.layout(), cells)?;
        let row = self.row(index).ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such row"))?;
        let mut changed = cells.len() != row.len();
        let mut own = OwnRow::with_capacity(cells.len());
        for (column, text) in cells.iter().enumerate() {
            let same = column < row.len() && row.text(column).as_deref().unwrap_or(REPLACEMENT) == *text;
            changed |= !same;
            if same && row.encoding(column) == self.encoding() {
                own.push_bytes(&row.bytes(column));
            } else {
                own.push(text);
            }
        }
        if changed {
            self.replace(index, own);
        }
        Ok(())
    }
}

fn add_row<'a>(texts: &mut Texts, seen: &mut Seen<'a>, row: Row<'a>) -> Result<()> {
    if let Some(cells) = row.cells() {
        let encoding = row.encoding(0);
        for (column, span) in cells.iter().enumerate() {
            let cell = if span.is_escaped() {
                texts.add_bytes(encoding, &row.bytes(column))?
            } else {
                seen.cell(encoding, span.bytes(), texts)?
            };
            texts.cells.push(cell);
        }
    } else {
        for column in 0..row.len() {
            let bytes = row.bytes(column);
            let cell = if bytes.is_empty() { 0 } else { texts.add_bytes(row.encoding(column), &bytes)? };
            texts.cells.push(cell);
        }
    }
    texts.starts.push(number(texts.cells.len())?);
    Ok(())
}

/// Whether the cells can be a row of the layout: other languages' rows have the layout of their own CSV
/// version, the current one's where that is not known.
fn fits(layout: &Layout, cells: &[&str]) -> Result<()> {
    let Some(first) = cells.first() else {
        return Err(Error::new(Code::InvalidArgument).with_detail("a row has a column"));
    };
    let version = text::to_half_width(first).and_then(|version| Version::parse(&version));
    let own = version.and_then(|version| version.layout(layout.kind)).unwrap_or_else(|| newest(layout.kind));
    if own.has_typed_form_of(layout) { Ok(()) } else { Err(Error::new(Code::LayoutVersion)) }
}
