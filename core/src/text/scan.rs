//! A look at CP932 text that allocates nothing: is it text, and what stands in it that must be told.

use std::sync::OnceLock;

use super::{Encoding, decode, is_user_defined};

/// What was seen; offsets are 0-based bytes, each the first of its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Bytes that are no text of the encoding.
    pub(crate) undecodable: Option<usize>,
    /// A user-defined character.
    pub(crate) user_defined: Option<char>,
    /// A control character other than tab and line ends.
    pub(crate) control: Option<char>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Lead,
    Control,
    Bad,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x09 | 0x0A | 0x0D => Class::Plain,
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

/// The same without user-defined characters.
fn plain() -> &'static [u64; 1024] {
    static BITS: OnceLock<Box<[u64; 1024]>> = OnceLock::new();
    BITS.get_or_init(|| {
        let mut bits = Box::new(*assigned());
        // 64 values a word, so whole lead bytes.
        bits[usize::from(FIRST_USER_DEFINED) * 4..(usize::from(LAST_USER_DEFINED) + 1) * 4].fill(0);
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
            seen.user_defined = text.chars().find(|character| is_user_defined(*character));
            seen.control =
                text.chars().find(|character| character.is_control() && !matches!(character, '\t' | '\r' | '\n'));
            seen
        }
    }
}

/// Whether CP932 bytes are text in which nothing must be told.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let bits = plain();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match CLASSES[usize::from(byte)] {
            Class::Plain => at += 1,
            Class::Lead => {
                let Some(&trail) = bytes.get(at + 1) else { return false };
                let value = usize::from(u16::from_be_bytes([byte, trail]));
                if bits[value / 64] >> (value % 64) & 1 == 0 {
                    return false;
                }
                at += 2;
            }
            Class::Control | Class::Bad => return false,
        }
    }
    true
}

fn scan_cp932(bytes: &[u8]) -> Seen {
    let mut seen = Seen::default();
    let bits = assigned();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match CLASSES[usize::from(byte)] {
            Class::Plain => at += 1,
            Class::Lead => {
                let trail = bytes.get(at + 1).copied().unwrap_or(0);
                let value = usize::from(u16::from_be_bytes([byte, trail]));
                if bits[value / 64] >> (value % 64) & 1 == 0 {
                    seen.undecodable = Some(at);
                    return seen;
                }
                if (FIRST_USER_DEFINED..=LAST_USER_DEFINED).contains(&byte) && seen.user_defined.is_none() {
                    seen.user_defined = decode(Encoding::Cp932, &bytes[at..at + 2]).ok().and_then(|t| t.chars().next());
                }
                at += 2;
            }
            Class::Control => {
                seen.control.get_or_insert(char::from(byte));
                at += 1;
            }
            Class::Bad => {
                seen.undecodable = Some(at);
                return seen;
            }
        }
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
            assert_eq!(is_plain(&bytes), plain, "{bytes:02X?}");
            if let Ok(text) = decoded {
                assert_eq!(seen.user_defined, text.chars().find(|c| is_user_defined(*c)), "{bytes:02X?}");
            }
        }
    }
}
