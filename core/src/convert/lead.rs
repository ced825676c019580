//! Lines above the records that are none: titles, dates of printing, the head of a mail. They are passed over only
//! where a record, or a header, is seen to follow them.

use super::no_record::{digits_in_a_row, is_version};
use super::shape::is_sep_line;

/// Lines that are looked at, and the longest of them.
const LINES: usize = 32;
const LONG: usize = 1000;
/// Items that a title may have.
const FEW: usize = 3;

/// What a line is.
enum Line {
    Blank,
    Title,
    /// A record, or a header.
    Begin,
    Other,
}

/// Where the records, or a header, of a layout so wide begin behind titles; 0 where there are none.
pub(super) fn end(text: &[u8], width: usize) -> usize {
    let (mut at, mut has_title) = (0, false);
    for _ in 0..LINES {
        let rest = &text[at..];
        let Some(length) = memchr::memchr2(b'\r', b'\n', rest) else { break };
        match line(&rest[..length], width) {
            Line::Blank => {}
            Line::Title => has_title = true,
            Line::Begin => return if has_title { at } else { 0 },
            Line::Other => return 0,
        }
        at += length + 1;
    }
    // The last record may have no line end.
    if has_title && matches!(line(&text[at..], width), Line::Begin) { at } else { 0 }
}

fn line(line: &[u8], width: usize) -> Line {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Line::Blank;
    }
    let is_bare = |cell: &[u8]| cell.iter().all(|byte| matches!(byte, b'"' | b' ' | b'\t'));
    let cells: Vec<&[u8]> = line.split(|byte| *byte == b',').collect();
    let filled: Vec<&[u8]> = cells.iter().copied().filter(|cell| !is_bare(cell)).collect();
    let is_wide = cells.len() * 2 > width;
    let is_header = || !cells.iter().any(|cell| digits_in_a_row(cell) > 3) && filled.len() > FEW;
    if is_wide && (is_version(cells[0]) || is_header()) {
        return Line::Begin;
    }
    let is_text = |cell: &&[u8]| digits_in_a_row(cell) < cell.len() && !is_version(cell);
    let is_even = memchr::memchr_iter(b'"', line).count().is_multiple_of(2);
    let is_title = is_even && line.len() <= LONG && !is_sep_line(line) && filled.len() <= FEW;
    if is_title && filled.first().is_some_and(is_text) { Line::Title } else { Line::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_passed_over_where_records_follow() {
        for (lead, behind) in [
            ("サービス提供票 令和7年10月分\r\n", "202407,990010,1,2\r\n"),
            ("事業所,見本\n出力日:2025/11/04\n\n", "版,保険者,被保険者,年月\n"),
            ("\"実績データ\",,,\r\n\r\n", "\"202407\",990010,1,2"),
            ("From: a@example.jp\r\nSubject: x\r\n\r\n", "=\"202407\",990010,1,2\r\n"),
            ("# 出力\r", "'202407,990010,1,2\r"),
        ] {
            let text = format!("{lead}{behind}");
            assert_eq!(end(text.as_bytes(), 4), lead.len(), "{text}");
        }
        for none in [
            "",
            "202407,990010,1,2\r\n202407,990010,1,2\r\n",
            "202407,990010\r\n202407,990010,1,2\r\n",
            "題\r\n",
            "\"題\r\n202407,990010,1,2\r\n",
            "\"\"\r\n202407,990010,1,2\r\n",
            "99\r\n202407,990010,1,2\r\n",
            "sep=,\r\n202407,990010,1,2\r\n",
            "版,保険者,被保険者,年月\r\n202407,990010,1,2\r\n",
            "題\r\n1,20251104,3,4,5\r\n",
        ] {
            assert_eq!(end(none.as_bytes(), 4), 0, "{none}");
        }
    }
}
