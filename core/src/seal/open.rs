//! Opening a container: everything is verified before any content is returned.

use std::io::{Read, Seek, SeekFrom};
use std::ops::{Deref, DerefMut};

use rustls::pki_types::UnixTime;

use super::agent::Agent;
use super::body::{Body, PartInfo};
use super::cms::{self, Signature};
use super::foreign;
use super::hash::sha256;
use super::id::MessageId;
use super::limits::{Limits, MESSAGE_BYTES, MIMETYPE_BYTES, SIGNATURE_BYTES};
use super::manifest::{self, Object};
use super::message::MessageHeader;
use super::receipt::Receipt;
use super::signed_for::{ITSELF, SignedFor};
use super::walk::{Found, Walk, unreadable};
use super::zip;
use crate::error::{At, Code, Error, Result};
use crate::file::{check_name, folded};
use crate::keys::{Trust, require_office};
use crate::progress::Job;

/// A container that was verified in full.
#[derive(Clone)]
pub struct Opened<R> {
    body: Body<R>,
    signature: Signature,
}

impl<R> Deref for Opened<R> {
    type Target = Body<R>;

    fn deref(&self) -> &Body<R> {
        &self.body
    }
}

impl<R> DerefMut for Opened<R> {
    fn deref_mut(&mut self) -> &mut Body<R> {
        &mut self.body
    }
}

/// Verifies a container: form, limits, digests, signature, chain, validity, revocation, kind of
/// certificate, and that the certificate is the sending office's.
///
/// # Errors
/// [`Code::ContainerFormat`], [`Code::ContainerLimit`], [`Code::ContainerCompressed`],
/// [`Code::ContainerPath`], [`Code::ContainerDuplicate`], [`Code::ContainerTruncated`],
/// [`Code::ContainerManifest`], [`Code::ContainerDigest`], [`Code::NotAContainer`],
/// [`Code::ContainerInZip`], [`Code::ContainerRepacked`], [`Code::ContainerOtherKind`],
/// [`Code::ContainerUnsigned`],
/// [`Code::SignatureFormat`], [`Code::SignatureInvalid`], [`Code::ClockAhead`], [`Code::MessageFormat`], [`Code::CertExpired`],
/// [`Code::CertNotYetValid`], [`Code::CertRevoked`], [`Code::CertUnknownIssuer`],
/// [`Code::CertKind`], [`Code::CertOffice`], [`Code::CertInvalid`], [`Code::FileRead`],
/// [`Code::Cancelled`].
pub fn open<R: Read + Seek>(
    reader: R,
    limits: &Limits,
    trust: &Trust,
    now: UnixTime,
    job: &mut Job<'_>,
) -> Result<Opened<R>> {
    open_known(reader, ITSELF, limits, trust, now, None, job)
}

/// As [`open`], of a container that an agent of the sender may have signed: `accepted` is the relay's receipt (CMS, DER)
/// that names the agent and its certificate. Where the sender itself has signed, the receipt is not looked at.
///
/// # Errors
/// Those of [`open`]; [`Code::AgentReceipt`] where the receipt does not prove that the signer may act for the sender.
pub fn open_accepted<R: Read + Seek>(
    reader: R,
    accepted: &[u8],
    limits: &Limits,
    trust: &Trust,
    now: UnixTime,
    job: &mut Job<'_>,
) -> Result<Opened<R>> {
    let accepted = |_: &MessageId| {
        let verified = Receipt::verify_as_of_signing(accepted, trust, now)?;
        Ok(Some(verified.receipt))
    };
    open_known(reader, SignedFor::Sender(&accepted), limits, trust, now, None, job)
}

/// As [`open`], of a container that the office of this number has signed, as the sender or for it. For relays, whose own
/// directory says that it may, and for the agent itself: nobody else may take a container by this.
///
/// # Errors
/// Those of [`open`].
pub fn open_by_agent<R: Read + Seek>(
    reader: R,
    agent: &str,
    limits: &Limits,
    trust: &Trust,
    now: UnixTime,
    job: &mut Job<'_>,
) -> Result<Opened<R>> {
    open_known(reader, SignedFor::Known(agent), limits, trust, now, None, job)
}

