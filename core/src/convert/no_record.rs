//! Lines that are no records for sure: headers, wherever they stand, totals and notes. A record is never taken for one.

use std::borrow::Cow;

use crate::finding::Rule;
use crate::record::{Cells, Span};
use crate::spec::{FieldType, Layout};
use crate::text::{self, Encoding};

/// More digits one behind the other than a header has.
const LONG_NUMBER: usize = 4;
/// More than a total has.
const LONG_TOTAL: usize = 8;
/// A longer line is looked at as a record.
const LONG_LINE: usize = 2000;
/// More items than any header has: the texts of a line are held at once.
const MANY: usize = 1000;
/// Names of the layout that a header in the midst of the records has, at least.
const NAMES: usize = 3;
/// What the lines of totals and ends begin with, without blanks.
const TOTALS: [&str; 12] =
    ["合計", "小計", "総計", "総合計", "累計", "計", "件数", "以上", "total", "subtotal", "[eof]", "eof"];

/// A header above the records: words in the first two cells, which are numbers in a record, and nowhere a number so
/// long as the dates and numbers of a record; or the numbers of the columns.
pub(super) fn is_header(cells: Cells<'_>, encoding: Encoding) -> bool {
    if cells.len() > MANY {
        return false;
    }
    let texts: Vec<String> = cells.iter().map(|span| narrow(&shown(span, encoding))).collect();
    let is_word = |text: &String| text.chars().any(char::is_alphabetic);
    let is_long = |text: &String| digits_in_a_row(text.as_bytes()) >= LONG_NUMBER;
    let counts_from = |first: usize| texts.iter().enumerate().all(|(at, text)| *text == (at + first).to_string());
    let is_count = texts.len() > LONG_NUMBER && (counts_from(0) || counts_from(1));
    texts.len() > 1 && (is_count || texts[..2].iter().all(is_word)) && !texts.iter().any(is_long)
}

/// What stands before a line.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    /// The header above the records, if there is one.
    pub(super) header: &'a [u8],
    /// How many items the last record has.
    pub(super) width: usize,
}

/// What a line behind the first records is, where it is no record.
#[inline]
pub(super) fn rule(
    cells: Cells<'_>,
    layout: &Layout,
    encoding: Encoding,
    before: Before<'_>,
    line: &[u8],
) -> Option<Rule> {
    // Nearly every row ends here.
    let first = cells.get(0).map(Span::bytes).unwrap_or_default();
    if first.len() == 6 && first.iter().all(u8::is_ascii_digit) {
        return None;
    }
    other(cells, layout, encoding, before, line)
}

#[cold]
fn other(cells: Cells<'_>, layout: &Layout, encoding: Encoding, before: Before<'_>, line: &[u8]) -> Option<Rule> {
    if line.len() > LONG_LINE || is_version(cells.get(0).map(Span::bytes).unwrap_or_default()) {
        return None;
    }
    let is_again = !before.header.is_empty() && before.header.trim_ascii_end() == line.trim_ascii_end();
    let names = || {
        let is_name = |text: &str| layout.fields.iter().any(|field| field.name_ja == text || field.id == text);
        cells.iter().filter(|span| is_name(shown(*span, encoding).trim())).count()
    };
    if is_again || names() >= NAMES {
        return Some(Rule::CsvHeaderAgain);
    }
    let filled: Vec<String> = cells
        .iter()
        .map(|span| narrow(&shown(span, encoding)))
        .map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase())
        .filter(|text| !text.is_empty())
        .collect();
    let is_short = filled.len() * 2 <= layout.fields.len() && !filled.iter().any(|text| is_long(text));
    let is_note = || {
        // A line that a text of the last item was broken into is not lost.
        let ends_in_text = layout.fields.last().is_some_and(|field| field.kind == FieldType::FreeText);
        let is_behind_all = before.width >= layout.fields.len() && !ends_in_text;
        cells.len() == 1
            && is_behind_all
            && cells.iter().all(|span| !span.is_quoted())
            && !filled[0].bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_total = |text: &String| TOTALS.contains(&text.trim_end_matches([':', '：'])) || is_count(text);
    (is_short && !filled.is_empty() && (is_total(&filled[0]) || is_note())).then_some(Rule::CsvOtherLine)
}

