//! Lines that are no records, and what stands between rows: one finding each, no row of it, no row lost.

use cplink::convert::{CsvStyle, Reader, read, write};
use cplink::finding::{Finding, Rule};
use cplink::spec::Kind;
use cplink::text::encode;

const ROW: &str = "202407,990010,0000000101,202510,9970000111,11\r\n";
const HEADER: &str = "CSVバージョン,保険者番号,被保険者番号,対象年月,事業所番号,サービス種類\r\n";

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(text, &mut bytes, |_| {}).unwrap();
    bytes
}

/// How many rows, and what is said: at once and row by row alike.
fn told(bytes: &[u8]) -> (usize, Vec<(Rule, Option<u64>)>) {
    let file = read(Kind::Dltjsk, bytes).unwrap();
    assert_eq!(write(&file.table, CsvStyle::AsRead).unwrap().0, bytes, "unchanged it is the same file");
    let said = |finding: &Finding| (finding.rule(), finding.row());
    let at_once: Vec<_> = file.findings.iter().map(said).collect();
    let mut reader = Reader::new(Kind::Dltjsk, bytes);
    let (mut rows, mut by_row) = (0, Vec::new());
    while let Some(record) = reader.next_record().unwrap() {
        by_row.extend(record.findings.iter().map(said));
        rows += 1;
    }
    by_row.extend(reader.findings().iter().map(said));
    assert_eq!((rows, &by_row), (file.table.len(), &at_once));
    (rows, at_once)
}

#[test]
fn titles_headers_and_totals_are_told_once_each() {
    let text = ["サービス実績 令和7年10月\r\n出力日,2025/11/04\r\n\r\n", HEADER, ROW, HEADER, ROW, "小計,1\r\n", ROW]
        .concat()
        + "合計,,,,,3\r\n3件\r\n以上\r\n";
    let expected = vec![
        (Rule::CsvTitleLine, Some(1)),
        (Rule::CsvHeader, Some(1)),
        (Rule::CsvHeaderAgain, Some(2)),
        (Rule::CsvOtherLine, Some(3)),
    ];
    assert_eq!(told(&cp932(&text)), (3, expected));
    let in_utf8 = told(text.as_bytes());
    assert_eq!(in_utf8.0, 3);
    assert_eq!(in_utf8.1.iter().filter(|(rule, _)| *rule == Rule::CsvUtf8).count(), 1);
}

#[test]
fn empty_lines_and_doubled_line_ends_are_told_once() {
    let rows = |end: &str| ROW.trim_end().to_owned() + end;
    for (text, rule, row) in [
        ([ROW, "\r\n\r\n", ROW, "\r\n", ROW, "\r\n"].concat(), Rule::CsvEmptyLine, 2),
        (rows("\r\r\n").repeat(3), Rule::CsvLineEnd, 1),
        (rows("\n\r").repeat(3), Rule::CsvLineEnd, 1),
        (rows("\r").repeat(3), Rule::CsvLineEnd, 1),
        (rows("\n").repeat(3), Rule::CsvLineEnd, 1),
        ([rows("\n"), rows("\r"), rows("\r\n")].concat(), Rule::CsvLineEnd, 1),
        ([ROW, "\x0C", ROW, "\x0C", ROW].concat(), Rule::CsvSurplusBytes, 2),
    ] {
        assert_eq!(told(text.as_bytes()), (3, vec![(rule, Some(row))]), "{text:?}");
    }
}

#[test]
fn other_marks_between_rows_are_named_and_nothing_is_read() {
    let row = ROW.trim_end();
    for mark in ["\u{85}", "\u{2028}", "\u{2029}", "\x0B", "\x0C", "\x1E", "\\n", "\\r\\n", "<br>"] {
        let text = [row, row, row].join(mark);
        let file = read(Kind::Dltjsk, text.as_bytes()).unwrap();
        assert_eq!(told(text.as_bytes()), (0, vec![(Rule::CsvRowMark, None)]), "{mark:?}");
        assert!(file.findings[0].parameter().is_some_and(|name| !name.is_empty()), "{mark:?}");
    }
    assert_eq!(told([row.as_bytes(), row.as_bytes()].join(&0x85).as_slice()).1, [(Rule::CsvRowMark, None)]);
}

