//! The rows of one file.

use cplink::convert::{self, CsvStyle};
use cplink::finding::Finding;
use cplink::record;

use super::{Result, border, finding, guarded};
use crate::boundary::Handle;
use crate::layout::{kind_of, wrong};

pub(super) struct Table {
    pub(super) rows: Handle<record::Table>,
    findings: Vec<Finding>,
}

pub(super) fn read_csv(kind: &str, csv: &[u8]) -> Result<Box<Table>> {
    guarded(|| {
        let read = convert::read(kind_of(kind)?, csv)?;
        Ok(Box::new(Table::new(read.table, read.findings)))
    })
}

pub(super) fn new_table(kind: &str) -> Result<Box<Table>> {
    guarded(|| Ok(Box::new(Table::new(record::Table::new(kind_of(kind)?), Vec::new()))))
}

impl Table {
    pub(super) fn new(rows: record::Table, findings: Vec<Finding>) -> Self {
        Self { rows: Handle::new(rows), findings }
    }

    pub(super) fn findings(&self) -> Result<Vec<border::Finding>> {
        guarded(|| Ok(finding::copied(&self.findings)))
    }

    pub(super) fn rows(&self) -> Result<usize> {
        guarded(|| Ok(self.rows.read()?.len()))
    }

    pub(super) fn get(&self, row: usize, field: &str) -> Result<String> {
        guarded(|| {
            let rows = self.rows.read()?;
            let row = rows.row(row).ok_or_else(|| wrong("no such row"))?;
            Ok(row.get(field).ok_or_else(|| wrong("no such field"))?.into_owned())
        })
    }

    pub(super) fn set(&self, row: usize, field: &str, text: &str) -> Result<()> {
        guarded(|| self.rows.write()?.set(row, field, text))
    }

    pub(super) fn add_row(&self) -> Result<usize> {
        guarded(|| Ok(self.rows.write()?.push()))
    }

    pub(super) fn to_csv(&self) -> Result<Vec<u8>> {
        guarded(|| Ok(convert::write(&*self.rows.read()?, CsvStyle::Canonical)?.0))
    }
}
