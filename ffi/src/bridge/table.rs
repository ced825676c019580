//! The rows of one file.

use cplink::record;

use super::{Result, border, finding, guarded};
use crate::boundary::Handle;
use crate::generated::handles::{cpl_findings, cpl_table};
use crate::layout::wrong;
use crate::table;

pub(super) struct Table {
    pub(super) rows: cpl_table,
    findings: cpl_findings,
}

pub(super) fn read_csv(kind: &str, csv: &[u8]) -> Result<Box<Table>> {
    guarded(|| {
        let (rows, findings) = table::read(kind, csv)?;
        Ok(Box::new(Table { rows, findings }))
    })
}

pub(super) fn new_table(kind: &str) -> Result<Box<Table>> {
    guarded(|| Ok(Box::new(Table { rows: table::new(kind, None)?, findings: cpl_findings::from_iter([]) })))
}

impl Table {
    pub(super) fn new(rows: record::Table, findings: cpl_findings) -> Self {
        Self { rows: cpl_table(Handle::new(rows)), findings }
    }

    pub(super) fn findings(&self) -> Result<Vec<border::Finding>> {
        guarded(|| Ok(finding::copied(self.findings.clone())))
    }

    pub(super) fn rows(&self) -> Result<usize> {
        guarded(|| table::len(&self.rows))
    }

    pub(super) fn get(&self, row: usize, field: &str) -> Result<String> {
        guarded(|| {
            let rows = self.rows.0.read()?;
            let row = rows.row(row).ok_or_else(|| wrong("no such row"))?;
            Ok(row.get(field).ok_or_else(|| wrong("no such field"))?.into_owned())
        })
    }

    pub(super) fn set(&self, row: usize, field: &str, text: &str) -> Result<()> {
        guarded(|| table::set(&self.rows, row, field, text))
    }

    pub(super) fn add_row(&self) -> Result<usize> {
        guarded(|| table::push(&self.rows))
    }

    pub(super) fn to_csv(&self) -> Result<Vec<u8>> {
        guarded(|| Ok(table::write(&self.rows, false)?.0))
    }
}
