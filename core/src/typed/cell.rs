//! One typed cell.

use std::borrow::Cow;
use std::fmt;

use super::Text;
use super::decoded::Decoded;
use super::value::CellValue;
use crate::text::Encoding;

/// One cell of a typed row: empty, a value, or what was in the file in another form than the one
/// that would be written for its value.
#[derive(Clone, PartialEq, Eq)]
pub struct Cell<T>(State<T>);

#[derive(Clone, PartialEq, Eq)]
enum State<T> {
    Empty,
    Value(T),
    // Rare, so out of the way: rows stay small.
    Kept(Box<Kept<T>>),
}

#[derive(Clone, PartialEq, Eq)]
struct Kept<T> {
    value: Option<T>,
    original: Original,
}

#[derive(Clone, PartialEq, Eq)]
enum Original {
    Text(Text),
    /// Bytes that are no text of the encoding.
    Bytes(Encoding, Vec<u8>),
}

/// What is written for a cell.
pub enum Content<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes that are no text of the encoding.
    Bytes(Encoding, &'a [u8]),
}

impl Content<'_> {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl<T: CellValue> Cell<T> {
    /// A cell with nothing in it.
    pub const EMPTY: Self = Self(State::Empty);

    /// The value. `None` where the cell is empty, or its text is not a value of the type: see
    /// [`Cell::text`].
    pub fn get(&self) -> Option<&T> {
        match &self.0 {
            State::Empty => None,
            State::Value(value) => Some(value),
            State::Kept(kept) => kept.value.as_ref(),
        }
    }

    /// The value where there is one, taken out of a cell that is no longer needed.
    pub fn into_value(self) -> Option<T> {
        match self.0 {
            State::Empty => None,
            State::Value(value) => Some(value),
            State::Kept(kept) => kept.value,
        }
    }

    /// The text as the row has it and as it is written; empty for an empty cell, `None` where its
    /// bytes are no text.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self.content() {
            Content::Text(text) => Some(text),
            Content::Bytes(..) => None,
        }
    }

    /// Sets the value: its canonical form will be written.
    pub fn set(&mut self, value: T) {
        *self = value.into();
    }

    /// Sets the text, which stays as it is whether or not it is a value of the type.
    pub fn set_text(&mut self, text: &str) {
        *self = match T::exact(text.as_bytes()) {
            _ if text.is_empty() => Self::EMPTY,
            Some(value) => Self(State::Value(value)),
            None => Self::read_text(&text.into()),
        };
    }

    /// Empties the cell.
    pub fn clear(&mut self) {
        self.0 = State::Empty;
    }

    /// Whether the cell is empty.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, State::Empty)
    }

    /// Whether the cell is empty or has its value's canonical form.
    pub fn is_canonical(&self) -> bool {
        !matches!(self.0, State::Kept(_))
    }

    #[inline]
    pub(super) fn read(bytes: &[u8], encoding: Encoding, column: usize, decoded: &mut Decoded) -> Self {
        if bytes.is_empty() {
            return Self::EMPTY;
        }
        match T::exact(bytes) {
            Some(value) => Self(State::Value(value)),
            None => match decoded.text(column, encoding, bytes) {
                Some(text) => Self::read_text(text),
                None => Self::kept(None, Original::Bytes(encoding, bytes.to_vec())),
            },
        }
    }

    fn read_text(text: &Text) -> Self {
        match T::from_decoded(text) {
            (Some(value), true) => Self(State::Value(value)),
            (value, _) => Self::kept(value, Original::Text(text.clone())),
        }
    }

    fn kept(value: Option<T>, original: Original) -> Self {
        Self(State::Kept(Box::new(Kept { value, original })))
    }
}

impl<T> Default for Cell<T> {
    fn default() -> Self {
        Self(State::Empty)
    }
}

impl<T: CellValue> From<T> for Cell<T> {
    fn from(value: T) -> Self {
        // The empty text is the empty cell.
        if value.text().is_empty() { Self::EMPTY } else { Self(State::Value(value)) }
    }
}

impl<T: CellValue> From<Option<T>> for Cell<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::EMPTY, Self::from)
    }
}

impl From<&str> for Cell<Text> {
    fn from(text: &str) -> Self {
        Text::from(text).into()
    }
}

impl From<String> for Cell<Text> {
    fn from(text: String) -> Self {
        Text::from(text).into()
    }
}

impl<T> fmt::Debug for Cell<T> {
    // Never the value: it is health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            State::Empty => "Cell(empty)",
            State::Value(_) => "Cell(value)",
            State::Kept(_) => "Cell(kept)",
        })
    }
}

/// A cell of any type, to be written.
pub trait AnyCell {
    /// What is to be written.
    fn content(&self) -> Content<'_>;
}

impl<T: CellValue> AnyCell for Cell<T> {
    fn content(&self) -> Content<'_> {
        match &self.0 {
            State::Empty => Content::Text(Cow::Borrowed("")),
            State::Value(value) => Content::Text(value.text()),
            State::Kept(kept) => match &kept.original {
                Original::Text(text) => Content::Text(Cow::Borrowed(text)),
                Original::Bytes(encoding, bytes) => Content::Bytes(*encoding, bytes),
            },
        }
    }
}
