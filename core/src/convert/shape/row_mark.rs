//! What stands between the rows of a text that has no line ends: the marks of other systems, and line ends that a
//! program has written out.

/// Each mark and its name.
const MARKS: [(&[u8], &str); 12] = [
    (b"\xC2\x85", "NEL U+0085"),
    (b"\xE2\x80\xA8", "LS U+2028"),
    (b"\xE2\x80\xA9", "PS U+2029"),
    (b"\x0B", "VT 0x0B"),
    (b"\x0C", "FF 0x0C"),
    (b"\x1E", "RS 0x1E"),
    (b"\x15", "NEL 0x15"),
    (b"\x85", "NEL 0x85"),
    (b"\\r\\n", "\\r\\n"),
    (b"\\n", "\\n"),
    (b"<br>", "<br>"),
    (b"<br/>", "<br/>"),
];

/// The mark's name, where the first record of a layout so wide ends with one, and neither a line end stands before
/// it nor anything but a record behind it: one that begins with the same item.
pub(super) fn of(text: &[u8], width: usize) -> Option<&'static str> {
    let first = text.split(|byte| *byte == b',').next().unwrap_or_default();
    let is_record = |rest: &[u8]| rest.strip_prefix(first).is_some_and(|behind| behind.starts_with(b","));
    let (mut commas, mut quoted, mut at, mut item) = (0, false, 0, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\r' | b'\n' => return None,
            b',' => (commas, item) = (commas + 1, at + 1),
            _ if commas + 1 < width => {}
            _ if commas >= width => return None,
            _ => {
                let rest = &text[at..];
                if let Some((mark, name)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
                    let behind = &rest[mark.len()..];
                    // At the very end, these are no more than surplus; and a word may end so.
                    let is_surplus =
                        matches!(*mark, b"\x0B" | b"\x0C") || (mark.is_ascii() && mark.len() > 1 && at > item);
                    let is_utf8 = || mark.is_ascii() || mark.len() == 1 || std::str::from_utf8(text).is_ok();
                    if is_record(behind) || (behind.is_empty() && !is_surplus && is_utf8()) {
                        return Some(name);
                    }
                }
                // The second byte of a character may be that of a mark.
                at += usize::from(is_wide(rest));
            }
        }
        at += 1;
    }
    None
}

/// Whether two bytes are a character of CP932.
fn is_wide(rest: &[u8]) -> bool {
    matches!(rest, [0x81..=0x84 | 0x86..=0x9F | 0xE0..=0xFC, 0x40..=0x7E | 0x80..=0xFC, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_rows_are_named() {
        for (mark, name) in MARKS {
            let text = |behind: &[u8]| [b"1,\"a\n\",", mark, behind].concat();
            assert_eq!(of(&text(b"1,b,"), 3), Some(name));
            assert_eq!(of(&text(b"1,b,"), 2), None, "within a row");
            assert_eq!(of(&text(b"\r\n"), 3), None, "beside a line end");
            assert_eq!(of(&[b"1,a,\r\n2,a,", mark].concat(), 3), None, "behind a line end");
        }
        assert_eq!(of("1,a,\u{2028}".as_bytes(), 3), Some("LS U+2028"));
        assert_eq!(of(b"1,a,\x0C", 3), None);
    }

    #[test]
    fn words_of_the_last_item_are_no_marks() {
        // The second byte of a character is that of a mark.
        for word in ["メニュ1", "表n1", "ュ", "表n", "ソ\\n", "<br>1", "\\n2", "A<br>", "見本\\r\\n1", "ﾂ1", "粢ｨ"]
        {
            let row = [b"202407,a,".as_slice(), &crate::text::cp932(word)].concat();
            for text in [row.clone(), [&row, &b"\r\n"[..], &row, b"\r\n"].concat()] {
                assert_eq!(of(&text, 3), None, "{word}");
            }
        }
    }
}
