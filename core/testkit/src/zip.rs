//! Containers taken apart and put together again, without the library's own code.

/// A ZIP entry to forge, with every field of its header.
#[derive(Clone)]
pub struct Forged {
    /// The name's bytes.
    pub name: Vec<u8>,
    /// What is stored.
    pub data: Vec<u8>,
    /// The version needed to extract.
    pub version: u16,
    /// The general purpose bits.
    pub flags: u16,
    /// The compression method.
    pub method: u16,
    /// The date of the last change.
    pub date: u16,
    /// The CRC-32 in the header.
    pub crc: u32,
    /// The compressed size in the header.
    pub packed: u32,
    /// The size in the header.
    pub size: u32,
    /// The extra field.
    pub extra: Vec<u8>,
}

impl Forged {
    /// A sound entry.
    pub fn new(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            data: data.to_vec(),
            version: 20,
            flags: if name.is_ascii() { 0 } else { 0x800 },
            method: 0,
            date: 0x21,
            crc: crc32(data),
            packed: data.len() as u32,
            size: data.len() as u32,
            extra: Vec::new(),
        }
    }

    fn header(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for field in [self.version, self.flags, self.method, 0, self.date] {
            bytes.extend(field.to_le_bytes());
        }
        for field in [self.crc, self.packed, self.size] {
            bytes.extend(field.to_le_bytes());
        }
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend((self.extra.len() as u16).to_le_bytes());
        bytes
    }
}

/// Writes a ZIP of these entries, without the library's own code.
pub fn forge(entries: &[Forged]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = bytes.len() as u32;
        bytes.extend(b"PK\x03\x04");
        bytes.extend(entry.header());
        bytes.extend(&entry.name);
        bytes.extend(&entry.extra);
        bytes.extend(&entry.data);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(entry.header());
        directory.extend([0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81]);
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
        directory.extend(&entry.extra);
    }
    let (start, size, count) = (bytes.len() as u32, directory.len() as u32, entries.len() as u16);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// The entries of a container, to be spoiled: those that are there as a whole.
pub fn take_apart(container: &[u8]) -> Vec<Forged> {
    let (mut entries, mut at) = (Vec::new(), 0);
    while container[at..].starts_with(b"PK\x03\x04") {
        let field = |offset: usize| u16::from_le_bytes([container[at + offset], container[at + offset + 1]]);
        let name = at + 30..at + 30 + usize::from(field(26));
        let size = usize::from(field(18)) | usize::from(field(20)) << 16;
        let Some(data) = container.get(name.end..name.end + size) else { break };
        entries.push(Forged::new(std::str::from_utf8(&container[name.clone()]).unwrap(), data));
        at = name.end + size;
    }
    entries
}

fn crc32(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}