/// `copy a.csv + b.csv` leaves the mark of the second file in the midst.
#[test]
fn a_byte_order_mark_between_rows_is_surplus() {
    let bytes = [ROW.as_bytes(), b"\xEF\xBB\xBF", ROW.as_bytes(), b"\xEF\xBB\xBF", ROW.as_bytes()].concat();
    assert_eq!(told(&bytes), (3, vec![(Rule::CsvSurplusBytes, Some(2))]));
    let ends = [ROW.as_bytes(), b"\xEF\xBB\xBF"].concat();
    assert_eq!(told(&ends), (1, vec![(Rule::CsvDamagedEnd, None)]));
}

#[test]
fn items_that_are_one_place_off_are_one_finding() {
    let row = ROW.trim_end();
    for text in [
        format!("1,{row}\r\n2,{row}\r\n"),
        format!(",{row}\r\n"),
        format!(",{HEADER}0,{row}\r\n"),
        row.split_once(',').unwrap().1.to_owned() + "\r\n",
    ] {
        assert_eq!(told(text.as_bytes()), (0, vec![(Rule::CsvShifted, None)]), "{text}");
    }
    let commas = format!("{row},,\r\n").repeat(3);
    assert_eq!(told(commas.as_bytes()), (3, vec![(Rule::CsvColumnsLong, Some(1))]), "surplus commas");
}

#[test]
fn full_width_digits_and_numbers_of_columns() {
    let wide: String = ROW.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32(0xFF10 + d).unwrap())).collect();
    let (rows, said) = told(&cp932(&wide));
    assert_eq!(rows, 1, "a record in full-width digits is no header");
    assert!(said.iter().all(|(rule, _)| *rule == Rule::FieldFullwidth));
    for header in ["1,2,3,4,5,6\r\n", "0,1,2,3,4,5\r\n", "項目1,項目2,項目3,項目4,項目5,項目6\r\n"] {
        assert_eq!(told(&cp932(&[header, ROW].concat())), (1, vec![(Rule::CsvHeader, Some(1))]), "{header}");
    }
}

#[test]
fn other_separators_and_blanks_behind_commas_are_named() {
    for (sign, name) in [
        (":", ":"),
        ("^", "^"),
        ("~", "~"),
        ("、", "、"),
        ("､", "､"),
        ("||", "|"),
        ("\x1F", "US 0x1F"),
        ("\x01", "SOH 0x01"),
    ] {
        let text = ROW.replace(',', sign).repeat(3);
        // A half-width comma may be a part of names in CP932.
        let in_cp932 = if sign == "､" { None } else { Some(cp932(&text)) };
        for bytes in in_cp932.into_iter().chain([text.into_bytes()]) {
            let found = read(Kind::Dltjsk, bytes).unwrap().findings;
            let said: Vec<_> = found.iter().map(|finding| (finding.rule(), finding.parameter())).collect();
            assert_eq!(said, [(Rule::CsvSeparator, Some(name))], "{sign:?}");
        }
    }
    assert_eq!(told(ROW.replace(',', ", ").repeat(3).as_bytes()), (0, vec![(Rule::CsvCommaBlanks, None)]));
}

/// A text of one kana 10 MB long, which is neither a picture nor another encoding.
#[test]
fn a_cell_of_ten_megabytes_is_a_text() {
    let text = format!("202407,990010,0000000101,20251104,,\"{}\",,\r\n", "あ".repeat(5_000_000));
    for bytes in [cp932(&text), text.into_bytes()] {
        let file = read(Kind::Up1kyo, bytes).unwrap();
        assert_eq!(file.table.len(), 1);
        assert!(!file.findings.iter().any(|finding| finding.rule().is_of_foreign_file()));
    }
}