/// As [`open`], of a container that was there at a time which somebody else vouches for, and that was signed by whom
/// `signed` allows.
pub(crate) fn open_known<R: Read + Seek>(
    mut reader: R,
    signed: SignedFor<'_>,
    limits: &Limits,
    trust: &Trust,
    now: UnixTime,
    known: Option<UnixTime>,
    job: &mut Job<'_>,
) -> Result<Opened<R>> {
    let contents = walk(&mut reader, limits, job)?;
    let media_types = contents.media_types()?;
    let signature = contents.signature.as_deref().ok_or(Code::ContainerUnsigned)?;
    let signature = cms::verify_known(signature, Some(&contents.manifest), trust, now, known)?.signature;
    require_office(&signature.identity)?;
    let body = contents.body(reader, media_types)?;
    signed.require(&body.id, &body.message, &signature)?;
    Ok(Opened { body, signature })
}

/// A container that may have no signature, since it came by a way that has none: whole by form and digests, and verified
/// as [`open`] does where it has one. Only for transports that say so of themselves
/// ([`Transport::carries_signatures`](crate::relay::Transport::carries_signatures)).
///
/// # Errors
/// Those of [`open`] but for [`Code::ContainerUnsigned`].
pub(crate) fn open_maybe_unsigned<R: Read + Seek>(
    mut reader: R,
    limits: &Limits,
    trust: &Trust,
    now: UnixTime,
    job: &mut Job<'_>,
) -> Result<(Body<R>, Option<Signature>)> {
    let contents = walk(&mut reader, limits, job)?;
    if contents.signature.is_some() {
        return open(reader, limits, trust, now, job).map(|opened| (opened.body, Some(opened.signature)));
    }
    let media_types = contents.media_types()?;
    Ok((contents.body(reader, media_types)?, None))
}

/// The contents of a container of our own, which was signed here a moment ago: whole by form and digests.
///
/// # Errors
/// Those of [`open`] that concern the form.
pub(crate) fn open_own<R: Read + Seek>(mut reader: R, limits: &Limits, job: &mut Job<'_>) -> Result<Body<R>> {
    let contents = walk(&mut reader, limits, job)?.signed()?;
    let media_types = contents.media_types()?;
    contents.body(reader, media_types)
}

/// The id of a container that is whole by form and digests. Who sealed it is not verified here but by [`open`].
///
/// # Errors
/// Those of [`open`] that concern the form.
pub(crate) fn container_id<R: Read + Seek>(mut reader: R, job: &mut Job<'_>) -> Result<MessageId> {
    let contents = walk(&mut reader, &Limits::default(), job)?.signed()?;
    contents.media_types()?;
    Ok(contents.id())
}

/// The bytes of a part of a container that nobody vouches for: its form and digests are checked, its signature is not.
/// To be used for what says by which authority it is to be verified, and for nothing else.
///
/// # Errors
/// Those of [`open`] that concern the form; [`Code::InvalidArgument`] where there is no such part;
/// [`Code::ContainerLimit`] where it has more than `max` bytes.
pub fn read_unverified<R: Read + Seek>(
    mut reader: R,
    name: &str,
    max: u64,
    limits: &Limits,
    job: &mut Job<'_>,
) -> Result<Vec<u8>> {
    let contents = walk(&mut reader, limits, job)?.signed()?;
    contents.media_types()?;
    let part = contents.found.iter().find(|part| part.name == name).ok_or(Code::InvalidArgument)?;
    if part.sum.size > max {
        return Err(Error::new(Code::ContainerLimit).with_at(At::file(name)));
    }
    reader.seek(SeekFrom::Start(part.offset)).map_err(unreadable)?;
    let mut bytes = Vec::new();
    reader.take(part.sum.size).read_to_end(&mut bytes).map_err(unreadable)?;
    // The file may have changed since.
    if sha256(&bytes) == part.sum.sha256 { Ok(bytes) } else { Err(Error::new(Code::ContainerDigest)) }
}

/// What was found in a container.
struct Contents {
    message_bytes: Vec<u8>,
    found: Vec<Found>,
    manifest: Vec<u8>,
    signature: Option<Vec<u8>>,
    size: u64,
}

impl Contents {
    fn id(&self) -> MessageId {
        MessageId(sha256(&self.manifest))
    }

    /// Refuses one without a signature.
    fn signed(self) -> Result<Self> {
        if self.signature.is_some() { Ok(self) } else { Err(Error::new(Code::ContainerUnsigned)) }
    }

    /// Compares the manifest with what was found; the media types.
    fn media_types(&self) -> Result<Vec<String>> {
        let first = Object { name: zip::MESSAGE, sha256: sha256(&self.message_bytes) };
        let rest = self.found.iter().map(|part| Object { name: &part.name, sha256: part.sum.sha256 });
        manifest::read(&self.manifest, &std::iter::once(first).chain(rest).collect::<Vec<_>>())
    }

