//! `check`: whether a unit follows the standard, and the error code of a refusal to send.

use super::Client;
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Rule, Severity};
use crate::keys::is_office_number;
use crate::progress::Job;
use crate::rules::{self, UnitReport};
use crate::unit::{Unit, UnitContents};

/// A unit that was read and checked.
#[derive(Debug)]
pub struct Checked {
    /// What was read.
    pub contents: UnitContents,
    /// The findings about it.
    pub report: UnitReport,
}

impl Checked {
    /// Reads and checks a unit.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::FileRead`], [`Code::Cancelled`]; faults of the files are findings.
    pub fn of(unit: &Unit, job: &mut Job<'_>) -> Result<Self> {
        Self::of_office(unit, None, job)
    }

    /// Reads and checks a unit as the office of this number, which sends it or got it: one that is for other offices
    /// has the finding [`Rule::UnitNotAddressed`].
    ///
    /// # Errors
    /// As [`of`](Self::of); [`Code::OfficeNumber`] where it is no such number.
    pub fn of_office(unit: &Unit, office: Option<&str>, job: &mut Job<'_>) -> Result<Self> {
        if office.is_some_and(|office| !is_office_number(office)) {
            return Err(Error::new(Code::OfficeNumber));
        }
        let contents = UnitContents::read(unit, job)?;
        let report = rules::check_as(&contents, office, job)?;
        Ok(Self { contents, report })
    }
}

impl Client {
    /// Checks a unit as this client's office, without sending: as [`send`](Self::send) does, or before a unit that came
    /// another way is imported.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::FileRead`], [`Code::Cancelled`]; faults of the files are findings.
    pub fn check(&self, unit: &Unit, job: &mut Job<'_>) -> Result<Checked> {
        Checked::of_office(unit, Some(self.office_number()), job)
    }
}

/// Rules that alone prevent sending the whole unit, each with its own code; the first cause first, since
/// one fault brings others along: a file of another serial makes the set one that is not known.
const CAUSES: &[(Rule, Code)] = &[
    (Rule::NameGrammar, Code::FileName),
    (Rule::NamePartCount, Code::FileName),
    (Rule::NamePartMonth, Code::FileName),
    (Rule::NamePartOffice, Code::FileName),
    (Rule::NamePartServiceType, Code::FileName),
    (Rule::NamePartSerial, Code::FileName),
    (Rule::NamePartBranch, Code::FileName),
    (Rule::NameShortForm, Code::FileName),
    (Rule::NameKind, Code::FileKind),
    (Rule::UnitSerialMixed, Code::UnitSerial),
    (Rule::UnitOfficesMixed, Code::UnitOffices),
    (Rule::UnitSameOffice, Code::SameOffice),
    (Rule::UnitAttachmentType, Code::AttachmentKind),
    (Rule::UnitAttachmentEnding, Code::AttachmentKind),
    (Rule::UnitAttachmentJson, Code::AttachmentKind),
    (Rule::UnitAttachmentEmpty, Code::AttachmentKind),
    (Rule::UnitAttachmentName, Code::AttachmentName),
    (Rule::UnitAttachmentInvisible, Code::AttachmentName),
    (Rule::UnitAttachmentReserved, Code::AttachmentName),
    (Rule::UnitCopySurplus, Code::UnitSet),
    (Rule::UnitDuplicateName, Code::AttachmentName),
    (Rule::UnitSetUnknown, Code::UnitSet),
    (Rule::UnitFileMissing, Code::UnitSet),
    (Rule::UnitFileSurplus, Code::UnitSet),
    (Rule::UnitMonthMixed, Code::UnitSet),
];

/// The error for findings that forbid sending.
pub(super) fn refusal(findings: Vec<Finding>) -> Error {
    let forbids =
        |rule: Rule| findings.iter().any(|finding| finding.rule() == rule && finding.severity() == Severity::Error);
    let cause = CAUSES.iter().find(|(rule, _)| forbids(*rule));
    Error::new(cause.map_or(Code::CheckFailed, |(_, code)| *code)).with_findings(findings)
}
