//! The one ZIP form of a container.
//!
//! Writer and reader agree on every byte, so that no byte can be changed and no two programs can
//! read two different things out of one file:
//!
//! | field | value |
//! |---|---|
//! | order | `mimetype`, `message.json`, the parts, `META-INF/ASiCManifest.xml`, `META-INF/signature.p7s`; the central directory in the same order |
//! | version needed | 20 |
//! | made by | 20, host 3 (Unix): Info-ZIP takes a UTF-8 name for what it is only then |
//! | flags | bit 11 (UTF-8) exactly where the name is not ASCII, all others 0: no encryption, no data descriptor |
//! | method | 0, stored |
//! | time, date | 0, 0x0021 (1980-01-01) |
//! | CRC-32, sizes | of the data; both sizes equal |
//! | extra field, comments | none |
//! | disk numbers, internal attributes | 0 |
//! | external attributes | a regular file, mode 0644 |
//! | offsets | entries follow each other without gaps from byte 0; nothing after the end record |
//! | ZIP64 | never |

use super::hash::Sum;

/// The name of the first entry.
pub const MIMETYPE: &str = "mimetype";
/// Its content.
pub const MIMETYPE_CONTENT: &[u8] = b"application/vnd.etsi.asic-e+zip";
/// The name of the message header.
pub const MESSAGE: &str = "message.json";
/// The name of the manifest.
pub const MANIFEST: &str = "META-INF/ASiCManifest.xml";
/// The name of the signature.
pub const SIGNATURE: &str = "META-INF/signature.p7s";

pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const CENTRAL: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;

pub(super) const VERSION: u16 = 20;
pub(super) const MADE_BY: u16 = 3 << 8 | VERSION;
pub(super) const ATTRIBUTES: u32 = 0o100_644 << 16;
pub(super) const UTF8: u16 = 1 << 11;
pub(super) const DATE: u16 = 0x0021;
/// Bytes of a local header without the name.
pub(super) const LOCAL_BYTES: usize = 30;
/// Bytes of a central header without the name.
pub(super) const CENTRAL_BYTES: usize = 46;
/// Bytes of the end record.
pub(super) const END_BYTES: usize = 22;

/// An entry.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) crc32: u32,
    pub(super) size: u32,
    /// Where its local header begins.
    pub(super) offset: u32,
}

impl Entry {
    /// `None` where it would take ZIP64.
    pub(super) fn new(name: &str, sum: &Sum, offset: u64) -> Option<Self> {
        let size = u32::try_from(sum.size).ok().filter(|size| *size != u32::MAX)?;
        let offset = u32::try_from(offset).ok()?;
        Some(Self { name: name.to_owned(), crc32: sum.crc32, size, offset })
    }

    pub(super) fn local(&self) -> Vec<u8> {
        let mut bytes = LOCAL.to_le_bytes().to_vec();
        self.common(&mut bytes);
        bytes.extend(self.name.as_bytes());
        bytes
    }

    fn central(&self, bytes: &mut Vec<u8>) {
        bytes.extend(CENTRAL.to_le_bytes());
        bytes.extend(MADE_BY.to_le_bytes());
        self.common(bytes);
        bytes.extend([0; 6]); // comment, disk, internal attributes
        bytes.extend(ATTRIBUTES.to_le_bytes());
        bytes.extend(self.offset.to_le_bytes());
        bytes.extend(self.name.as_bytes());
    }

    fn common(&self, bytes: &mut Vec<u8>) {
        for field in [VERSION, flags(&self.name), 0, 0, DATE] {
            bytes.extend(field.to_le_bytes());
        }
        for field in [self.crc32, self.size, self.size] {
            bytes.extend(field.to_le_bytes());
        }
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]); // extra field
    }
}

pub(super) fn flags(name: &str) -> u16 {
    if name.is_ascii() { 0 } else { UTF8 }
}

/// The bytes that an entry takes, headers included.
pub(super) fn entry_bytes(name: &str, size: u64) -> u64 {
    let headers = LOCAL_BYTES + CENTRAL_BYTES + 2 * name.len();
    size.saturating_add(headers as u64)
}

/// Central directory and end record.
pub(super) fn tail(entries: &[Entry], offset: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        entry.central(&mut bytes);
    }
    let size = bytes.len() as u32;
    let count = entries.len() as u16;
    bytes.extend(END.to_le_bytes());
    bytes.extend([0; 4]); // disks
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(offset.to_le_bytes());
    bytes.extend([0; 2]); // comment
    bytes
}
