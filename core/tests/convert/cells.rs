//! What is said of one cell of an otherwise clean row.

use std::borrow::Cow;

use cplink::convert::{CsvStyle, MAX_FINDINGS, read, write};
use cplink::finding::{Finding, Rule, Severity};
use cplink::spec::{Kind, layout};
use cplink::text::{self, Encoding, encode};

const ROW: &str = "202407,990010,0000000101,20250925,202510,9970000012,\"見本\",163,,20251001,,0930,1030,1,117311,,,,,\
                   9970000111,\"見本\",,0,9970000012,";

/// The row as CP932 cells.
fn row() -> Vec<Vec<u8>> {
    ROW.split(',').map(cp932).collect()
}

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(text, &mut bytes, |_| {}).unwrap();
    bytes
}

fn findings_of(field: &str, cell: &[u8]) -> Vec<Finding> {
    let (mut cells, column) = (row(), layout(Kind::Upplan).index(field).unwrap());
    cells[column] = cell.to_vec();
    // A second, clean row: the cell does not end the file.
    let file = [cells.join(&b','), row().join(&b','), Vec::new()].join(&b"\r\n"[..]);
    let read = read(Kind::Upplan, file.clone()).unwrap();
    assert_eq!(read.table.len(), 2);
    assert_eq!(write(&read.table, CsvStyle::AsRead).unwrap().0, file);
    for finding in &read.findings {
        assert_eq!((finding.row(), finding.field()), (Some(1), Some(field)));
        assert_eq!(finding.item_number(), Some(column as u16 + 1));
    }
    read.findings
}