/// As `3件` and `全12行`.
fn is_count(text: &str) -> bool {
    let rest = text.trim_start_matches(['全', '計', '合', ':']);
    let digits = rest.trim_end_matches(['件', '行', '名', '人', '中', '以', '上']);
    digits.len() < rest.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_long(text: &str) -> bool {
    digits_in_a_row(text.as_bytes()) >= LONG_TOTAL
}

/// Whether a cell is six digits, as a CSV version is, whatever stands around them.
pub(super) fn is_version(cell: &[u8]) -> bool {
    let is_around = |byte: &u8| matches!(byte, b'"' | b'\'' | b'=' | b' ' | b'\t' | 0xEF | 0xBB | 0xBF);
    let start = cell.iter().position(|byte| !is_around(byte)).unwrap_or(cell.len());
    let end = cell.iter().rposition(|byte| !is_around(byte)).map_or(start, |last| last + 1);
    end - start == 6 && cell[start..end].iter().all(u8::is_ascii_digit)
}

/// How many digits stand one behind the other, at most.
pub(super) fn digits_in_a_row(bytes: &[u8]) -> usize {
    bytes.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max().unwrap_or_default()
}

/// The text of a cell as it is shown.
fn shown(span: Span<'_>, encoding: Encoding) -> Cow<'_, str> {
    text::decode(encoding, span.bytes()).unwrap_or_else(|_| String::from_utf8_lossy(span.bytes()))
}

/// Full-width digits as half-width ones.
fn narrow(text: &str) -> String {
    let digit = |c: char| char::from_digit(u32::from(c).checked_sub(0xFF10)?, 10);
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::read;
    use crate::spec::Kind;

    const ROW: &str = "202407,990010,0000000101,202510,9970000111,11\r\n";
    const HEADER: &str = "版,保険者,被保険者,年月,事業所,種類\r\n";

    fn told(text: &str) -> (usize, Vec<(Rule, Option<u64>)>) {
        let file = read(Kind::Dltjsk, text.as_bytes()).unwrap();
        let errors = file.findings.iter().filter(|finding| finding.rule() != Rule::CsvUtf8);
        (file.table.len(), errors.map(|finding| (finding.rule(), finding.row())).collect())
    }

    #[test]
    fn lines_that_are_no_records_are_told_once_and_are_no_rows() {
        for (line, rule) in [
            ("合計,,,,,2\r\n", Rule::CsvOtherLine),
            (",,,小計,2,\r\n", Rule::CsvOtherLine),
            ("\"合　計\",1234567\r\n", Rule::CsvOtherLine),
            ("Total,3\r\n", Rule::CsvOtherLine),
            ("3件\r\n", Rule::CsvOtherLine),
            ("以上\r\n", Rule::CsvOtherLine),
            ("[EOF]\r\n", Rule::CsvOtherLine),
            ("-- \r\n", Rule::CsvOtherLine),
            ("CSVバージョン,保険者番号,被保険者番号,x,y,z\r\n", Rule::CsvHeaderAgain),
        ] {
            assert_eq!(told(&[ROW, line, ROW, line].concat()), (2, vec![(rule, Some(2))]), "{line}");
        }
        let again = [HEADER, ROW, HEADER, ROW, HEADER, ROW].concat();
        assert_eq!(told(&again), (3, vec![(Rule::CsvHeader, Some(1)), (Rule::CsvHeaderAgain, Some(2))]));
    }

    #[test]
    fn a_record_is_never_taken_for_another_line() {
        for row in [
            "２０２４０７,９９００１０,００００００,,,\r\n",
            "\"202407\",合計,小計\r\n",
            "'202407,x\r\n",
            "合計,9970000111,1\r\n",
            "x,y\r\n",
            "20240,990010,0000000101,202510,9970000111,11\r\n",
            "12345\r\n",
            "\"x\r\n",
        ] {
            let (rows, told) = told(&[ROW, row].concat());
            assert_eq!(rows, 2, "{row}");
            assert!(!told.iter().any(|(rule, _)| matches!(rule, Rule::CsvOtherLine | Rule::CsvHeaderAgain)), "{row}");
        }
        assert_eq!(told("２０２４０７,９９００１０,００００００,,,\r\n").0, 1, "full-width digits are no header");
        let cut = told(&[ROW, "202407,990010\r\n", "備考\r\n"].concat());
        assert_eq!(cut.0, 3, "behind a row that was cut, it may be the rest");
    }
}
