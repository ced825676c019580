//! Japanese that was written in ASCII, as web pages, addresses, mails and programs do where they fear for other bytes:
//! what is left is no text that anybody reads.

use std::borrow::Cow;

use encoding_rs::EUC_JP;

use super::{Encoding, decode};

/// The ways, each with the name or the form in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// As `&#x898B;` and `&#35211;`.
    Html,
    /// As `&amp;`.
    HtmlName,
    /// As `%E8%A6%8B`.
    Url,
    /// As `\u898b`.
    Backslash,
    /// As `=8C=A9`.
    QuotedPrintable,
    /// As `+iYs-`.
    Utf7,
    /// As `$B8+(B`, with the escape characters before `$` and `(` or without.
    Jis,
}

impl Escape {
    /// How it is shown.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Html => "&#x3042;",
            Self::HtmlName => "&amp;",
            Self::Url => "%E3%81%82",
            Self::Backslash => "\\u3042",
            Self::QuotedPrintable => "=E3=81=82",
            Self::Utf7 => "UTF-7",
            Self::Jis => "ISO-2022-JP (JIS)",
        }
    }

    /// Whether it is an encoding by name, not a way to write characters.
    pub(crate) fn is_encoding(self) -> bool {
        matches!(self, Self::Utf7 | Self::Jis)
    }
}

/// The first escape in an item.
pub(crate) fn escape(item: &[u8]) -> Option<Escape> {
    let marks = item.iter().enumerate().filter(|(_, byte)| matches!(byte, b'&' | b'%' | b'\\' | b'=' | b'+' | b'$'));
    marks.map(|(at, _)| &item[at..]).find_map(|rest| match rest[0] {
        b'&' => html(rest),
        b'%' => bytes_of(rest, b'%').then_some(Escape::Url),
        b'=' => bytes_of(rest, b'=').then_some(Escape::QuotedPrintable),
        b'\\' => backslash(rest).then_some(Escape::Backslash),
        b'+' => utf7(rest).then_some(Escape::Utf7),
        _ => jis(rest).then_some(Escape::Jis),
    })
}

/// Whether an item of ASCII holds nothing that could be read but question marks, as programs write for characters
/// that they cannot, or whether a character was replaced by the mark for what was lost.
pub(crate) fn is_lost(encoding: Encoding, item: &[u8]) -> bool {
    if encoding == Encoding::Utf8 {
        return memchr::memmem::find(item, "\u{FFFD}".as_bytes()).is_some();
    }
    let marks = memchr::memchr_iter(b'?', item).count();
    marks > 1 && item.is_ascii() && !item.iter().any(u8::is_ascii_alphanumeric)
}

fn html(rest: &[u8]) -> Option<Escape> {
    const NAMES: [&[u8]; 6] = [b"amp", b"lt", b"gt", b"quot", b"nbsp", b"apos"];
    let end = rest.iter().take(12).position(|byte| *byte == b';')?;
    let inside = &rest[1..end];
    let Some(number) = inside.strip_prefix(b"#") else { return NAMES.contains(&inside).then_some(Escape::HtmlName) };
    let text = std::str::from_utf8(number).ok()?;
    let code = match text.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => text.parse(),
    };
    let character = char::from_u32(code.ok()?)?;
    Some(if character.is_ascii() { Escape::HtmlName } else { Escape::Html })
}

/// Whether bytes are written as `sign` and two digits each, and are Japanese in one of its encodings.
fn bytes_of(rest: &[u8], sign: u8) -> bool {
    let mut bytes = Vec::new();
    let mut rest = rest;
    // A trail byte that is ASCII stands for itself.
    loop {
        match rest {
            [first, high, low, behind @ ..] if *first == sign => {
                let (Some(high), Some(low)) = (hex(*high), hex(*low)) else { break };
                bytes.push(high << 4 | low);
                rest = behind;
            }
            [letter @ b'@'..=b'~', behind @ ..] if bytes.last().is_some_and(|lead| is_lead(*lead)) => {
                bytes.push(*letter);
                rest = behind;
            }
            _ => break,
        }
        if bytes.len() > 30 {
            break;
        }
    }
    [Encoding::Utf8, Encoding::Cp932].into_iter().any(|encoding| {
        let text = Cow::into_owned(
            decode(encoding, &bytes).or_else(|error| decode(encoding, &bytes[..error.offset])).unwrap_or_default(),
        );
        let least = if encoding == Encoding::Utf8 { 1 } else { 2 };
        text.chars().count() >= least && text.chars().all(is_japanese)
    })
}

fn is_lead(byte: u8) -> bool {
    matches!(byte, 0x81..=0x9F | 0xE0..=0xFC)
}

