//! Revocation lists: which of them apply to a certificate, and since when it is revoked.

mod form;
mod unusable;

pub use unusable::UnusableList;

use std::path::Path;
use std::sync::Arc;

use der::{Decode, Encode};
use rustls::pki_types::{CertificateRevocationListDer, UnixTime};
use webpki::{BorrowedCertRevocationList, CertRevocationList, RevocationReason};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;

use super::encoded::{self, Block, BlockKind};
use super::notice::Notice;
use crate::error::{Code, Error, Result};

/// A list of a large authority has some ten thousand entries; a larger file wants to fill our memory.
const MAX_LIST: u64 = 16 << 20;
/// The most files of a folder that are looked at.
const MAX_FILES: usize = 256;
/// Clocks may differ by so much before a list is said to be of the future, in seconds.
const CLOCK_TOLERANCE: u64 = 300;

/// A list with its dates, in seconds.
#[derive(Clone, Debug)]
pub(super) struct List {
    issued: u64,
    next_update: Option<u64>,
    pub(super) list: Arc<CertRevocationList<'static>>,
}

impl List {
    fn read(der: &[u8]) -> Result<Self> {
        form::check(der)?;
        let parsed = CertificateList::from_der(der).map_err(|error| form::malformed().with_source(error))?;
        let list = BorrowedCertRevocationList::from_der(der).and_then(|list| list.to_owned()).map_err(form::refusal)?;
        Ok(Self {
            issued: parsed.tbs_cert_list.this_update.to_unix_duration().as_secs(),
            next_update: parsed.tbs_cert_list.next_update.map(|time| time.to_unix_duration().as_secs()),
            list: Arc::new(CertRevocationList::Owned(list)),
        })
    }
}

/// All lists, the newest first: the verifier takes the first one of an issuer.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    newest_first: Vec<List>,
    as_given: Vec<CertificateRevocationListDer<'static>>,
    unusable: Vec<UnusableList>,
}

impl Lists {
    pub(super) fn push(&mut self, der: &[u8]) -> Result<()> {
        let list = List::read(der)?;
        let place = self.newest_first.partition_point(|other| other.issued > list.issued);
        self.newest_first.insert(place, list);
        self.as_given.push(CertificateRevocationListDer::from(der.to_vec()));
        Ok(())
    }

