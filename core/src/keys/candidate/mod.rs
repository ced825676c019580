//! Certificates that an office might use, wherever they live, and the choice among them.

mod choose;
mod folder;

pub use choose::choose;
pub use folder::in_folder;
pub(super) use folder::open as open_key_file;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, UnixTime};

use super::identity::{OfficeIdentity, identify_parsed};
use super::notice::{Notice, of_days_left};
use super::parse::parse;
use super::profile::SubjectProfile;
use super::trust::require_office;
use super::{Signer, strength, subject, usage};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// Whether a candidate's key can sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyState {
    /// It is there and open.
    Usable,
    /// It is there and wants its password or PIN, or it is hidden behind one.
    Locked,
    /// It is not there: a certificate alone.
    Missing,
}

impl KeyState {
    /// `usable`, `locked` or `missing`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Locked => "locked",
            Self::Missing => "missing",
        }
    }
}

/// Where a candidate's key lives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a file.
    File(PathBuf),
    /// On a PKCS#11 token.
    Token {
        /// The token's label.
        label: String,
        /// The token's serial number.
        serial: String,
    },
    /// In the Windows certificate store.
    #[cfg(windows)]
    WindowsStore(crate::keys::WindowsStore),
}

impl Place {
    /// `file`, `token` or `windows_store`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::Token { .. } => "token",
            #[cfg(windows)]
            Self::WindowsStore(_) => "windows_store",
        }
    }

    /// The file's name, where it is one.
    pub(super) fn file_name(&self) -> Option<String> {
        match self {
            Self::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            _ => None,
        }
    }

    /// The file's path, the token's label, or `current_user` or `local_machine`.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Token { label, .. } => label.clone(),
            #[cfg(windows)]
            Self::WindowsStore(store) => store.id().to_owned(),
        }
    }
}

type Open = dyn Fn(Option<&Secret>) -> Result<Arc<dyn Signer>> + Send + Sync;

/// A certificate that could be used.
#[non_exhaustive]
pub struct Candidate {
    /// The certificate's subject as RFC 4514 writes it; empty where a password hides it or it cannot be read.
    pub subject: String,
    /// What the subject says about the office, where it could be read.
    pub identity: Option<OfficeIdentity>,
    /// Why it cannot be used, whatever its key: of a kind that may not send, expired, in a file that
    /// cannot be read …
    pub problem: Option<Code>,
    /// How close it is to its end, or that it has ended.
    pub notice: Option<Notice>,
    /// Whether its key can sign.
    pub key: KeyState,
    /// Where the key lives.
    pub place: Place,
    /// The certificate's SHA-256; zeros where a password hides it or it cannot be read.
    pub fingerprint: [u8; 32],
    open: Box<Open>,
}

// Without subject and place: they name an office and perhaps a user.
impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate")
            .field("identity", &self.identity)
            .field("problem", &self.problem)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Candidate {
    /// Opens the key with its password or PIN.
    ///
    /// # Errors
    /// [`Code::KeyPassword`], [`Code::KeyPin`], [`Code::KeyMissing`] and the other codes of the place.
    pub fn open(&self, secret: Option<&Secret>) -> Result<Arc<dyn Signer>> {
        match self.key {
            // Nothing was read: the place says why.
            KeyState::Missing if self.fingerprint != [0; 32] => Err(Error::new(Code::KeyMissing)),
            _ => (self.open)(secret),
        }
    }

    /// A candidate of this certificate, `None` where it is an authority's.
    pub(super) fn of(
        der: &CertificateDer<'_>,
        profile: &SubjectProfile,
        now: UnixTime,
        (key, place): (KeyState, Place),
        open: Box<Open>,
    ) -> Option<Self> {
        let digest = ring::digest::digest(&ring::digest::SHA256, der);
        let mut this = Self { fingerprint: digest.as_ref().try_into().ok()?, ..Self::hidden(key, place, open) };
        let certificate = match parse(der) {
            Ok(certificate) if usage::is_authority(&certificate) => return None,
            Ok(certificate) => certificate,
            Err(error) => return Some(Self { problem: Some(error.code()), ..this }),
        };
        this.subject = subject::display(&certificate.tbs_certificate.subject);
        match identify_parsed(&certificate, profile) {
            Err(error) => this.problem = Some(error.code()),
            Ok(identity) => {
                this.notice = of_days_left(identity.days_left(now));
                this.problem =
                    problem_of(&identity, now).or_else(|| Some(strength::check_key(&certificate).err()?.code()));
                this.identity = Some(identity);
            }
        }
        Some(this)
    }

    /// A candidate that cannot be read for this reason.
    pub(super) fn unreadable(problem: Code, place: Place, open: Box<Open>) -> Self {
        Self { problem: Some(problem), ..Self::hidden(KeyState::Missing, place, open) }
    }

    /// A candidate of which nothing can be seen without its password.
    fn hidden(key: KeyState, place: Place, open: Box<Open>) -> Self {
        Self {
            subject: String::new(),
            identity: None,
            problem: None,
            notice: None,
            key,
            place,
            fingerprint: [0; 32],
            open,
        }
    }
}

fn problem_of(identity: &OfficeIdentity, now: UnixTime) -> Option<Code> {
    if let Err(error) = require_office(identity) {
        Some(error.code())
    } else if now.as_secs() > identity.not_after.as_secs() {
        Some(Code::CertExpired)
    } else if now.as_secs() < identity.not_before.as_secs() {
        Some(Code::CertNotYetValid)
    } else {
        None
    }
}
