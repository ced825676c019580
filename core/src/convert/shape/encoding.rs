//! Encodings whose bytes are not split into rows: UTF-16 and UTF-32, with a byte order mark or without, and the
//! older ones of Japanese systems.

/// Bytes that are looked at without a mark.
const SAMPLE: usize = 4096;

/// The encoding's name.
pub(super) fn name(head: &[u8]) -> Option<&'static str> {
    let marks: [(&[u8], &str); 4] =
        [(b"\xFF\xFE\0\0", "UTF-32"), (b"\0\0\xFE\xFF", "UTF-32"), (b"\xFF\xFE", "UTF-16"), (b"\xFE\xFF", "UTF-16")];
    if let Some((_, name)) = marks.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Some(name);
    }
    let sample = &head[..head.len().min(SAMPLE)];
    // CP932 and UTF-8 have no NUL, and no escape.
    if memchr::memchr(0, sample).is_some() {
        if has_units::<4>(sample) {
            return Some("UTF-32");
        } else if has_units::<2>(sample) {
            return Some("UTF-16");
        }
    }
    if is_euc(head) {
        Some("EUC-JP")
    } else if head.is_ascii() {
        None
    } else if is_surrogates(head) {
        Some("CESU-8")
    } else {
        OTHERS.iter().find(|(encoding, _)| is_other(head, encoding)).map(|(_, name)| *name)
    }
}

/// Encodings of other countries, whose kana tell them: in CP932 they would be half-width kana, signs and rare kanji.
static OTHERS: [(&encoding_rs::Encoding, &str); 3] =
    [(&encoding_rs::GBK_INIT, "GBK"), (&encoding_rs::BIG5_INIT, "Big5"), (&encoding_rs::EUC_KR_INIT, "EUC-KR")];
/// Kana, each another one, that make it sure, and how many of them a word has, one behind the other: the dots between
/// half-width words are kana, too, but each alone.
const KANA: usize = 4;
const WORD: usize = 3;

/// Whether the text makes sense in this encoding and in CP932 less.
fn is_other(head: &[u8], encoding: &'static encoding_rs::Encoding) -> bool {
    // The part that is looked at may end within a character.
    let sample =
        &head[..head.iter().rposition(|byte| matches!(byte, b'\r' | b'\n')).map_or(head.len(), |last| last + 1)];
    let is_half_width = |byte: &u8| byte.is_ascii() || matches!(byte, 0xA1..=0xDF);
    if std::str::from_utf8(sample).is_ok() || sample.iter().all(is_half_width) {
        return false;
    }
    // Most text of CP932 ends at once as that of another encoding.
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(sample) else { return false };
    kana(&text) >= KANA
        && has_word(&text)
        && kana(&encoding_rs::SHIFT_JIS.decode_without_bom_handling(sample).0) * 2 < kana(&text)
}

/// How many different full-width kana there are.
fn kana(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30F6}')).collect::<std::collections::BTreeSet<char>>().len()
}

fn is_kana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30F6}' | 'ー')
}

/// Whether there is a word of kana, one of which has a second byte that no half-width kana is.
fn has_word(text: &str) -> bool {
    let is_late = |c: char| matches!(c, '\u{3080}'..='\u{3093}' | '\u{30E0}'..='\u{30F6}');
    text.split(|c| !is_kana(c)).any(|word| word.chars().count() >= WORD && word.contains(is_late))
}

/// UTF-8 in which characters beyond 16 bits are two surrogates, of three bytes each.
fn is_surrogates(head: &[u8]) -> bool {
    let (mut rest, mut seen) = (head, false);
    while let Err(error) = std::str::from_utf8(rest) {
        let behind = &rest[error.valid_up_to()..];
        match behind {
            [0xED, 0xA0..=0xAF, _, 0xED, 0xB0..=0xBF, _, more @ ..] => (rest, seen) = (more, true),
            // The part that is looked at may end within a character.
            _ => return seen && behind.len() < 6,
        }
    }
    seen
}

/// Whether every character beyond ASCII is two bytes of EUC-JP, and enough of them are kana: in CP932 they would be
/// half-width kana and dots in turn.
fn is_euc(head: &[u8]) -> bool {
    // Nearly every kanji and kana of CP932 and UTF-8 has such a byte.
    if head.iter().any(|byte| matches!(byte, 0x80..=0x8D | 0x90..=0xA0)) {
        return false;
    }
    // Half-width kana end here.
    if !head.iter().any(|byte| *byte >= 0xE0) {
        return false;
    }
    let (mut rest, mut kana) = (head, 0);
    loop {
        match rest {
            // The part that is looked at may end within a character.
            [] | [0x8E | 0x8F | 0xA1..=0xFE] => {
                return kana > 2 && has_word(&encoding_rs::EUC_JP.decode_without_bom_handling(head).0);
            }
            [byte, behind @ ..] if byte.is_ascii() => rest = behind,
            [0xA4 | 0xA5, 0xA1..=0xF6, behind @ ..] => (rest, kana) = (behind, kana + 1),
            [0xA1..=0xFE, 0xA1..=0xFE, behind @ ..] | [0x8E, 0xA1..=0xDF, behind @ ..] => rest = behind,
            [0x8F, 0xA1..=0xFE, 0xA1..=0xFE, behind @ ..] => rest = behind,
            _ => return false,
        }
    }
}

