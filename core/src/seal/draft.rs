//! Building a container: hash first, sign the manifest, then write.

use std::io::{Read, Write};

use rustls::pki_types::UnixTime;

use super::cms::{self, Content, How, RsaPadding, Stamping, TimeStamper};
use super::hash::{BLOCK, Hasher, Sum, sha256};
use super::id::MessageId;
use super::limits::{Limits, SIGNATURE_BYTES};
use super::manifest::{self, Object};
use super::message::MessageHeader;
use super::part::{Part, is_media_type};
use super::zip::{self, Entry};
use crate::error::{At, Code, Error, Result};
use crate::file::{Source, check_name, folded};
use crate::keys::{Signer, Trust};
use crate::progress::{Job, Step};

/// A message whose content is fixed: it has its id and waits for a signature.
pub struct Draft {
    message: MessageHeader,
    message_bytes: Vec<u8>,
    parts: Vec<(Part, Sum)>,
    manifest: Vec<u8>,
    limit: u64,
}

/// How to seal.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct SealOptions<'a> {
    /// The time of signing, by the signer's own clock.
    pub signing_time: UnixTime,
    /// The padding where the key is RSA.
    pub padding: RsaPadding,
    /// The authority that stamps the signature (CAdES B-T); none: B-B.
    pub stamper: Option<&'a dyn TimeStamper>,
    /// The authorities to which a stamp must lead; none: any stamp that is sound is taken.
    pub stamp_authorities: Option<&'a Trust>,
}

impl<'a> SealOptions<'a> {
    /// Level B-B, RSA by PKCS#1 v1.5.
    pub fn new(signing_time: UnixTime) -> Self {
        Self { signing_time, padding: RsaPadding::default(), stamper: None, stamp_authorities: None }
    }

    /// Sets the padding of an RSA signature.
    pub fn with_padding(mut self, padding: RsaPadding) -> Self {
        self.padding = padding;
        self
    }

    /// Has the signature stamped.
    pub fn with_stamper(mut self, stamper: &'a dyn TimeStamper) -> Self {
        self.stamper = Some(stamper);
        self
    }

    /// Sets the authorities to which a stamp must lead.
    pub fn with_stamp_authorities(mut self, authorities: &'a Trust) -> Self {
        self.stamp_authorities = Some(authorities);
        self
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The message's id.
    pub id: MessageId,
    /// Bytes of the container.
    pub size: u64,
}

impl Draft {
    /// Reads every part once for its digest.
    ///
    /// # Errors
    /// [`Code::MessageFormat`], [`Code::AttachmentName`] (also for a name that is there twice),
    /// [`Code::NoFiles`], [`Code::AttachmentName`], [`Code::TooLarge`], [`Code::FileRead`],
    /// [`Code::InvalidArgument`] for what is no media type, [`Code::Cancelled`].
    pub fn prepare(message: MessageHeader, parts: Vec<Part>, limits: &Limits, job: &mut Job<'_>) -> Result<Self> {
        let message_bytes = message.to_bytes()?;
        check_parts(&parts, limits)?;
        let sums = sums(&parts, limits, job)?;
        let first = Object { name: zip::MESSAGE, sha256: sha256(&message_bytes) };
        let rest = parts
            .iter()
            .zip(&sums)
            .map(|(part, sum)| (Object { name: &part.name, sha256: sum.sha256 }, part.media_type.as_str()));
        let manifest = manifest::write(std::iter::once((first, manifest::JSON)).chain(rest));
        if manifest.len() as u64 > limits.manifest_bytes() {
            return Err(Error::new(Code::TooLarge).with_detail("the names are too long"));
        }
        let parts = parts.into_iter().zip(sums).collect();
        let draft = Self { message, message_bytes, parts, manifest, limit: limits.total() };
        draft.check_size(SIGNATURE_BYTES)?;
        Ok(draft)
    }

    /// The message's id.
    pub fn id(&self) -> MessageId {
        MessageId(sha256(&self.manifest))
    }

    /// The bytes that the container will have at least: what the signature adds is known once it is there.
    pub fn least_size(&self) -> u64 {
        self.size(0).unwrap_or(u64::MAX)
    }

    /// The bytes of the container without a signature.
    pub fn unsigned_size(&self) -> u64 {
        self.least_size() - zip::entry_bytes(zip::SIGNATURE, 0)
    }

    /// How many files the message has.
    pub fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// The manifest, which is what gets signed.
    pub fn manifest(&self) -> &[u8] {
        &self.manifest
    }

