//! Certificates that an office could use.

use crate::boundary::at;
use crate::generated::handles::{cpl_profile, cpl_secret, cpl_signer, cpl_token};
use crate::layout::wrong;
use cplink::Result;
use cplink::keys::{self, Candidate, CertificateKind, SubjectProfile, UnixTime};
#[cfg(not(windows))]
use cplink::{Code, Error};
use std::path::Path;

/// A list of certificates, with what is known of each. Never changes: any number of threads may read it.
pub struct cpl_candidates {
    list: Vec<Candidate>,
    /// What the functions lend of each.
    items: Vec<cplink_values::Candidate>,
}

impl cpl_candidates {
    fn new(list: Vec<Candidate>) -> Self {
        Self { items: list.iter().map(cplink_values::Candidate::from).collect(), list }
    }
}

fn profile_of(profile: Option<&cpl_profile>) -> Result<SubjectProfile> {
    profile.map_or_else(|| Ok(SubjectProfile::default()), |profile| Ok(profile.0.read()?.clone()))
}

#[cfg(windows)]
fn of_windows(store: &str, profile: &SubjectProfile) -> Result<Vec<Candidate>> {
    use cplink::keys::WindowsStore;
    let store = match store {
        "current_user" => WindowsStore::CurrentUser,
        "local_machine" => WindowsStore::LocalMachine,
        _ => return Err(wrong("not a store: current_user or local_machine")),
    };
    store.candidates(profile, UnixTime::now())
}

#[cfg(not(windows))]
fn of_windows(_: &str, _: &SubjectProfile) -> Result<Vec<Candidate>> {
    Err(Error::new(Code::KeyStore).with_detail("the Windows certificate store is on Windows only"))
}

pub(crate) fn in_folder(
    folder: &str,
    password: Option<&cpl_secret>,
    profile: Option<&cpl_profile>,
) -> Result<cpl_candidates> {
    let password = password.map(|password| &password.0);
    let list = keys::in_folder(Path::new(folder), password, &profile_of(profile)?, UnixTime::now())?;
    Ok(cpl_candidates::new(list))
}

pub(crate) fn in_token(
    token: &cpl_token,
    pin: Option<&cpl_secret>,
    profile: Option<&cpl_profile>,
) -> Result<cpl_candidates> {
    let list = token.0.read()?.candidates(pin.map(|pin| &pin.0), &profile_of(profile)?)?;
    Ok(cpl_candidates::new(list))
}

pub(crate) fn in_windows_store(store: &str, profile: Option<&cpl_profile>) -> Result<cpl_candidates> {
    Ok(cpl_candidates::new(of_windows(store, &profile_of(profile)?)?))
}

pub(crate) fn items(candidates: &cpl_candidates) -> Result<&[cplink_values::Candidate]> {
    Ok(&candidates.items)
}

pub(crate) fn choose(candidates: &cpl_candidates, office_number: Option<&str>, kind: Option<&str>) -> Result<usize> {
    let known = |id| CertificateKind::from_id(id).ok_or_else(|| wrong("not a kind of certificate"));
    let chosen = keys::choose(&candidates.list, office_number, kind.map(known).transpose()?)?;
    let place = candidates.list.iter().position(|one| std::ptr::eq(one, chosen));
    place.ok_or_else(|| wrong("no such certificate"))
}

pub(crate) fn open(candidates: &cpl_candidates, index: usize, secret: Option<&cpl_secret>) -> Result<cpl_signer> {
    Ok(cpl_signer(at(&candidates.list, index, "certificate")?.open(secret.map(|secret| &secret.0))?))
}