/// Whether of the units of so many bytes that are not all NUL at least a fourth is an ASCII character, all in one
/// of the two orders: rows are mostly digits and commas.
fn has_units<const N: usize>(sample: &[u8]) -> bool {
    let units = || sample.chunks_exact(N).filter(|unit| unit.iter().any(|byte| *byte != 0));
    let count = |place: usize| {
        let is_ascii = |unit: &&[u8]| {
            let others = unit.iter().enumerate().all(|(at, byte)| (at == place) != (*byte == 0));
            others && matches!(unit[place], b'\t' | b'\n' | b'\r' | b' '..=b'~')
        };
        units().filter(is_ascii).count()
    };
    let all = units().count();
    let (first, last) = (count(0), count(N - 1));
    all > 1 && first.max(last) * 4 >= all && first.min(last) * 4 <= first.max(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units<const N: usize>(text: &str, big: bool, order: impl Fn(char) -> Vec<[u8; N]>) -> Vec<u8> {
        text.chars()
            .flat_map(order)
            .flat_map(|mut unit| {
                if big {
                    unit.reverse();
                }
                unit
            })
            .collect()
    }

    #[test]
    fn both_orders_are_known_without_a_mark() {
        let text = "CSVバージョン,保険者番号\r\n202407,990010,\"見本\"\r\n";
        for big in [false, true] {
            let sixteen = units(text, big, |mark| {
                mark.encode_utf16(&mut [0; 2]).iter().map(|unit| unit.to_le_bytes()).collect::<Vec<[u8; 2]>>()
            });
            assert_eq!(name(&sixteen), Some("UTF-16"), "{big}");
            let thirty_two = units(text, big, |mark| vec![u32::from(mark).to_le_bytes()]);
            assert_eq!(name(&thirty_two), Some("UTF-32"), "{big}");
        }
        assert_eq!(name(b"\xFF\xFE"), Some("UTF-16"));
        assert_eq!(name(b"\0\0\xFE\xFF\0\0\0a"), Some("UTF-32"));
    }

    #[test]
    fn older_encodings_are_known() {
        let euc = b"202407,\xA5\xD8\xA5\xEB\xA5\xD1\xA1\xBC\xB2\xCD\xB6\xF5\xA4\xCE\xBF\xB9,1\r\n";
        assert_eq!(name(euc), Some("EUC-JP"));
        assert_eq!(name(&euc[..euc.len() - 5]), Some("EUC-JP"), "cut within a character");
        let big5 = b"202407,\xA8\xA3\xA5\xBB,\xC7\xD4\xC7\xE7\xC7\xCD\xC7\x55\xC6\xEA\xC6\xEE\r\n";
        for (bytes, known) in [
            (encoding_rs::GBK.encode("202407,見本,ヘルパーのいえ,1\r\n").0.into_owned(), "GBK"),
            (encoding_rs::EUC_KR.encode("202407,見本,ヘルパのいえ,1\r\n").0.into_owned(), "EUC-KR"),
            (big5.to_vec(), "Big5"),
        ] {
            assert_eq!(name(&bytes), Some(known));
            assert_eq!(name(&[&bytes[..], b"202407,\xA8"].concat()), Some(known), "cut within a character");
        }
        assert_eq!(name(b"202407,\xED\xA1\x82\xED\xBE\xB7\xE9\x87\x8E,1\r\n"), Some("CESU-8"));
        let mut kana = Vec::new();
        crate::text::encode("202407,ｶﾅ ﾐﾎ･ﾊﾅｺ､ﾃ･ｽ･ﾄ･ﾅ,1\r\n", &mut kana, |_| {}).unwrap();
        let dots = ["見本 ﾏﾄﾞ･ｲ･ﾛ･ﾊ･ﾆ･ﾎ", "上 ･ｱ･ｲ･ｳ､ｴ､ｵ", "醴 ･ｲ･ｳ･ｴ･ｵ･ｶ･ｷ"].map(crate::text::cp932);
        for dots in &dots {
            assert_eq!(name(dots), None, "{dots:02X?}");
            assert_eq!(name(&[b"1", &dots[..]].concat()), None, "{dots:02X?}");
        }
        for other in [kana.as_slice(), "見本ヘルパー".as_bytes(), b"202407,1"] {
            assert_eq!(name(other), None, "{other:02X?}");
        }
    }

    #[test]
    fn blocks_of_nul_are_something_else() {
        for bytes in
            [&b""[..], b"202407,1", b"202407,1\r\n\0\0\0\0", b"\0\0\0\0\0\0\0\0", b"2024\0\0\0\0\0\0,1,2,3,4\r\n"]
        {
            assert_eq!(name(bytes), None, "{bytes:02X?}");
        }
    }
}