    /// The message header.
    pub fn message(&self) -> &MessageHeader {
        &self.message
    }

    /// Signs and writes the container. Parts that are files are read again and compared with their digests.
    /// After an error, what was written to `out` is not a container.
    ///
    /// Whether the signer's certificate is the sending office's is for the caller to ask
    /// ([`identify`](crate::keys::identify)); the receiver refuses it otherwise.
    ///
    /// # Errors
    /// [`Code::KeySign`], [`Code::KeyUnsupported`], [`Code::SourceChanged`], [`Code::FileRead`],
    /// [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn seal(
        &self,
        signer: &dyn Signer,
        signing_time: UnixTime,
        out: &mut dyn Write,
        job: &mut Job<'_>,
    ) -> Result<Sealed> {
        self.seal_with(signer, &SealOptions::new(signing_time), out, job)
    }

    /// As [`Draft::seal`], with choices.
    ///
    /// # Errors
    /// Those of [`Draft::seal`]; with a time stamp also [`Code::StampUnreachable`], [`Code::StampRefused`],
    /// [`Code::StampInvalid`], [`Code::StampUntrusted`], [`Code::ClockAhead`].
    pub fn seal_with(
        &self,
        signer: &dyn Signer,
        options: &SealOptions<'_>,
        out: &mut dyn Write,
        job: &mut Job<'_>,
    ) -> Result<Sealed> {
        job.report(Step::Signing, 0, 0)?;
        let authorities = options.stamp_authorities;
        let stamping = options.stamper.map(|stamper| Stamping { stamper, authorities });
        let how = How { at: options.signing_time, padding: options.padding, stamping };
        let signature = cms::sign(signer, &self.manifest, Content::Detached, how, job)?;
        if signature.len() as u64 > SIGNATURE_BYTES {
            return Err(Error::new(Code::TooLarge).with_detail("the signature with its certificates is too large"));
        }
        self.write(Some(&signature), out, job)
    }

    /// Writes the container without a signature, for a way between offices that has none. Nobody opens such a one but a
    /// client whose own transport says that it carries none
    /// ([`Transport::carries_signatures`](crate::relay::Transport::carries_signatures)).
    ///
    /// # Errors
    /// [`Code::SourceChanged`], [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn write_unsigned(&self, out: &mut dyn Write, job: &mut Job<'_>) -> Result<Sealed> {
        self.write(None, out, job)
    }

    fn write(&self, signature: Option<&[u8]>, out: &mut dyn Write, job: &mut Job<'_>) -> Result<Sealed> {
        let total = match signature {
            Some(signature) => self.check_size(signature.len() as u64)?,
            None => self.unsigned_size(),
        };
        let mut writer = Writer { out, job, offset: 0, total, entries: Vec::new() };
        writer.small(zip::MIMETYPE, zip::MIMETYPE_CONTENT)?;
        writer.small(zip::MESSAGE, &self.message_bytes)?;
        for (part, sum) in &self.parts {
            writer.part(part, sum)?;
        }
        writer.small(zip::MANIFEST, &self.manifest)?;
        if let Some(signature) = signature {
            writer.small(zip::SIGNATURE, signature)?;
        }
        let size = writer.finish()?;
        Ok(Sealed { id: self.id(), size })
    }

    fn size(&self, signature: u64) -> Option<u64> {
        let parts = self.parts.iter().map(|(part, sum)| zip::entry_bytes(&part.name, sum.size));
        let small = [
            zip::entry_bytes(zip::MIMETYPE, zip::MIMETYPE_CONTENT.len() as u64),
            zip::entry_bytes(zip::MESSAGE, self.message_bytes.len() as u64),
            zip::entry_bytes(zip::MANIFEST, self.manifest.len() as u64),
            zip::entry_bytes(zip::SIGNATURE, signature),
            zip::END_BYTES as u64,
        ];
        small.into_iter().chain(parts).try_fold(0u64, u64::checked_add)
    }

    fn check_size(&self, signature: u64) -> Result<u64> {
        self.size(signature)
            .filter(|total| *total <= self.limit)
            .ok_or_else(|| Error::new(Code::TooLarge).with_detail("the message is too large"))
    }
}

