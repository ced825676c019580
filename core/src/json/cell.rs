//! One cell.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::record::Row;
use crate::text::{self, Encoding};

const TEXT: &str = "text";

/// The content of a cell.
pub(crate) enum CellJson<'a> {
    /// Text that is written again with the same bytes.
    Text(Cow<'a, str>),
    /// Bytes, and their text where they have one.
    Bytes(Encoding, Cow<'a, [u8]>, Option<Cow<'a, str>>),
}

/// The encoding's name in JSON.
pub(super) fn token(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Cp932 => "cp932",
        Encoding::Utf8 => "utf8",
    }
}

/// The encoding of a name.
pub(super) fn encoding_of(token: &str) -> Option<Encoding> {
    match token {
        "cp932" => Some(Encoding::Cp932),
        "utf8" => Some(Encoding::Utf8),
        _ => None,
    }
}

impl<'a> CellJson<'a> {
    /// A cell of a row. Its text represents it only if it is written with the same bytes.
    pub(super) fn of(row: &Row<'a>, column: usize) -> Self {
        let (bytes, encoding) = (row.bytes(column), row.encoding(column));
        match row.text(column) {
            Err(_) => Self::Bytes(encoding, bytes, None),
            Ok(text) if bytes.is_ascii() || encoding == Encoding::Utf8 || is_exact(&text, &bytes) => Self::Text(text),
            Ok(text) => Self::Bytes(encoding, bytes, Some(text)),
        }
    }
}

fn is_exact(text: &str, bytes: &[u8]) -> bool {
    let (mut out, mut substituted) = (Vec::with_capacity(bytes.len()), false);
    text::encode(text, &mut out, |_| substituted = true).is_ok() && !substituted && out == bytes
}

impl Serialize for CellJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(encoding, bytes, text) => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry(token(*encoding), &base16ct::lower::encode_string(bytes))?;
                if let Some(text) = text {
                    map.serialize_entry(TEXT, text)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for CellJson<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl CellVisitor {
    fn text<E>(text: impl Into<String>) -> Result<CellJson<'static>, E> {
        Ok(CellJson::Text(Cow::Owned(text.into())))
    }
}

impl<'de> Visitor<'de> for CellVisitor {
    type Value = CellJson<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, an integer, null or an object with bytes")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Self::text(text)
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Self::text(text)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Self::text(number.to_string())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Self::text(number.to_string())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Self::text("")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            let value: String = map.next_value()?;
            match encoding_of(&key) {
                Some(encoding) if found.is_none() => {
                    let bytes =
                        base16ct::mixed::decode_vec(&value).map_err(|_| A::Error::custom("not hexadecimal digits"))?;
                    found = Some((encoding, bytes));
                }
                None if key == TEXT => {}
                _ => return Err(A::Error::custom("bytes are one of cp932 and utf8")),
            }
        }
        let (encoding, bytes) = found.ok_or_else(|| A::Error::custom("an object without bytes"))?;
        Ok(CellJson::Bytes(encoding, Cow::Owned(bytes), None))
    }
}
