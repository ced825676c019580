//! The rows of one file.

use std::fmt;

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use super::cell::{CellJson, encoding_of, token};
use super::row::{Entry, Members};
use super::wrong;
use crate::error::{At, Code, Error, Result};
use crate::record::Table;
use crate::spec::{Kind, Layout, Version, layout};
use crate::text::Encoding;

/// How many cells a JSON text may make beside four for each of its bytes: a row that names no field still
/// has all of them, and a text of `{},{},…` must not fill the memory.
pub const FREE_CELLS: usize = 1 << 20;

/// The most cells that are made of a JSON text.
pub(super) fn allowed(json: &[u8]) -> usize {
    FREE_CELLS.saturating_add(json.len().saturating_mul(4))
}

/// A file's rows with its name, where it has one.
pub struct FileJson {
    /// The name.
    pub name: Option<String>,
    /// The rows.
    pub table: Table,
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serialize(None, self, serializer)
    }
}

impl Serialize for FileJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serialize(self.name.as_deref(), &self.table, serializer)
    }
}

fn serialize<S: Serializer>(name: Option<&str>, table: &Table, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    if let Some(name) = name {
        map.serialize_entry("name", name)?;
    }
    map.serialize_entry("kind", table.kind().name())?;
    map.serialize_entry("version", table.version().value())?;
    if table.encoding() != Encoding::Cp932 {
        map.serialize_entry("encoding", token(table.encoding()))?;
    }
    map.serialize_entry("rows", &Rows(table))?;
    map.end()
}

struct Rows<'a>(&'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows())
    }
}

/// A file as an object has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileEntry {
    name: Option<String>,
    kind: String,
    version: Option<String>,
    encoding: Option<String>,
    rows: Vec<Entry>,
}

impl FileEntry {
    /// The file; `cells` is how many may still be made.
    pub(super) fn into_file(self, cells: &mut usize) -> Result<FileJson> {
        let Self { name, kind, version, encoding, rows } = self;
        let kind = Kind::parse(&kind).ok_or_else(|| Code::JsonForm.with_detail("no such kind of file"))?;
        let encoding = match encoding {
            None => Encoding::Cp932,
            Some(name) => {
                encoding_of(&name).ok_or_else(|| Code::JsonForm.with_detail("an encoding is cp932 or utf8"))?
            }
        };
        // A version that is not known has the current one's columns.
        let layout = match version.as_deref().and_then(Version::parse) {
            None => layout(kind),
            Some(version) => version.layout(kind).ok_or(Code::LayoutVersion)?,
        };
        let mut table = Table::of(layout, encoding);
        add(&mut table, rows, cells)?;
        Ok(FileJson { name, table })
    }
}

/// Adds rows; the caller takes back what was added before a fault.
fn add(table: &mut Table, rows: Vec<Entry>, cells: &mut usize) -> Result<()> {
    for (index, row) in rows.into_iter().enumerate() {
        let at = At { row: Some(index as u64 + 1), ..At::default() };
        let fault = |what: String| Error::new(Code::JsonForm).with_detail(what).with_at(at.clone());
        let (own, encoding) = row.into_row(table.layout()).map_err(fault)?;
        if encoding.is_some_and(|encoding| encoding != table.encoding()) {
            return Err(fault("bytes of another encoding than the file's".to_owned()));
        }
        *cells = cells.checked_sub(own.len()).ok_or(Code::TooLarge)?;
        table.add(own);
    }
    Ok(())
}

/// The rows alone, as an array.
pub fn rows(table: &Table) -> Vec<u8> {
    // Writing into memory fails for map keys that are no texts only: there are none.
    serde_json::to_vec(&Rows(table)).unwrap_or_default()
}

/// One row of these texts.
pub fn row_of_texts(layout: &'static Layout, texts: Vec<String>) -> Vec<u8> {
    let cells = texts.into_iter().map(|text| CellJson::Text(text.into())).collect();
    serde_json::to_vec(&Members { layout, cells, tell_version: false }).unwrap_or_default()
}

/// The file's JSON without a name.
pub fn write_table(table: &Table) -> Vec<u8> {
    serde_json::to_vec(table).unwrap_or_default()
}

/// The rows of a file's JSON.
///
/// # Errors
/// [`Code::JsonForm`] where it is not of the form, with the row; [`Code::LayoutVersion`] where the
/// version does not have the kind; [`Code::TooLarge`] over [`FREE_CELLS`] and four cells a byte.
pub fn read_table(json: &[u8]) -> Result<Table> {
    let file: FileEntry = serde_json::from_slice(json).map_err(|error| wrong(&error))?;
    Ok(file.into_file(&mut allowed(json))?.table)
}

/// Adds the rows of an object or an array of objects to a table: all of them or none.
///
/// # Errors
/// As [`read_table`].
pub fn add_rows(table: &mut Table, json: &[u8]) -> Result<()> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<Entry>),
        One(Entry),
    }
    let rows = match serde_json::from_slice(json).map_err(|error| wrong(&error))? {
        OneOrMany::Many(rows) => rows,
        OneOrMany::One(row) => vec![row],
    };
    let before = table.rows.len();
    let added = add(table, rows, &mut allowed(json));
    if added.is_err() {
        table.rows.truncate(before);
    }
    added
}

impl fmt::Debug for FileJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({:?})", self.table)
    }
}
