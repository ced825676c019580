//! DER, as far as signatures need it: tag, length, value.
//!
//! Certificates go through untouched, which typed ASN.1 libraries do not promise: some real
//! authorities write defaults explicitly, and re-encoding those would break their signatures.

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const NULL: u8 = 0x05;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]`, constructed.
pub(super) const CONTEXT_0: u8 = 0xa0;
/// `[1]`, constructed.
pub(super) const CONTEXT_1: u8 = 0xa1;
/// `[4]`, constructed.
pub(super) const CONTEXT_4: u8 = 0xa4;

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Tlv<'a> {
    pub(super) tag: u8,
    pub(super) value: &'a [u8],
    /// Tag, length and value.
    pub(super) raw: &'a [u8],
}

/// Reads elements one after the other; `None` means that the bytes are not DER.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    pub(super) fn any(&mut self) -> Option<Tlv<'a>> {
        let (tag, rest) = self.0.split_first()?;
        // Tags above 30 take more bytes and occur nowhere here.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81..=0x83 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                let length = bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
                // DER: the shortest form only.
                if length < 0x80 || bytes.first() == Some(&0) {
                    return None;
                }
                (length, rest)
            }
            _ => return None,
        };
        let (value, rest) = rest.split_at_checked(length)?;
        let raw = self.0.get(..self.0.len() - rest.len())?;
        self.0 = rest;
        Some(Tlv { tag: *tag, value, raw })
    }

    pub(super) fn require(&mut self, tag: u8) -> Option<Tlv<'a>> {
        self.any().filter(|tlv| tlv.tag == tag)
    }

    pub(super) fn enter(&mut self, tag: u8) -> Option<Self> {
        self.require(tag).map(|tlv| Self(tlv.value))
    }
}

impl<'a> Tlv<'a> {
    /// Reads bytes that hold one element and nothing else.
    pub(super) fn only(bytes: &'a [u8], tag: u8) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        reader.require(tag).filter(|_| reader.is_empty())
    }
}

/// Writes an element whose value is these pieces.
pub(super) fn write(tag: u8, pieces: &[&[u8]]) -> Vec<u8> {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let mut bytes = vec![tag];
    if length < 0x80 {
        bytes.push(length as u8);
    } else {
        let significant: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        bytes.push(0x80 | significant.len() as u8);
        bytes.extend(significant);
    }
    for piece in pieces {
        bytes.extend(*piece);
    }
    bytes
}

/// Writes a `SET OF` in its DER order.
pub(super) fn write_set(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    crate::sort::sort(&mut elements);
    elements.dedup();
    let pieces: Vec<&[u8]> = elements.iter().map(Vec::as_slice).collect();
    write(tag, &pieces)
}
