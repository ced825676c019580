//! The test keys of a folder as `relay-mock pki` makes it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cplink::keys::{FileSigner, Signer, SubjectProfile, UnixTime, identify};
use cplink::{Code, Error, Result};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Certificates that a relay must refuse.
const BAD: &str = "bad";

/// A key with which a message can be sealed.
pub(crate) struct TestKey {
    /// Its file, below the folder.
    pub(crate) file: String,
    pub(crate) office: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    /// Whether it is among those that are to be refused.
    pub(crate) is_bad: bool,
    /// Until it ends; negative where it has.
    pub(crate) days: i64,
}

/// All keys, the good ones first, by their files' names.
pub(crate) fn keys(pki: &Path) -> Vec<TestKey> {
    let mut keys = Vec::new();
    for (folder, below) in [(pki.to_owned(), ""), (pki.join(BAD), "bad/")] {
        let mut names: Vec<String> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".pem") && (name.starts_with("office-") || !below.is_empty()))
            .collect();
        names.sort();
        keys.extend(names.into_iter().filter_map(|name| key(pki, format!("{below}{name}"), !below.is_empty())));
    }
    keys
}

fn key(pki: &Path, file: String, is_bad: bool) -> Option<TestKey> {
    let leaf = CertificateDer::pem_file_iter(pki.join(&file)).ok()?.next()?.ok()?;
    let identity = identify(&leaf, &SubjectProfile::default()).ok()?;
    Some(TestKey {
        file,
        office: identity.office_number.clone(),
        name: identity.organization.clone().unwrap_or_default(),
        kind: identity.kind.name_ja(),
        is_bad,
        days: identity.days_left(UnixTime::now()),
    })
}

/// Opens one of the keys; a name that is not among them opens nothing.
pub(super) fn open(pki: &Path, file: &str) -> Result<Arc<dyn Signer>> {
    let known = keys(pki).into_iter().any(|key| key.file == file);
    if !known {
        return Err(Error::new(Code::KeyMissing));
    }
    let path = pki.join(file);
    let bytes = fs::read(&path).map_err(|error| Error::path(Code::FileRead, &path, error))?;
    Ok(Arc::new(FileSigner::from_pem(&bytes, None)?))
}
