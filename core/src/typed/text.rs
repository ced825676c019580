//! A cell of text: free text and identifiers, of which any text is a value.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// How many bytes are stored in the value itself: every identifier of the layouts, and seven kanji.
const INLINE: usize = 22;

/// A text. A short one lies in the value itself: a row has a dozen numbers of offices and persons, and
/// none of them is worth an allocation. Use it as a `&str`.
#[derive(Clone)]
pub struct Text(Repr);

#[derive(Clone)]
enum Repr {
    /// Length and UTF-8 bytes.
    Inline(u8, [u8; INLINE]),
    /// Shared: the same name is in row after row.
    Heap(Arc<str>),
}

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // It was made from a str, so there is nothing to default to.
            Repr::Inline(length, bytes) => std::str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default(),
            Repr::Heap(text) => text,
        }
    }

    /// The text of ASCII bytes; `None` for others.
    #[inline]
    pub(super) fn of_ascii(bytes: &[u8]) -> Option<Self> {
        if !bytes.is_ascii() {
            return None;
        }
        match Self::inline(bytes) {
            Some(inline) => Some(Self(inline)),
            None => std::str::from_utf8(bytes).ok().map(Self::from),
        }
    }

    fn inline(bytes: &[u8]) -> Option<Repr> {
        let (mut inline, length) = ([0; INLINE], bytes.len());
        // Pieces of a fixed size, the last of which may lie over the one before, need no call.
        match length {
            0..4 => inline.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from),
            4..8 => {
                inline[..4].copy_from_slice(bytes.first_chunk::<4>()?);
                inline[length - 4..length].copy_from_slice(bytes.last_chunk::<4>()?);
            }
            8..=INLINE => {
                inline[..8].copy_from_slice(bytes.first_chunk::<8>()?);
                if length > 16 {
                    inline[8..16].copy_from_slice(bytes[8..].first_chunk::<8>()?);
                }
                inline[length - 8..length].copy_from_slice(bytes.last_chunk::<8>()?);
            }
            _ => return None,
        }
        Some(Repr::Inline(length as u8, inline))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Self::inline(text.as_bytes()).unwrap_or_else(|| Repr::Heap(text.into())))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Self::inline(text.as_bytes()).unwrap_or_else(|| Repr::Heap(text.into())))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other)
    }
}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_str() {
        for length in 0..40 {
            for text in ["a".repeat(length), "髙".repeat(length)] {
                let made = Text::from(text.as_str());
                assert_eq!(made.as_str(), text);
                assert_eq!(Text::from(text.clone()), made);
                assert_eq!(String::from(made), text);
            }
        }
        assert_eq!(size_of::<Text>(), 24);
        assert!(size_of::<super::super::Cell<Text>>() <= 24);
    }
}
