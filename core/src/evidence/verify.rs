//! Checking an export: making it anew from its signed files, and comparing.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::export::Exported;
use super::facts::{Evidence, Scope};
use super::{AUTHORITIES, CHECK, CRLS, FORMAT, INDEX, STAMPS};
use crate::error::{At, Code, Error, Result};
use crate::keys::{Trust, UnixTime};
use crate::progress::Job;
use crate::seal::{Receipt, unix_time};

/// The largest small file of an export.
const MAX_SMALL: u64 = 64 << 20;
/// More files than any export has.
const MAX_FILES: usize = 1_000_000;

/// An export that holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verification {
    /// What it covers.
    pub scope: Scope,
    /// When it was made, as it says itself.
    pub made: UnixTime,
    /// Its messages and receipts, and what is not whole in the chain.
    pub exported: Exported,
    /// The SHA-256 of the authorities' certificates that it contains.
    pub authorities: Vec<[u8; 32]>,
    /// Whether everything was checked against authorities of the caller's own. If not, the export's
    /// own ones were taken for good: compare their digests with what the authority publishes.
    pub own_trust: bool,
}

#[derive(Deserialize)]
struct Index {
    format: String,
    made: String,
    scope: String,
}

/// Verifies the export in `folder`, offline: every signature, chain and digest, and that page and
/// index say what the signed files say. With `trust`, certificates must lead to the caller's own
/// authorities, too.
///
/// # Errors
/// [`Code::EvidenceFormat`] with the file's name where something is missing, surplus or changed; those
/// of containers and receipts; [`Code::FileRead`], [`Code::Cancelled`].
pub fn verify(folder: &Path, trust: Option<&Trust>, now: UnixTime, job: &mut Job<'_>) -> Result<Verification> {
    let index = small(folder, INDEX)?;
    let index: Index = serde_json::from_slice(&index).map_err(|_| changed(INDEX))?;
    let made = unix_time(&index.made).map_err(|_| changed(INDEX))?;
    let scope: Scope = index.scope.parse().map_err(|_| changed(INDEX))?;
    if index.format != FORMAT || made.as_secs() > now.as_secs().saturating_add(24 * 3600) {
        return Err(changed(INDEX));
    }
    let own = own_trust(folder, trust)?;
    let found = files(folder)?;
    // The caller's authorities first: a fault there is the graver one.
    if let Some(trust) = trust {
        collect(folder, &found, trust, made, job)?;
    }
    let evidence = collect(folder, &found, &own, made, job)?;
    let rendered = evidence.render(scope)?;
    let containers = rendered.containers.iter().map(|(name, _)| name);
    let wanted = |name: &String| rendered.small.contains_key(name) || containers.clone().any(|other| other == name);
    if let Some(name) = found.iter().find(|name| !wanted(name)) {
        return Err(changed(name));
    }
    for (name, bytes) in &rendered.small {
        job.check()?;
        if !found.contains(name) || small(folder, name)? != *bytes {
            return Err(changed(name));
        }
    }
    for (name, _) in &rendered.containers {
        if !found.contains(name) {
            return Err(changed(name));
        }
    }
    Ok(Verification {
        scope,
        made,
        exported: rendered.exported.clone(),
        authorities: own.certificates().iter().map(|certificate| Receipt::digest(certificate)).collect(),
        own_trust: trust.is_some(),
    })
}

/// The authorities and lists that the export contains.
fn own_trust(folder: &Path, trust: Option<&Trust>) -> Result<Trust> {
    let spoiled = |name: &'static str| move |_| changed(name);
    let mut own = Trust::from_pem(&small(folder, AUTHORITIES)?).map_err(spoiled(AUTHORITIES))?;
    if folder.join(CRLS).exists() {
        own = own.with_pem(&small(folder, CRLS)?).map_err(spoiled(CRLS))?;
    }
    if folder.join(STAMPS).exists() {
        let stamps = Trust::from_pem(&small(folder, STAMPS)?).map_err(spoiled(STAMPS))?;
        own = own.with_stamp_authorities(stamps);
    }
    Ok(match trust {
        Some(trust) => own.with_profile(trust.profile().clone()),
        None => own,
    })
}

fn collect(folder: &Path, found: &[String], trust: &Trust, made: UnixTime, job: &mut Job<'_>) -> Result<Evidence> {
    let mut evidence = Evidence::new(trust.clone(), made);
    for name in found.iter().filter(|name| name.starts_with("receipts/")) {
        job.check()?;
        evidence.add_receipt(&small(folder, name)?).map_err(|error| error.with_at(At::file(name)))?;
    }
    for name in found.iter().filter(|name| name.starts_with("receipts/") && !evidence.unrecorded().is_empty()) {
        if evidence.unrecorded().contains(&Receipt::of_file(&small(folder, name)?)?) {
            return Err(Error::new(Code::CertRevoked).with_at(At::file(name)));
        }
    }
    for name in found.iter().filter(|name| name.starts_with("messages/")) {
        let id = evidence.add_container(&folder.join(name), job).map_err(|error| match error.at().file {
            Some(_) => error,
            None => error.with_at(At::file(name)),
        })?;
        if *name != format!("messages/{id}.asice") {
            return Err(changed(name));
        }
    }
    Ok(evidence)
}

/// All files below the folder, by their names with `/`. The folders that the page's own commands make are
/// passed over.
fn files(folder: &Path) -> Result<Vec<String>> {
    let (mut names, mut folders) = (Vec::new(), vec![(folder.to_owned(), String::new())]);
    while let Some((path, prefix)) = folders.pop() {
        let unreadable = |error| Error::path(Code::FileRead, &path, error);
        for entry in fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_str().map(|name| format!("{prefix}{name}"));
            let name =
                name.ok_or_else(|| Error::new(Code::EvidenceFormat).with_detail("a file's name is not UTF-8"))?;
            if !entry.file_type().map_err(unreadable)?.is_dir() {
                names.push(name);
            } else if name.matches('/').count() >= 2 && !name.starts_with(CHECK) {
                return Err(changed(&name));
            } else if !name.starts_with(CHECK) {
                folders.push((entry.path(), format!("{name}/")));
            }
            if names.len() + folders.len() > MAX_FILES {
                return Err(Error::new(Code::EvidenceFormat).with_detail("too many files"));
            }
        }
    }
    names.sort();
    Ok(names)
}

fn small(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path: PathBuf = folder.join(name);
    let unreadable = |error| Error::path(Code::FileRead, &path, error);
    let length = fs::metadata(&path).map_err(unreadable)?.len();
    if length > MAX_SMALL {
        return Err(changed(name));
    }
    fs::read(&path).map_err(unreadable)
}

fn changed(name: &str) -> Error {
    Error::new(Code::EvidenceFormat).with_at(At::file(name))
}
