//! Opening a container: everything is verified before any content is returned.

use std::io::{Read, Seek, SeekFrom, Write};

use rustls::pki_types::UnixTime;

use super::cms::{self, Signature};
use super::foreign;
use super::hash::{BLOCK, Hasher, Sum, sha256};
use super::id::MessageId;
use super::limits::{Limits, MESSAGE_BYTES, MIMETYPE_BYTES, SIGNATURE_BYTES};
use super::manifest::{self, Object};
use super::message::MessageHeader;
use super::walk::{Found, Walk, unreadable};
use super::zip;
use crate::error::{At, Code, Error, Result};
use crate::file::{check_name, folded};
use crate::keys::{Trust, require_office};
use crate::progress::{Job, Step};

/// A part of an opened container.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartInfo {
    /// Its file name: plain, without a path.
    pub name: String,
    /// Its media type, as the sender says.
    pub media_type: String,
    /// Its bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

/// A container that was verified in full.
#[derive(Clone)]
pub struct Opened<R> {
    reader: R,
    id: MessageId,
    message: MessageHeader,
    signature: Signature,
    parts: Vec<PartInfo>,
    offsets: Vec<(u64, Sum)>,
    size: u64,
}

/// Verifies a container: form, limits, digests, signature, chain, validity, revocation, kind of
/// certificate, and that the certificate is the sending office's.
///
/// # Errors
/// [`Code::ContainerFormat`], [`Code::ContainerLimit`], [`Code::ContainerCompressed`],
/// [`Code::ContainerPath`], [`Code::ContainerDuplicate`], [`Code::ContainerTruncated`],
/// [`Code::ContainerManifest`], [`Code::ContainerDigest`], [`Code::NotAContainer`],
/// [`Code::ContainerInZip`], [`Code::ContainerRepacked`], [`Code::ContainerOtherKind`],
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
    open_known(reader, limits, trust, now, None, job)
}

/// As [`open`], of a container that was there at a time which somebody else vouches for.
pub(crate) fn open_known<R: Read + Seek>(
    mut reader: R,
    limits: &Limits,
    trust: &Trust,
    now: UnixTime,
    known: Option<UnixTime>,
    job: &mut Job<'_>,
) -> Result<Opened<R>> {
    let Contents { message_bytes, found, manifest, signature, size } = walk(&mut reader, limits, job)?;
    let media_types = check_digests(&message_bytes, &found, &manifest)?;
    let signature = cms::verify_known(&signature, Some(&manifest), trust, now, known)?.signature;
    require_office(&signature.identity)?;
    let message = MessageHeader::from_bytes(&message_bytes)?;
    if message.from.office != signature.identity.office_number {
        return Err(Error::new(Code::CertOffice));
    }
    let offsets = found.iter().map(|part| (part.offset, part.sum)).collect();
    let parts = found.into_iter().zip(media_types.into_iter().skip(1));
    let parts = parts.map(|(part, media_type)| PartInfo {
        name: part.name,
        media_type,
        size: part.sum.size,
        sha256: part.sum.sha256,
    });
    Ok(Opened { reader, id: MessageId(sha256(&manifest)), message, signature, parts: parts.collect(), offsets, size })
}

/// The id of a container that is whole by form and digests. Who sealed it is not verified here but by [`open`].
///
/// # Errors
/// Those of [`open`] that concern the form.
pub(crate) fn container_id<R: Read + Seek>(mut reader: R, job: &mut Job<'_>) -> Result<MessageId> {
    let Contents { message_bytes, found, manifest, .. } = walk(&mut reader, &Limits::default(), job)?;
    check_digests(&message_bytes, &found, &manifest)?;
    Ok(MessageId(sha256(&manifest)))
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
    let Contents { message_bytes, found, manifest, .. } = walk(&mut reader, limits, job)?;
    check_digests(&message_bytes, &found, &manifest)?;
    let part = found.iter().find(|part| part.name == name).ok_or(Code::InvalidArgument)?;
    if part.sum.size > max {
        return Err(Error::new(Code::ContainerLimit).with_at(At::file(name)));
    }
    reader.seek(SeekFrom::Start(part.offset)).map_err(unreadable)?;
    let mut bytes = Vec::new();
    reader.take(part.sum.size).read_to_end(&mut bytes).map_err(unreadable)?;
    // The file may have changed since.
    if sha256(&bytes) == part.sum.sha256 { Ok(bytes) } else { Err(Error::new(Code::ContainerDigest)) }
}

