//! Rows of one CSV version as rows of another, tables as JSON, and rows read as the standard means them.

use std::sync::Arc;

use cplink::interpret;
use cplink::json;
use cplink::record::Table as Records;
use cplink::translate;
use cplink_values as values;

use crate::failure::{Result, unpoisoned};
use crate::generated::{Difference, Remark, ResultsComparison, differences, remarks};
use crate::layout::{kind, version_of};
use crate::number::signed;
use crate::table::Table;

/// Rows of another version.
#[derive(uniffi::Record)]
pub struct Translated {
    /// The rows.
    pub table: Arc<Table>,
    /// What became of their fields.
    pub remarks: Vec<Remark>,
}

fn places(rows: Vec<usize>) -> Vec<i64> {
    rows.into_iter().map(signed).collect()
}

#[uniffi::export]
impl Table {
    /// An empty table of a kind in a CSV version; in the current one if none is given.
    #[uniffi::constructor]
    pub fn new(kind_name: String, version: Option<String>) -> Result<Arc<Self>> {
        let kind = kind(&kind_name)?;
        Ok(Self::of(match version {
            Some(version) => Records::with_version(kind, version_of(&version)?)?,
            None => Records::new(kind),
        }))
    }

    /// The table of a file's JSON.
    #[uniffi::constructor]
    pub fn from_json(json: String) -> Result<Arc<Self>> {
        Ok(Self::of(json::read_table(json.as_bytes())?))
    }

    /// The version whose layout the rows follow.
    pub fn version(&self) -> Result<String> {
        self.with(|records| Ok(records.version().value().to_owned()))
    }

    /// The rows as rows of another version.
    pub fn translate(&self, version: String) -> Result<Translated> {
        let to = version_of(&version)?;
        self.with(|records| {
            let translated = translate::table(records, to)?;
            let remarks = remarks(values::Remarks::from(translated.remarks));
            Ok(Translated { table: Self::of(translated.table), remarks })
        })
    }

    /// The table's JSON.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        self.with(|records| Ok(json::write_table(records)))
    }

    /// The rows' JSON.
    pub fn json(&self) -> Result<Vec<u8>> {
        self.with(|records| Ok(json::rows(records)))
    }

    /// Adds the rows of a JSON text, all of them or none.
    pub fn add_json(&self, json: String) -> Result<()> {
        Ok(json::add_rows(&mut *unpoisoned(self.lock().write())?, json.as_bytes())?)
    }

    /// The rows of an office.
    pub fn own_rows(&self, office: String, service_type: Option<String>) -> Result<Vec<i64>> {
        self.with(|records| Ok(places(interpret::own_rows(records, &office, service_type.as_deref())?)))
    }

    /// The rows that count.
    pub fn monthly_once(&self, codes: Vec<String>) -> Result<Vec<i64>> {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        self.with(|records| Ok(places(interpret::monthly_once(records, &codes)?)))
    }

    /// With every blank from above written out.
    pub fn fill_down(&self) -> Result<Arc<Self>> {
        self.with(|records| Ok(Self::of(interpret::fill_down(records)?.0)))
    }

    /// What a newer table changed.
    pub fn compare(&self, new_table: Arc<Self>) -> Result<Vec<Difference>> {
        let newer = new_table.with(|records| Ok(records.clone()))?;
        self.with(|records| {
            let compared = interpret::compare(records, &newer)?;
            Ok(differences(values::Differences::from(compared.differences)))
        })
    }

    /// What of the plan was done by its results.
    pub fn compare_results(&self, results: Arc<Self>, monthly: Vec<String>) -> Result<ResultsComparison> {
        let monthly: Vec<&str> = monthly.iter().map(String::as_str).collect();
        let results = results.with(|records| Ok(records.clone()))?;
        let compared = self.with(|records| Ok(interpret::compare_tables(&[records], &[&results], &monthly)?))?;
        Ok(values::ResultsComparison::from(compared).into())
    }
}
