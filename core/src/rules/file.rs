//! One file: its name, its bytes, and whether they agree.

use crate::bundle::{FileName, NameKind};
use crate::convert::{ReadFile, read};
use crate::error::Result;
use crate::finding::{Finding, Rule};
use crate::record::Table;
use crate::spec::Kind;

/// What is known of one CSV file.
#[derive(Debug)]
pub struct FileReport {
    /// The name as given.
    pub file: String,
    /// The name taken apart, where that could be done.
    pub name: Option<FileName>,
    /// The first record's CSV version.
    pub version: Option<String>,
    /// The rows; `None` where the kind is not known.
    pub table: Option<Table>,
    /// What is to be said of it.
    pub findings: Vec<Finding>,
}

impl FileReport {
    /// The kind, where the name tells it.
    pub fn kind(&self) -> Option<Kind> {
        self.table.as_ref().map(Table::kind)
    }
}

/// Checks a CSV file on its own.
///
/// # Errors
/// [`Code::TooLarge`](crate::Code::TooLarge).
pub fn file(file: &str, bytes: impl Into<Vec<u8>>) -> Result<FileReport> {
    let parsed = FileName::parse(file);
    let mut findings: Vec<Finding> = parsed.rules.iter().copied().map(Finding::new).collect();
    let (mut table, mut version) = (None, None);
    if let Some(NameKind::Csv(kind)) = parsed.kind {
        let ReadFile { table: read_table, version: read_version, findings: more } = read(kind, bytes)?;
        findings.extend(more);
        if let Some(month) = parsed.name.as_ref().and_then(|name| name.month.as_deref()) {
            name_month(&read_table, month, &mut findings);
        }
        (table, version) = (Some(read_table), read_version);
    }
    Ok(FileReport {
        file: file.to_owned(),
        name: parsed.name,
        version,
        table,
        findings: findings.into_iter().map(|finding| finding.in_file(file)).collect(),
    })
}

/// The month of every row is that of the name. A month that is none has had its own finding.
fn name_month(table: &Table, month: &str, findings: &mut Vec<Finding>) {
    let Some(column) = table.layout().month else { return };
    let field = &table.layout().fields[column];
    for (index, row) in table.rows().enumerate() {
        let bytes = row.bytes(column);
        let well_formed = bytes.len() == 6
            && bytes.iter().all(u8::is_ascii_digit)
            && (bytes.as_ref() == b"000000" || matches!(&bytes[4..], [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']));
        if well_formed && bytes.as_ref() != month.as_bytes() {
            findings.push(Finding::new(Rule::NameMonth).at_row(index as u64 + 1).at_field(
                field.number,
                field.id,
                field.name_ja,
            ));
        }
    }
}
