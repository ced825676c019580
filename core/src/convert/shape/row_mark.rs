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
/// it nor anything but a record behind it.
pub(super) fn of(text: &[u8], width: usize) -> Option<&'static str> {
    let (mut commas, mut quoted) = (0, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\r' | b'\n' => return None,
            b',' => commas += 1,
            _ if commas + 1 < width => {}
            _ if commas >= width => return None,
            _ => {
                let rest = &text[at..];
                let Some((mark, name)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) else { continue };
                let behind = &rest[mark.len()..];
                // At the very end, these are no more than surplus.
                let is_surplus = matches!(*mark, b"\x0B" | b"\x0C");
                let begins = |row: &[u8]| row.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'"');
                return (begins(behind) || (behind.is_empty() && !is_surplus)).then_some(*name);
            }
        }
    }
    None
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
}
