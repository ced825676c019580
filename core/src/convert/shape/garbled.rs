//! Text of which all the Japanese was spoiled: written in ASCII, or opened in another encoding and saved.

use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

use crate::finding::{Finding, Rule};
use crate::text::{self, Encoding, Escape};

/// Fewer items may be somebody's own words.
const ITEMS: usize = 2;

/// What is to be said, where every item that could be Japanese was spoiled in the same way.
pub(super) fn finding(head: &[u8]) -> Option<Finding> {
    // The part that is looked at may end within an item.
    let items = || head.split(|byte| matches!(byte, b',' | b'\r' | b'\n'));
    if head.is_ascii() {
        let (mut first, mut count, mut lost, mut words) = (None, 0, 0, 0);
        for item in items() {
            match text::escape(item) {
                Some(Escape::HtmlName) | None => {
                    lost += usize::from(text::is_lost(Encoding::Cp932, item));
                    words += usize::from(is_word(item));
                }
                Some(way) if first.is_none_or(|first| first == way) => (first, count) = (Some(way), count + 1),
                Some(_) => {}
            }
        }
        return match first {
            Some(way) if count >= ITEMS => {
                let rule = if way.is_encoding() { Rule::CsvEncoding } else { Rule::CsvEscaped };
                Some(Finding::new(rule).with_parameter(way.name()))
            }
            // Where there are words, marks may be somebody's own.
            None if lost >= ITEMS && words == 0 => Some(Finding::new(Rule::CsvGarbled)),
            _ => None,
        };
    }
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    let mut items: Vec<&str> = text.split([',', '\r', '\n']).filter(|item| !item.is_ascii()).collect();
    if text.len() > head.len() / 2 && items.len() > ITEMS {
        // It may be cut.
        items.pop();
    }
    (items.len() >= ITEMS && items.iter().all(|item| is_garbled(item))).then(|| Finding::new(Rule::CsvGarbled))
}

/// Whether the characters are bytes of Japanese that were taken for those of another encoding, or marks for what was
/// lost.
fn is_garbled(item: &str) -> bool {
    if item.contains('\u{FFFD}') {
        return true;
    }
    let is_japanese = |bytes: &[u8]| {
        let is_cp932 = || text::decode(Encoding::Cp932, bytes).is_ok_and(|text| text.chars().any(is_full_width));
        !bytes.is_ascii() && (text::is_utf8(bytes, true) || is_cp932())
    };
    let latin: Option<Vec<u8>> = item.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    if latin.is_some_and(|bytes| is_japanese(&bytes)) {
        return true;
    }
    let (bytes, _, is_wrong) = WINDOWS_1252.encode(item);
    if !is_wrong && is_japanese(&bytes) {
        return true;
    }
    let (bytes, _, is_wrong) = SHIFT_JIS.encode(item);
    !is_wrong && text::is_utf8(&bytes, true)
}

/// Whether an item has letters one behind the other and no digit, as no code has.
fn is_word(item: &[u8]) -> bool {
    item.windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic)) && !item.iter().any(u8::is_ascii_digit)
}

fn is_full_width(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::cp932;

    fn told(bytes: &[u8]) -> Option<(Rule, Option<String>)> {
        finding(bytes).map(|finding| (finding.rule(), finding.parameter().map(str::to_owned)))
    }

    #[test]
    fn a_text_that_was_garbled_as_a_whole_is_known() {
        let text = "202407,\"見本 江\",\"ヘルパー\",1\r\n";
        let saved = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
            encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes()
        };
        for bytes in [
            saved(WINDOWS_1252, &cp932(text)),
            saved(WINDOWS_1252, text.as_bytes()),
            text.bytes().map(char::from).collect::<String>().into_bytes(),
            saved(SHIFT_JIS, "202407,ああ,ヘル\r\n".as_bytes()),
            "202407,\u{FFFD}\u{FFFD},\u{FFFD}\r\n".into(),
            "202407,\"?? ?\",????,1\r\n".into(),
        ] {
            assert_eq!(told(&bytes), Some((Rule::CsvGarbled, None)), "{}", String::from_utf8_lossy(&bytes));
        }
        for bytes in [
            text.as_bytes().to_vec(),
            cp932(text),
            "1,°,±2\r\n".into(),
            "1,é,ü\r\n".into(),
            "1,??,a\r\n".into(),
            "1,SMITH J.,??,??\r\n".into(),
        ] {
            assert_eq!(told(&bytes), None, "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_text_in_ascii_is_known() {
        for (text, rule, name) in [
            ("1,&#35211;&#26412;,&#x6C5F;\r\n", Rule::CsvEscaped, "&#x3042;"),
            ("1,%E8%A6%8B,%E6%9C%AC\r\n", Rule::CsvEscaped, "%E3%81%82"),
            ("1,=8C=A9=96=7B,=8C=A9=96=7B\r\n", Rule::CsvEscaped, "=E3=81=82"),
            ("1,+iYtnLA-,+iYs-\r\n", Rule::CsvEncoding, "UTF-7"),
            ("1,$B8+K\\(B,$B8+K\\(B\r\n", Rule::CsvEncoding, "ISO-2022-JP (JIS)"),
            ("1,\x1B$B8+K\\\x1B(B,\x1B$B8+\x1B(B\r\n", Rule::CsvEncoding, "ISO-2022-JP (JIS)"),
        ] {
            assert_eq!(told(text.as_bytes()), Some((rule, Some(name.to_owned()))), "{text}");
            let one = text.rsplit_once(',').unwrap().0;
            assert_eq!(told(one.as_bytes()), None, "one item: {one}");
            assert_eq!(told(&cp932(&format!("{text},見本"))), None, "beside others: {text}");
        }
    }
}
