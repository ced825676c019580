//! The choice by office number and kind.

use super::{Candidate, KeyState};
use crate::error::{At, Code, Error, Result};
use crate::keys::CertificateKind;
use crate::sort::sort_by_key;

/// Chooses the certificate of this office and kind; `None` asks for any.
///
/// Of several that fit, one whose key is open comes before one that wants its password, the kinds in
/// the order of [`CertificateKind`], and the one that is valid longest before an older one, so that a
/// renewed certificate takes over by itself.
///
/// # Errors
/// The reason why the best of those that were asked for cannot be used: [`Code::CertKindAgent`],
/// [`Code::CertKindDisability`], [`Code::CertKind`], [`Code::CertExpired`], [`Code::CertNotYetValid`],
/// [`Code::CertShortKey`], [`Code::KeyMissing`]. [`Code::KeyNotFound`] where none was there, or where
/// no office was named and there are certificates of several.
pub fn choose<'a>(
    candidates: impl IntoIterator<Item = &'a Candidate>,
    office: Option<&str>,
    kind: Option<CertificateKind>,
) -> Result<&'a Candidate> {
    let asked = |candidate: &&Candidate| {
        candidate.identity.as_ref().is_some_and(|identity| {
            office.is_none_or(|office| office == identity.office_number)
                && kind.is_none_or(|kind| kind == identity.kind)
        })
    };
    let (mut found, others): (Vec<&Candidate>, Vec<_>) = candidates.into_iter().partition(asked);
    let unread = others.into_iter().find(|one| one.identity.is_none());
    sort_by_key(&mut found, |candidate| rank(candidate));
    let Some(best) = found.first().copied() else { return Err(not_found(unread)) };
    if let Some(problem) = problem(best) {
        return Err(Error::new(problem));
    }
    let number = |candidate: &Candidate| candidate.identity.as_ref().map(|identity| identity.office_number.clone());
    let usable = found.iter().filter(|candidate| problem(candidate).is_none());
    if usable.into_iter().any(|other| number(other) != number(best)) {
        return Err(Error::new(Code::KeyNotFound).with_detail("there are certificates of several offices: name one"));
    }
    Ok(best)
}

/// Where nothing that was asked for is there, one that may be it and cannot be read is named.
fn not_found(unread: Option<&Candidate>) -> Error {
    let error = Error::new(Code::KeyNotFound);
    let Some(one) = unread else { return error };
    let locked = (one.key == KeyState::Locked).then_some(Code::KeyPassword);
    let Some(code) = one.problem.or(locked) else { return error };
    let error = error.with_detail(format!("one cannot be read: {}", code.name()));
    match one.place.file_name() {
        Some(name) => error.with_at(At::file(name)),
        None => error,
    }
}

fn problem(candidate: &Candidate) -> Option<Code> {
    candidate.problem.or((candidate.key == KeyState::Missing).then_some(Code::KeyMissing))
}

/// The smaller the better.
fn rank(candidate: &Candidate) -> (bool, bool, Option<CertificateKind>, std::cmp::Reverse<u64>) {
    let identity = candidate.identity.as_ref();
    let end = identity.map_or(0, |identity| identity.not_after.as_secs());
    (
        problem(candidate).is_some(),
        candidate.key != KeyState::Usable,
        identity.map(|identity| identity.kind),
        std::cmp::Reverse(end),
    )
}
