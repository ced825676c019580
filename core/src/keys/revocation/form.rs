//! The forms of revocation lists that X.509 allows and the verifier does not take, by their names.

use der::asn1::AnyRef;
use der::{Decode, Header, Reader, SliceReader, Tag, TagNumber, Tagged};
use x509_cert::name::Name;

use super::super::encoded::{Block, BlockKind, foreign_name};
use super::super::subject;
use crate::error::{Code, Error, Result};

/// The fields before the signature, as far as their order tells the form.
struct Form {
    is_version_2: bool,
    issuer: Vec<u8>,
    has_next_update: bool,
    has_extensions: bool,
}

/// Refuses what is a revocation list, but of a form that the verifier does not take.
pub(super) fn check(der: &[u8]) -> Result<()> {
    let Some(form) = read(der) else { return Ok(()) };
    if !form.is_version_2 {
        return Err(unsupported("a revocation list of version 1"));
    }
    if !form.has_next_update {
        return Err(unsupported("a revocation list without next update"));
    }
    if !form.has_extensions {
        return Err(unsupported("a revocation list without extensions"));
    }
    Ok(())
}

/// A name as lists hold it: without the outer tag.
pub(super) struct IssuerName(pub(super) Vec<u8>);

impl IssuerName {
    /// As RFC 4514 writes it.
    pub(super) fn shown(&self) -> Option<String> {
        let name = AnyRef::new(Tag::Sequence, &self.0).ok()?.decode_as::<Name>().ok()?;
        Some(subject::display(&name))
    }
}

/// Who issued it, where that can be read.
pub(super) fn issuer(der: &[u8]) -> Option<IssuerName> {
    read(der).map(|form| IssuerName(form.issuer))
}

/// What the verifier says to a list, as one of our errors.
pub(super) fn refusal(error: webpki::Error) -> Error {
    let detail = match error {
        webpki::Error::UnsupportedDeltaCrl => "a list of changes only (delta)",
        webpki::Error::UnsupportedIndirectCrl => "a list of several issuers (indirect)",
        webpki::Error::UnsupportedCrlVersion => "a revocation list of another version",
        webpki::Error::UnsupportedCriticalExtension => "a critical extension that is not known",
        webpki::Error::UnsupportedCrlIssuingDistributionPoint => "a scope that is not known",
        webpki::Error::UnsupportedRevocationReason | webpki::Error::UnsupportedRevocationReasonsPartitioning => {
            "a list of some reasons only"
        }
        _ => return malformed().with_source(error),
    };
    unsupported(detail).with_source(error)
}

/// What is no list at all.
pub(super) fn malformed() -> Error {
    Error::new(Code::CrlInvalid).with_detail("not a revocation list, or a damaged one")
}

/// What a file is that holds nothing of ours.
pub(super) fn foreign(bytes: &[u8]) -> Error {
    match foreign_name(bytes) {
        Some(name) => Code::CrlFile.with_detail(name),
        None => malformed(),
    }
}

/// What a file holds in place of lists.
pub(super) fn other(blocks: &[Block]) -> Error {
    let is_certificate = |block: &Block| matches!(block.kind, BlockKind::Certificate | BlockKind::Rejected);
    if blocks.iter().any(is_certificate) {
        return Error::new(Code::CrlInvalid).with_detail("a certificate, no revocation list");
    }
    malformed()
}

/// A list of a form that is not taken.
pub(super) fn unsupported(detail: &'static str) -> Error {
    Error::new(Code::CrlForm).with_detail(detail)
}

fn read(der: &[u8]) -> Option<Form> {
    let outer = AnyRef::from_der(der).ok().filter(|outer| outer.tag() == Tag::Sequence)?;
    let mut fields = SliceReader::new(outer.value()).ok()?;
    let signed = AnyRef::decode(&mut fields).ok().filter(|signed| signed.tag() == Tag::Sequence)?;
    let mut fields = SliceReader::new(signed.value()).ok()?;
    let mut next = |tag: &dyn Fn(Tag) -> bool| -> Option<AnyRef<'_>> {
        let header: Header = fields.peek_header().ok()?;
        if tag(header.tag) { AnyRef::decode(&mut fields).ok() } else { None }
    };
    let is_time = |tag: Tag| matches!(tag, Tag::UtcTime | Tag::GeneralizedTime);
    let is_version_2 = next(&|tag| tag == Tag::Integer).is_some_and(|version| version.value() == [1]);
    next(&|tag| tag == Tag::Sequence)?; // the algorithm
    let issuer = next(&|tag| tag == Tag::Sequence)?.value().to_vec();
    next(&is_time)?;
    let has_next_update = next(&is_time).is_some();
    let _revoked = next(&|tag| tag == Tag::Sequence);
    let extensions = Tag::ContextSpecific { constructed: true, number: TagNumber::N0 };
    let has_extensions = next(&|tag| tag == extensions).is_some();
    Some(Form { is_version_2, issuer, has_next_update, has_extensions })
}
