//! What a container holds: its header and its parts, whole by their digests. Who made it is not said here.

use std::io::{Read, Seek, SeekFrom, Write};

use super::hash::{BLOCK, Hasher, Sum};
use super::id::MessageId;
use super::message::MessageHeader;
use super::walk::unreadable;
use crate::error::{At, Code, Error, Result};
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

/// The contents of a container, whose digests were checked. Only an [`Opened`](super::Opened) also has a sender that was
/// verified.
#[derive(Clone)]
pub struct Body<R> {
    pub(super) reader: R,
    pub(super) id: MessageId,
    pub(super) message: MessageHeader,
    pub(super) parts: Vec<PartInfo>,
    pub(super) offsets: Vec<(u64, Sum)>,
    pub(super) size: u64,
}

impl<R> Body<R> {
    /// The message's id.
    pub fn id(&self) -> MessageId {
        self.id
    }

    /// The message header.
    pub fn message(&self) -> &MessageHeader {
        &self.message
    }

    /// The parts in their order.
    pub fn parts(&self) -> &[PartInfo] {
        &self.parts
    }

    /// Bytes of the container.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its reader.
    pub(crate) fn reader_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// The same with another reader of the same container.
    pub(crate) fn with_reader<S>(self, reader: S) -> Body<S> {
        let Self { reader: _, id, message, parts, offsets, size } = self;
        Body { reader, id, message, parts, offsets, size }
    }
}

impl<R: Read + Seek> Body<R> {
    /// A part's bytes, at most `max`.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such part, [`Code::ContainerLimit`] where it is
    /// larger, and those of [`Body::copy_part`].
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