    /// Adds the lists that can be used and sets the others aside. Where none of several can, that is an error.
    pub(super) fn push_usable<'a>(
        &mut self,
        ders: impl IntoIterator<Item = &'a [u8]>,
        file: Option<&str>,
    ) -> Result<()> {
        let (mut used, mut first) = (false, None);
        for der in ders {
            match self.push(der) {
                Ok(()) => used = true,
                Err(error) => {
                    self.unusable.push(UnusableList::new(form::issuer(der), &error, file));
                    first = first.or(Some(error));
                }
            }
        }
        match first {
            Some(error) if !used => Err(error),
            _ => Ok(()),
        }
    }

    /// The lists that were set aside.
    pub(super) fn unusable(&self) -> &[UnusableList] {
        &self.unusable
    }

    /// Why a list of the certificate's issuer was set aside; of a list that nobody could read, it may be anybody's.
    pub(super) fn unusable_of(&self, certificate: &Certificate) -> Option<&UnusableList> {
        let issuer = issuer_of(certificate);
        self.unusable.iter().find(|list| list.issuer.is_none() || list.issuer == issuer)
    }

    pub(super) fn ders(&self) -> &[CertificateRevocationListDer<'static>] {
        &self.as_given
    }

    pub(super) fn all(&self) -> Vec<&CertRevocationList<'_>> {
        self.newest_first.iter().map(|list| &*list.list).collect()
    }

    /// All lists but those of this certificate's issuer.
    pub(super) fn of_others(&self, certificate: &Certificate) -> Vec<&CertRevocationList<'_>> {
        let issuer = issuer_of(certificate);
        self.all().into_iter().filter(|list| Some(list.issuer()) != issuer.as_deref()).collect()
    }

    fn of<'a>(&'a self, certificate: &Certificate) -> impl Iterator<Item = &'a List> + use<'a> {
        let issuer = issuer_of(certificate);
        self.newest_first.iter().filter(move |list| Some(list.list.issuer()) == issuer.as_deref())
    }

    /// Whether a list of the certificate's issuer names it.
    pub(super) fn names(&self, certificate: &Certificate) -> bool {
        let serial = certificate.tbs_certificate.serial_number.as_bytes();
        self.of(certificate).any(|list| matches!(list.list.find_serial(serial), Ok(Some(_))))
    }

    /// Whether every list that names the certificate leaves signatures of `at` valid. Where the time
    /// is only the signer's word, the key must not have come into other hands either.
    pub(super) fn stood_at(&self, certificate: &Certificate, at: UnixTime, proven: bool) -> bool {
        let serial = certificate.tbs_certificate.serial_number.as_bytes();
        self.of(certificate).all(|list| match list.list.find_serial(serial) {
            Ok(None) => true,
            Ok(Some(entry)) => {
                let harmless = matches!(
                    entry.reason_code,
                    Some(
                        RevocationReason::Superseded
                            | RevocationReason::AffiliationChanged
                            | RevocationReason::CessationOfOperation
                    )
                );
                let since = entry.invalidity_date.map_or(entry.revocation_date, |date| date.min(entry.revocation_date));
                at < since && (proven || harmless)
            }
            Err(_) => false,
        })
    }

    /// What is to be said of the lists of the certificate's issuer: of the newest one at this time. `is_present`:
    /// it is the present time, after which no list was issued.
    pub(super) fn notices(&self, certificate: &Certificate, at: UnixTime, is_present: bool) -> Vec<Notice> {
        let mut notices = Vec::new();
        let at = at.as_secs();
        let is_unusable = self.unusable_of(certificate).is_some();
        match self.of(certificate).next() {
            None if !is_unusable => notices.push(Notice::CrlMissing),
            None => {}
            Some(list) => {
                if list.next_update.is_some_and(|next| next <= at) {
                    notices.push(Notice::CrlStale);
                }
                if is_present && list.issued > at.saturating_add(CLOCK_TOLERANCE) {
                    notices.push(Notice::CrlFuture);
                }
            }
        }
        if is_unusable {
            notices.push(Notice::CrlUnusable);
        }
        notices
    }

    /// Adds the lists of a folder: the files `*.crl` (DER or PEM). A file that cannot be used is set aside.
    pub(super) fn push_folder(&mut self, folder: &Path) -> Result<()> {
        let unreadable = |error| Error::path(Code::FileRead, folder, error);
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("crl")) {
                paths.push(path);
            }
        }
        if paths.len() > MAX_FILES {
            return Err(Error::new(Code::TooLarge).with_detail("the folder holds too many revocation lists"));
        }
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match read(&path) {
                Ok(bytes) => self.push_bytes(&bytes, &name),
                Err(error) => self.unusable.push(UnusableList::new(None, &error, Some(&name))),
            }
        }
        Ok(())
    }

    /// Adds the lists of a file; what cannot be used is set aside under this name.
    pub(super) fn push_bytes(&mut self, bytes: &[u8], name: &str) {
        let before = self.unusable.len();
        let outcome = encoded::blocks(bytes).and_then(|blocks| self.push_usable(lists_in(&blocks)?, Some(name)));
        if let Err(error) = outcome
            && self.unusable.len() == before
        {
            self.unusable.push(UnusableList::new(None, &error, Some(name)));
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let unreadable = |error| Error::path(Code::FileRead, path, error);
    if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_LIST {
        return Err(Error::new(Code::TooLarge));
    }
    std::fs::read(path).map_err(unreadable)
}

/// The lists among the blocks of a file that is to hold some.
pub(super) fn lists_in(blocks: &[Block]) -> Result<Vec<&[u8]>> {
    let lists = blocks.iter().filter(|block| block.kind == BlockKind::RevocationList);
    let lists: Vec<&[u8]> = lists.map(|block| block.der.as_slice()).collect();
    if lists.is_empty() { Err(form::malformed()) } else { Ok(lists) }
}

/// The issuer's name as lists hold it: without the outer tag.
fn issuer_of(certificate: &Certificate) -> Option<Vec<u8>> {
    let der = certificate.tbs_certificate.issuer.to_der().ok()?;
    der::AnyRef::from_der(&der).ok().map(|any| any.value().to_vec())
}