    fn body<R>(self, reader: R, media_types: Vec<String>) -> Result<Body<R>> {
        let (id, message) = (self.id(), MessageHeader::from_bytes(&self.message_bytes)?);
        let offsets = self.found.iter().map(|part| (part.offset, part.sum)).collect();
        let parts = self.found.into_iter().zip(media_types.into_iter().skip(1));
        let parts = parts.map(|(part, media_type)| PartInfo {
            name: part.name,
            media_type,
            size: part.sum.size,
            sha256: part.sum.sha256,
        });
        Ok(Body { reader, id, message, parts: parts.collect(), offsets, size: self.size })
    }
}

fn walk<R: Read + Seek>(reader: &mut R, limits: &Limits, job: &mut Job<'_>) -> Result<Contents> {
    contents(reader, limits, job).map_err(|error| foreign::explain(reader, error))
}

fn contents<R: Read + Seek>(reader: &mut R, limits: &Limits, job: &mut Job<'_>) -> Result<Contents> {
    let mut walk = Walk::new(reader, limits, job)?;
    let fixed = |wanted: &'static str, limit: u64| {
        move |name: &str| if name == wanted { Ok((limit, true)) } else { Err(misplaced(name, wanted)) }
    };
    let mimetype = zip::MIMETYPE_CONTENT;
    // Another one may be longer, and is no matter of size.
    let first = walk.entry(limits, fixed(zip::MIMETYPE, MIMETYPE_BYTES))?;
    if first.content != mimetype {
        return Err(Error::new(Code::ContainerFormat).with_at(At::file(zip::MIMETYPE)));
    }
    let message_bytes = walk.entry(limits, fixed(zip::MESSAGE, MESSAGE_BYTES))?.content;
    let mut names = vec![folded(zip::MIMETYPE), folded(zip::MESSAGE)];
    let mut found: Vec<Found> = Vec::new();
    let manifest = loop {
        let entry = walk.entry(limits, |name| {
            if name == zip::MANIFEST {
                return Ok((limits.manifest_bytes(), true));
            }
            // The name itself stays out of the error: it may be anything.
            check_name(name, limits.name_bytes).map_err(|why| Error::new(Code::ContainerPath).with_detail(why))?;
            if names.contains(&folded(name)) {
                return Err(Error::new(Code::ContainerDuplicate).with_at(At::file(name)));
            }
            if found.len() >= limits.parts {
                return Err(Error::new(Code::ContainerLimit).with_detail("too many parts"));
            }
            Ok((limits.part_bytes, false))
        })?;
        if entry.name == zip::MANIFEST {
            break entry.content;
        }
        names.push(folded(&entry.name));
        found.push(entry);
    };
    let is_over = walk.is_at_directory()?;
    let signature =
        if is_over { None } else { Some(walk.entry(limits, fixed(zip::SIGNATURE, SIGNATURE_BYTES))?.content) };
    if found.is_empty() {
        return Err(Error::new(Code::ContainerFormat).with_detail("no part"));
    }
    let size = walk.finish()?;
    Ok(Contents { message_bytes, found, manifest, signature, size })
}

fn misplaced(name: &str, wanted: &'static str) -> Error {
    match check_name(name, usize::MAX) {
        Err(why) if !name.starts_with("META-INF/") => Error::new(Code::ContainerPath).with_detail(why),
        _ => Error::new(Code::ContainerFormat).with_detail("another entry was expected here").with_at(At::file(wanted)),
    }
}

impl<R> Opened<R> {
    /// Who signed and when.
    pub fn signer(&self) -> &Signature {
        &self.signature
    }

    /// The office that has signed for the sender; `None` where that is the sender itself.
    pub fn agent(&self) -> Option<Agent> {
        let is_other = self.signature.identity.office_number != self.body.message.from.office;
        is_other.then(|| Agent::of(&self.signature))
    }

    /// Gives the reader back.
    pub fn into_inner(self) -> R {
        self.body.reader
    }

    /// The same with another reader of the same container.
    pub(crate) fn with_reader<S>(self, reader: S) -> Opened<S> {
        Opened { body: self.body.with_reader(reader), signature: self.signature }
    }

    /// The contents and who signed them.
    pub(crate) fn apart(self) -> (Body<R>, Signature) {
        (self.body, self.signature)
    }
}
