//! A cell of text: free text and identifiers, of which any text is a value.

use std::borrow::Cow;

use super::value::CellValue;

impl CellValue for String {
    fn exact(bytes: &[u8]) -> Option<Self> {
        if bytes.is_ascii() { std::str::from_utf8(bytes).ok().map(str::to_owned) } else { None }
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}
