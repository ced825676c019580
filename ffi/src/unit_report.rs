//! What a check found.

use crate::generated::handles::{cpl_files, cpl_findings};
use cplink::client::Checked;

/// What a check found. Never changes: any number of threads may read it.
pub struct cpl_unit_report {
    pub(crate) kind: Option<&'static str>,
    pub(crate) findings: cpl_findings,
    pub(crate) files: cpl_files,
}

impl cpl_unit_report {
    pub(crate) fn new(checked: Checked) -> Self {
        let Checked { contents, report } = checked;
        Self {
            kind: report.unit_kind.map(|unit| unit.token()),
            findings: report.all_findings().collect(),
            files: cpl_files::new(contents.files, report.files),
        }
    }
}
