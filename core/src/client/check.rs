//! `check`: what the standard says of a bundle, and the error code that a refusal to send gets.

use super::Client;
use crate::bundle::Bundle;
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Rule, Severity};
use crate::progress::Job;
use crate::rules::{self, Report};

impl Client {
    /// Checks a bundle as `send` does, without sending.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::FileRead`], [`Code::Cancelled`]; faults of the files are findings.
    pub fn check(&self, bundle: &Bundle, job: &mut Job<'_>) -> Result<Report> {
        rules::check(bundle, job)
    }
}

/// The error for findings that forbid sending. Where one rule alone stands in the way of the whole
/// unit, the error has that rule's own code.
pub(super) fn refusal(findings: Vec<Finding>) -> Error {
    let code = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .find_map(|finding| code(finding.rule()))
        .unwrap_or(Code::CheckFailed);
    Error::new(code).with_findings(findings)
}

fn code(rule: Rule) -> Option<Code> {
    Some(match rule {
        Rule::NameGrammar => Code::FileName,
        Rule::NameKind => Code::FileKind,
        Rule::UnitSerialMixed => Code::UnitSerial,
        Rule::UnitOfficesMixed => Code::UnitOffices,
        Rule::UnitSetUnknown | Rule::UnitMonthMixed => Code::UnitSet,
        Rule::UnitSameOffice => Code::SameOffice,
        Rule::UnitAttachmentType => Code::AttachmentKind,
        Rule::UnitAttachmentName | Rule::UnitDuplicateName => Code::AttachmentName,
        _ => return None,
    })
}
