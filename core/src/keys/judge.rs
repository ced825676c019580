//! What the revocation lists say of a chain: each certificate is looked up in the lists that its own issuer's key
//! has signed. Lists of another authority with the same name say nothing, and spoil nothing.

use std::cell::RefCell;

use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{Cert, VerifiedPath};

use super::notice::Notice;
use super::parse::parse;
use super::presented::Presented;
use super::revocation::{Issuer, List, UnusableList, stands};
use super::trust::Trust;
use crate::error::{At, Code, Error, Result};

/// Clocks may differ by so much before a list is said to be of the future, in seconds.
const CLOCK_TOLERANCE: u64 = 300;

/// A signature whose certificate may have been revoked after it.
#[derive(Clone, Copy)]
pub(super) struct Signed {
    pub(super) at: UnixTime,
    /// Whether the time is more than the signer's word.
    pub(super) proven: bool,
}

/// A way to a trusted authority that holds.
pub(super) struct Path<'t> {
    /// The issuing authorities between the leaf and the trusted one.
    pub(super) issuers: Vec<CertificateDer<'static>>,
    found: Vec<Found<'t>>,
    revoked_since: bool,
    /// A list that is required is not there.
    is_missing: bool,
}

/// What lists there are for one certificate.
struct Found<'t> {
    newest: Option<&'t List>,
    /// Another one has its issuer's name and cannot be used.
    is_spoiled: bool,
}

impl Path<'_> {
    /// What is to be said of the lists at this time. `is_present`: it is the present time, after which no list was
    /// issued.
    pub(super) fn notices(&self, at: UnixTime, is_present: bool) -> Vec<Notice> {
        let at = at.as_secs();
        let mut notices = Vec::new();
        for found in &self.found {
            match found.newest {
                None if !found.is_spoiled => notices.push(Notice::CrlMissing),
                None => {}
                Some(list) => {
                    if list.next_update <= at {
                        notices.push(Notice::CrlStale);
                    }
                    if is_present && list.issued > at.saturating_add(CLOCK_TOLERANCE) {
                        notices.push(Notice::CrlFuture);
                    }
                }
            }
            if found.is_spoiled {
                notices.push(Notice::CrlUnusable);
            }
        }
        if self.revoked_since {
            notices.push(Notice::RevokedSince);
        }
        notices
    }
}

/// Judges the paths that the verifier finds.
pub(super) struct Judge<'t, 'c> {
    trust: &'t Trust,
    chain: &'c Presented<'c>,
    at: UnixTime,
    signed: Option<Signed>,
    algorithms: &'c [&'c dyn SignatureVerificationAlgorithm],
    state: RefCell<State<'t>>,
}

/// Why there is no path.
pub(super) enum Why {
    /// One that holds by its signatures was refused.
    Judged(Error),
    /// The verifier found none.
    Built(webpki::Error),
}

#[derive(Default)]
struct State<'t> {
    path: Option<Path<'t>>,
    /// Why the first path that was refused does not hold.
    why: Option<Error>,
}

