//! Looks at CP932 bytes without allocating: are they text, and is there anything that must be reported.

use std::sync::OnceLock;

use super::{Encoding, decode, is_user_defined, word};

/// What was seen, each the first of its kind. Offsets are 0-based bytes; characters come with their
/// 0-based position in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Bytes that are no text of the encoding.
    pub(crate) undecodable: Option<usize>,
    /// A user-defined character.
    pub(crate) user_defined: Option<(usize, char)>,
    /// A control character other than tab and line ends; a CR without its LF is no line end.
    pub(crate) control: Option<(usize, char)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// With which characters begin that are written in ASCII, and which programs write for those they lack.
    Sign,
    Lead,
    Cr,
    Control,
    Bad,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x09 | 0x0A => Class::Plain,
            0x0D => Class::Cr,
            // & % \ = + $ ?
            0x24..=0x26 | 0x2B | 0x3D | 0x3F | 0x5C => Class::Sign,
            0x00..=0x1F | 0x7F | 0x80 => Class::Control,
            0x81..=0x9F | 0xE0..=0xFC => Class::Lead,
            0xA0 | 0xFD..=0xFF => Class::Bad,
            _ => Class::Plain,
        };
        byte += 1;
    }
    classes
};

/// The lead bytes of user-defined characters.
const FIRST_USER_DEFINED: u8 = 0xF0;
const LAST_USER_DEFINED: u8 = 0xF9;

/// One bit for each two-byte value that is a character.
fn assigned() -> &'static [u64; 1024] {
    static BITS: OnceLock<Box<[u64; 1024]>> = OnceLock::new();
    BITS.get_or_init(|| {
        let mut bits = Box::new([0_u64; 1024]);
        for lead in (0x81..=0x9F_u8).chain(0xE0..=0xFC) {
            for trail in 0x40..=0xFC_u8 {
                if decode(Encoding::Cp932, &[lead, trail]).is_ok_and(|text| text.chars().count() == 1) {
                    let value = usize::from(u16::from_be_bytes([lead, trail]));
                    bits[value / 64] |= 1 << (value % 64);
                }
            }
        }
        bits
    })
}

/// The same without user-defined characters, and without those that may be the beginning of a character in UTF-8.
fn plain() -> &'static [u64; 1024] {
    static BITS: OnceLock<Box<[u64; 1024]>> = OnceLock::new();
    BITS.get_or_init(|| {
        let mut bits = Box::new(*assigned());
        // 64 values a word, so whole lead bytes.
        bits[usize::from(FIRST_USER_DEFINED) * 4..(usize::from(LAST_USER_DEFINED) + 1) * 4].fill(0);
        for lead in 0xE2..=0xEF {
            bits[lead * 4 + 2] = 0;
        }
        bits
    })
}

/// Looks at the bytes of a text.
pub(crate) fn scan(encoding: Encoding, bytes: &[u8]) -> Seen {
    match encoding {
        Encoding::Cp932 => scan_cp932(bytes),
        Encoding::Utf8 => {
            let mut seen = Seen::default();
            let text = match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => {
                    seen.undecodable = Some(error.valid_up_to());
                    return seen;
                }
            };
            seen.user_defined = text.chars().enumerate().find(|(_, character)| is_user_defined(*character));
            seen.control = control(text);
            seen
        }
    }
}

/// The first control character of a text, with its position. A tab, LF, and CR with its LF are none.
pub(crate) fn control(text: &str) -> Option<(usize, char)> {
    // Nearly every text ends here. Those beyond ASCII begin with this byte.
    if !word::has_control(text.as_bytes()) && memchr::memchr(0xC2, text.as_bytes()).is_none() {
        return None;
    }
    let mut characters = text.chars().enumerate().peekable();
    while let Some((position, character)) = characters.next() {
        let is_line_end = character == '\r' && characters.peek().is_some_and(|(_, behind)| *behind == '\n');
        if character.is_control() && !matches!(character, '\t' | '\n') && !is_line_end {
            return Some((position, character));
        }
    }
    None
}

/// Whether CP932 bytes are text in which nothing must be reported, for sure: also no character that is written in
/// ASCII.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let bits = plain();
    let mut rest = bytes;
    loop {
        // Two bytes that are a character need no look at what they are by themselves.
        while let Some(pair) = rest.first_chunk() {
            let value = usize::from(u16::from_be_bytes(*pair));
            if bits[value / 64] >> (value % 64) & 1 == 0 {
                break;
            }
            rest = &rest[2..];
        }
        match rest.first() {
            None => return true,
            Some(byte) if CLASSES[usize::from(*byte)] == Class::Plain => rest = &rest[1..],
            Some(b'\r') if rest.get(1) == Some(&b'\n') => rest = &rest[2..],
            Some(_) => return false,
        }
    }
}

fn scan_cp932(bytes: &[u8]) -> Seen {
    let mut seen = Seen::default();
    let bits = assigned();
    let (mut at, mut position) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match CLASSES[usize::from(byte)] {
            Class::Plain | Class::Sign => at += 1,
            Class::Cr if bytes.get(at + 1) == Some(&b'\n') => at += 1,
            Class::Lead => {
                let trail = bytes.get(at + 1).copied().unwrap_or(0);
                let value = usize::from(u16::from_be_bytes([byte, trail]));
                if bits[value / 64] >> (value % 64) & 1 == 0 {
                    seen.undecodable = Some(at);
                    return seen;
                }
                if (FIRST_USER_DEFINED..=LAST_USER_DEFINED).contains(&byte) && seen.user_defined.is_none() {
                    let character =
                        decode(Encoding::Cp932, &bytes[at..at + 2]).ok().and_then(|text| text.chars().next());
                    seen.user_defined = character.map(|character| (position, character));
                }
                at += 2;
            }
            Class::Cr | Class::Control => {
                seen.control.get_or_insert((position, char::from(byte)));
                at += 1;
            }
            Class::Bad => {
                seen.undecodable = Some(at);
                return seen;
            }
        }
        position += 1;
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_decoding_on_every_two_bytes() {
        for value in 0..=u16::MAX {
            let bytes = value.to_be_bytes();
            let decoded = decode(Encoding::Cp932, &bytes);
            let seen = scan(Encoding::Cp932, &bytes);
            assert_eq!(seen.undecodable, decoded.as_ref().err().map(|error| error.offset), "{bytes:02X?}");
            let plain = seen == Seen::default();
            let may_be_utf8 = matches!(bytes, [0xE2..=0xEF, 0x80..=0xBF]);
            let has_sign = decoded.as_ref().is_ok_and(|text| text.contains(['&', '%', '\\', '=', '+', '$', '?']));
            assert_eq!(is_plain(&bytes), plain && !may_be_utf8 && !has_sign, "{bytes:02X?}");
            if let Ok(text) = decoded {
                let mut characters = text.chars().enumerate();
                assert_eq!(seen.user_defined, characters.find(|(_, c)| is_user_defined(*c)), "{bytes:02X?}");
                assert_eq!(seen.control, control(&text), "{bytes:02X?}");
            }
        }
    }
}
