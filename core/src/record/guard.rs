//! What programs put around a value so that a spreadsheet leaves it alone: a formula of a text, or a mark.

use std::ops::Range;

/// The formulas of a text, as in `="0123"` and `=T("0123")`: what stands before it and behind it.
const FORMULAS: [(&[u8], &[u8]); 2] = [(b"=\"", b"\""), (b"=T(\"", b"\")")];
/// The same in a cell that is in quotes, where those inside are doubled.
const QUOTED_FORMULAS: [(&[u8], &[u8]); 2] = [(b"\"=\"\"", b"\"\"\""), (b"\"=T(\"\"", b"\"\")\"")];

/// Where the text of a formula is in a cell with its quotes; `None` for every other cell.
pub(crate) fn formula(cell: &[u8]) -> Option<Range<usize>> {
    let of = |(before, behind): &(&[u8], &[u8])| {
        let inside = cell.strip_prefix(*before)?.strip_suffix(*behind)?;
        let is_text = memchr::memchr(b'"', inside).is_none();
        is_text.then(|| before.len()..before.len() + inside.len())
    };
    FORMULAS.iter().chain(&QUOTED_FORMULAS).find_map(of)
}

/// A content without the sign that makes a spreadsheet take it for text, or is meant to: an apostrophe or an equals
/// sign before it, or a tab beside it. `None` where there is none, or nothing else.
pub(crate) fn unmarked(content: &[u8]) -> Option<&[u8]> {
    let bare = content[mark(content)..].trim_ascii();
    let has_mark = mark(content) > 0 || content.contains(&b'\t');
    (has_mark && !bare.is_empty() && bare.len() < content.len() && !bare.contains(&b'"')).then_some(bare)
}

/// How long the sign before a content is.
fn mark(content: &[u8]) -> usize {
    usize::from(matches!(content.first(), Some(b'\'' | b'=')))
}

/// Where the value is in a cell that was seen to be one of these.
pub(super) fn inside(cell: &[u8]) -> Range<usize> {
    if let Some(text) = formula(cell) {
        return text;
    }
    let quote = usize::from(cell.len() > 1 && cell.starts_with(b"\"") && cell.ends_with(b"\""));
    let content = &cell[quote..cell.len() - quote];
    let Some(bare) = unmarked(content) else { return quote..cell.len() - quote };
    let mark = mark(content);
    let start = quote + mark + content[mark..].len() - content[mark..].trim_ascii_start().len();
    start..start + bare.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_found_in_every_form() {
        for cell in [
            "=\"0123\"",
            "=T(\"0123\")",
            "\"=\"\"0123\"\"\"",
            "\"=T(\"\"0123\"\")\"",
            "'0123",
            "\"'0123\"",
            "\t0123",
            "0123\t",
            "\" \t0123\"",
            "'\t0123 ",
            "=0123",
            "\"=0123\"",
        ] {
            assert_eq!(&cell[inside(cell.as_bytes())], "0123", "{cell}");
        }
        assert_eq!(formula(b"=\"\""), Some(2..2));
        for other in ["0123", "'", "=", "\t", "=\"01\"23\"", "\"0123\"", "0'123", " 0123"] {
            assert!(formula(other.as_bytes()).is_none() && unmarked(other.as_bytes()).is_none(), "{other}");
        }
    }
}
