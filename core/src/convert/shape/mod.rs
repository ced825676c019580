//! What a file is, before a row is looked at. Many files named .CSV are none: a workbook that was renamed, a page
//! that a browser saved, text with other separators or in UTF-16. Of these one finding is given and no row is
//! read: findings for each item would hide what is wrong.
//!
//! Only the first bytes are looked at, and of ordinary CSV little more than the first line.

mod encoding;
mod format;
mod garbled;
mod kind;
mod quoted;
mod row_mark;
mod separator;

use self::separator::Separator;
pub(super) use self::separator::is_sep_line;
use super::lead;
use crate::finding::{Finding, Rule};
use crate::spec::Layout;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What is to be said of a file that begins with `head` and is no CSV of this layout; `None` for what is
/// read as CSV.
pub(super) fn foreign(head: &[u8], layout: &'static Layout) -> Option<Finding> {
    let width = layout.fields.len();
    let text = head.strip_prefix(BOM).unwrap_or(head);
    // A workbook's numbers may look like characters of UTF-16.
    if let Some(format) = format::of(text) {
        let rule = if format.is_workbook { Rule::CsvWorkbook } else { Rule::CsvNotCsv };
        return Some(Finding::new(rule).with_parameter(format.name));
    }
    if let Some(name) = encoding::name(head) {
        return Some(Finding::new(Rule::CsvEncoding).with_parameter(name));
    }
    if let Some(finding) = garbled::finding(text) {
        return Some(finding);
    }
    let text = &text[lead::end(text, width)..];
    let kinds = kind::other(text, layout);
    if !kinds.is_empty() {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        return Some(Finding::new(Rule::CsvOtherKind).with_parameter(names.join(", ")));
    }
    if has_blanks(text, width) {
        return Some(Finding::new(Rule::CsvCommaBlanks));
    }
    if kind::is_shifted(text, layout) {
        return Some(Finding::new(Rule::CsvShifted));
    }
    if let Some(mark) = row_mark::of(text, width) {
        return Some(Finding::new(Rule::CsvRowMark).with_parameter(mark));
    }
    if separator::begins_as_csv(text, width) {
        return None;
    }
    let separator = separator::of(text);
    if is_binary(text, separator.is_control()) {
        return Some(Finding::new(Rule::CsvBinary));
    }
    if quoted::every_line(text) {
        return Some(Finding::new(Rule::CsvQuotedLines));
    }
    match separator {
        Separator::Comma => None,
        Separator::Tab => Some(Finding::new(Rule::CsvTabs)),
        Separator::Other(sign) => Some(Finding::new(Rule::CsvSeparator).with_parameter(sign)),
        Separator::None => Some(Finding::new(Rule::CsvNoCommas)),
    }
}

/// Whether so many bytes are no characters of a text that it is none. NULs do not count: a file that a
/// failing disk filled with them is told as that.
///
/// The control characters that old systems have between items count neither where they are that.
fn is_binary(head: &[u8], has_control: bool) -> bool {
    let is_odd =
        |byte: u8| matches!(byte, 0x01..=0x08 | 0x0B | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F | 0x80 | 0xA0 | 0xFD..=0xFF);
    let (mut rest, mut all, mut odd) = (head, 0, 0);
    loop {
        match rest {
            // The second byte of a character may be any.
            [0x81..=0x9F | 0xE0..=0xFC, 0x40..=0xFC, behind @ ..] => (rest, all) = (behind, all + 2),
            [byte, behind @ ..] => {
                (rest, all) = (behind, all + usize::from(*byte != 0));
                let is_separator = has_control && matches!(byte, 0x01 | 0x02 | 0x1E | 0x1F);
                odd += usize::from(is_odd(*byte) && !is_separator);
            }
            // One bell in a short text makes no picture of it.
            [] => return odd > 3 && odd * 20 > all,
        }
    }
}

/// Whether a blank follows every comma of the first record.
fn has_blanks(text: &[u8], width: usize) -> bool {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).find(|line| !line.is_empty()).unwrap_or_default();
    let mut cells = line.split(|byte| *byte == b',').skip(1).peekable();
    cells.peek().is_some()
        && line.split(|byte| *byte == b',').count() >= width
        && cells.all(|cell| cell.starts_with(b" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Option<(Rule, Option<String>)> {
        foreign(bytes, crate::spec::layout(crate::spec::Kind::Upplan))
            .map(|finding| (finding.rule(), finding.parameter().map(str::to_owned)))
    }

    #[test]
    fn a_csv_file_is_none_of_these() {
        for csv in [
            &b""[..],
            b"202407,1\r\n",
            b"\xEF\xBB\xBF202407,1",
            b"sep=,\r\n1,2",
            b"\"a\tb\tc\td\",2\r\n",
            b"a",
            b"\0\0\0",
        ] {
            assert_eq!(told(csv), None, "{csv:02X?}");
        }
    }

    #[test]
    fn a_text_of_one_character_is_no_picture() {
        let long = |text: &str| format!("202407,\"{}\",1\r\n", text.repeat(30_000));
        for text in ["あ", "あむ", "ａ", "😀"] {
            assert_ne!(told(long(text).as_bytes()), Some((Rule::CsvBinary, None)), "{text}");
        }
        assert_eq!(told(&crate::text::cp932(&long("あ"))), None);
    }

    #[test]
    fn random_bytes_are_binary() {
        let mut state = 1_u32;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(4000)
        .collect();
        assert_eq!(told(&bytes), Some((Rule::CsvBinary, None)));
    }
}