/// Capital digits, as all these programs write.
fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

fn backslash(rest: &[u8]) -> bool {
    let digits = rest.strip_prefix(b"\\u").and_then(|behind| behind.get(..4));
    let code = digits.and_then(|digits| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
    code.and_then(char::from_u32).is_some_and(is_japanese)
}

/// Whether it is a run of UTF-16 in Base64, all of it Japanese.
fn utf7(rest: &[u8]) -> bool {
    let value = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = rest[1..].iter().map_while(value).collect();
    let (mut units, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for digit in &digits {
        (bits, held) = (bits << 6 | u32::from(*digit), held + 6);
        if held >= 16 {
            held -= 16;
            units.push((bits >> held) as u16);
            bits &= (1 << held) - 1;
        }
    }
    let is_closed = rest.get(1 + digits.len()) == Some(&b'-');
    let is_long = units.len() > usize::from(is_closed);
    let is_whole = held < 6 && bits == 0;
    let text = String::from_utf16(&units).unwrap_or_default();
    (is_long || (is_closed && units.len() == 1)) && is_whole && !text.is_empty() && text.chars().all(is_japanese)
}

/// Whether it is a run of two-byte characters of JIS X 0208 between their marks.
fn jis(rest: &[u8]) -> bool {
    let Some(inside) = rest.strip_prefix(b"$B").or_else(|| rest.strip_prefix(b"$@")) else { return false };
    let ends = [&b"\x1B(B"[..], b"\x1B(J", b"(B", b"(J"];
    let end = ends.iter().filter_map(|end| memchr::memmem::find(inside, end)).min();
    let Some(pairs) = end.map(|end| &inside[..end]) else { return false };
    // Without the escape characters it may be somebody's own words.
    let least = if inside[pairs.len()..].starts_with(b"\x1B") { 2 } else { 4 };
    if pairs.len() < least || !pairs.len().is_multiple_of(2) || !pairs.iter().all(|byte| matches!(byte, b'!'..=b'~')) {
        return false;
    }
    let high: Vec<u8> = pairs.iter().map(|byte| byte | 0x80).collect();
    let (text, is_wrong) = EUC_JP.decode_without_bom_handling(&high);
    !is_wrong && text.chars().all(is_japanese)
}

/// Kana, kanji, and the signs and letters that are as wide.
fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FFEF}')
        || matches!(character, '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_known() {
        for (item, way) in [
            ("&#x898B;&#x672C;", Escape::Html),
            ("訪問&#12316;介護", Escape::Html),
            ("A&amp;B", Escape::HtmlName),
            ("&#39;", Escape::HtmlName),
            ("%E8%A6%8B%E6%9C%AC", Escape::Url),
            ("%8C%A9%96%7B", Escape::Url),
            ("%8C%A9%96{", Escape::Url),
            ("\\u898b\\u672c", Escape::Backslash),
            ("=E8=A6=8B=E6=9C=AC", Escape::QuotedPrintable),
            ("=8C=A9=96=7B", Escape::QuotedPrintable),
            ("+iYtnLA-", Escape::Utf7),
            ("+iYs-", Escape::Utf7),
            ("$B8+K\\(B", Escape::Jis),
            ("\u{1B}$B8+K\\\u{1B}(B", Escape::Jis),
        ] {
            assert_eq!(escape(item.as_bytes()), Some(way), "{item}");
        }
    }

    #[test]
    fn what_people_write_is_none() {
        for item in [
            "",
            "見本",
            "80%",
            "80%E3",
            "50%~60%",
            "A&B",
            "R&D; C",
            "1+1=2",
            "=SUM(A1)",
            "血液型 A+",
            "090-0000-0000 +81-90",
            "\\1,387",
            "C:\\users",
            "$B",
            "$BIG(B",
            "a=b&c=d",
            "&#;",
            "100%OFF",
            "+ABO-",
            "RH+ AB",
        ] {
            assert_eq!(escape(item.as_bytes()), None, "{item}");
            assert_eq!(escape(&crate::text::cp932(item)), None, "{item}");
        }
    }

    #[test]
    fn marks_for_what_was_lost_are_known() {
        for item in ["??", "?? ??", "???(??)"] {
            assert!(is_lost(Encoding::Cp932, item.as_bytes()), "{item}");
        }
        for item in ["?", "A?", "?見本", "本当??", "", "--"] {
            assert!(!is_lost(Encoding::Cp932, &crate::text::cp932(item)), "{item}");
            assert!(!is_lost(Encoding::Utf8, item.as_bytes()), "{item}");
        }
        assert!(is_lost(Encoding::Utf8, "見\u{FFFD}".as_bytes()));
    }
}