fn check_parts(parts: &[Part], limits: &Limits) -> Result<()> {
    if parts.is_empty() {
        return Err(Error::new(Code::NoFiles));
    }
    if parts.len() > limits.parts {
        return Err(Error::new(Code::TooLarge).with_detail("too many parts"));
    }
    let mut names = vec![folded(zip::MIMETYPE), folded(zip::MESSAGE)];
    for part in parts {
        check_name(&part.name, limits.name_bytes).map_err(|why| Error::new(Code::AttachmentName).with_detail(why))?;
        let name = folded(&part.name);
        if names.contains(&name) {
            return Err(Error::new(Code::AttachmentName).with_detail("the name occurs twice"));
        }
        names.push(name);
        if !is_media_type(&part.media_type) {
            return Err(Error::new(Code::InvalidArgument).with_detail("not a media type"));
        }
    }
    Ok(())
}

fn sums(parts: &[Part], limits: &Limits, job: &mut Job<'_>) -> Result<Vec<Sum>> {
    let total = parts.iter().map(expected).sum();
    let mut done = 0u64;
    let mut block = Vec::new();
    let mut sum = |part: &Part| {
        let mut hasher = Hasher::new();
        let mut take = |bytes: &[u8]| {
            hasher.update(bytes);
            done += bytes.len() as u64;
            // Asked while reading, so that an endless source ends too.
            if hasher.size() > limits.part_bytes || done > limits.total() {
                let error = Error::new(Code::TooLarge).with_at(At::file(&part.name));
                return Err(error.with_detail("the part is too large"));
            }
            job.report(Step::Hashing, done, total)
        };
        match &part.source {
            Source::Bytes(bytes) => bytes.chunks(BLOCK).try_for_each(take)?,
            Source::File(_) => {
                let mut reader = part.open()?;
                block.resize(BLOCK, 0);
                loop {
                    match read(&mut *reader, &mut block, part)? {
                        [] => break,
                        bytes => take(bytes)?,
                    }
                }
            }
        }
        Ok(hasher.finish())
    };
    parts.iter().map(&mut sum).collect()
}

/// For the progress report only.
fn expected(part: &Part) -> u64 {
    match &part.source {
        Source::Bytes(bytes) => bytes.len() as u64,
        Source::File(path) => std::fs::metadata(path).map_or(0, |metadata| metadata.len()),
    }
}

fn read<'b>(reader: &mut dyn Read, block: &'b mut [u8], part: &Part) -> Result<&'b [u8]> {
    loop {
        match reader.read(block) {
            Ok(length) => return Ok(&block[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(part.unreadable(error)),
        }
    }
}

struct Writer<'a, 'j> {
    out: &'a mut dyn Write,
    job: &'a mut Job<'j>,
    offset: u64,
    total: u64,
    entries: Vec<Entry>,
}

impl Writer<'_, '_> {
    fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|error| Error::io(Code::FileWrite, error))?;
        self.offset += bytes.len() as u64;
        self.job.report(Step::Signing, self.offset, self.total)
    }

    fn header(&mut self, name: &str, sum: &Sum) -> Result<()> {
        let entry = Entry::new(name, sum, self.offset).ok_or(Code::TooLarge)?;
        self.raw(&entry.local())?;
        self.entries.push(entry);
        Ok(())
    }

    fn small(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.header(name, &Sum::of(bytes))?;
        self.raw(bytes)
    }

    fn part(&mut self, part: &Part, sum: &Sum) -> Result<()> {
        self.header(&part.name, sum)?;
        if let Source::Bytes(bytes) = &part.source {
            // Bytes in memory are shared and cannot change: hashing them again would only cost time.
            return bytes.chunks(BLOCK).try_for_each(|block| self.raw(block));
        }
        let changed = || Error::new(Code::SourceChanged).with_at(At::file(&part.name));
        let mut reader = part.open()?;
        let mut hasher = Hasher::new();
        let mut left = sum.size;
        let mut block = vec![0; BLOCK];
        loop {
            let bytes = read(&mut *reader, &mut block, part)?;
            if bytes.is_empty() {
                break;
            }
            left = left.checked_sub(bytes.len() as u64).ok_or_else(changed)?;
            hasher.update(bytes);
            self.raw(bytes)?;
        }
        if hasher.finish() == *sum { Ok(()) } else { Err(changed()) }
    }

    fn finish(mut self) -> Result<u64> {
        let offset = u32::try_from(self.offset).map_err(|_| Code::TooLarge)?;
        let tail = zip::tail(&self.entries, offset);
        self.raw(&tail)?;
        self.out.flush().map_err(|error| Error::io(Code::FileWrite, error))?;
        Ok(self.offset)
    }
}
