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
    /// The kind, where the name tells it.
    pub kind: Option<Kind>,
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
    /// What the name alone tells.
    pub(super) fn of_name(file: &str) -> Self {
        let parsed = FileName::parse(file);
        Self {
            file: file.to_owned(),
            kind: match parsed.kind {
                Some(NameKind::Csv(kind)) => Some(kind),
                _ => None,
            },
            name: parsed.name,
            version: None,
            table: None,
            findings: parsed.rules.into_iter().map(|rule| Finding::new(rule).in_file(file)).collect(),
        }
    }
}

/// Checks a CSV file on its own.
///
/// # Errors
/// [`Code::TooLarge`](crate::Code::TooLarge).
pub fn file(file: &str, bytes: impl Into<Vec<u8>>) -> Result<FileReport> {
    let mut report = FileReport::of_name(file);
    if let Some(kind) = report.kind {
        let ReadFile { table, version, mut findings } = read(kind, bytes)?;
        if let Some(name) = &report.name
            && name.is_third_edition() == table.version().has_service_types_in_names()
            && !table.is_empty()
        {
            let field = &table.layout().fields[0];
            findings.push(Finding::new(Rule::NameEdition).at_row(1).at_field(field.number, field.id, field.name_ja));
        }
        if let Some(month) = report.name.as_ref().and_then(|name| name.month.as_deref()) {
            name_month(&table, month, &mut findings);
        }
        report.findings.extend(findings.into_iter().map(|finding| finding.in_file(file)));
        (report.table, report.version) = (Some(table), version);
    }
    Ok(report)
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
