//! Verifying a signature.

use rustls::pki_types::UnixTime;

use super::super::clock::latest;
use super::super::limits::SIGNATURE_BYTES;
use super::parse::{Form, parse};
use super::signature::Signature;
use super::signer::{check_signature, check_surplus, leaf_of, others};
use super::stamp;
use crate::error::{Code, Error, Result};
use crate::keys::{Moment, Notice, Trust, Usage};

/// A signature that holds.
pub(in super::super) struct Verified {
    pub(in super::super) signature: Signature,
    /// The content, where it was inside.
    pub(in super::super) content: Option<Vec<u8>>,
}

/// Verifies signature, chain, validity and revocation. The kind of certificate and the office
/// number are up to the caller.
///
/// The chain must hold at the time of signing and at `now` (see [`Moment::Claimed`]) or, where there is
/// a time stamp of a trusted authority, at the stamp's time: so evidence outlives its certificate.
pub(in super::super) fn verify(der: &[u8], detached: Option<&[u8]>, trust: &Trust, now: UnixTime) -> Result<Verified> {
    verify_known(der, detached, trust, now, None)
}

/// The same for a signature of which it is known by other means that it was there at a time.
pub(in super::super) fn verify_known(
    der: &[u8],
    detached: Option<&[u8]>,
    trust: &Trust,
    now: UnixTime,
    known: Option<UnixTime>,
) -> Result<Verified> {
    if der.len() as u64 > SIGNATURE_BYTES {
        return Err(malformed("the signature is too large"));
    }
    let parsed = parse(der, Form::Own).ok_or_else(|| malformed("not a CAdES signature of the known form"))?;
    let content = match (parsed.content, detached) {
        (Some(content), None) | (None, Some(content)) => content,
        _ => return Err(malformed("the content is where it must not be")),
    };
    let leaf = leaf_of(&parsed)?;
    check_signature(&parsed, &leaf, content)?;
    let time_stamp = match parsed.stamp {
        Some(token) => Some(stamp::verify(token, parsed.signature, trust.stamp_authorities())?),
        None => None,
    };
    let proven = match &time_stamp {
        Some(stamp) if stamp.trusted && stamp.at.as_secs() > latest(now) => return Err(ahead("by its time stamp")),
        Some(stamp) if stamp.trusted => Some(stamp.at),
        _ => known,
    };

    let others = others(&parsed, &leaf);
    let signing_time = parsed.attributes.signing_time.ok_or_else(|| malformed("the time of signing is missing"))?;
    let moment = proven.map_or(Moment::Claimed { at: signing_time, now }, Moment::Proven);
    let chain = trust.verify(&leaf, &others, Usage::Signature, moment)?;
    check_surplus(&others, &chain.path, trust)?;
    if signing_time.as_secs() > latest(proven.unwrap_or(now)) {
        return Err(ahead("by the signer's own word"));
    }
    let mut notices = chain.notices;
    if trust.stamp_authorities().is_some() && time_stamp.as_ref().is_some_and(|stamp| !stamp.trusted) {
        notices.push(Notice::StampUntrusted);
    }
    Ok(Verified {
        signature: Signature {
            identity: chain.identity,
            certificate: leaf.into_owned(),
            signing_time,
            intermediates: chain.path,
            time_stamp,
            notices,
            places: parsed.places(der),
        },
        content: parsed.content.map(<[u8]>::to_vec),
    })
}

fn malformed(detail: &'static str) -> Error {
    Error::new(Code::SignatureFormat).with_detail(detail)
}

/// Some clock is wrong, ours or the signer's: the signature itself holds.
fn ahead(detail: &'static str) -> Error {
    Error::new(Code::ClockAhead).with_detail(detail)
}
