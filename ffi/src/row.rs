//! One row as text.

use crate::boundary::{Handle, OutNumbers, OutText};
use crate::layout::wrong;
use cplink::error::At;
use cplink::json;
use cplink::record::Row;
use cplink::spec::Layout;
use cplink::{Code, Error, Result};

/// A copy of one row as UTF-8 text, to be filled by `cpl_table_row` again and again.
pub struct cpl_row(pub(crate) Handle<RowText>);

/// The items of a row one behind the other: one buffer, so that a host takes a row in one call.
#[derive(Default)]
pub(crate) struct RowText {
    layout: Option<&'static Layout>,
    text: String,
    /// Where each item begins, and at last where the text ends.
    offsets: Vec<u32>,
    /// Columns whose bytes are no text.
    undecodable: Vec<usize>,
}

impl RowText {
    pub(crate) fn fill(&mut self, layout: &'static Layout, row: Row<'_>) {
        self.layout = Some(layout);
        self.text.clear();
        self.offsets.clear();
        self.undecodable.clear();
        for column in 0..row.len() {
            // A file is shorter than 256 MiB and its text at most twice as long.
            self.offsets.push(self.text.len() as u32);
            match row.text(column) {
                Ok(text) => self.text.push_str(&text),
                Err(_) => self.undecodable.push(column),
            }
        }
        self.offsets.push(self.text.len() as u32);
    }

    fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The text of a 0-based column; empty where the row has no such column.
    fn item(&self, column: usize) -> Result<&str> {
        if self.undecodable.contains(&column) {
            return Err(undecodable(column));
        }
        let Some(&[from, to]) = self.offsets.get(column..).and_then(|rest| rest.get(..2)) else { return Ok("") };
        Ok(&self.text[from as usize..to as usize])
    }
}

fn undecodable(column: usize) -> Error {
    let at = At { item_number: u16::try_from(column + 1).ok(), ..At::default() };
    Error::new(Code::Undecodable).with_at(at)
}

pub(crate) fn new() -> Result<cpl_row> {
    Ok(cpl_row(Handle::new(RowText::default())))
}

pub(crate) fn len(row: &cpl_row) -> Result<usize> {
    Ok(row.0.read()?.len())
}

pub(crate) fn get(row: &cpl_row, field: &str, text: OutText<'_>) -> Result<()> {
    let row = row.0.read()?;
    let column = row.layout.and_then(|layout| layout.index(field)).ok_or_else(|| wrong("no such field"))?;
    text.put(row.item(column)?);
    Ok(())
}

pub(crate) fn get_number(row: &cpl_row, number: u32, text: OutText<'_>) -> Result<()> {
    let column = (number as usize).checked_sub(1).ok_or_else(|| wrong("items count from 1"))?;
    text.put(row.0.read()?.item(column)?);
    Ok(())
}

pub(crate) fn texts(row: &cpl_row, text: OutText<'_>, offsets: OutNumbers<'_>) -> Result<()> {
    let row = row.0.read()?;
    if let Some(column) = row.undecodable.first() {
        return Err(undecodable(*column));
    }
    text.put(&row.text);
    offsets.put_ends(&row.offsets);
    Ok(())
}

pub(crate) fn json(row: &cpl_row) -> Result<Vec<u8>> {
    let row = row.0.read()?;
    let layout = row.layout.ok_or_else(|| wrong("the row holds nothing"))?;
    let items = (0..row.len()).map(|column| row.item(column).map(str::to_owned)).collect::<Result<Vec<_>>>()?;
    Ok(json::row_of_texts(layout, items))
}
