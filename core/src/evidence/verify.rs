//! Checking an export: making it anew from its signed files, and comparing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::alike::Alike;
use super::export::{Exported, Rendered};
use super::facts::Evidence;
use super::scope::Scope;
use super::{AUTHORITIES, CHECK, CRLS, FORMAT, INDEX, MAKER, PAGE, STAMPS, forms, page};
use crate::error::{At, Code, Error, Result};
use crate::keys::{Trust, UnixTime};
use crate::progress::Job;
use crate::seal::{Receipt, is_reason, unix_time};

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
    maker: Option<String>,
    #[serde(default)]
    office_names: BTreeMap<String, String>,
}

/// The longest name of a maker, in characters.
const MAX_MAKER: usize = 100;

/// Verifies the export in `folder`, offline: every signature, chain and digest, and that page and
/// index say what the signed files say. With `trust`, certificates must lead to the caller's own
/// authorities, too. Page and forms of another version may look otherwise: they are told in [`Exported::unlike`].
///
/// # Errors
/// [`Code::EvidenceFormat`] with the file's name where something is missing, surplus or changed; those
/// of containers and receipts; [`Code::FileRead`], [`Code::Cancelled`].
pub fn verify(folder: &Path, trust: Option<&Trust>, now: UnixTime, job: &mut Job<'_>) -> Result<Verification> {
    let index = small(folder, INDEX)?;
    let index: Index = serde_json::from_slice(&index).map_err(|_| changed(INDEX))?;
    let made = unix_time(&index.made).map_err(|_| changed(INDEX))?;
    let scope: Scope = index.scope.parse().map_err(|_| changed(INDEX))?;
    let is_maker = |maker: &String| is_reason(maker, MAX_MAKER);
    if index.format != FORMAT
        || !index.maker.iter().all(is_maker)
        || made.as_secs() > now.as_secs().saturating_add(24 * 3600)
    {
        return Err(changed(INDEX));
    }
    let own = own_trust(folder, trust)?;
    let found = files(folder)?;
    // The caller's authorities first: a fault there is the graver one.
    if let Some(trust) = trust {
        collect(folder, &found, trust, made, job)?;
    }
    let mut evidence = collect(folder, &found, &own, made, job)?;
    for (number, name) in &index.office_names {
        evidence.set_office_name(number, name).map_err(|_| changed(INDEX))?;
    }
    evidence.maker.clone_from(&index.maker);
    let rendered = evidence.render(scope, job)?;
    let unlike = compare(folder, &found, &rendered, index.maker.as_deref(), job)?;
    Ok(Verification {
        scope,
        made,
        exported: Exported { unlike, ..rendered.exported.clone() },
        authorities: own.certificates().iter().map(|certificate| Receipt::digest(certificate)).collect(),
        own_trust: trust.is_some(),
    })
}

/// Compares the files that were found with those that should be there; gives the names of those to read that another
/// maker has made otherwise.
fn compare(
    folder: &Path,
    found: &[String],
    rendered: &Rendered<'_>,
    maker: Option<&str>,
    job: &mut Job<'_>,
) -> Result<Vec<String>> {
    let is_ours = maker == Some(MAKER);
    let mut unlike = Vec::new();
    let containers = rendered.containers.iter().map(|(name, _)| name);
    let forms = rendered.forms.iter().map(|(name, _)| name);
    let wanted: BTreeSet<&String> = rendered.small.keys().chain(containers).chain(forms).collect();
    // Another version may draw what this one does not.
    let others: BTreeSet<String> = rendered.exported.messages.iter().map(|id| forms::name(*id)).collect();
    for name in found.iter().filter(|name| !wanted.contains(name)) {
        if is_ours || !others.contains(name) {
            return Err(changed(name));
        }
        unlike.push(name.clone());
    }
    for (name, bytes) in &rendered.small {
        job.check()?;
        if !found.contains(name) {
            return Err(changed(name));
        }
        let there = small(folder, name)?;
        if there == *bytes {
            continue;
        }
        let is_other = match name.as_str() {
            PAGE => page::maker(&there) == maker,
            INDEX => agrees(bytes, &there),
            _ => false,
        };
        if is_ours || !is_other {
            return Err(changed(name));
        }
        unlike.push(name.clone());
    }
    if let Some((name, _)) = rendered.containers.iter().find(|(name, _)| !found.contains(name)) {
        return Err(changed(name));
    }
    for (name, item) in &rendered.forms {
        let path = folder.join(name);
        let unreadable = |error| Error::path(Code::FileRead, &path, error);
        if !found.contains(name) {
            if is_ours {
                return Err(changed(name));
            }
            continue;
        }
        let compared = forms::paint(item, Alike::open(&path).map_err(unreadable)?, unreadable, job)?;
        if compared.end().map_err(unreadable)? {
            continue;
        }
        if is_ours {
            return Err(changed(name));
        }
        unlike.push(name.clone());
    }
    crate::sort::sort(&mut unlike);
    Ok(unlike)
}

/// Whether the index of another maker says nothing else than ours, though it may say less or more, and have other forms.
fn agrees(ours: &[u8], theirs: &[u8]) -> bool {
    fn agree(ours: &Value, theirs: &Value) -> bool {
        match (ours, theirs) {
            (Value::Object(ours), Value::Object(theirs)) => ours
                .iter()
                .all(|(name, ours)| name == "forms" || theirs.get(name).is_none_or(|theirs| agree(ours, theirs))),
            (Value::Array(ours), Value::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| agree(ours, theirs))
            }
            _ => ours == theirs,
        }
    }
    match (serde_json::from_slice(ours), serde_json::from_slice(theirs)) {
        (Ok(ours), Ok(theirs)) => agree(&ours, &theirs),
        _ => false,
    }
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
        let der = Receipt::of_file(&small(folder, name)?)?;
        if evidence.unrecorded().contains(&der) {
            return Err(Error::new(evidence.why_unrecorded(&der)).with_at(At::file(name)));
        }
    }
    // The receipts beside them are read with them, and compared as all files are.
    let is_container = |name: &&String| name.starts_with("messages/") && !name.ends_with(".accepted.p7s");
    for name in found.iter().filter(is_container) {
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
    crate::sort::sort(&mut names);
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
