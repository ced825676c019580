//! Time stamps (RFC 3161) over the value of a signature: asked for, and verified.

use ring::rand::{SecureRandom, SystemRandom};
use rustls::pki_types::{CertificateDer, UnixTime};

use super::super::clock::{self, latest};
use super::super::tlv;
use super::algorithm::Digest;
use super::parse::{Form, parse};
use super::signer::{check_signature, check_surplus, leaf_of, others};
use crate::error::{Code, Error, Result};
use crate::keys::Trust;
use crate::progress::Job;

/// Room for a token with its certificates.
const TOKEN_BYTES: usize = 32 << 10;

/// A time stamp authority, however it is reached. Over HTTP:
/// [`HttpTimeStamper`](crate::relay::http::HttpTimeStamper).
pub trait TimeStamper: Send + Sync {
    /// Hands over a `TimeStampReq` and gives back the `TimeStampResp`, both DER. What comes back is
    /// checked by the caller.
    ///
    /// # Errors
    /// Network errors (4xx), [`Code::StampRefused`], [`Code::Cancelled`].
    fn stamp(&self, request: &[u8], job: &mut Job<'_>) -> Result<Vec<u8>>;
}

/// A time stamp whose own signature holds, over the signature that contains it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimeStamp {
    /// The time that it gives.
    pub at: UnixTime,
    /// The authority's certificate.
    pub certificate: CertificateDer<'static>,
    /// Whether the certificate leads to an authority whose stamps count
    /// ([`Trust::with_stamp_authorities`]). Where not, `at` proves nothing, and where authorities are set, a notice
    /// says so.
    pub trusted: bool,
    /// The token as it is in the signature (DER).
    pub token: Vec<u8>,
}

/// Who stamps, and whose stamps count.
#[derive(Clone, Copy)]
pub(in super::super) struct Stamping<'a> {
    pub(in super::super) stamper: &'a dyn TimeStamper,
    pub(in super::super) authorities: Option<&'a Trust>,
}

/// Has the value of a signature of this time stamped and gives back the token. A stamp that would not count with us
/// is refused: the receiver learns of it too late.
pub(super) fn obtain(with: Stamping<'_>, signature: &[u8], at: UnixTime, job: &mut Job<'_>) -> Result<Vec<u8>> {
    let mut nonce = [0; 8];
    SystemRandom::new().fill(&mut nonce).map_err(|_| Error::new(Code::Bug).with_detail("no random numbers"))?;
    // Positive, and in its shortest form.
    nonce[0] = nonce[0] & 0x7f | 0x40;
    let answer = with.stamper.stamp(&request(signature, &nonce), job)?;
    let token = granted(&answer)?;
    let (info, leaf, others) = signed(token, signature)?;
    if info.nonce != Some(nonce.as_slice()) {
        return Err(Code::StampInvalid.with_detail("the stamp answers another request"));
    }
    if let Some(authorities) = with.authorities {
        check_chain(&info, &leaf, &others, authorities)
            .map_err(|error| Error::new(Code::StampUntrusted).with_source(error))?;
        if at.as_secs() > latest(info.at) {
            return Err(Code::ClockAhead.with_detail("ahead of the time stamp authority's clock"));
        }
    }
    Ok(token.to_vec())
}

fn request(signature: &[u8], nonce: &[u8]) -> Vec<u8> {
    tlv::write(
        tlv::SEQUENCE,
        &[
            &tlv::write(tlv::INTEGER, &[&[1]]),
            &imprint(Digest::Sha256, signature),
            &tlv::write(tlv::INTEGER, &[nonce]),
            &tlv::write(tlv::BOOLEAN, &[&[0xff]]), // the certificates, please
        ],
    )
}

fn imprint(digest: Digest, signature: &[u8]) -> Vec<u8> {
    let hash = tlv::write(tlv::OCTETS, &[digest.of(signature).as_ref()]);
    tlv::write(tlv::SEQUENCE, &[&digest.identifier(), &hash])
}

