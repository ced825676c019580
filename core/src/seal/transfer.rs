//! What a way of transfer makes of a container: text that stands for its bytes, the mail it came with, an archive
//! around it, or its bytes changed as if they were text.

use std::io::{Read, Seek, SeekFrom};

use super::zip;
use crate::error::{Code, Error};

/// First bytes that are looked at.
const HEAD: u64 = 4096;
/// A container's first bytes in Base64, and in hexadecimal.
const IN_TEXT: [&[u8]; 3] = [b"UEsDB", b"504b0304", b"504B0304"];
/// What stands before such a text.
const BEFORE_TEXT: [&[u8]; 4] = [b"data:", b"begin ", b"begin-base64 ", b"-----BEGIN "];
/// Lines with which a mail begins, in small letters.
const MAIL: [&[u8]; 12] = [
    b"from:",
    b"from ",
    b"received:",
    b"return-path:",
    b"delivered-to:",
    b"mime-version:",
    b"content-type:",
    b"content-transfer-encoding:",
    b"content-disposition:",
    b"message-id:",
    b"subject:",
    b"date:",
];
/// How archives begin that are no ZIP.
const ARCHIVES: [(&[u8], &str); 7] = [
    (b"\x1F\x8B", "gzip"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"MSCF", "CAB"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ\0", "xz"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
];

/// What a file is that does not begin as a container.
pub(super) fn kind<R: Read + Seek>(reader: &mut R) -> Option<Error> {
    let head = head(reader)?;
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head).trim_ascii_start();
    let begins = |all: &[&[u8]]| all.iter().any(|begin| text.starts_with(begin));
    let first = text.get(..32).unwrap_or(text).to_ascii_lowercase();
    let holds = |part: &[u8]| memchr::memmem::find(text, part).is_some();
    if begins(&IN_TEXT) || (begins(&BEFORE_TEXT) && (holds(IN_TEXT[0]) || text.starts_with(b"begin "))) {
        return Some(Error::new(Code::ContainerAsText));
    }
    if MAIL.iter().any(|line| first.starts_with(line)) && holds(b":") && holds(b"\n") {
        return Some(Error::new(Code::ContainerInMail));
    }
    let is_lzh = head.get(2..7).is_some_and(|name| name.starts_with(b"-lh") && name.ends_with(b"-"));
    let archive = ARCHIVES.iter().find(|(begin, _)| head.starts_with(begin)).map(|(_, name)| *name);
    archive.or(is_lzh.then_some("LZH")).map(|name| Code::Packed.with_detail(name))
}

/// Whether the bytes were changed on the way as if they were text: every LF has a CR before it, or none has, or they
/// were written as UTF-8, with what is none replaced or each byte as a character. The signature alone holds several LF by chance.
pub(super) fn is_changed_as_text<R: Read + Seek>(reader: &mut R) -> bool {
    let mut changes = Changes::default();
    if reader.seek(SeekFrom::Start(0)).is_err() {
        return false;
    }
    let (mut block, mut is_first) = (vec![0; 64 * 1024], true);
    loop {
        match reader.read(&mut block) {
            Ok(0) => return changes.are_of_text(),
            Ok(length) => {
                if std::mem::take(&mut is_first) && !block[..length].starts_with(&zip::LOCAL.to_le_bytes()) {
                    return false;
                }
                changes.add(&block[..length]);
            }
            Err(_) => return false,
        }
    }
}

/// Fewer are chance.
const ENOUGH: u64 = 8;

/// What there is of line ends.
#[derive(Default)]
struct Changes {
    feeds: u64,
    returns: u64,
    pairs: u64,
    replaced: u64,
    /// Bytes with which UTF-8 begins the characters of Western code pages.
    leads: u64,
    high: u64,
    last: u8,
}

impl Changes {
    fn add(&mut self, block: &[u8]) {
        for byte in block {
            self.feeds += u64::from(*byte == b'\n');
            self.returns += u64::from(*byte == b'\r');
            self.pairs += u64::from(*byte == b'\n' && self.last == b'\r');
            self.high += u64::from(*byte >= 0x80);
            self.leads += u64::from(matches!(byte, 0xC2 | 0xC3));
            self.replaced += u64::from(*byte == 0xBD && self.last == 0xBF);
            self.last = *byte;
        }
    }

    fn are_of_text(&self) -> bool {
        let all_pairs = self.feeds >= ENOUGH && self.pairs == self.feeds;
        // The rows of CSV end in CR LF.
        let no_returns = self.feeds >= ENOUGH && self.returns == 0;
        let is_replaced = self.replaced >= ENOUGH && self.replaced * 4 >= self.high;
        let is_encoded = self.leads >= ENOUGH && self.leads * 2 == self.high;
        all_pairs || no_returns || is_replaced || is_encoded
    }
}

fn head<R: Read + Seek>(reader: &mut R) -> Option<Vec<u8>> {
    reader.seek(SeekFrom::Start(0)).ok()?;
    let mut head = Vec::new();
    reader.take(HEAD).read_to_end(&mut head).ok()?;
    Some(head)
}
