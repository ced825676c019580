//! A sending unit.

use cplink::client::Checked;
use cplink::progress::Job;

use super::table::Table;
use super::{Result, border, finding, guarded};
use crate::generated::handles::cpl_unit;
use crate::unit;

pub(super) struct Unit(pub(super) cpl_unit);

pub(super) fn new_unit(from: &str, from_type: &str, to: &str, to_type: &str, serial: &str) -> Result<Box<Unit>> {
    guarded(|| Ok(Box::new(Unit(unit::new(from, from_type, to, to_type, serial)?))))
}

impl Unit {
    pub(super) fn set_subject(&self, subject: &str) -> Result<()> {
        guarded(|| unit::set_subject(&self.0, subject))
    }

    pub(super) fn add_csv(&self, name: &str, csv: &[u8]) -> Result<()> {
        guarded(|| unit::add_csv(&self.0, name, csv))
    }

    pub(super) fn add_table(&self, table: &Table) -> Result<Vec<border::Finding>> {
        guarded(|| Ok(finding::copied(unit::add_table(&self.0, &table.rows)?)))
    }

    pub(super) fn add_attachment(&self, name: &str, content: &[u8]) -> Result<()> {
        guarded(|| unit::add_attachment(&self.0, name, content))
    }

    pub(super) fn check(&self) -> Result<Vec<border::Finding>> {
        guarded(|| {
            let unit = self.0.share();
            let checked = Checked::of(&*unit.read()?, &mut Job::new())?;
            Ok(finding::copied(checked.report.all_findings().collect()))
        })
    }
}
