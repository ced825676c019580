//! CP932 codes and characters, looked up both ways. encoding_rs, which the tables are made with,
//! computes and searches instead, which takes several times as long.

use std::sync::OnceLock;

use encoding_rs::SHIFT_JIS;

/// The character of each two bytes; NUL where they are none.
pub(super) struct Characters(Box<[char; 0x10000]>);

impl Characters {
    /// The table. Made once.
    pub(super) fn get() -> &'static Self {
        static CHARACTERS: OnceLock<Characters> = OnceLock::new();
        CHARACTERS.get_or_init(|| {
            let mut characters = Box::new(['\0'; 0x10000]);
            for lead in (0x81..=0x9F_u8).chain(0xE0..=0xFC) {
                for trail in 0x40..=0xFC_u8 {
                    if let Some(character) = one(&[lead, trail]) {
                        characters[usize::from(u16::from_be_bytes([lead, trail]))] = character;
                    }
                }
            }
            Self(characters)
        })
    }

    /// The character of two bytes.
    #[inline]
    pub(super) fn character(&self, pair: [u8; 2]) -> Option<char> {
        Some(self.0[usize::from(u16::from_be_bytes(pair))]).filter(|character| *character != '\0')
    }

    /// Adds the text of bytes.
    ///
    /// # Errors
    /// The offset of the first byte that is no text; what is before it was added.
    pub(super) fn decode(&self, bytes: &[u8], out: &mut String) -> Result<(), usize> {
        let mut rest = bytes;
        loop {
            while let Some(character) = rest.first_chunk().and_then(|pair| self.character(*pair)) {
                out.push(character);
                rest = &rest[2..];
            }
            let Some(byte) = rest.first() else { return Ok(()) };
            out.push(single(*byte).ok_or(bytes.len() - rest.len())?);
            rest = &rest[1..];
        }
    }
}

/// The character of a single byte.
#[inline]
fn single(byte: u8) -> Option<char> {
    match byte {
        0x00..=0x80 => Some(char::from(byte)),
        // Half-width kana.
        0xA1..=0xDF => char::from_u32(0xFF61 + u32::from(byte - 0xA1)),
        _ => None,
    }
}

/// The one character of bytes.
fn one(bytes: &[u8]) -> Option<char> {
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

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
        let characters = Characters::get();
        let mut codes = Box::new([0; 0x10000]);
        let mut put = |code: u16, character: Option<char>| {
            if let Some(slot) = character.and_then(|character| codes.get_mut(u32::from(character) as usize))
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
                put(u16::from_be_bytes([lead, trail]), characters.character([lead, trail]));
            }
        }
        for byte in (0x01..=0x7F_u8).chain(0xA1..=0xDF) {
            put(u16::from(byte), single(byte));
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
            let text = character.to_string();
            let (bytes, _, lossy) = SHIFT_JIS.encode(&text);
            let mut ours = Vec::new();
            if let Some(code) = code(character) {
                put(code, &mut ours);
            }
            let theirs = if lossy || of_the_web.contains(&character) { &[][..] } else { &bytes };
            assert_eq!(ours, theirs, "U+{:04X}", u32::from(character));
        }
        assert_eq!(code('\u{10000}'), None);
    }

    #[test]
    fn bytes_are_the_text_that_encoding_rs_decodes() {
        for value in 0..=u16::MAX {
            let bytes = value.to_be_bytes();
            let mut text = String::new();
            let done = Characters::get().decode(&bytes, &mut text);
            let theirs = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&bytes);
            assert_eq!(done.is_ok().then_some(text), theirs.map(|text| text.into_owned()), "{bytes:02X?}");
        }
    }
}
