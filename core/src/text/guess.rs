//! Whether bytes are UTF-8 rather than CP932. Two half-width kana may be a character of two bytes, and an old kanji
//! with what follows one of three; so it is not enough that the bytes are UTF-8: the text must make sense.

use super::substitute;
use super::table::code;

/// Whether a part of a file is UTF-8. At its end the part may break off within a character unless it `ends` the
/// file.
pub(crate) fn is_utf8(part: &[u8], ends: bool) -> bool {
    let text = match std::str::from_utf8(part) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && !ends => {
            std::str::from_utf8(&part[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let (mut before, mut is_proven) = ('\0', false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if !is_proven && !character.is_ascii() {
            is_proven = match character.len_utf8() {
                2 => is_sign(before, character, characters.peek().copied()),
                _ => is_japanese(character) || is_known(character),
            };
        }
        before = character;
    }
    is_proven
}

/// Whether a part of a file is UTF-8 in which few bytes are damaged: nearly all that is not ASCII is Japanese in it.
pub(crate) fn is_mostly_utf8(part: &[u8]) -> bool {
    const ENOUGH: usize = 16;
    const FEW: usize = 8;
    let (mut japanese, mut errors) = (0, 0);
    for chunk in part.utf8_chunks() {
        japanese += chunk.valid().chars().filter(|character| is_japanese(*character)).count();
        errors += usize::from(!chunk.invalid().is_empty());
    }
    japanese >= ENOUGH && japanese >= FEW * errors
}

/// Whether the bytes of one item of a CP932 file are UTF-8.
pub(crate) fn is_utf8_item(bytes: &[u8]) -> bool {
    // Most kanji and all kana begin with a byte with which no character of UTF-8 does.
    let first = bytes.iter().find(|byte| !byte.is_ascii());
    if first.is_none_or(|first| *first < 0xE2) || !is_utf8(bytes, true) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    // One old kanji and a kanji behind it may be a character and a letter.
    let (mut long, mut behind) = (0, None);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.len_utf8() > 2 {
            long += 1;
            behind = characters.peek().copied();
        }
    }
    long > 1 || !behind.is_some_and(|behind| matches!(behind, '@'..='~')) || !is_cp932(bytes)
}

fn is_cp932(bytes: &[u8]) -> bool {
    super::decode(super::Encoding::Cp932, bytes).is_ok()
}

fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{1F300}'..='\u{1FAFF}')
}

/// Whether CP932 has the character, or a customary form of it that can be seen.
fn is_known(character: char) -> bool {
    let has_form = || substitute(character).is_some_and(|form| !form.is_empty());
    !super::is_user_defined(character) && (code(character).is_some() || has_form())
}

/// A character of two bytes: proof where the second byte is no half-width kana, or where a sign stands next to a
/// number, as in `37.5°` and `±2`.
fn is_sign(before: char, character: char, behind: Option<char>) -> bool {
    let second = u32::from(character) & 0x3F | 0x80;
    let beside = before.is_ascii_alphanumeric() || behind.is_some_and(|behind| behind.is_ascii_alphanumeric());
    is_known(character) && (second < 0xA1 || (beside && matches!(character, '°' | '±' | '÷' | '§' | '¶')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::cp932;

    #[test]
    fn every_kind_of_character_tells() {
        for text in
            ["※", "A…B", "37.5°", "36°C", "”", "→", "①", "℃", "見", "ｱ", "×2", "Α", "±2", "㈱", "𠮷", "😀", "—", "ア"]
        {
            assert!(is_utf8(text.as_bytes(), true), "{text}");
        }
        for text in ["", "abc", "é", "ꢎ", "\u{E000}"] {
            assert!(!is_utf8(text.as_bytes(), true), "{text}");
        }
        let part = "見本".as_bytes();
        assert!(is_utf8(&part[..5], false) && !is_utf8(&part[..5], true));
    }

    #[test]
    fn short_texts_of_cp932_are_none() {
        let kana = ('ｱ'..='ﾟ').flat_map(|one| ('ｱ'..='ﾟ').map(move |two| format!("{one}{two}")));
        for text in
            kana.chain(["瑤子", "ﾂｱ ﾃｽﾄ", "ﾐﾎﾝ", "見本", "髙", "Ⅳ", "槇子", "遙", "凜子", "熙"].map(str::to_owned))
        {
            assert!(!is_utf8(&cp932(&text), true), "{text}");
            assert!(!is_utf8_item(&cp932(&text)), "{text}");
        }
    }

    #[test]
    fn items_of_utf8_are_told_in_a_cp932_file() {
        for text in ["見本", "※", "様", "見本ヘルパー", "A→", "→1"] {
            assert!(is_utf8_item(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn one_damaged_byte_makes_no_other_encoding() {
        let text = "見本ヘルパーステーション架空の森、見本居宅";
        let mut bytes = text.as_bytes().to_vec();
        bytes[4] = b'?';
        assert!(!is_utf8(&bytes, true) && is_mostly_utf8(&bytes));
        bytes[10] = b'?';
        assert!(!is_mostly_utf8(&bytes) && !is_mostly_utf8(&cp932(&text.repeat(9))));
    }

    /// What is one kanji and a letter in UTF-8, and two kanji in CP932: a name is never told as UTF-8.
    #[test]
    fn two_kanji_are_no_item_of_utf8() {
        let mut pairs = 0;
        for one in '\u{4E00}'..='\u{9FFF}' {
            let Some(code) = super::code(one) else { continue };
            if !(0xE280..=0xEFBF).contains(&code) {
                continue;
            }
            for two in ["子", "江", "美", "枝"] {
                pairs += 1;
                assert!(!is_utf8_item(&cp932(&format!("{one}{two}"))), "{one}{two}");
            }
        }
        assert!(pairs > 1000, "{pairs}");
    }
}
