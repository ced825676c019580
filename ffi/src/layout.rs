//! What a host may ask of the record layouts.

use crate::boundary::at;
use cplink::interpret;
use cplink::spec::{Field, Kind, Layout, Version, layout, layouts};
use cplink::translate;
use cplink::unit::FileName;
use cplink::{Code, Error, Result};

pub(crate) fn kind_of(name: &str) -> Result<Kind> {
    Kind::parse(name).ok_or_else(|| wrong("no such kind of file"))
}

/// The 0-based column of a 1-based item number.
pub(crate) fn column_of(layout: &Layout, number: u32) -> Result<usize> {
    let column = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    column.filter(|column| *column < layout.fields.len()).ok_or_else(|| wrong("no such item number"))
}

/// The layout of a kind in a CSV version; in the current one if none is given.
fn layout_of(kind: &str, version: Option<&str>) -> Result<&'static Layout> {
    let kind = kind_of(kind)?;
    match version {
        Some(version) => version_of(version)?.layout(kind).ok_or_else(|| Error::new(Code::LayoutVersion)),
        None => Ok(layout(kind)),
    }
}

fn field_of(kind: &str, version: Option<&str>, number: u32) -> Result<&'static Field> {
    let layout = layout_of(kind, version)?;
    Ok(&layout.fields[column_of(layout, number)?])
}

pub(crate) fn version_of(value: &str) -> Result<Version> {
    Version::parse(value).ok_or_else(|| Error::new(Code::LayoutVersion))
}

pub(crate) fn wrong(what: &'static str) -> Error {
    Error::new(Code::InvalidArgument).with_detail(what)
}

pub(crate) fn versions_len() -> Result<usize> {
    Ok(Version::ALL.len())
}

pub(crate) fn version(index: usize) -> Result<&'static str> {
    Ok(at(Version::ALL, index, "version")?.value())
}

pub(crate) fn kinds_len() -> Result<usize> {
    Ok(layouts().len())
}

pub(crate) fn kind(index: usize) -> Result<&'static str> {
    Ok(at(layouts(), index, "kind of file")?.kind.name())
}

pub(crate) fn name_ja(kind: &str) -> Result<&'static str> {
    Ok(layout(kind_of(kind)?).name_ja)
}

pub(crate) fn fields_len(kind: &str, version: Option<&str>) -> Result<usize> {
    Ok(layout_of(kind, version)?.fields.len())
}

pub(crate) fn field_id(kind: &str, version: Option<&str>, number: u32) -> Result<&'static str> {
    Ok(field_of(kind, version, number)?.id)
}

pub(crate) fn field_name_ja(kind: &str, version: Option<&str>, number: u32) -> Result<&'static str> {
    Ok(field_of(kind, version, number)?.name_ja)
}

pub(crate) fn item_number(kind: &str, version: Option<&str>, field: &str) -> Result<u32> {
    let column = layout_of(kind, version)?.index(field).ok_or_else(|| wrong("no such field"))?;
    Ok(column as u32 + 1)
}

pub(crate) fn same_meaning(kind: &str, field: &str, one: &str, other: &str) -> Result<bool> {
    let field = layout_of(kind, None)?.field(field).ok_or_else(|| wrong("no such field"))?;
    Ok(interpret::means_the_same(field, one, other))
}

pub(crate) fn file_name(
    version: &str,
    name: &str,
    sender_type: Option<&str>,
    receiver_type: Option<&str>,
) -> Result<String> {
    let name = FileName::parse(name).name.ok_or_else(|| Error::new(Code::FileName))?;
    Ok(translate::file_name(&name, version_of(version)?, sender_type, receiver_type)?.to_string())
}
