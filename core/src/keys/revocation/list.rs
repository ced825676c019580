//! A revocation list with its dates, its issuer's key and its scope.

use std::cmp::Ordering;
use std::sync::Arc;

use const_oid::AssociatedOid;
use der::Decode;
use webpki::{BorrowedCertRevocationList, BorrowedRevokedCert, CertRevocationList, RevocationReason};
use x509_cert::crl::{CertificateList, TbsCertList};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber};

use super::form;
use super::issuer::Issuer;
use super::scope::Scope;
use super::signed::SignedList;
use crate::error::{At, Code, Error, Result};

/// A list that can be used, its dates in seconds.
#[derive(Clone, Debug)]
pub(in super::super) struct List {
    pub(in super::super) issued: u64,
    pub(in super::super) next_update: u64,
    /// Its place among the lists as they were given.
    pub(in super::super) place: usize,
    number: Vec<u8>,
    /// The key identifier of who issued it, as it says.
    key: Option<Vec<u8>>,
    scope: Option<Scope>,
    entries: Arc<CertRevocationList<'static>>,
    file: Option<String>,
}

impl List {
    pub(in super::super) fn read(der: &[u8], place: usize, file: Option<&str>) -> Result<Self> {
        form::check(der)?;
        let parsed =
            CertificateList::from_der(der).map_err(|error| form::malformed().with_source(error))?.tbs_cert_list;
        let entries =
            BorrowedCertRevocationList::from_der(der).and_then(|list| list.to_owned()).map_err(form::refusal)?;
        let entries = CertRevocationList::Owned(entries);
        let scope = entries.issuing_distribution_point().map(Scope::read).transpose()?;
        let (Some(next_update), Some(signed)) = (parsed.next_update, SignedList::read(der)) else {
            return Err(form::malformed());
        };
        if !signed.is_verifiable() {
            return Err(form::unsupported("a signature of an algorithm that is not supported"));
        }
        Ok(Self {
            issued: parsed.this_update.to_unix_duration().as_secs(),
            next_update: next_update.to_unix_duration().as_secs(),
            place,
            number: extension::<CrlNumber>(&parsed).map(|number| number.0.as_bytes().to_vec()).unwrap_or_default(),
            key: extension::<AuthorityKeyIdentifier>(&parsed).and_then(|key| Some(key.key_identifier?.into_bytes())),
            scope,
            entries: Arc::new(entries),
            file: file.map(str::to_owned),
        })
    }

    /// By its date, and within a second by its number.
    pub(in super::super) fn is_newer_than(&self, other: &Self) -> bool {
        // Numbers have no zeros in front, so the longer one is the greater.
        let by_number = || self.number.len().cmp(&other.number.len()).then_with(|| self.number.cmp(&other.number));
        self.issued.cmp(&other.issued).then_with(by_number) == Ordering::Greater
    }

    /// The issuer's name, without its outer tag.
    pub(in super::super) fn issuer(&self) -> &[u8] {
        self.entries.issuer()
    }

    /// The file it came from, where that has a name.
    pub(in super::super) fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// What it says of a serial number.
    pub(in super::super) fn entry(&self, serial: &[u8]) -> Option<BorrowedRevokedCert<'_>> {
        // What is owned was read to its end.
        self.entries.find_serial(serial).ok().flatten()
    }

    /// Whether it speaks of certificates like this one.
    pub(in super::super) fn covers(&self, certificate: &[u8], is_leaf: bool) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.covers(certificate, is_leaf))
    }

    /// Whether it speaks of the same certificates as the other one.
    pub(in super::super) fn has_scope_of(&self, other: &Self) -> bool {
        self.scope == other.scope
    }

    /// The error of a list that bears an authority's name without its signature.
    pub(in super::super) fn stray(&self, namesakes: &[&Issuer<'_>]) -> Error {
        let is_other = |key: &Vec<u8>| namesakes.iter().all(|one| one.key_id().is_some_and(|own| own != *key));
        let error = Error::new(Code::CrlInvalid).with_detail(match &self.key {
            Some(key) if is_other(key) => "of another authority with the same name",
            _ => "its signature is not the authority's",
        });
        match &self.file {
            Some(file) => error.with_at(At::file(file.clone())),
            None => error,
        }
    }
}

fn extension<T: AssociatedOid + for<'a> Decode<'a>>(list: &TbsCertList) -> Option<T> {
    let mut all = list.crl_extensions.iter().flatten();
    T::from_der(all.find(|one| one.extn_id == T::OID)?.extn_value.as_bytes()).ok()
}

/// Whether a signature made at this time stands all the same: before the revocation, and where the time is only
/// the signer's word, with the key in no other hands.
pub(in super::super) fn stands(entry: &BorrowedRevokedCert<'_>, at: u64, proven: bool) -> bool {
    let is_harmless = matches!(
        entry.reason_code,
        Some(
            RevocationReason::Superseded
                | RevocationReason::AffiliationChanged
                | RevocationReason::CessationOfOperation
        )
    );
    let since = entry.invalidity_date.map_or(entry.revocation_date, |date| date.min(entry.revocation_date));
    at < since.as_secs() && (proven || is_harmless)
}