/// Field, cell, and the finding: rule, severity, parameter.
type Case = (&'static str, &'static str, Option<(Rule, Severity, &'static str)>);

#[test]
fn each_cell_has_its_finding_and_no_other() {
    use Severity::{Error, Info, Warning};
    let cases: &[Case] = &[
        ("insurer_number", "990010", None),
        ("insurer_number", "", Some((Rule::FieldRequired, Error, ""))),
        ("insurer_number", "99001", Some((Rule::FieldLength, Error, "6"))),
        ("insurer_number", "9900101", Some((Rule::FieldLength, Error, "6"))),
        ("insurer_number", "99A010", Some((Rule::FieldDigits, Error, "6"))),
        ("insurer_number", "９９００１０", Some((Rule::FieldFullwidth, Warning, ""))),
        ("insured_person_number", "H000000303", None),
        ("insured_person_number", "h000000303", None),
        ("insured_person_number", "000000010", Some((Rule::FieldLength, Error, "10"))),
        ("insured_person_number", "00000-0101", Some((Rule::FieldAlnum, Error, "10"))),
        ("insured_person_number", "ｶﾅ00000101", Some((Rule::FieldAlnum, Error, "10"))),
        ("created_date", "20240229", None),
        ("created_date", "20250229", Some((Rule::FieldDate, Error, "8"))),
        ("created_date", "20250431", Some((Rule::FieldDate, Error, "8"))),
        ("created_date", "20251301", Some((Rule::FieldDate, Error, "8"))),
        ("created_date", "20250100", Some((Rule::FieldDate, Error, "8"))),
        ("created_date", "00000101", Some((Rule::FieldDate, Error, "8"))),
        ("created_date", "2025925", Some((Rule::FieldLength, Error, "8"))),
        ("created_date", "2025/9/", Some((Rule::FieldDate, Error, "8"))),
        ("created_date", "２０２５０９２５", Some((Rule::FieldFullwidth, Warning, ""))),
        ("created_date", "２０２５０９３１", Some((Rule::FieldDate, Error, "8"))),
        ("target_month", "202512", None),
        ("target_month", "202513", Some((Rule::FieldMonth, Error, "6"))),
        ("target_month", "202500", Some((Rule::FieldMonth, Error, "6"))),
        ("target_month", "000010", Some((Rule::FieldMonth, Error, "6"))),
        ("target_month", "20251", Some((Rule::FieldLength, Error, "6"))),
        // What could not be read with certainty is a warning.
        ("plan_office_number", "997000001", Some((Rule::FieldLength, Warning, "10"))),
        ("units", "999999", None),
        ("units", "-12", None),
        ("units", "0", None),
        ("units", "1000000", Some((Rule::FieldLength, Warning, "6"))),
        ("units", "1.5", Some((Rule::FieldInteger, Warning, "6"))),
        ("units", "000163", Some((Rule::FieldZeroFilled, Info, ""))),
        ("units", "-012", Some((Rule::FieldZeroFilled, Info, ""))),
        ("service_count", "12", None),
        ("service_count", "100", Some((Rule::FieldLength, Error, "2"))),
        ("service_count", "１", Some((Rule::FieldFullwidth, Warning, ""))),
        ("service_count", "01", Some((Rule::FieldZeroFilled, Info, ""))),
        ("per_diem_days", "1111100000000000000000000000000", None),
        ("per_diem_days", "1111200000000000000000000000000", Some((Rule::FieldFlags31, Error, "31"))),
        ("service_start_time", "9999", None),
        ("service_start_time", "2400", None),
        ("service_start_time", "2359", None),
        ("service_start_time", "2401", Some((Rule::FieldTime, Error, "4"))),
        ("service_start_time", "0960", Some((Rule::FieldTime, Error, "4"))),
        ("service_start_time", "930", Some((Rule::FieldLength, Error, "4"))),
        ("service_start_time", "９９９９", Some((Rule::FieldFullwidth, Warning, ""))),
        ("tais_code", "99990-000025", None),
        ("tais_code", "99990－000025", Some((Rule::FieldFullwidth, Warning, ""))),
        ("tais_code", "99990_000025", Some((Rule::FieldAlnum, Error, "12"))),
        ("tais_code", "99990-0000251", Some((Rule::FieldLength, Error, "12"))),
        ("over_30_days", "1", None),
        ("over_30_days", "2", Some((Rule::FieldCode, Error, "1"))),
        ("over_30_days", "00", Some((Rule::FieldCode, Error, "1"))),
        ("over_30_days", "１", Some((Rule::FieldFullwidth, Warning, ""))),
        ("equipment_name", "サイドレール(ﾍﾞｯﾄﾞ用柵) R-2", None),
        ("equipment_name", "\"a\r\nb\t\"\"c\"\"\"", None),
        ("equipment_name", "\"a\nb\"", None),
        ("equipment_name", "\"a\rb\"", Some((Rule::TextControl, Error, "U+000D"))),
        ("units", "1\u{7F}", Some((Rule::TextControl, Error, "U+007F"))),
        ("provider_number", "99700\0\u{30}111", Some((Rule::TextControl, Error, "U+0000"))),
        ("equipment_name", "見\u{7}本", Some((Rule::TextControl, Error, "U+0007"))),
        ("equipment_name", "見本\u{E000}", Some((Rule::TextGaiji, Warning, "U+E000"))),
    ];
    for (field, cell, want) in cases {
        let found = findings_of(field, &cp932(cell));
        let found: Vec<_> = found
            .iter()
            .map(|finding| (finding.rule(), finding.severity(), finding.parameter().unwrap_or("").to_owned()))
            .collect();
        let want: Vec<_> = want.iter().map(|(rule, severity, text)| (*rule, *severity, (*text).to_owned())).collect();
        assert_eq!(found, want, "{field} {cell:?}");
    }
}

#[test]
fn places_in_a_text_are_told() {
    let found = findings_of("equipment_name", &cp932("あa\u{1}い\u{2}\u{E757}\u{E000}"));
    let found: Vec<_> = found.iter().map(|f| (f.rule(), f.position(), f.parameter().unwrap().to_owned())).collect();
    // The first of each kind.
    let want = [(Rule::TextControl, Some(3), "U+0001".to_owned()), (Rule::TextGaiji, Some(6), "U+E757".to_owned())];
    assert_eq!(found, want);
    let found = findings_of("equipment_name", b"ab\x82\xA0\x81 c");
    assert_eq!((found[0].rule(), found[0].parameter(), found.len()), (Rule::TextUndecodable, Some("5"), 1));
    assert!(found[0].message_ja().contains("5バイト目"));
    // In a UTF-8 file too; a line break and a tab are no fault.
    let utf8 = |name: &str| ROW.replacen("見本", name, 1).into_bytes();
    for (name, want) in [("見本\r\n二\t行", None), ("見本\n\u{1}", Some(4))] {
        let found = read(Kind::Upplan, utf8(name)).unwrap().findings;
        let control = found.iter().find(|finding| finding.rule() == Rule::TextControl);
        assert_eq!(control.map(|finding| finding.position()), want.map(Some), "{found:?}");
        assert!(found.iter().any(|finding| finding.rule() == Rule::CsvUtf8));
    }
    let surplus = [&row().join(&b','), &b",\x82\xA0,\x81\r\n"[..]].concat();
    let found = read(Kind::Upplan, surplus).unwrap().findings;
    let found: Vec<_> = found.iter().map(|f| (f.rule(), f.item_number(), f.parameter().unwrap_or(""))).collect();
    let want = [(Rule::CsvColumnsLong, None, "25"), (Rule::TextUndecodable, None, "27:1")];
    assert_eq!(found, want);
}

#[test]
fn findings_are_bounded_and_the_rest_is_counted() {
    let clean = row().join(&b',');
    let mut broken = row();
    broken[1] = b"99A010".to_vec();
    let broken = broken.join(&b',');
    for (rows, over) in [(MAX_FINDINGS, 0), (MAX_FINDINGS + 1, 1), (MAX_FINDINGS + 7, 7)] {
        let mut file = Vec::new();
        for _ in 0..rows {
            file.extend_from_slice(&broken);
            file.extend_from_slice(b"\r\n");
        }
        file.extend_from_slice(&clean);
        file.extend_from_slice(b"\r\n");
        let found = read(Kind::Upplan, file).unwrap().findings;
        assert_eq!(found.len(), MAX_FINDINGS + usize::from(over > 0));
        let last = found.last().unwrap();
        if over > 0 {
            assert_eq!((last.rule(), last.severity()), (Rule::FindingsCapped, Severity::Error));
            assert_eq!(last.parameter(), Some(over.to_string().as_str()));
        }
    }
}

#[test]
fn a_row_is_never_lost_in_writing() {
    // One empty cell in quotes is a row; an empty line would be none.
    let table = read(Kind::Upplan, b"\"\"\r\nx".to_vec()).unwrap().table;
    assert_eq!(table.len(), 2);
    let (written, _) = write(&table, CsvStyle::Canonical).unwrap_or_default();
    assert!(written.is_empty() || written.starts_with(b"\"\"\r\n"));
    // The last row of a file had no line end; one is put before the next row.
    let mut table = read(Kind::Dltplan, b"202407,990010,0000000101,202510".to_vec()).unwrap().table;
    table.push();
    let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
    assert_eq!(written, b"202407,990010,0000000101,202510\r\n202407,,,\r\n");
    table.remove(1).unwrap();
    // Nor does a quote that is never closed swallow the next row.
    for (open, closed) in [("\"x\r\n", "\"x\r\n\"\r\n"), ("1,\"x\"\"", "1,\"x\"\"\"\r\n"), ("\"", "\"\"\r\n")] {
        let mut table = read(Kind::Dltplan, open.as_bytes()).unwrap().table;
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, open.as_bytes());
        table.push();
        let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
        assert_eq!(written, [closed.as_bytes(), b"202407,,,\r\n"].concat(), "{open}");
        assert_eq!(read(Kind::Dltplan, written).unwrap().table.len(), 2);
    }
    assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, b"202407,990010,0000000101,202510");
}

