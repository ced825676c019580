//! What may be in a typed cell.

use std::borrow::Cow;

use super::Text;
use crate::text;

/// A type of value. Its canonical form is the one text that is written for it.
pub trait CellValue: Sized {
    /// The value whose canonical form these bytes are, where they are ASCII.
    fn exact(bytes: &[u8]) -> Option<Self>;

    /// The value of another form of it in half-width characters, like `000163` for 163.
    fn lenient(half_width: &str) -> Option<Self> {
        Self::exact(half_width.as_bytes())
    }

    /// The value that a text which is no canonical ASCII form means.
    fn from_text(text: &str) -> Option<Self> {
        Self::lenient(&text::to_half_width(text)?)
    }

    /// The value of a text that is no canonical ASCII form, and whether the text is its canonical form.
    #[doc(hidden)]
    fn from_decoded(text: &Text) -> (Option<Self>, bool) {
        let value = Self::from_text(text);
        let is_canonical = value.as_ref().is_some_and(|value| value.text() == text.as_str());
        (value, is_canonical)
    }

    /// The canonical form; empty only for an empty text.
    fn text(&self) -> Cow<'_, str>;
}

/// Digits as a number; the callers have seen how many there are.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

/// Serde and Display of a value by its canonical form.
macro_rules! as_text {
    ($type:ty) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&$crate::typed::CellValue::text(self))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$crate::typed::CellValue::text(self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::typed::CellValue>::exact(text.as_bytes())
                    .or_else(|| <Self as $crate::typed::CellValue>::from_text(&text))
                    .ok_or_else(|| serde::de::Error::custom(concat!("not a value of ", stringify!($type))))
            }
        }
    };
}
pub(super) use as_text;

impl CellValue for Text {
    fn exact(bytes: &[u8]) -> Option<Self> {
        Self::of_ascii(bytes)
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn from_decoded(text: &Text) -> (Option<Self>, bool) {
        (Some(text.clone()), true)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

as_text!(Text);
