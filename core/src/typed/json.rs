//! Typed rows as JSON: an object of field id → text as in the file, empty text for an empty cell.
//!
//! A row that does not have the layout's columns also has `columns` (how many of them it has) or
//! `surplus` (the texts of those behind). Bytes that are no text are an object of the encoding and
//! hexadecimal digits. On the way in, `null` and integers are taken as cells too; a field that is
//! not named stands as in a new row.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cell::Content;
use super::decoded::Decoded;
use super::fields::Cells;
use super::row::{TypedRow, blank, contents, ids};
use crate::record::{Row, RowData, Table, Value};
use crate::text::Encoding;

const COLUMNS: &str = "columns";
const SURPLUS: &str = "surplus";

/// One cell's JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Json {
    Text(String),
    Integer(i64),
    Bytes(Bytes),
    Empty(()),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Bytes {
    Cp932(String),
    Utf8(String),
}

impl From<Content<'_>> for Json {
    fn from(content: Content<'_>) -> Self {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match content {
            Content::Text(text) => Self::Text(text.into_owned()),
            Content::Bytes(Encoding::Cp932, bytes) => Self::Bytes(Bytes::Cp932(hex(bytes))),
            Content::Bytes(Encoding::Utf8, bytes) => Self::Bytes(Bytes::Utf8(hex(bytes))),
        }
    }
}

impl Json {
    /// The cell, and the encoding where it matters; `None` where the digits are no hexadecimal ones.
    fn into_value(self) -> Option<(Value, Option<Encoding>)> {
        let text = |text| Some((Value::Text(text), None));
        let bytes = |digits: &str, encoding| Some((Value::Bytes(unhex(digits)?), Some(encoding)));
        match self {
            Self::Text(value) => text(value),
            Self::Integer(value) => text(value.to_string()),
            Self::Empty(()) => text(String::new()),
            Self::Bytes(Bytes::Cp932(digits)) => bytes(&digits, Encoding::Cp932),
            Self::Bytes(Bytes::Utf8(digits)) => bytes(&digits, Encoding::Utf8),
        }
    }
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.as_bytes().chunks_exact(2).map(|pair| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8)).collect()
}

pub(super) fn serialize<T: TypedRow, S: Serializer>(row: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut cells: Vec<Json> = Vec::new();
    contents(row, &mut |content| {
        cells.push(content.into());
        Ok(())
    })
    .map_err(serde::ser::Error::custom)?;
    let width = ids(T::KIND).len();
    let surplus = if cells.len() > width { cells.split_off(width) } else { Vec::new() };
    let mut map = serializer.serialize_map(None)?;
    for (id, cell) in ids(T::KIND).zip(&cells) {
        map.serialize_entry(id, cell)?;
    }
    if cells.len() < width {
        map.serialize_entry(COLUMNS, &cells.len())?;
    }
    if !surplus.is_empty() {
        map.serialize_entry(SURPLUS, &surplus)?;
    }
    map.end()
}

pub(super) fn deserialize<'de, T: TypedRow, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(RowVisitor(PhantomData))
}

struct RowVisitor<T>(PhantomData<T>);

impl<'de, T: TypedRow> Visitor<'de> for RowVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of the fields of {}", T::KIND.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut values = Vec::new();
        contents(&blank::<T>(), &mut |content| {
            values.push(content.into_value());
            Ok(())
        })
        .map_err(A::Error::custom)?;
        let width = values.len();
        let mut encodings = Vec::new();
        let (mut columns, mut named) = (width, 0);
        let mut surplus: Vec<Json> = Vec::new();
        let mut cell = |json: Json| {
            let (value, encoding) = json.into_value().ok_or_else(|| A::Error::custom("not hexadecimal digits"))?;
            encodings.extend(encoding);
            Ok(value)
        };
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                COLUMNS => columns = map.next_value()?,
                SURPLUS => surplus = map.next_value()?,
                id => match ids(T::KIND).position(|each| each == id) {
                    Some(column) => {
                        values[column] = cell(map.next_value()?)?;
                        named = named.max(column + 1);
                    }
                    None => {
                        return Err(A::Error::custom(format_args!("{} has no field `{id}`", T::KIND.name())));
                    }
                },
            }
        }
        if columns < width && surplus.is_empty() {
            // A field that was named is never cut off.
            values.truncate(columns.max(named));
        }
        for json in surplus {
            values.push(cell(json)?);
        }
        let encoding = encodings.first().copied().unwrap_or_default();
        if encodings.iter().any(|other| *other != encoding) {
            return Err(A::Error::custom("bytes of two encodings in one row"));
        }
        let mut table = Table::read(T::KIND, encoding, Vec::new());
        table.rows.push(RowData::Own(values));
        let row = Row::new(&table, &table.rows[0]);
        Ok(T::read(&mut Cells::new(row, &mut Decoded::default())))
    }
}
