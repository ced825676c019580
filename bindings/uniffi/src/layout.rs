//! The layouts, as far as Python needs them without the generated rows.

use cplink::spec::{self, Kind, ServiceType};

use crate::failure::{Failure, Result, misuse};

/// A layout.
#[derive(uniffi::Record)]
pub struct Layout {
    /// The kind's name, such as `UPPLAN`.
    pub kind: String,
    /// The document's name of the file.
    pub name_ja: String,
    /// The CSV version.
    pub version: String,
    /// The field ids, in order.
    pub fields: Vec<String>,
}

/// All layouts of the current version.
#[uniffi::export]
pub fn layouts() -> Vec<Layout> {
    spec::layouts().iter().copied().map(of_layout).collect()
}

/// The codes of all service types that the standard has.
#[uniffi::export]
pub fn service_types() -> Vec<String> {
    ServiceType::ALL.iter().map(|service| service.code.to_owned()).collect()
}

pub(crate) fn of_layout(layout: &spec::Layout) -> Layout {
    Layout {
        kind: layout.kind.name().to_owned(),
        name_ja: layout.name_ja.to_owned(),
        version: layout.version.value().to_owned(),
        fields: layout.fields.iter().map(|field| field.id.to_owned()).collect(),
    }
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
