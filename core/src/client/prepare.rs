//! What is done before a message is sealed: the checks that forbid sending it, and its draft.

use std::path::{Path, PathBuf};

use super::send_options::SendOptions;
use super::{Checked, Client, check};
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Severity};
use crate::progress::Job;
use crate::relay::Capabilities;
use crate::seal::{Draft, Limits, MAX_SUBJECT, header_of, is_line, is_reason, parts_of};
use crate::unit::{Address, Unit};

/// A message that may be sent, not sealed yet.
pub(crate) struct Prepared {
    pub(crate) draft: Draft,
    pub(super) to: Address,
    /// The findings, warnings too.
    pub(crate) findings: Vec<Finding>,
    /// The unit's own that were overridden: a relay may refuse it for them.
    overridden: Vec<Finding>,
}

impl Client {
    /// Checks a unit and makes its message, without the relay.
    pub(super) fn prepare(&self, unit: &Unit, options: &SendOptions, job: &mut Job<'_>) -> Result<Prepared> {
        Prepared::of(unit, &self.office, options.override_reason.as_deref(), &self.limits, job)
    }
}

impl Prepared {
    /// Checks a unit of this office as it is checked before it is sent, and makes its message.
    pub(crate) fn of(
        unit: &Unit,
        office: &str,
        reason: Option<&str>,
        limits: &Limits,
        job: &mut Job<'_>,
    ) -> Result<Self> {
        lines(unit, reason)?;
        if unit.from().office() != office {
            let offices = format!("certificate {office}, sender {}", unit.from().office());
            return Err(Error::new(Code::CertOffice).with_detail(offices));
        }
        let checked = Checked::of_office(unit, Some(office), job)?;
        let report = &checked.report;
        let findings: Vec<Finding> = report.all_findings().cloned().collect();
        if report.has_error() && reason.is_none() {
            return Err(check::refusal(findings));
        }
        // A reason without a fault would change the id for nothing.
        let reason = reason.filter(|_| report.has_error()).map(str::to_owned);
        let message = header_of(unit, &checked.contents, report.unit_kind, reason)?;
        let overridden: Vec<Finding> = report.findings.iter().filter(|each| is_error(each)).cloned().collect();
        drop(checked);
        let draft = Draft::prepare(message, parts_of(unit)?, limits, job)?;
        Ok(Self { draft, to: unit.to().clone(), findings, overridden })
    }

    /// Where its container lies in the folder that keeps it.
    pub(super) fn place(&self, keep: &Path) -> PathBuf {
        keep.join(self.draft.id().container_name())
    }

    /// Refuses what the relay has said that it does not take, with the code of its refusal, before anything is
    /// signed or sent.
    pub(super) fn taken_by(&self, relay: &Capabilities) -> Result<()> {
        taken_by(relay, &self.draft).map_err(|error| error.with_findings(self.overridden.clone()))
    }
}

fn taken_by(relay: &Capabilities, draft: &Draft) -> Result<()> {
    let message = draft.message();
    let lists = |list: &Option<Vec<String>>, wanted: &str| {
        list.as_ref().is_none_or(|list| list.iter().any(|own| own == wanted))
    };
    let refused = |detail| Err(Error::new(Code::RelayFileSet).with_detail(detail));
    if message.csv_version.as_ref().is_some_and(|version| !lists(&relay.csv_versions, version)) {
        return refused("the relay does not take files of this CSV version");
    }
    if !lists(&relay.kinds, &message.kind) {
        return refused("the relay does not take messages of this kind");
    }
    let most = usize::try_from(relay.limits.container_entries).unwrap_or(usize::MAX);
    if draft.part_count() > most || draft.least_size() > relay.limits.container_bytes {
        return Err(too_large_for_relay());
    }
    Ok(())
}

/// What people have typed is one line.
fn lines(unit: &Unit, reason: Option<&str>) -> Result<()> {
    if !is_line(unit.subject(), MAX_SUBJECT) {
        return Err(Error::new(Code::Subject));
    }
    match reason {
        Some(reason) if !is_reason(reason, MAX_SUBJECT) => Err(Error::new(Code::Reason)),
        _ => Ok(()),
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity() == Severity::Error
}

pub(super) fn too_large_for_relay() -> Error {
    Error::new(Code::RelayTooLarge).with_detail("over the limits that the relay has announced")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::unit::Serial;

    #[test]
    fn unit_table_and_part_share_the_bytes_of_a_file() {
        let office = |number| Address::new(number, "43").unwrap();
        let serial = Serial::new("20251023094512").unwrap();
        let mut unit = Unit::new(office("9970000012"), office("9970000111"), serial);
        let bytes: Arc<[u8]> = Arc::from(b"202407,990010,0000000101,202510,9970000111,11\r\n".as_slice());
        unit.add_csv("DLTJSK_202510_9970000012_43_9970000111_43_20251023094512.CSV", Arc::clone(&bytes));
        let checked = Checked::of(&unit, &mut Job::new()).unwrap();
        let parts = parts_of(&unit).unwrap();
        let table = checked.contents.files[0].table.as_ref().unwrap();
        assert_eq!(table.row(0).unwrap().bytes(1).as_ref(), b"990010");
        // Ours, the unit's, the table's, the part's: one block of memory.
        assert_eq!(Arc::strong_count(&bytes), 4);
        assert_eq!(table.row(0).unwrap().raw().unwrap().as_ptr(), bytes.as_ptr());
        drop((unit, checked, parts));
        assert_eq!(Arc::strong_count(&bytes), 1);
    }
}
