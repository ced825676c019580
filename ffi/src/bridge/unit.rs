//! A sending unit.

use cplink::client::Checked;
use cplink::progress::Job;
use cplink::unit::{self, Address, Serial};

use super::table::Table;
use super::{Result, border, finding, guarded};
use crate::boundary::Handle;

pub(super) struct Unit(pub(super) Handle<unit::Unit>);

pub(super) fn new_unit(from: &str, from_type: &str, to: &str, to_type: &str, serial: &str) -> Result<Box<Unit>> {
    guarded(|| {
        let (from, to) = (Address::new(from, from_type)?, Address::new(to, to_type)?);
        Ok(Box::new(Unit(Handle::new(unit::Unit::new(from, to, Serial::new(serial)?)))))
    })
}

impl Unit {
    pub(super) fn set_subject(&self, subject: &str) -> Result<()> {
        guarded(|| {
            self.0.write()?.set_subject(subject);
            Ok(())
        })
    }

    pub(super) fn add_csv(&self, name: &str, csv: &[u8]) -> Result<()> {
        guarded(|| {
            self.0.write()?.add_csv(name, csv);
            Ok(())
        })
    }

    pub(super) fn add_table(&self, table: &Table) -> Result<Vec<border::Finding>> {
        guarded(|| Ok(finding::copied(&self.0.write()?.add_table(&*table.rows.read()?)?)))
    }

    pub(super) fn add_attachment(&self, name: &str, content: &[u8]) -> Result<()> {
        guarded(|| {
            self.0.write()?.add_attachment(name, content.to_vec());
            Ok(())
        })
    }

    pub(super) fn check(&self) -> Result<Vec<border::Finding>> {
        guarded(|| {
            let checked = Checked::of(&*self.0.read()?, &mut Job::new())?;
            Ok(finding::copied(&checked.report.all_findings().cloned().collect::<Vec<_>>()))
        })
    }
}
