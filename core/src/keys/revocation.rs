//! Revocation lists: which of them apply to a certificate, and since when it is revoked.

use std::path::Path;
use std::sync::Arc;

use der::{Decode, Encode};
use rustls::pki_types::{CertificateRevocationListDer, UnixTime};
use webpki::{BorrowedCertRevocationList, CertRevocationList, RevocationReason};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;

use super::notice::Notice;
use crate::error::{At, Code, Error, Result};

/// A list of a large authority has some ten thousand entries; a larger file wants to fill our memory.
const MAX_LIST: u64 = 16 << 20;
/// The most files of a folder that are looked at.
const MAX_FILES: usize = 256;

/// A list with its dates, in seconds.
#[derive(Clone, Debug)]
pub(super) struct List {
    issued: u64,
    next_update: Option<u64>,
    pub(super) list: Arc<CertRevocationList<'static>>,
}

impl List {
    fn read(der: &[u8]) -> Result<Self> {
        let parsed = CertificateList::from_der(der).map_err(|error| malformed().with_source(error))?;
        let list = BorrowedCertRevocationList::from_der(der)
            .and_then(|list| list.to_owned())
            .map_err(|error| malformed().with_source(error))?;
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
}

impl Lists {
    pub(super) fn push(&mut self, der: &[u8]) -> Result<()> {
        let list = List::read(der)?;
        let place = self.newest_first.partition_point(|other| other.issued > list.issued);
        self.newest_first.insert(place, list);
        self.as_given.push(CertificateRevocationListDer::from(der.to_vec()));
        Ok(())
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

    /// What is to be said of the newest list of the certificate's issuer.
    pub(super) fn notice(&self, certificate: &Certificate, at: UnixTime) -> Option<Notice> {
        match self.of(certificate).next() {
            None => Some(Notice::CrlMissing),
            Some(list) => list.next_update.is_some_and(|next| next <= at.as_secs()).then_some(Notice::CrlStale),
        }
    }

    /// Adds the lists of a folder: the files `*.crl` (DER or PEM).
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
            let named = |error: Error| match path.file_name() {
                Some(name) => error.with_at(At::file(name.to_string_lossy())),
                None => error,
            };
            self.push_file(&path).map_err(named)?;
        }
        Ok(())
    }

    fn push_file(&mut self, path: &Path) -> Result<()> {
        let unreadable = |error| Error::path(Code::FileRead, path, error);
        if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_LIST {
            return Err(Error::new(Code::TooLarge));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        if !bytes.starts_with(b"-----BEGIN") {
            return self.push(&bytes);
        }
        let sections = super::pem::sections(&bytes).map_err(|error| malformed().with_source(error))?;
        sections.iter().filter(|section| section.label == "X509 CRL").try_for_each(|section| self.push(&section.der))
    }
}

/// The issuer's name as lists hold it: without the outer tag.
fn issuer_of(certificate: &Certificate) -> Option<Vec<u8>> {
    let der = certificate.tbs_certificate.issuer.to_der().ok()?;
    der::AnyRef::from_der(&der).ok().map(|any| any.value().to_vec())
}

fn malformed() -> Error {
    Error::new(Code::CrlInvalid).with_detail("a revocation list is malformed")
}
