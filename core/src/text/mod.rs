//! CP932 (Windows-31J, the standard's MS932) both ways, strict.
//!
//! The mapping is that of encoding_rs; this module adds what it does not do: user-defined characters
//! (F040–F9FC, U+E000–U+E757) go both ways, nothing is ever replaced silently, and the
//! customary MS932 form of a character that CP932 lacks comes from one table ([`substitute`]).
//!
//! So every two bytes and every character has one of three outcomes. Bytes are a character, a
//! user-defined one, or no text. A character is written as it is, in its customary form, or refused.

mod escaped;
#[rustfmt::skip]
mod generated;
mod guess;
mod scan;
mod substitute;
mod table;
pub(crate) mod word;

pub(crate) use escaped::{Escape, escape, is_lost};
pub(crate) use guess::{is_mostly_utf8, is_utf8, is_utf8_item};
pub(crate) use scan::{control, is_plain, scan};
pub use substitute::substitute;

use std::borrow::Cow;

use self::table::{Characters, Codes};

/// The encoding of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// CP932, the standard's.
    #[default]
    Cp932,
    /// UTF-8, met in the wild; read, never written anew.
    Utf8,
}

/// Bytes that are no text of the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bytes at {offset} are not text of the encoding")]
pub struct Undecodable {
    /// 0-based offset of the first such byte.
    pub offset: usize,
}

/// A character that CP932 lacks and for which there is no customary form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("U+{:04X} cannot be written in CP932", u32::from(*.character))]
pub struct Unmappable {
    /// The character.
    pub character: char,
    /// 0-based position in characters.
    pub position: usize,
}

/// A character that was written in its customary form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// What was given.
    pub from: char,
    /// What was written; empty where a mark was left out or folded into the character before.
    pub to: &'static str,
    /// 0-based position in characters.
    pub position: usize,
}

/// Decodes bytes of the encoding.
///
/// # Errors
/// [`Undecodable`] with the offset of the first byte that is no text.
pub fn decode(encoding: Encoding, bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    match encoding {
        Encoding::Utf8 => {
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| Undecodable { offset: error.valid_up_to() })
        }
        Encoding::Cp932 if bytes.is_ascii() => {
            // No more than a look at the bytes: ASCII is UTF-8.
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| Undecodable { offset: 0 })
        }
        Encoding::Cp932 => {
            let mut text = String::new();
            decode_into(encoding, bytes, &mut text).map(|()| Cow::Owned(text))
        }
    }
}

/// Decodes onto a text that is used again.
///
/// # Errors
/// As [`decode`].
pub(crate) fn decode_into(encoding: Encoding, bytes: &[u8], out: &mut String) -> Result<(), Undecodable> {
    out.clear();
    if encoding == Encoding::Utf8 {
        out.push_str(&decode(encoding, bytes)?);
        return Ok(());
    }
    // Two bytes of kanji are three in UTF-8.
    out.reserve(bytes.len() / 2 * 3 + 3);
    Characters::get().decode(bytes, out).map_err(|offset| Undecodable { offset })
}

/// Encodes text as CP932 onto `out`; each substitution is reported to `on_substitution`.
///
/// # Errors
/// [`Unmappable`] for the first character that cannot be written; `out` then ends before it.
pub fn encode(text: &str, out: &mut Vec<u8>, on_substitution: impl FnMut(Substitution)) -> Result<(), Unmappable> {
    encode_seeing(text, out, on_substitution, &mut false)
}

