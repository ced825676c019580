//! Candidates among the files of a folder.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, UnixTime};
use zeroize::Zeroizing;

use super::{Candidate, KeyState, Open, Place};
use crate::error::{At, Code, Error, Result};
use crate::keys::encoded::MAX_FILE;
use crate::keys::key_file::{KeyFile, Pair};
use crate::keys::{FileSigner, Signer, SubjectProfile};
use crate::secret::Secret;

/// The most key files of a folder that are looked at.
const MAX_FILES: usize = 1024;
/// How files with a certificate end.
const ENDINGS: [&str; 9] = ["p12", "pfx", "pem", "crt", "cer", "der", "p7b", "p7c", "jks"];
/// Those that have their key in a file of its own.
const WITH_KEY_BESIDE: [&str; 4] = ["pem", "crt", "cer", "der"];

/// Lists the key files of a folder, by name: `.p12`, `.pfx`; `.pem`, `.crt`, `.cer`, `.der`, with their
/// key inside or beside them in a file of the same name that ends with `.key`; and what is often taken for
/// one (`.p7b`, `.p7c`, `.jks`, a `.key` alone). Every certificate of a file is listed, authorities
/// excepted, those with their keys first and of them the best one.
///
/// The password is tried on every file. What it does not open is listed too, a PKCS#12 file then without
/// what is in it. A file that cannot be read is listed with the reason as its problem; opening it
/// gives the whole error.
///
/// # Errors
/// [`Code::FileRead`] where the folder cannot be read, [`Code::TooLarge`] where it holds more than 1024
/// key files.
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
        if is_key_file(&path) && !path.is_dir() {
            paths.push(path);
        }
    }
    if paths.len() > MAX_FILES {
        return Err(Error::new(Code::TooLarge).with_detail("the folder holds too many key files"));
    }
    crate::sort::sort(&mut paths);
    Ok(paths.iter().flat_map(|path| candidates(path, password, profile, now)).collect())
}

/// By its name. A key alone counts where it does not lie beside a certificate.
fn is_key_file(path: &Path) -> bool {
    let ending = ending(path);
    ENDINGS.contains(&ending.as_str())
        || ending == "key" && !WITH_KEY_BESIDE.iter().any(|ending| path.with_extension(ending).is_file())
}

fn ending(path: &Path) -> String {
    path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase()
}

fn candidates(path: &Path, password: Option<&Secret>, profile: &SubjectProfile, now: UnixTime) -> Vec<Candidate> {
    let place = || Place::File(path.to_owned());
    let file = match open(path, password) {
        Ok(file) => file,
        Err(error) if error.code() == Code::KeyPassword => {
            return vec![Candidate::hidden(KeyState::Locked, place(), reopening(path, None))];
        }
        Err(error) => return vec![Candidate::unreadable(error.code(), place(), reopening(path, None))],
    };
    let pairs = file.pairs(now);
    let paired: Vec<_> = pairs.iter().flatten().filter_map(|pair| pair.chain.first()).collect();
    let alone = if file.is_locked() { KeyState::Locked } else { KeyState::Missing };
    let with_key = paired.iter().map(|leaf| (*leaf, KeyState::Usable));
    let others = file.certificates().iter().filter(|der| !paired.contains(der)).map(|der| (der, alone));
    let mut found: Vec<Candidate> = Vec::new();
    for (leaf, state) in with_key.chain(others) {
        found.extend(Candidate::of(leaf, profile, now, (state, place()), reopening(path, Some(leaf))));
    }
    match pairs {
        // A key of which no certificate is here, or none that can be used.
        Err(error) if found.is_empty() && error.code() != Code::KeyNoPrivate && !file.is_list() => {
            found.push(Candidate::unreadable(error.code(), place(), reopening(path, None)));
        }
        // The reason why a key does not fit its certificate is more than that it is missing.
        Err(error) if !matches!(error.code(), Code::KeyNoPrivate | Code::KeyPassword) => {
            found.iter_mut().for_each(|one| one.problem = one.problem.or(Some(error.code())));
        }
        _ => {}
    }
    found
}

/// Opens the file again: the signer of this certificate, or the best one.
fn reopening(path: &Path, leaf: Option<&CertificateDer<'_>>) -> Box<Open> {
    let path: PathBuf = path.to_owned();
    let leaf = leaf.map(|leaf| leaf.clone().into_owned());
    Box::new(move |secret| {
        let name = |error: Error| match Place::File(path.clone()).file_name() {
            Some(name) => error.with_at(At::file(name)),
            None => error,
        };
        let wanted = |pair: &Pair| leaf.as_ref().is_none_or(|leaf| pair.chain.first() == Some(leaf));
        let pairs = open(&path, secret).and_then(|file| file.pairs(UnixTime::now())).map_err(name)?;
        let pair = pairs.into_iter().find(wanted).ok_or_else(|| name(Error::new(Code::KeyMissing)))?;
        Ok(Arc::new(FileSigner::of(pair)) as Arc<dyn Signer>)
    })
}

/// A key file, with the key that lies beside it.
pub(in crate::keys) fn open(path: &Path, password: Option<&Secret>) -> Result<KeyFile> {
    let mut file = KeyFile::default();
    file.add(&read(path)?, password)?;
    let beside = path.with_extension("key");
    if WITH_KEY_BESIDE.contains(&ending(path).as_str()) && beside.is_file() {
        file.add(&read(&beside)?, password)?;
    }
    Ok(file)
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let unreadable = |error| Error::path(Code::FileRead, path, error);
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0).min(MAX_FILE) + 1));
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
