//! What a key file holds, whatever its form: private keys and certificates, and why there is nothing to
//! sign with.

mod foreign;

use std::cmp::Reverse;

use rustls::pki_types::{CertificateDer, UnixTime};
use zeroize::Zeroizing;

use super::chain::Certificates;
use super::encoded::{self, Block, BlockKind, MAX_FILE};
use super::pkcs12;
use super::private::{Form, PrivateKey};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::sort::sort_by_key;

/// More than any office has in one file; each pair of key and certificate costs time.
const MAX_KEYS: usize = 64;
const MAX_CERTIFICATES: usize = 256;

/// A key with the chain of its certificate, leaf first.
pub(super) struct Pair {
    pub(super) key: PrivateKey,
    pub(super) chain: Vec<CertificateDer<'static>>,
}

/// The keys and certificates of one file, or of two that belong together.
#[derive(Default)]
pub(super) struct KeyFile {
    keys: Vec<(Form, Zeroizing<Vec<u8>>)>,
    certificates: Vec<CertificateDer<'static>>,
    /// Whether it holds revocation lists.
    has_lists: bool,
    /// What is there and cannot be used.
    faults: Vec<Error>,
}

impl KeyFile {
    /// Adds what a file holds; without a password an empty one is tried.
    ///
    /// # Errors
    /// Where the whole file cannot be read: [`Code::KeyPassword`] of a PKCS#12 file, [`Code::KeyFile`] …
    pub(super) fn add(&mut self, bytes: &[u8], password: Option<&Secret>) -> Result<()> {
        if bytes.len() > MAX_FILE {
            return Err(Code::KeyFile.with_detail("the file is too large"));
        }
        let blocks = encoded::blocks(bytes)?;
        if blocks.is_empty() {
            return Err(foreign::cause(bytes));
        }
        blocks.into_iter().try_for_each(|block| self.add_block(block, password))?;
        if self.keys.len() > MAX_KEYS { Err(too_many()) } else { Ok(()) }
    }

    /// Adds a certificate, each once.
    fn push(&mut self, certificate: CertificateDer<'static>) -> Result<()> {
        if self.certificates.contains(&certificate) {
            return Ok(());
        }
        self.certificates.push(certificate);
        if self.certificates.len() > MAX_CERTIFICATES { Err(too_many()) } else { Ok(()) }
    }

    fn add_block(&mut self, Block { kind, der }: Block, password: Option<&Secret>) -> Result<()> {
        match kind {
            BlockKind::Certificate | BlockKind::Rejected => self.push(CertificateDer::from(der.to_vec()))?,
            BlockKind::Cms => {
                encoded::certificates_of_cms(&der)?.into_iter().try_for_each(|certificate| self.push(certificate))?;
            }
            BlockKind::Pkcs8 => self.keys.push((Form::Pkcs8, der)),
            BlockKind::Pkcs1 => self.keys.push((Form::Pkcs1, der)),
            BlockKind::Sec1 => self.keys.push((Form::Sec1, der)),
            BlockKind::EncryptedPkcs8 => {
                match pkcs12::decrypt_pkcs8(&der, password.unwrap_or(&Secret::new(Vec::new()))) {
                    Ok(key) => self.keys.push((Form::Pkcs8, key)),
                    // The certificates are legible all the same.
                    Err(error) => self.faults.push(error),
                }
            }
            BlockKind::Pkcs12 => {
                let contents = pkcs12::read(&der, password.unwrap_or(&Secret::new(Vec::new())))?;
                self.keys.extend(contents.keys.into_iter().map(|key| (Form::Pkcs8, key)));
                contents.certificates.into_iter().try_for_each(|certificate| self.push(certificate))?;
            }
            BlockKind::OldEncryption => self.faults.push(Error::new(Code::KeyOldEncryption)),
            BlockKind::RevocationList => self.has_lists = true,
            BlockKind::Request | BlockKind::PublicKey | BlockKind::OpenSsh => {
                self.faults.push(foreign::of_block(kind));
            }
            BlockKind::Other => {}
        }
        Ok(())
    }

    /// Each certificate whose key is there, the best one first: valid at this time, of an office and not
    /// of an authority, the newest.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn pairs(&self, now: UnixTime) -> Result<Vec<Pair>> {
        let certificates = Certificates::parse(&self.certificates);
        let publics = certificates.publics();
        let mut failures = Vec::new();
        let mut usable = Vec::new();
        for (form, der) in &self.keys {
            match PrivateKey::new(*form, der, &publics) {
                Ok(key) => usable.push(key),
                Err(error) => failures.push(error),
            }
        }
        let mut leaves = Vec::new();
        for key in &usable {
            leaves.extend(certificates.with_key(key.public()).map(|leaf| (leaf, key)));
        }
        sort_by_key(&mut leaves, |(leaf, _)| (Reverse(certificates.rank(*leaf, now)), *leaf));
        leaves.dedup_by_key(|(leaf, _)| *leaf);
        if leaves.is_empty() {
            return Err(self.cause(failures, !usable.is_empty(), certificates.unreadable()));
        }
        let pair = |(leaf, key): (usize, &PrivateKey)| Pair { key: key.clone(), chain: certificates.chain(leaf) };
        Ok(leaves.into_iter().map(pair).collect())
    }

    /// Whether it has a key that wants its password.
    pub(super) fn is_locked(&self) -> bool {
        self.faults.iter().any(|fault| fault.code() == Code::KeyPassword)
    }

    /// Whether it holds nothing but revocation lists.
    pub(super) fn is_list(&self) -> bool {
        self.has_lists && self.keys.is_empty() && self.certificates.is_empty() && self.faults.is_empty()
    }

    /// The certificates, in the file's order.
    pub(super) fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// Why there is nothing to sign with. An error of a key is told with certificates only: without
    /// them it is of no use either way.
    fn cause(&self, failures: Vec<Error>, has_usable: bool, has_unreadable: bool) -> Error {
        // Beside a certificate, a request or a public key is no cause; a key of another form is.
        let of_key = |error: &&Error| error.code() != Code::KeyOtherFormat || error.detail() == Some(foreign::OPEN_SSH);
        let other = self.faults.first().filter(|_| self.certificates.is_empty());
        let told = || self.faults.iter().find(of_key).or(other).map(copied);
        if self.keys.is_empty() {
            let own = || {
                if !self.certificates.is_empty() {
                    Error::new(Code::KeyNoPrivate)
                } else if self.has_lists {
                    foreign::of_block(BlockKind::RevocationList)
                } else {
                    Error::new(Code::KeyFile)
                }
            };
            return told().unwrap_or_else(own);
        }
        if self.certificates.is_empty() {
            return Error::new(Code::KeyNoCertificate);
        }
        match failures.into_iter().next() {
            Some(error) if !has_usable => error,
            _ if has_unreadable => Error::new(Code::KeyCertificate),
            _ => told().unwrap_or_else(|| Error::new(Code::KeyMismatch)),
        }
    }
}

fn too_many() -> Error {
    Code::KeyFile.with_detail("the file holds too many keys or certificates")
}

/// Errors have sources and so no copies; these have none that matter.
fn copied(error: &Error) -> Error {
    let copy = Error::new(error.code());
    match error.detail() {
        Some(detail) => copy.with_detail(detail.to_owned()),
        None => copy,
    }
}
