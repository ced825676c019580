//! A sending unit.

use cplink::bundle::{self, Address, Serial};
use cplink::client::Checked;
use cplink::progress::Job;

use super::table::Table;
use super::{Result, border, finding, guarded};
use crate::room::Handle;

pub(super) struct Bundle(pub(super) Handle<bundle::Bundle>);

pub(super) fn new_bundle(from: &str, from_type: &str, to: &str, to_type: &str, serial: &str) -> Result<Box<Bundle>> {
    guarded(|| {
        let (from, to) = (Address::new(from, from_type)?, Address::new(to, to_type)?);
        Ok(Box::new(Bundle(Handle::new(bundle::Bundle::new(from, to, Serial::new(serial)?)))))
    })
}

impl Bundle {
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
