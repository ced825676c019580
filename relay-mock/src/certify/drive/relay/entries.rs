//! A container's entries, to be spoilt: the library writes no container that is not sound.

/// An entry of a container.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) data: Vec<u8>,
}

/// The bytes of a local header without the name.
const LOCAL: usize = 30;

impl Entry {
    /// The bytes that it takes in the container, without its place in the directory.
    pub(super) fn size(&self) -> usize {
        LOCAL + self.name.len() + self.data.len()
    }
}

/// The entries of a sound container.
pub(super) fn entries(container: &[u8]) -> Vec<Entry> {
    let (mut entries, mut rest) = (Vec::new(), container);
    while let Some((header, after)) =
        rest.split_at_checked(LOCAL).filter(|(header, _)| header.starts_with(b"PK\x03\x04"))
    {
        let (size, name) = (number(&header[22..26]), number(&header[26..28]));
        let Some((name, after)) = after.split_at_checked(name) else { break };
        let Some((data, after)) = after.split_at_checked(size) else { break };
        entries.push(Entry { name: String::from_utf8_lossy(name).into_owned(), data: data.to_vec() });
        rest = after;
    }
    entries
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// The container of these entries, each with the checksum of what it has now.
pub(super) fn container(entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for Entry { name, data } in entries {
        let offset = bytes.len() as u32;
        let header = header(name, data);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&header);
        bytes.extend(name.as_bytes());
        bytes.extend(data);
        // Made by version 2.0 on Unix; no comment, a regular file for its owner to write.
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&header);
        directory.extend([0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (offset, size, count) = (bytes.len() as u32, directory.len() as u32, entries.len() as u16);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
    bytes.extend([0; 2]);
    bytes
}

/// What both headers of an entry have: stored, on the one date that a container knows.
fn header(name: &str, data: &[u8]) -> Vec<u8> {
    let flags = if name.is_ascii() { 0 } else { 1 << 11 };
    let mut header = [20u16, flags, 0, 0, 0x21].map(u16::to_le_bytes).concat();
    let size = data.len() as u32;
    header.extend([crc32fast::hash(data), size, size].map(u32::to_le_bytes).concat());
    header.extend((name.len() as u16).to_le_bytes());
    header.extend([0; 2]);
    header
}
