//! BER (X.690) made DER: lengths that are given at the end, strings in pieces. Java, .NET and smart card
//! programs write key files and signatures so.

use zeroize::Zeroizing;

pub(crate) const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const UNIVERSAL_STRING: u8 = 0x1c;
pub(crate) const BMP_STRING: u8 = 0x1e;
const CONSTRUCTED: u8 = 0x20;
/// `[0]`, constructed.
pub(super) const FIELD_0: u8 = 0xa0;

/// Key files need about a dozen levels.
const MAX_DEPTH: usize = 32;

/// Not BER, cut short, or nested too deeply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not well-formed BER")]
pub(crate) struct Malformed;

type Result<T> = std::result::Result<T, Malformed>;

/// Tag and length of an element.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) tag: u8,
    /// Of tag and length together.
    size: usize,
    /// `None` where the end is marked instead.
    length: Option<usize>,
}

impl Head {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (tag, first) = (*bytes.first()?, *bytes.get(1)?);
        // Tags from 31 on, which nothing that we read has.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (size, length) = match first {
            0x80 if tag & CONSTRUCTED != 0 => (2, None),
            0..0x80 => (2, Some(usize::from(first))),
            0x81..=0x84 => {
                let size = 2 + usize::from(first - 0x80);
                let digits = bytes.get(2..size)?;
                let length = digits.iter().fold(0_u32, |length, digit| length << 8 | u32::from(*digit));
                (size, Some(usize::try_from(length).ok()?))
            }
            _ => return None,
        };
        Some(Self { tag, size, length })
    }

    fn is_constructed(self) -> bool {
        self.tag & CONSTRUCTED != 0
    }
}

/// The length of the first element, head and end mark with it; `None` where it is cut short or malformed.
pub(crate) fn length_of(bytes: &[u8]) -> Option<usize> {
    whole(bytes, 0)
}

fn whole(bytes: &[u8], depth: usize) -> Option<usize> {
    let head = Head::read(bytes)?;
    let end = match head.length {
        Some(length) => head.size.checked_add(length)?,
        None if depth == MAX_DEPTH => return None,
        None => {
            let mut at = head.size;
            while bytes.get(at..at + 2)? != [0, 0] {
                at += whole(bytes.get(at..)?, depth + 1)?;
            }
            at + 2
        }
    };
    (end <= bytes.len()).then_some(end)
}

/// Without the bytes behind the first value. What is cut short stays as it is: its reader will say so.
pub(super) fn cut(mut der: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if let Some(length) = length_of(&der) {
        der.truncate(length);
    }
    der
}

/// The first elements inside of the first element; the last of them may be cut short.
pub(super) fn children(bytes: &[u8], most: usize) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let Some(head) = Head::read(bytes) else { return found };
    let mut rest = &bytes[head.size..];
    if let Some(length) = head.length {
        rest = &rest[..length.min(rest.len())];
    }
    while found.len() < most && !rest.is_empty() && !rest.starts_with(&[0, 0]) {
        let (child, further) = rest.split_at(length_of(rest).unwrap_or(rest.len()));
        found.push(child);
        rest = further;
    }
    found
}

/// The first element as DER. What is DER already comes back unchanged; what follows it is left out.
pub(crate) fn to_der(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    // Only an element of 64 KiB and more can grow, by a byte. Reserved at once: growing would leave
    // unwiped copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(bytes.len() + bytes.len() / 1024 + 16));
    let mut rest = bytes;
    element(&mut rest, &mut out, 0)?;
    Ok(out)
}

/// The bytes with the other tag in place of this one, `None` where none has it. Only what is DER is
/// looked at.
pub(crate) fn retagged(der: &[u8], tag: u8, other: u8) -> Option<Vec<u8>> {
    let mut copy = der.to_vec();
    let (mut at, mut any) = (0, false);
    while let Some(head) = copy.get(at..).and_then(Head::read) {
        if head.tag == tag {
            copy[at] = other;
            any = true;
        }
        at += head.size + if head.is_constructed() { 0 } else { head.length? };
    }
    any.then_some(copy)
}

fn element(rest: &mut &[u8], out: &mut Vec<u8>, depth: usize) -> Result<()> {
    let (head, mut content) = take(rest)?;
    if !head.is_constructed() {
        put_head(out, head.tag, content.len());
        out.extend_from_slice(content);
        return Ok(());
    }
    let content = &mut content;
    let number = head.tag & 0x1f;
    // A string of a universal type may come in pieces.
    if head.tag & 0xc0 == 0 && matches!(number, 4 | 12 | 18..=22 | 25..=30) {
        return joined(content, out, head.tag & !CONSTRUCTED, number, depth + 1);
    }
    if depth == MAX_DEPTH || head.tag == BIT_STRING | CONSTRUCTED {
        return Err(Malformed);
    }
    let start = out.len();
    let mut tags = [0; 2];
    let mut count = 0;
    while !content.is_empty() {
        // The encrypted content of CMS is an implicitly tagged OCTET STRING.
        if head.tag == SEQUENCE && count == 2 && tags == [OID, SEQUENCE] && content[0] == FIELD_0 {
            let (_, pieces) = take(content)?;
            joined(&mut &*pieces, out, FIELD_0 & !CONSTRUCTED, OCTET_STRING, depth + 1)?;
        } else {
            if let Some(tag) = tags.get_mut(count) {
                *tag = content[0];
            }
            element(content, out, depth + 1)?;
        }
        count += 1;
    }
    insert_head(out, start, head.tag);
    Ok(())
}

/// The pieces of a string of this type, as one under `tag`.
fn joined(content: &mut &[u8], out: &mut Vec<u8>, tag: u8, of: u8, depth: usize) -> Result<()> {
    let start = out.len();
    pieces(content, out, of, depth)?;
    insert_head(out, start, tag);
    Ok(())
}

fn pieces(content: &mut &[u8], out: &mut Vec<u8>, of: u8, depth: usize) -> Result<()> {
    while !content.is_empty() {
        let (head, mut piece) = take(content)?;
        match head.tag {
            tag if tag == of => out.extend_from_slice(piece),
            tag if tag == of | CONSTRUCTED && depth < MAX_DEPTH => pieces(&mut piece, out, of, depth + 1)?,
            _ => return Err(Malformed),
        }
    }
    Ok(())
}

/// The next element's head and content, without an end mark.
fn take<'a>(rest: &mut &'a [u8]) -> Result<(Head, &'a [u8])> {
    let head = Head::read(rest).ok_or(Malformed)?;
    let length = length_of(rest).ok_or(Malformed)?;
    let (whole, further) = rest.split_at(length);
    *rest = further;
    let mark = if head.length.is_some() { 0 } else { 2 };
    Ok((head, &whole[head.size..length - mark]))
}

fn put_head(out: &mut Vec<u8>, tag: u8, length: usize) {
    out.push(tag);
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let digits = length.to_be_bytes();
        let digits = &digits[digits.iter().take_while(|digit| **digit == 0).count()..];
        out.push(0x80 | digits.len() as u8);
        out.extend_from_slice(digits);
    }
}

/// Puts the head in front of the content that was written from `start` on.
fn insert_head(out: &mut Vec<u8>, start: usize, tag: u8) {
    let end = out.len();
    put_head(out, tag, end - start);
    let size = out.len() - end;
    out[start..].rotate_right(size);
}
