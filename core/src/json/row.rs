//! One row.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cell::CellJson;
use crate::record::{OwnRow, Row, Table};
use crate::spec::{Kind, Layout, Version, layout};
use crate::text::Encoding;

const COLUMNS: &str = "columns";
const SURPLUS: &str = "surplus";
const VERSION: &str = "version";

/// A row's cells, to be written as an object.
pub(crate) struct Members<'a> {
    pub(crate) layout: &'static Layout,
    pub(crate) cells: Vec<CellJson<'a>>,
    /// Whether the object must name the layout, since its CSV version does not.
    pub(crate) tell_version: bool,
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let width = self.layout.fields.len();
        let mut map = serializer.serialize_map(None)?;
        for (field, cell) in self.layout.fields.iter().zip(&self.cells) {
            map.serialize_entry(field.id, cell)?;
        }
        if self.tell_version {
            map.serialize_entry(VERSION, self.layout.version.value())?;
        }
        if self.cells.len() < width {
            map.serialize_entry(COLUMNS, &self.cells.len())?;
        } else if self.cells.len() > width {
            map.serialize_entry(SURPLUS, &self.cells[width..])?;
        }
        map.end()
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = (0..self.len()).map(|column| CellJson::of(self, column)).collect();
        Members { layout: self.layout(), cells, tell_version: false }.serialize(serializer)
    }
}

/// A row as an object has it.
#[derive(Default)]
pub(crate) struct Entry {
    fields: Vec<(String, CellJson<'static>)>,
    columns: Option<usize>,
    surplus: Vec<CellJson<'static>>,
    version: Option<String>,
}

impl Entry {
    /// The layout that the object itself names.
    pub(crate) fn layout(&self, kind: Kind) -> &'static Layout {
        let csv_version = || match self.fields.iter().find(|(id, _)| id == "csv_version") {
            Some((_, CellJson::Text(text))) => Some(&**text),
            _ => None,
        };
        let told = self.version.as_deref().or_else(csv_version).and_then(Version::parse);
        told.and_then(|version| version.layout(kind)).unwrap_or_else(|| layout(kind))
    }

    /// The row's cells by a layout, and the encoding of those that are bytes; an English text says what
    /// is wrong.
    pub(crate) fn into_row(self, layout: &Layout) -> Result<(OwnRow, Option<Encoding>), String> {
        let mut own = Table::blank(layout);
        let (width, mut named, mut encoding) = (own.len(), 0, None);
        let mut put = |own: &mut OwnRow, column: usize, cell: CellJson<'static>| {
            match cell {
                CellJson::Text(text) => own.set(column, &text),
                CellJson::Bytes(other, ..) if encoding.is_some_and(|encoding| encoding != other) => {
                    return Err("bytes of two encodings".to_owned());
                }
                CellJson::Bytes(other, bytes, _) => {
                    encoding = Some(other);
                    own.set_bytes(column, &bytes);
                }
            }
            Ok(())
        };
        for (id, cell) in self.fields {
            let Some(column) = layout.index(&id) else {
                // A key that looks like a field's id is no value of a record.
                let shown = id.len() <= 40
                    && id.bytes().all(|byte| byte.is_ascii_lowercase() || b"_0123456789".contains(&byte));
                let shown = if shown { id.as_str() } else { "…" };
                return Err(format!("{} of {} has no field `{shown}`", layout.kind.name(), layout.version.value()));
            };
            put(&mut own, column, cell)?;
            named = named.max(column + 1);
        }
        if let Some(columns) = self.columns.filter(|columns| *columns < width && self.surplus.is_empty()) {
            // A field that was named is never cut off.
            own.truncate(columns.max(named));
        }
        for cell in self.surplus {
            let column = own.len();
            put(&mut own, column, cell)?;
        }
        Ok((own, encoding))
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        let mut entry = Entry::default();
        let mut seen = std::collections::HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom("a field is there twice"));
            }
            match key.as_str() {
                COLUMNS => entry.columns = Some(map.next_value()?),
                SURPLUS => entry.surplus = map.next_value()?,
                VERSION => entry.version = Some(map.next_value()?),
                _ => entry.fields.push((key, map.next_value()?)),
            }
        }
        Ok(entry)
    }
}