#[test]
fn cells_are_written_in_quotes_where_they_must_be() {
    for (given, canonical) in [
        ("\"202407\",990010,0000000101,202510\n", "202407,990010,0000000101,202510\r\n"),
        ("202407,\"99,10\",\"a\"\"b\",\"x\ny\"\r\n", "202407,\"99,10\",\"a\"\"b\",\"x\ny\"\r\n"),
        ("202407,\"9\r\n9\",a\"b,\"\"\r\n", "202407,\"9\r\n9\",\"a\"\"b\",\r\n"),
        // A spreadsheet's formula of a text is the text.
        ("202407,=\"99\",\"=\"\"1,2\"\"\",=\"\"\r\n", "202407,99,\"1,2\",\r\n"),
        ("202407,\"ab\"c,\"open", "202407,\"\"\"ab\"\"c\",open\r\n"),
    ] {
        let table = read(Kind::Dltplan, given.as_bytes()).unwrap().table;
        assert_eq!(write(&table, CsvStyle::Canonical).unwrap().0, canonical.as_bytes(), "{given}");
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, given.as_bytes(), "{given}");
    }
    // Free text that a quote was never closed for gets it.
    let open = "202407,990010,0000000101,20250918,20250919,1,\"open";
    let table = read(Kind::Up2kyo, open.as_bytes()).unwrap().table;
    let (written, _) = write(&table, CsvStyle::Canonical).unwrap();
    assert_eq!(written, [open.as_bytes(), b"\"\r\n"].concat());
}

