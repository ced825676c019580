//! The layouts, as far as Python needs them without the generated rows.

use cplink::spec::{self, Kind, ServiceType, Version};
use cplink::unit::FileName;
use cplink::{Code, Error, interpret, translate};

use crate::failure::{Failure, Result, misuse};

/// A kind of file in a CSV version.
#[derive(uniffi::Record)]
pub struct Layout {
    /// The kind's name in the standard.
    pub name_ja: String,
    /// The ids of the items, in order.
    pub fields: Vec<String>,
    /// Their names in the standard.
    pub names_ja: Vec<String>,
}

/// The CSV versions, oldest first.
#[uniffi::export]
pub fn versions() -> Vec<String> {
    Version::ALL.iter().map(|version| version.value().to_owned()).collect()
}

/// The names of all kinds of file.
#[uniffi::export]
pub fn kinds() -> Vec<String> {
    spec::layouts().iter().map(|layout| layout.kind.name().to_owned()).collect()
}

/// The layout of a kind in a CSV version; in the current one if none is given.
#[uniffi::export]
pub fn layout(kind_name: String, version: Option<String>) -> Result<Layout> {
    let kind = kind(&kind_name)?;
    let layout = match version {
        Some(version) => version_of(&version)?.layout(kind).ok_or_else(|| Error::new(Code::LayoutVersion))?,
        None => spec::layout(kind),
    };
    Ok(Layout {
        name_ja: layout.name_ja.to_owned(),
        fields: layout.fields.iter().map(|field| field.id.to_owned()).collect(),
        names_ja: layout.fields.iter().map(|field| field.name_ja.to_owned()).collect(),
    })
}

/// Whether two texts of a field mean the same.
#[uniffi::export]
pub fn same_meaning(kind_name: String, field: String, one: String, other: String) -> Result<bool> {
    let known = spec::layout(kind(&kind_name)?).field(&field);
    let field = known.ok_or_else(|| no_field(&kind_name, &field))?;
    Ok(interpret::means_the_same(field, &one, &other))
}

/// The name of a file in another version.
#[uniffi::export]
pub fn file_name(
    version: String,
    name: String,
    sender_type: Option<String>,
    receiver_type: Option<String>,
) -> Result<String> {
    let name = FileName::parse(&name).name.ok_or_else(|| Error::new(Code::FileName))?;
    let to = version_of(&version)?;
    Ok(translate::file_name(&name, to, sender_type.as_deref(), receiver_type.as_deref())?.to_string())
}

/// The codes of all service types that the standard has.
#[uniffi::export]
pub fn service_types() -> Vec<String> {
    ServiceType::ALL.iter().map(|service| service.code.to_owned()).collect()
}

pub(crate) fn version_of(value: &str) -> Result<Version> {
    Ok(Version::parse(value).ok_or_else(|| Error::new(Code::LayoutVersion))?)
}

pub(crate) fn kind(name: &str) -> Result<Kind> {
    Kind::parse(name).ok_or_else(|| {
        let name = shown(name);
        misuse(format!("no such kind of file: {name}"), format!("ファイル種別 {name} はありません。"))
    })
}

/// A field that a kind does not have.
pub(crate) fn no_field(kind: &str, field: &str) -> Failure {
    let field = shown(field);
    misuse(format!("{kind} has no field {field}"), format!("{kind} に項目 {field} はありません。"))
}

/// A name that looks like one of ours is no value of a record; any other is not repeated.
fn shown(name: &str) -> &str {
    let is_name = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    if is_name && !name.is_empty() { name } else { "…" }
}