impl<'t, 'c> Judge<'t, 'c> {
    pub(super) fn new(
        trust: &'t Trust,
        chain: &'c Presented<'c>,
        at: UnixTime,
        signed: Option<Signed>,
        algorithms: &'c [&'c dyn SignatureVerificationAlgorithm],
    ) -> Self {
        Self { trust, chain, at, signed, algorithms, state: RefCell::default() }
    }

    /// Whether this path holds; for the verifier, which tries another one if it does not.
    pub(super) fn accept(&self, path: &VerifiedPath<'_>) -> std::result::Result<(), webpki::Error> {
        let judged = self.judge(path);
        let mut state = self.state.borrow_mut();
        match judged {
            Ok(path) => state.path = Some(path),
            Err(error) => {
                state.why.get_or_insert(error);
                // It refuses nothing for this reason by itself.
                return Err(webpki::Error::CertDistrusted);
            }
        }
        Ok(())
    }

    /// The path that was accepted, where the verifier found one.
    pub(super) fn outcome(self, built: std::result::Result<(), webpki::Error>) -> std::result::Result<Path<'t>, Why> {
        let State { path, why } = self.state.into_inner();
        match (built, path, why) {
            (Ok(()), Some(path), _) => Ok(path),
            (Ok(()), None, _) => Err(Why::Judged(Error::new(Code::Bug))),
            (Err(webpki::Error::CertDistrusted), _, Some(why)) => Err(Why::Judged(why)),
            (Err(error), ..) => Err(Why::Built(error)),
        }
    }

    fn judge(&self, path: &VerifiedPath<'_>) -> Result<Path<'t>> {
        let malformed = || Error::new(Code::TrustFile);
        let certificate = self.trust.anchors.valid(path.anchor(), self.at)?;
        let mut issuer = Issuer::of_anchor(path.anchor(), certificate).ok_or_else(malformed)?;
        let mut judged = Path { issuers: Vec::new(), found: Vec::new(), revoked_since: false, is_missing: false };
        for certificate in path.intermediate_certificates().rev() {
            if self.look_up(certificate, &issuer, false, &mut judged)?.is_some() {
                return Err(Error::new(Code::CertIssuerRevoked));
            }
            issuer = Issuer::of_certificate(certificate);
            judged.issuers.insert(0, certificate.der().into_owned());
        }
        if let Some(stands) = self.look_up(path.end_entity(), &issuer, true, &mut judged)? {
            if !stands {
                return Err(Error::new(Code::CertRevoked));
            }
            judged.revoked_since = true;
        }
        if judged.is_missing { Err(Error::new(Code::CrlMissing)) } else { Ok(judged) }
    }

    /// Looks the certificate up: `None` where it is not revoked, else whether the signature stands all the same.
    fn look_up(
        &self,
        certificate: &Cert<'_>,
        issuer: &Issuer<'_>,
        is_leaf: bool,
        judged: &mut Path<'t>,
    ) -> Result<Option<bool>> {
        let lists = &self.trust.lists;
        let der = certificate.der();
        let (mut own, mut bad) = (Vec::new(), None);
        for list in lists.of(issuer.name()) {
            if lists.is_signed(list, issuer, self.algorithms) {
                own.extend(Some(list).filter(|list| list.covers(&der, is_leaf)));
            } else if bad.is_none() && !self.is_of_another(list) {
                bad = Some(list);
            }
        }
        let newest = own.first().copied();
        let aside = lists.unusable_of(issuer.name());
        match (newest, bad) {
            (None, Some(bad)) => return Err(bad.stray(&[issuer])),
            (None, None) if self.trust.lists_required => match aside {
                Some(list) => return Err(unusable(list)),
                // Told where nothing graver is.
                None => judged.is_missing = true,
            },
            (Some(list), _) if self.trust.lists_required && list.next_update <= self.at.as_secs() => {
                return Err(named(Code::CrlStale, list.file()));
            }
            _ => judged.found.push(Found { newest, is_spoiled: bad.is_some() || aside.is_some() }),
        }
        Ok(self.revoked(certificate, &own))
    }

    /// By the newest list of each scope: of a divided list, every part that speaks of the certificate counts.
    fn revoked(&self, certificate: &Cert<'_>, newest_first: &[&List]) -> Option<bool> {
        let names = |list: &List| list.entry(certificate.serial()).is_some();
        let mut entries = newest_first.iter().filter_map(|list| list.entry(certificate.serial())).peekable();
        entries.peek()?;
        let end = end_of(&certificate.der());
        // One that was issued after the certificate's end need not name it any more.
        let knows = |list: &List| list.issued <= end || names(list);
        let is_superseded = |at: usize| {
            let newer = &newest_first[..at];
            newer.iter().any(|newer| newer.has_scope_of(newest_first[at]) && knows(newer))
        };
        let is_named = (0..newest_first.len()).any(|at| names(newest_first[at]) && !is_superseded(at));
        let stands = |one| self.signed.is_some_and(|signed| stands(&one, signed.at.as_secs(), signed.proven));
        is_named.then(|| entries.all(stands))
    }

    /// Whether another authority that is known by the same name has signed it.
    fn is_of_another(&self, list: &List) -> bool {
        let issuers = self.trust.issuers(self.chain.intermediates);
        let mut namesakes = issuers.iter().filter(|one| one.name() == list.issuer());
        namesakes.any(|one| self.trust.lists.is_signed(list, one, self.algorithms))
    }
}

/// The error of a certificate for which there is only a list that was set aside.
fn unusable(list: &UnusableList) -> Error {
    let error = named(list.code, list.file.as_deref());
    match &list.detail {
        Some(detail) => error.with_detail(detail.clone()),
        None => error,
    }
}

fn named(code: Code, file: Option<&str>) -> Error {
    match file {
        Some(file) => Error::new(code).with_at(At::file(file)),
        None => Error::new(code),
    }
}

/// The end of a certificate's validity; one that cannot be read has none.
fn end_of(certificate: &[u8]) -> u64 {
    parse(certificate).map_or(u64::MAX, |one| one.tbs_certificate.validity.not_after.to_unix_duration().as_secs())
}
