//! Typed rows as JSON: the form of [`crate::json`].

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cell::Content;
use super::decoded::Decoded;
use super::fields::Cells;
use super::row::{TypedRow, contents, has_typed_form, layout_of};
use crate::json::{CellJson, Entry, Members};
use crate::record::{Row, Table};
use crate::spec::Version;

pub(super) fn serialize<T: TypedRow, S: Serializer>(row: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let layout = layout_of::<T>(row.version()).map_err(serde::ser::Error::custom)?;
    let mut cells: Vec<CellJson<'static>> = Vec::new();
    contents(row, &mut |content| {
        cells.push(match content {
            Content::Text(text) => CellJson::Text(text.into_owned().into()),
            Content::Bytes(encoding, bytes) => CellJson::Bytes(encoding, bytes.to_vec().into(), None),
        });
        Ok(())
    })
    .map_err(serde::ser::Error::custom)?;
    let told =
        cells.first().is_some_and(|cell| matches!(cell, CellJson::Text(text) if *text == layout.version.value()));
    let tell_version = !told && layout.version != Version::CURRENT;
    Members { layout, cells, tell_version }.serialize(serializer)
}

pub(super) fn deserialize<'de, T: TypedRow, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let entry = Entry::deserialize(deserializer)?;
    let layout = has_typed_form(entry.layout(T::KIND)).map_err(D::Error::custom)?;
    let (own, encoding) = entry.into_row(layout).map_err(D::Error::custom)?;
    let mut table = Table::of(layout, encoding.unwrap_or_default());
    table.add(own);
    let row = Row::new(&table, &table.rows[0]);
    Ok(T::read(&mut Cells::new(row, &mut Decoded::default())))
}