/// Compares the manifest with what was found; the media types.
fn check_digests(message_bytes: &[u8], found: &[Found], manifest: &[u8]) -> Result<Vec<String>> {
    let first = Object { name: zip::MESSAGE, sha256: sha256(message_bytes) };
    let rest = found.iter().map(|part| Object { name: &part.name, sha256: part.sum.sha256 });
    manifest::read(manifest, &std::iter::once(first).chain(rest).collect::<Vec<_>>())
}

struct Contents {
    message_bytes: Vec<u8>,
    found: Vec<Found>,
    manifest: Vec<u8>,
    signature: Vec<u8>,
    size: u64,
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
    let signature = walk.entry(limits, fixed(zip::SIGNATURE, SIGNATURE_BYTES))?.content;
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
    /// The message's id.
    pub fn id(&self) -> MessageId {
        self.id
    }

    /// The message header.
    pub fn message(&self) -> &MessageHeader {
        &self.message
    }

    /// Who signed and when.
    pub fn signer(&self) -> &Signature {
        &self.signature
    }

    /// The parts in their order.
    pub fn parts(&self) -> &[PartInfo] {
        &self.parts
    }

    /// Bytes of the container.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Gives the reader back.
    pub fn into_inner(self) -> R {
        self.reader
    }

    /// Its reader.
    pub(crate) fn reader_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// The same with another reader of the same container.
    pub(crate) fn with_reader<S>(self, reader: S) -> Opened<S> {
        let Self { reader: _, id, message, signature, parts, offsets, size } = self;
        Opened { reader, id, message, signature, parts, offsets, size }
    }
}

impl<R: Read + Seek> Opened<R> {
    /// A part's bytes, at most `max`.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such part, [`Code::ContainerLimit`] where it is
    /// larger, and those of [`Opened::copy_part`].
    pub fn read_part(&mut self, name: &str, max: u64) -> Result<Vec<u8>> {
        let index = self.parts.iter().position(|part| part.name == name);
        let index = index.ok_or(Code::InvalidArgument)?;
        if self.parts.get(index).is_none_or(|part| part.size > max) {
            return Err(Error::new(Code::ContainerLimit).with_at(At::file(name)));
        }
        let mut bytes = Vec::new();
        self.copy_part(index, &mut bytes, &mut Job::new())?;
        Ok(bytes)
    }

    /// The first bytes of a part, at most `count`, to see what it is.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such part, [`Code::FileRead`].
    pub fn head(&mut self, index: usize, count: u64) -> Result<Vec<u8>> {
        let (offset, sum) = *self.offsets.get(index).ok_or(Code::InvalidArgument)?;
        self.reader.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
        let mut head = Vec::new();
        self.reader.by_ref().take(count.min(sum.size)).read_to_end(&mut head).map_err(unreadable)?;
        Ok(head)
    }

    /// Copies a part in blocks. The digest is checked again, as the file may have changed since:
    /// after an error, what was written must be thrown away.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`], [`Code::ContainerDigest`], [`Code::ContainerTruncated`],
    /// [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn copy_part(&mut self, index: usize, out: &mut dyn Write, job: &mut Job<'_>) -> Result<()> {
        let (offset, sum) = *self.offsets.get(index).ok_or(Code::InvalidArgument)?;
        self.reader.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
        let mut hasher = Hasher::new();
        let mut block = vec![0; BLOCK];
        let mut left = sum.size;
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(BLOCK).min(BLOCK);
            let block = &mut block[..wanted];
            self.reader.read_exact(block).map_err(unreadable)?;
            hasher.update(block);
            out.write_all(block).map_err(|error| Error::io(Code::FileWrite, error))?;
            left -= wanted as u64;
            job.report(Step::Receiving, sum.size - left, sum.size)?;
        }
        if hasher.finish() == sum { Ok(()) } else { Err(Error::new(Code::ContainerDigest)) }
    }
}
