//! Many rows as texts in one piece.

use crate::boundary::{OutNumbers, OutText};
use crate::layout::wrong;
use cplink::typed::Texts;
use cplink::{Code, Error, Result};

/// The cells of some rows, each as the number of its text, and the texts; `ffi/api/texts.toml` says how they are read.
pub struct cpl_texts(pub(crate) Texts);

pub(crate) fn text(texts: &cpl_texts, text: OutText<'_>, offsets: OutNumbers<'_>) -> Result<()> {
    let (all, begins) = texts.0.text();
    text.put(all);
    offsets.put_ends(begins);
    Ok(())
}

pub(crate) fn cells(texts: &cpl_texts, numbers: OutNumbers<'_>) -> Result<()> {
    numbers.put(texts.0.cells());
    Ok(())
}

pub(crate) fn rows(texts: &cpl_texts, numbers: OutNumbers<'_>) -> Result<()> {
    numbers.put_ends(texts.0.starts());
    Ok(())
}

/// The cells of a row that comes in: text and offsets, as `cpl_row_texts` gives them.
pub(crate) fn row_of<'a>(text: &'a [u8], offsets: &[u32]) -> Result<Vec<&'a str>> {
    let text = std::str::from_utf8(text).map_err(|_| Error::new(Code::NotUtf8).with_detail("text"))?;
    let cell = |pair: &[u32]| text.get(pair[0] as usize..pair[1] as usize).ok_or_else(|| wrong("offsets"));
    offsets.windows(2).map(cell).collect()
}
