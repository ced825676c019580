//! CSV versions: layouts, tables of a version, rows of one version as rows of another, JSON.

use std::sync::Arc;

use cplink::error::{Code, Error};
use cplink::json;
use cplink::record::Table as Records;
use cplink::spec::Version;
use cplink::translate;
use cplink::unit::FileName;

use crate::failure::Result;
use crate::layout::{Layout, kind, of_layout};
use crate::table::Table;

/// What became of a field in some rows.
#[derive(uniffi::Record)]
pub struct Remark {
    /// What was done.
    pub change: String,
    /// The field; `None` for surplus columns.
    pub field: Option<String>,
    /// What was done and why, in Japanese.
    pub message_ja: String,
    /// What was done and why, in English.
    pub message_en: String,
    /// The 1-based rows.
    pub rows: Vec<u64>,
}

/// Rows of another version.
#[derive(uniffi::Record)]
pub struct Translated {
    /// The rows.
    pub table: Arc<Table>,
    /// What became of their fields.
    pub remarks: Vec<Remark>,
}

fn version(value: &str) -> Result<Version> {
    Ok(Version::parse(value).ok_or_else(|| Error::new(Code::LayoutVersion))?)
}

/// The layouts of all versions, those of the current one last.
#[uniffi::export]
pub fn all_layouts() -> Vec<Layout> {
    Version::ALL.iter().flat_map(|version| version.layouts()).map(of_layout).collect()
}

/// An empty table of a version.
#[uniffi::export]
pub fn table_of_version(version_value: String, kind_name: String) -> Result<Arc<Table>> {
    Ok(Table::of(Records::with_version(kind(&kind_name)?, version(&version_value)?)?))
}

/// The table of a file's JSON.
#[uniffi::export]
pub fn table_from_json(text: String) -> Result<Arc<Table>> {
    Ok(Table::of(json::read_table(text.as_bytes())?))
}

/// The name of a file in another version.
#[uniffi::export]
pub fn name_of_version(
    name: String,
    version_value: String,
    sender_type: Option<String>,
    receiver_type: Option<String>,
) -> Result<String> {
    let name = FileName::parse(&name).name.ok_or_else(|| Error::new(Code::FileName))?;
    let to = version(&version_value)?;
    Ok(translate::file_name(&name, to, sender_type.as_deref(), receiver_type.as_deref())?.to_string())
}

#[uniffi::export]
impl Table {
    /// The version whose layout the rows follow.
    pub fn layout_version(&self) -> Result<String> {
        self.with(|records| Ok(records.version().value().to_owned()))
    }

    /// The rows as rows of another version.
    pub fn translate(&self, version_value: String) -> Result<Translated> {
        let to = version(&version_value)?;
        self.with(|records| {
            let translated = translate::table(records, to)?;
            let remark = |remark: &translate::Remark| Remark {
                change: remark.change().name().to_owned(),
                field: remark.field().map(|field| field.id.to_owned()),
                message_ja: remark.message_ja(),
                message_en: remark.message_en(),
                rows: remark.rows().to_vec(),
            };
            let remarks = translated.remarks.iter().map(remark).collect();
            Ok(Translated { table: Self::of(translated.table), remarks })
        })
    }

    /// The table's JSON.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        self.with(|records| Ok(json::write_table(records)))
    }
}
