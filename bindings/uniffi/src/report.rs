//! What a check says: how the records with tables are made.

use cplink::client::Checked;
use cplink::rules::FileReport;
use cplink::unit::FileContents;
use cplink_values as values;

use crate::generated::{CsvFile, UnitReport, findings};
use crate::table::Table;

impl From<Checked> for UnitReport {
    fn from(Checked { contents, report }: Checked) -> Self {
        let all: values::Findings = report.all_findings().collect();
        Self {
            kind: report.unit_kind.map(|unit| unit.token().to_owned()),
            findings: findings(all),
            files: contents.files.into_iter().zip(report.files).map(CsvFile::from).collect(),
        }
    }
}

impl From<(FileContents, FileReport)> for CsvFile {
    fn from((file, report): (FileContents, FileReport)) -> Self {
        let found: values::Findings = report.findings.iter().collect();
        Self {
            kind: file.kind().map(|kind| kind.name().to_owned()),
            name: file.file,
            version: file.version,
            table: file.table.map(Table::of),
            findings: findings(found),
        }
    }
}