#[test]
fn a_changed_row_of_a_utf8_file_stays_utf8() {
    // 𠮷 and é are no CP932; a private character is one of UTF-8's own.
    let given = "202407,990010,0000000101,20250918,20250919,1,\"課題\"\r\n202407,990010\r\n";
    let mut table = read(Kind::Up2kyo, given.as_bytes()).unwrap().table;
    assert_eq!(table.encoding(), Encoding::Utf8);
    table.set(0, "issue", "𠮷野 é\u{E000}\"").unwrap();
    let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
    let text = String::from_utf8(written).unwrap();
    assert_eq!(text, given.replace("\"課題\"", "\"𠮷野 é\u{E000}\"\"\""));
    assert_eq!(write(&table, CsvStyle::Canonical).unwrap_err().code(), cplink::Code::Unmappable);
}

#[test]
fn what_is_left_out_leaves_no_quotes() {
    let mut table =
        read(Kind::Up2kyo, b"202407,990010,0000000101,20250918,20250919,1,\"a\"\r\n".as_slice()).unwrap().table;
    for (text, cell) in [("\u{FE00}", ""), ("a\u{FE00}", "\"a\""), ("\"\u{FE00}", "\"\"\"\""), ("", "")] {
        table.set(0, "issue", text).unwrap();
        let (written, _) = write(&table, CsvStyle::Canonical).unwrap();
        assert_eq!(
            written,
            format!("202407,990010,0000000101,20250918,20250919,1,{cell}\r\n").into_bytes(),
            "{text:?}"
        );
    }
}

#[test]
fn every_character_of_a_number_is_looked_at() {
    for (field, cell) in [("insured_person_number", "0000000101"), ("insurer_number", "990010")] {
        assert!(findings_of(field, cell.as_bytes()).is_empty(), "{field}");
        for at in 0..cell.len() {
            let mut odd = cell.as_bytes().to_vec();
            odd[at] = b'*';
            assert!(!findings_of(field, &odd).is_empty(), "{field}, character {}", at + 1);
        }
    }
}

#[test]
fn a_stray_quote_is_told_up_to_the_last_byte() {
    let rows = "202407,990010,0000000101,202510,9970000111,11";
    for behind in ["", "1", "1234567", "12345678", "12345678\r\n"] {
        let file = read(Kind::Dltjsk, format!("{rows}\"{behind}")).unwrap();
        assert!(file.findings.iter().any(|finding| finding.rule() == Rule::CsvQuoteStray), "{behind}");
    }
}

#[test]
fn ascii_is_text_without_a_copy() {
    for encoding in [Encoding::Cp932, Encoding::Utf8] {
        assert!(matches!(text::decode(encoding, b"202407"), Ok(Cow::Borrowed("202407"))));
    }
}
