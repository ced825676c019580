//! Where the trusted authorities are.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rustls::pki_types::CertificateDer;

use crate::error::{Code, Error, Result};
use crate::file::Source;
use crate::keys::Trust;
use crate::keys::encoded::{BlockKind, MAX_FILE, blocks};
use crate::keys::parse::parse;
use crate::keys::usage::is_authority;

/// The most files of a folder that are read.
const MAX_FILES: usize = 256;
/// How files with certificates end.
const ENDINGS: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// Where the trusted authorities are. Nothing is read before [`open`](Self::open).
///
/// As text it is a path, or the PEM itself. A file holds authorities, and perhaps their revocation lists: PEM, DER or
/// PKCS#7. Of a folder the authorities of its files `.pem`, `.crt`, `.cer`, `.der`, `.p7b`, `.p7c` are trusted, and the
/// lists of its files `.crl` count; other certificates that lie there, such as the office's own, are passed over.
pub struct TrustSource(Place);

enum Place {
    Path(PathBuf),
    Bytes(Vec<u8>),
    Trust(Trust),
}

impl TrustSource {
    /// A file, or a folder.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Place::Path(path.into()))
    }

    /// The bytes of a file.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Place::Bytes(bytes.into()))
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`Code::FileRead`], [`Code::TooLarge`] for a folder of more than 256 files; [`Code::TrustFile`] where there is no
    /// authority, [`Code::PemDamaged`], [`Code::CrlInvalid`].
    pub fn open(&self) -> Result<Trust> {
        match &self.0 {
            Place::Trust(trust) => Ok(trust.clone()),
            Place::Bytes(bytes) => Trust::from_pem(bytes),
            Place::Path(path) if path.is_dir() => of_folder(path),
            Place::Path(path) => read(path, Trust::from_pem),
        }
    }
}

impl From<&str> for TrustSource {
    /// A path, or PEM.
    fn from(text: &str) -> Self {
        if text.contains("-----BEGIN ") { Self::bytes(text) } else { Self::path(text) }
    }
}

impl From<&Path> for TrustSource {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<&[u8]> for TrustSource {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Trust> for TrustSource {
    /// Authorities that were read before, with what was set.
    fn from(trust: Trust) -> Self {
        Self(Place::Trust(trust))
    }
}

fn read(path: &Path, parse: impl FnOnce(&[u8]) -> Result<Trust>) -> Result<Trust> {
    let bytes = Source::File(path.to_owned()).read(MAX_FILE)?;
    parse(&bytes).map_err(|error| error.in_file(path.display().to_string()))
}

fn of_folder(folder: &Path) -> Result<Trust> {
    let unreadable = |error| Error::path(Code::FileRead, folder, error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
        if ENDINGS.contains(&ending.as_str()) && !path.is_dir() {
            paths.push(path);
        }
    }
    let name = folder.display().to_string();
    if paths.len() > MAX_FILES {
        let error = Error::new(Code::TooLarge).with_detail("the folder holds too many files of certificates");
        return Err(error.in_file(name));
    }
    crate::sort::sort(&mut paths);
    let (mut authorities, mut lists) = (Vec::new(), Vec::new());
    for path in &paths {
        let file = read(path, |bytes| {
            let nothing = Trust::from_der([])?;
            // One that holds lists alone will do, and the office's key is nobody's authority.
            if holds_key_alone(bytes) { Ok(nothing) } else { nothing.with_pem(bytes) }
        })?;
        for one in file.certificates() {
            // The authority of many offices lies in each of their files.
            if is_of_authority(one) && !authorities.contains(one) {
                authorities.push(one.clone());
            }
        }
        lists.extend(file.crls().iter().map(|list| list.as_ref().to_vec()));
    }
    if authorities.is_empty() {
        let error = Error::new(Code::TrustFile).with_detail("the folder holds no certificate of an authority");
        return Err(error.in_file(name));
    }
    let mut trust = Trust::from_der(authorities.iter().map(AsRef::as_ref))?;
    for list in lists {
        trust = trust.with_crl(&list)?;
    }
    trust.with_crl_folder(folder)
}

fn holds_key_alone(bytes: &[u8]) -> bool {
    use BlockKind::{EncryptedPkcs8, OldEncryption, OpenSsh, Pkcs1, Pkcs8, Pkcs12, Sec1};
    let is_key = |kind| matches!(kind, EncryptedPkcs8 | OldEncryption | OpenSsh | Pkcs1 | Pkcs8 | Pkcs12 | Sec1);
    blocks(bytes).is_ok_and(|blocks| !blocks.is_empty() && blocks.iter().all(|block| is_key(block.kind)))
}

fn is_of_authority(certificate: &CertificateDer<'_>) -> bool {
    parse(certificate).is_ok_and(|parsed| is_authority(&parsed))
}