/// The token of an answer that grants it: status 0, or 1 "with modifications".
fn granted(answer: &[u8]) -> Result<&[u8]> {
    let malformed = || Error::new(Code::StampRefused).with_detail("the answer is no TimeStampResp");
    if answer.len() > TOKEN_BYTES {
        return Err(Error::new(Code::StampRefused).with_detail("the answer is too large"));
    }
    let mut outer = tlv::Tlv::only(answer, tlv::SEQUENCE).map(|tlv| tlv::Reader::new(tlv.value));
    let outer = outer.as_mut().ok_or_else(malformed)?;
    let mut status = outer.enter(tlv::SEQUENCE).ok_or_else(malformed)?;
    match status.require(tlv::INTEGER).ok_or_else(malformed)?.value {
        [0 | 1] => {}
        _ => return Err(Error::new(Code::StampRefused).with_detail("the authority did not grant a stamp")),
    }
    let token = outer.require(tlv::SEQUENCE).ok_or_else(malformed)?;
    if outer.is_empty() { Ok(token.raw) } else { Err(malformed()) }
}

/// Verifies a token over the value of a signature. One that is sound and leads to no authority counts for nothing.
pub(super) fn verify(token: &[u8], signature: &[u8], authorities: Option<&Trust>) -> Result<TimeStamp> {
    let (info, leaf, others) = signed(token, signature)?;
    let trusted = authorities.is_some_and(|trust| check_chain(&info, &leaf, &others, trust).is_ok());
    Ok(TimeStamp { at: info.at, certificate: leaf.into_owned(), trusted, token: token.to_vec() })
}

/// Whether the stamp leads to an authority, at its own time: that authority's later end takes nothing from what it
/// stamped.
fn check_chain(
    info: &Info<'_>,
    leaf: &CertificateDer<'_>,
    others: &[CertificateDer<'_>],
    authorities: &Trust,
) -> Result<()> {
    let path = authorities.verify_stamping(leaf, others, info.at)?;
    check_surplus(others, &path, authorities)
}

type Signed<'a> = (Info<'a>, CertificateDer<'a>, Vec<CertificateDer<'a>>);

/// The token's own signature, and that it is over this signature.
fn signed<'a>(token: &'a [u8], signature: &[u8]) -> Result<Signed<'a>> {
    let stamped = |error: Error| Error::new(Code::StampInvalid).with_source(error);
    let parsed = (token.len() <= TOKEN_BYTES).then(|| parse(token, Form::Stamp)).flatten();
    let parsed = parsed.ok_or_else(|| Code::StampInvalid.with_detail("not a time stamp token of the known form"))?;
    let content = parsed.content.ok_or_else(|| Code::StampInvalid.with_detail("the token holds no stamp"))?;
    let info = Info::parse(content).ok_or_else(|| Code::StampInvalid.with_detail("the stamp is malformed"))?;
    if info.digest.of(signature).as_ref() != info.hash {
        return Err(Code::StampInvalid.with_detail("the stamp is of another signature"));
    }
    let leaf = leaf_of(&parsed).map_err(stamped)?;
    check_signature(&parsed, &leaf, content).map_err(stamped)?;
    let others = others(&parsed, &leaf);
    Ok((info, leaf, others))
}

/// `TSTInfo`, as far as it bears on us. The whole of it is signed.
struct Info<'a> {
    digest: Digest,
    hash: &'a [u8],
    at: UnixTime,
    nonce: Option<&'a [u8]>,
}

impl<'a> Info<'a> {
    fn parse(der: &'a [u8]) -> Option<Self> {
        let mut fields = tlv::Reader::new(tlv::Tlv::only(der, tlv::SEQUENCE)?.value);
        fields.require(tlv::INTEGER).filter(|version| version.value == [1])?;
        fields.require(tlv::OID)?; // policy
        let mut imprint = fields.enter(tlv::SEQUENCE)?;
        let digest = Digest::from_identifier(imprint.require(tlv::SEQUENCE)?.value)?;
        let hash = imprint.require(tlv::OCTETS)?.value;
        fields.require(tlv::INTEGER)?; // serial number
        let at = whole_seconds(fields.require(clock::TAG_GENERALIZED)?.value)?;
        let mut nonce = None;
        while !fields.is_empty() {
            // Accuracy, ordering, the authority's name and extensions surround the nonce.
            let field = fields.any()?;
            if field.tag == tlv::INTEGER {
                nonce = Some(field.value);
            }
        }
        imprint.is_empty().then_some(Self { digest, hash, at, nonce })
    }
}

/// GeneralizedTime, whose fraction of a second is let go.
fn whole_seconds(value: &[u8]) -> Option<UnixTime> {
    let text = std::str::from_utf8(value).ok()?.strip_suffix('Z')?;
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    clock::from_asn1(clock::TAG_GENERALIZED, format!("{seconds}Z").as_bytes())
}
