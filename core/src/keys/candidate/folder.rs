//! Candidates among the files of a folder.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, UnixTime};
use zeroize::Zeroizing;

use super::{Candidate, KeyState, Place};
use crate::error::{Code, Error, Result};
use crate::keys::{FileSigner, Signer, SubjectProfile, pem};
use crate::secret::Secret;

/// The most key files of a folder that are looked at.
const MAX_FILES: usize = 1024;

/// Lists the key files of a folder, by name: `.p12` and `.pfx`; `.pem`, `.crt` and `.cer`, with their
/// key inside or beside them in a file of the same name that ends with `.key`.
///
/// The password is tried on every file. What it does not open is listed too: a PKCS#12 file then
/// without what is in it.
///
/// # Errors
/// [`Code::FileRead`] where the folder cannot be read, [`Code::TooLarge`] where it holds more than 1024
/// key files. A file that has nothing to do with keys is ignored.
pub fn in_folder(
    folder: &Path,
    password: Option<&Secret>,
    profile: &SubjectProfile,
    now: UnixTime,
) -> Result<Vec<Candidate>> {
    let unreadable = |error| Error::path(Code::FileRead, folder, error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if Form::of(&path).is_some() && path.is_file() {
            paths.push(path);
        }
    }
    if paths.len() > MAX_FILES {
        return Err(Error::new(Code::TooLarge).with_detail("the folder holds too many key files"));
    }
    paths.sort();
    Ok(paths.into_iter().filter_map(|path| candidate(path, password, profile, now)).collect())
}

/// What a file's name says about its form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Pkcs12,
    Pem,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
        match ending.as_str() {
            "p12" | "pfx" => Some(Self::Pkcs12),
            "pem" | "crt" | "cer" => Some(Self::Pem),
            _ => None,
        }
    }
}

fn candidate(path: PathBuf, password: Option<&Secret>, profile: &SubjectProfile, now: UnixTime) -> Option<Candidate> {
    let opened = open(&path, password);
    let (leaf, state) = match &opened {
        Ok(signer) => (signer.chain().first().cloned(), KeyState::Usable),
        Err(error) if error.code() == Code::KeyPassword => (first_certificate(&path), KeyState::Locked),
        Err(_) => (Some(first_certificate(&path)?), KeyState::Missing),
    };
    let place = Place::File(path.clone());
    let again =
        Box::new(move |secret: Option<&Secret>| open(&path, secret).map(|signer| Arc::new(signer) as Arc<dyn Signer>));
    match leaf {
        Some(leaf) => Candidate::of(&leaf, profile, now, (state, place), again),
        None => Some(Candidate::hidden(state, place, again)),
    }
}

fn open(path: &Path, password: Option<&Secret>) -> Result<FileSigner> {
    let bytes = read(path)?;
    match Form::of(path) {
        Some(Form::Pkcs12) => FileSigner::from_pkcs12(&bytes, password.unwrap_or(&Secret::new(Vec::new()))),
        _ => {
            let beside = path.with_extension("key");
            let key = if beside.is_file() { read(&beside)? } else { Zeroizing::default() };
            // Reserved at once: growing would leave unwiped copies behind.
            let mut all = Zeroizing::new(Vec::with_capacity(bytes.len() + key.len() + 1));
            all.extend_from_slice(&bytes);
            all.push(b'\n');
            all.extend_from_slice(&key);
            FileSigner::from_pem(&all, password)
        }
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let unreadable = |error| Error::path(Code::FileRead, path, error);
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0).min(pem::MAX_FILE) + 1));
    file.take(pem::MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > pem::MAX_FILE {
        Err(Error::new(Code::KeyFile).with_detail("the file is too large"))
    } else {
        Ok(bytes)
    }
}

/// The certificate that is legible without a password: PEM, or DER where there is nothing else.
fn first_certificate(path: &Path) -> Option<CertificateDer<'static>> {
    let bytes = read(path).ok()?;
    if Form::of(path) != Some(Form::Pem) {
        return None;
    }
    let Ok(sections) = pem::sections(&bytes) else {
        return bytes.starts_with(&[0x30]).then(|| CertificateDer::from(bytes.to_vec()));
    };
    let mut certificates = sections.iter().filter(|section| section.label == "CERTIFICATE");
    certificates.next().map(|section| CertificateDer::from(section.der.to_vec()))
}
