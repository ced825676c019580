//! Evidence for an inspector: exported into a folder, and checked offline.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_job, cpl_trust, cpl_verification};
use crate::job;
use cplink::Result;
use cplink::evidence::{self, Evidence, Scope};
use cplink::keys::UnixTime;
use std::path::Path;

/// Verified messages and receipts, for an export.
pub struct cpl_evidence(Handle<Evidence>);

pub(crate) fn new(trust: &cpl_trust) -> Result<cpl_evidence> {
    let evidence = Evidence::new(trust.0.read()?.clone(), UnixTime::now());
    Ok(cpl_evidence(Handle::new(evidence)))
}

pub(crate) fn add_receipt(evidence: &cpl_evidence, receipt: &[u8]) -> Result<()> {
    evidence.0.write()?.add_receipt(receipt)?;
    Ok(())
}

pub(crate) fn add_container(evidence: &cpl_evidence, path: &str, job: Option<&cpl_job>) -> Result<()> {
    let mut evidence = evidence.0.write()?;
    job::run(job, |job| evidence.add_container(Path::new(path), job))?;
    Ok(())
}

pub(crate) fn set_office_name(evidence: &cpl_evidence, office_number: &str, name: &str) -> Result<()> {
    evidence.0.write()?.set_office_name(office_number, name)
}

pub(crate) fn export(
    evidence: &cpl_evidence,
    folder: &str,
    scope: &str,
    job: Option<&cpl_job>,
) -> Result<cpl_verification> {
    let scope: Scope = scope.parse()?;
    let evidence = evidence.0.read()?;
    let exported = job::run(job, |job| evidence.export(Path::new(folder), scope, job))?;
    Ok(cpl_verification::from(exported))
}

pub(crate) fn verify(folder: &str, trust: Option<&cpl_trust>, job: Option<&cpl_job>) -> Result<cpl_verification> {
    let trust = match trust {
        Some(trust) => Some(trust.0.read()?.clone()),
        None => None,
    };
    let now = UnixTime::now();
    let report = job::run(job, |job| evidence::verify(Path::new(folder), trust.as_ref(), now, job))?;
    Ok(cpl_verification::from(report.exported))
}