/// Encodes as [`encode`] does, and sets `has_control` where there may be a control character ([`control`] tells).
///
/// # Errors
/// As [`encode`].
pub(crate) fn encode_seeing(
    text: &str,
    out: &mut Vec<u8>,
    mut on_substitution: impl FnMut(Substitution),
    has_control: &mut bool,
) -> Result<(), Unmappable> {
    if text.is_ascii() {
        *has_control |= word::has_control(text.as_bytes());
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    let codes = Codes::get();
    // No text is longer in CP932 than in UTF-8, substitutes aside.
    out.reserve(text.len());
    let mut before = '\0';
    for (position, character) in text.chars().enumerate() {
        if character.is_ascii() {
            *has_control |= character.is_ascii_control();
            out.push(character as u8);
        } else if let Some(code) = codes.code(character) {
            table::put(code, out);
        } else if let Some(whole) = substitute::compose(before, character).and_then(|whole| codes.code(whole)) {
            // The kana before has two bytes; both are replaced.
            out.truncate(out.len().saturating_sub(2));
            table::put(whole, out);
            on_substitution(Substitution { from: character, to: "", position });
        } else {
            let to = substitute(character).ok_or(Unmappable { character, position })?;
            to.chars().filter_map(|each| codes.code(each)).for_each(|code| table::put(code, out));
            on_substitution(Substitution { from: character, to, position });
        }
        before = character;
    }
    Ok(())
}

/// First code point of the user-defined area.
const USER_DEFINED: u32 = 0xE000;
/// How many user-defined characters there are: 10 rows of 188.
const USER_DEFINED_COUNT: u32 = 1880;

/// Whether the character is user-defined (外字).
pub fn is_user_defined(character: char) -> bool {
    (USER_DEFINED..USER_DEFINED + USER_DEFINED_COUNT).contains(&u32::from(character))
}

/// Full-width letters, digits and hyphens as their half-width forms; `None` if something else is left.
pub fn to_half_width(text: &str) -> Option<String> {
    text.chars()
        .map(|character| match character {
            '\u{21}'..='\u{7E}' => Some(character),
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' => Some('-'),
            _ => None,
        })
        .collect()
}

/// A text in CP932, for tests.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(text, &mut bytes, |_| {}).unwrap();
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> (Vec<u8>, Vec<Substitution>) {
        let (mut out, mut told) = (Vec::new(), Vec::new());
        encode(text, &mut out, |substitution| told.push(substitution)).unwrap();
        (out, told)
    }

    #[test]
    fn user_defined_characters_go_both_ways() {
        for index in 0..USER_DEFINED_COUNT {
            let character = char::from_u32(USER_DEFINED + index).unwrap();
            let (bytes, _) = encoded(&character.to_string());
            assert!((0xF0..=0xF9).contains(&bytes[0]));
            assert_eq!(decode(Encoding::Cp932, &bytes).unwrap(), character.to_string());
        }
    }

    #[test]
    fn customary_forms_are_told() {
        let (bytes, told) = encoded("10〜12時");
        assert_eq!(decode(Encoding::Cp932, &bytes).unwrap(), "10～12時");
        assert_eq!(told, [Substitution { from: '〜', to: "～", position: 2 }]);
        let (bytes, told) = encoded("か\u{3099}");
        assert_eq!(decode(Encoding::Cp932, &bytes).unwrap(), "が");
        assert_eq!(told, [Substitution { from: '\u{3099}', to: "", position: 1 }]);
        let (bytes, told) = encoded("葛\u{E0100}城㋿七年");
        assert_eq!(decode(Encoding::Cp932, &bytes).unwrap(), "葛城令和七年");
        let positions: Vec<_> = told.iter().map(|substitution| (substitution.to, substitution.position)).collect();
        assert_eq!(positions, [("", 1), ("令和", 3)]);
        let (bytes, told) = encoded("髙①㈱﨑");
        assert_eq!(decode(Encoding::Cp932, &bytes).unwrap(), "髙①㈱﨑");
        assert!(told.is_empty());
    }

    #[test]
    fn what_cannot_be_written_is_refused_with_its_place() {
        let mut out = Vec::new();
        let error = encode("あ😀", &mut out, |_| {}).unwrap_err();
        assert_eq!(error, Unmappable { character: '😀', position: 1 });
    }

    #[test]
    fn undecodable_bytes_have_an_offset() {
        assert_eq!(decode(Encoding::Cp932, b"ab\x81\x20c").unwrap_err().offset, 2);
        assert_eq!(decode(Encoding::Cp932, b"ab\x81").unwrap_err().offset, 2);
        assert_eq!(decode(Encoding::Cp932, b"\xFD").unwrap_err().offset, 0);
    }
}
