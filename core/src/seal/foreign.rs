//! What a file is that was given for a container and is none: told by its ZIP directory, with what to do.

use std::io::{Read, Seek, SeekFrom};

use super::{transfer, zip};
use crate::error::{At, Code, Error};

/// The longest comment of a ZIP with its end record.
const END_AREA: u64 = 65_535 + zip::END_BYTES as u64;
/// A directory that is larger is not looked at.
const MAX_DIRECTORY: u64 = 256 * 1024;
/// Where the directory says where its first entry begins.
const FIRST_OFFSET: usize = 42;
/// The beginning of names that systems put beside files.
const SYSTEM_NAMES: [&str; 4] = ["__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// The error with the code of what the file is, where that shows. Other errors stay as they are.
pub(super) fn explain<R: Read + Seek>(reader: &mut R, error: Error) -> Error {
    let is_of_form = matches!(error.code(), Code::ContainerFormat | Code::ContainerCompressed | Code::ContainerPath);
    let is_of_bytes = matches!(error.code(), Code::ContainerTruncated | Code::ContainerDigest | Code::ContainerLimit);
    let may_be_text = is_of_bytes || error.code() == Code::ContainerFormat;
    if may_be_text && transfer::is_changed_as_text(reader) {
        return Error::new(Code::ContainerTextMode).with_source(error);
    }
    if !is_of_form && error.code() != Code::ContainerTruncated {
        return error;
    }
    let told = match Directory::read(reader) {
        Some(directory) if is_of_form => directory.kind(),
        Some(_) => None,
        None if starts_as_zip(reader) => None,
        None => Some(transfer::kind(reader).unwrap_or_else(|| Error::new(Code::NotAContainer))),
    };
    match told {
        // A name that is no file name may be an attack, whatever else the file is.
        Some(kind) if error.code() != Code::ContainerPath || kind.code() != Code::NotAContainer => {
            kind.with_source(error)
        }
        _ => error,
    }
}

/// An entry of the directory.
struct Listed {
    name: String,
    /// Its header is as we write it.
    is_ours: bool,
}

struct Directory {
    entries: Vec<Listed>,
    /// It begins and ends where it says, at the file's end.
    is_in_place: bool,
}

impl Directory {
    fn read<R: Read + Seek>(reader: &mut R) -> Option<Self> {
        let length = reader.seek(SeekFrom::End(0)).ok()?;
        let area = bytes(reader, length.saturating_sub(END_AREA), END_AREA)?;
        let end = area.windows(4).rposition(|bytes| bytes == zip::END.to_le_bytes())?;
        let record = area.get(end..end + zip::END_BYTES)?;
        let end = length - area.len() as u64 + end as u64;
        let (size, offset) = (u64::from(u32_at(record, 12)?), u64::from(u32_at(record, 16)?));
        if size > MAX_DIRECTORY {
            return None;
        }
        // Not where it says it is: bytes may have come in front of it.
        let begin = end.checked_sub(size)?;
        let directory = bytes(reader, begin, size)?;
        let is_first_at_begin = u32_at(&directory, FIRST_OFFSET).is_none_or(|offset| offset == 0);
        let is_in_place = begin == offset && end + zip::END_BYTES as u64 == length && is_first_at_begin;
        Some(Self { entries: entries(&directory)?, is_in_place })
    }

    fn kind(&self) -> Option<Error> {
        let has = |name: &str| self.entries.iter().any(|entry| entry.name == name);
        if let Some(inside) = self.entries.iter().find(|entry| ends_with(&entry.name, ".asice")) {
            let name = inside.name.chars().filter(|c| !c.is_control()).take(255).collect::<String>();
            return Some(Error::new(Code::ContainerInZip).with_at(At::file(name)));
        }
        if [zip::MESSAGE, zip::MANIFEST, zip::SIGNATURE].into_iter().all(has) {
            let is_ours = self.is_in_place && self.entries.iter().all(|entry| entry.is_ours);
            return (!is_ours).then(|| Error::new(Code::ContainerRepacked));
        }
        let is_signed = self.entries.iter().any(|entry| {
            let name = entry.name.strip_prefix("META-INF/").unwrap_or_default().to_ascii_lowercase();
            name.contains("signature") || name.contains("asicmanifest") || name.ends_with(".tst")
        });
        if has(zip::MESSAGE) {
            return None;
        }
        // Another archive inside, or files of a unit that were packed for a mail.
        const INSIDE: [&str; 6] = [".zip", ".csv", ".7z", ".lzh", ".eml", ".msg"];
        if self.entries.iter().any(|entry| INSIDE.iter().any(|ending| ends_with(&entry.name, ending))) {
            return Some(Code::Packed.with_detail("ZIP"));
        }
        Some(Error::new(if is_signed { Code::ContainerOtherKind } else { Code::NotAContainer }))
    }
}

fn entries(directory: &[u8]) -> Option<Vec<Listed>> {
    let (mut found, mut rest) = (Vec::new(), directory);
    while !rest.is_empty() {
        if u32_at(rest, 0)? != zip::CENTRAL {
            return None;
        }
        let lengths = [28, 30, 32].map(|at| u16_at(rest, at).map(usize::from));
        let [name, extra, comment] = lengths;
        let (name, more) = (name?, extra? + comment?);
        let text = String::from_utf8_lossy(rest.get(zip::CENTRAL_BYTES..zip::CENTRAL_BYTES + name)?).into_owned();
        let is_stored = u16_at(rest, 10)? == 0;
        let is_dated = u16_at(rest, 12)? == 0 && u16_at(rest, 14)? == zip::DATE;
        let is_plain = !text.ends_with('/') && !SYSTEM_NAMES.iter().any(|system| text.starts_with(system));
        let is_made = u16_at(rest, 4)? == zip::MADE_BY && u32_at(rest, 38)? == zip::ATTRIBUTES;
        let is_ours = is_stored && is_dated && is_plain && more == 0 && is_made;
        found.push(Listed { name: text, is_ours });
        rest = rest.get(zip::CENTRAL_BYTES + name + more..)?;
    }
    Some(found)
}

fn starts_as_zip<R: Read + Seek>(reader: &mut R) -> bool {
    // Cut short, it may be less than that.
    bytes(reader, 0, 4).is_none_or(|head| zip::LOCAL.to_le_bytes().starts_with(&head))
}

fn bytes<R: Read + Seek>(reader: &mut R, from: u64, most: u64) -> Option<Vec<u8>> {
    reader.seek(SeekFrom::Start(from)).ok()?;
    let mut bytes = Vec::new();
    reader.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn ends_with(name: &str, ending: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ending)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
