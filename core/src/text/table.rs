//! Characters to CP932 codes, looked up: encoding_rs searches, which takes long for kanji.

use std::sync::OnceLock;

use super::{Encoding, decode};

/// The CP932 code of each character of the Basic Multilingual Plane, 0 where there is none. Codes
/// below 0x100 are single bytes.
pub(super) struct Codes(Box<[u16; 0x10000]>);

impl Codes {
    /// The table. Made once, from what the codes decode to.
    pub(super) fn get() -> &'static Self {
        static CODES: OnceLock<Codes> = OnceLock::new();
        CODES.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut codes = Box::new([0; 0x10000]);
        let mut put = |code: u16, bytes: &[u8]| {
            let Ok(text) = decode(Encoding::Cp932, bytes) else { return };
            let mut characters = text.chars().map(u32::from);
            if let (Some(character), None) = (characters.next(), characters.next())
                && let Some(slot) = codes.get_mut(character as usize)
                && *slot == 0
            {
                *slot = code;
            }
        };
        // Of two codes for a character Windows writes the first in this order: JIS, NEC's row 13 and
        // IBM's own before NEC's selection of IBM's.
        let leads = (0x81..=0x9F).chain(0xE0..=0xEC).chain(0xEF..=0xFC).chain(0xED..=0xEE);
        for lead in leads {
            for trail in 0x40..=0xFC {
                put(u16::from_be_bytes([lead, trail]), &[lead, trail]);
            }
        }
        for byte in (0x01..=0x7F).chain(0xA1..=0xDF) {
            put(u16::from(byte), &[byte]);
        }
        Self(codes)
    }

    /// The code of a character other than NUL.
    #[inline]
    pub(super) fn code(&self, character: char) -> Option<u16> {
        self.0.get(u32::from(character) as usize).copied().filter(|code| *code != 0)
    }
}

/// The code of a character, by its strict mapping.
#[cfg(test)]
pub(super) fn code(character: char) -> Option<u16> {
    Codes::get().code(character)
}

/// Adds a code's bytes.
#[inline]
pub(super) fn put(code: u16, out: &mut Vec<u8>) {
    match code.to_be_bytes() {
        [0, byte] => out.push(byte),
        both => out.extend_from_slice(&both),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_strict_encoder() {
        // encoding_rs follows the web for these, and does not write user-defined characters.
        let of_the_web = ['\u{80}', '\u{A5}', '\u{203E}', '\u{2212}'];
        for character in ('\u{1}'..='\u{FFFF}').filter(|c| !super::super::is_user_defined(*c)) {
            let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(character.encode_utf8(&mut [0; 4]));
            let mut ours = Vec::new();
            if let Some(code) = code(character) {
                put(code, &mut ours);
            }
            let theirs = if lossy || of_the_web.contains(&character) { &[][..] } else { &bytes };
            assert_eq!(ours, theirs, "U+{:04X}", u32::from(character));
        }
        assert_eq!(code('\u{10000}'), None);
    }
}
