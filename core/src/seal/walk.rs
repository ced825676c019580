//! Walking through a container from its first byte to its last.
//!
//! Not from the central directory: a reader that trusts the directory and one that trusts the
//! local headers could see two different containers in one file.

use std::io::{Read, Seek, SeekFrom};

use super::hash::{BLOCK, Hasher, Sum};
use super::limits::Limits;
use super::zip::{self, Entry};
use crate::error::{At, Code, Error, Result};
use crate::progress::{Job, Step};

/// Reads a container entry by entry and never beyond its end.
pub(super) struct Walk<'a, 'j, R> {
    reader: &'a mut R,
    job: &'a mut Job<'j>,
    length: u64,
    position: u64,
    entries: Vec<Entry>,
    block: Vec<u8>,
}

/// An entry that has been read; small ones with their content.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) sum: Sum,
    /// Where its data begin.
    pub(super) offset: u64,
    pub(super) content: Vec<u8>,
}

impl<'a, 'j, R: Read + Seek> Walk<'a, 'j, R> {
    pub(super) fn new(reader: &'a mut R, limits: &Limits, job: &'a mut Job<'j>) -> Result<Self> {
        let length = reader.seek(SeekFrom::End(0)).map_err(unreadable)?;
        if length > limits.total() {
            return Err(Error::new(Code::ContainerLimit).with_detail("the container is too large"));
        }
        reader.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        Ok(Self { reader, job, length, position: 0, entries: Vec::new(), block: Vec::new() })
    }

    /// Reads the next entry. `keep` says by its name how large its data may be and whether they are
    /// kept.
    pub(super) fn entry(&mut self, limits: &Limits, keep: impl FnOnce(&str) -> Result<(u64, bool)>) -> Result<Found> {
        let start = self.position;
        let header = self.header(limits)?;
        let (limit, keep) = keep(&header.name)?;
        let size = u64::from(header.size);
        if size > limit {
            return Err(at(Code::ContainerLimit, &header.name).with_detail("the entry is too large"));
        }
        if size > self.length - self.position {
            return Err(Error::new(Code::ContainerTruncated));
        }
        let offset = self.position;
        let (sum, content) = self.data(size, keep)?;
        let entry = Entry::new(&header.name, &sum, start).ok_or(Code::ContainerFormat)?;
        if sum.crc32 != header.crc32 {
            return Err(at(Code::ContainerDigest, &header.name).with_detail("the checksum is wrong"));
        }
        self.entries.push(entry);
        Ok(Found { name: header.name, sum, offset, content })
    }

    /// Whether there is no further entry: the directory begins here.
    pub(super) fn is_at_directory(&mut self) -> Result<bool> {
        let mut begin = [0; 4];
        if self.length - self.position < begin.len() as u64 {
            return Ok(false);
        }
        self.reader.read_exact(&mut begin).map_err(unreadable)?;
        self.reader.seek(SeekFrom::Start(self.position)).map_err(unreadable)?;
        Ok(u32::from_le_bytes(begin) == zip::CENTRAL)
    }

    /// Compares what is left with the one directory that is right.
    pub(super) fn finish(self) -> Result<u64> {
        let offset = u32::try_from(self.position).map_err(|_| Code::ContainerLimit)?;
        let tail = zip::tail(&self.entries, offset);
        let left = self.length - self.position;
        let wanted = tail.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let mut found = vec![0; wanted];
        self.reader.read_exact(&mut found).map_err(unreadable)?;
        if !tail.starts_with(&found) {
            return Err(format_error("the directory does not match the entries"));
        }
        match left.cmp(&(tail.len() as u64)) {
            std::cmp::Ordering::Less => Err(Error::new(Code::ContainerTruncated)),
            std::cmp::Ordering::Equal => Ok(self.length),
            std::cmp::Ordering::Greater => Err(format_error("bytes follow the end")),
        }
    }

    fn header(&mut self, limits: &Limits) -> Result<Header> {
        let mut fixed = [0; zip::LOCAL_BYTES];
        self.exact(&mut fixed)?;
        let mut fields = Fields(&fixed);
        if fields.u32() != zip::LOCAL {
            return Err(format_error("an entry is missing or no ZIP entry"));
        }
        let (version, flags, method) = (fields.u16(), fields.u16(), fields.u16());
        let (time, date) = (fields.u16(), fields.u16());
        let (crc32, packed, size) = (fields.u32(), fields.u32(), fields.u32());
        let (name, extra) = (fields.u16(), fields.u16());
        if method != 0 {
            return Err(Error::new(Code::ContainerCompressed));
        }
        if version != zip::VERSION || extra != 0 {
            return Err(format_error("the entry's header is not of the expected form (ZIP64 is not supported)"));
        }
        if flags & !zip::UTF8 != 0 || time != 0 || date != zip::DATE || packed != size {
            return Err(format_error("the entry's header is not of the expected form"));
        }
        let longest = limits.name_bytes.max(zip::MANIFEST.len());
        if usize::from(name) > longest {
            return Err(Error::new(Code::ContainerLimit).with_detail("an entry's name is too long"));
        }
        let mut bytes = vec![0; usize::from(name)];
        self.exact(&mut bytes)?;
        let name =
            String::from_utf8(bytes).map_err(|_| Error::new(Code::ContainerPath).with_detail("a name is not UTF-8"))?;
        if flags != zip::flags(&name) {
            return Err(format_error("the entry's header is not of the expected form"));
        }
        Ok(Header { name, crc32, size })
    }

    fn data(&mut self, size: u64, keep: bool) -> Result<(Sum, Vec<u8>)> {
        let (mut hasher, mut content) = (Hasher::new(), Vec::new());
        let mut block = std::mem::take(&mut self.block);
        block.resize(BLOCK, 0);
        let mut left = size;
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(BLOCK).min(BLOCK);
            let block = &mut block[..wanted];
            self.exact(block)?;
            hasher.update(block);
            if keep {
                content.extend_from_slice(block);
            }
            left -= wanted as u64;
            self.job.report(Step::Verifying, self.position, self.length)?;
        }
        self.block = block;
        Ok((hasher.finish(), content))
    }

    fn exact(&mut self, bytes: &mut [u8]) -> Result<()> {
        let wanted = bytes.len() as u64;
        if wanted > self.length - self.position {
            return Err(Error::new(Code::ContainerTruncated));
        }
        self.reader.read_exact(bytes).map_err(unreadable)?;
        self.position += wanted;
        Ok(())
    }
}

struct Header {
    name: String,
    crc32: u32,
    size: u32,
}

/// Little-endian fields of a header that is long enough by its type.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk::<N>() {
            Some((field, rest)) => {
                self.0 = rest;
                *field
            }
            None => [0; N],
        }
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }
}

pub(super) fn unreadable(error: std::io::Error) -> Error {
    match error.kind() {
        // The file was cut while it was being read.
        std::io::ErrorKind::UnexpectedEof => Error::new(Code::ContainerTruncated),
        _ => Error::io(Code::FileRead, error),
    }
}

fn format_error(detail: &'static str) -> Error {
    Error::new(Code::ContainerFormat).with_detail(detail)
}

fn at(code: Code, name: &str) -> Error {
    Error::new(code).with_at(At::file(name))
}
