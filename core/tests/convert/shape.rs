//! Files that are no CSV, and bytes that are no rows: one finding says so, row by row as at once.

use std::fs;

use cplink::convert::{CsvStyle, MAX_FINDINGS, Reader, read, write};
use cplink::finding::{Finding, Rule, Severity};
use cplink::progress::Job;
use cplink::rules::{self, Series};
use cplink::spec::Kind;
use cplink::text::{Encoding, decode, encode};
use cplink::unit::{FileContents, UnitContents};
use cplink_testkit::fixtures::{folders, newest as fixtures};
use cplink_testkit::trickle::Trickle;

/// The CSV files of the month: kind, name, bytes.
fn month() -> Vec<(Kind, String, Vec<u8>)> {
    let mut files = Vec::new();
    for case in folders(&fixtures().join("month")) {
        for entry in fs::read_dir(case.join("files")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if let Some(kind) = FileContents::of_name(&name).kind() {
                files.push((kind, name, fs::read(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 20);
    files
}

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(text, &mut bytes, |_| {}).unwrap();
    bytes
}

fn wide(text: &str, mark: &[u8], unit: impl Fn(char) -> Vec<u8>) -> Vec<u8> {
    mark.iter().copied().chain(text.chars().flat_map(unit)).collect()
}

fn sixteen(big: bool) -> impl Fn(char) -> Vec<u8> {
    move |mark| {
        let order = if big { u16::to_be_bytes } else { u16::to_le_bytes };
        mark.encode_utf16(&mut [0; 2]).iter().copied().flat_map(order).collect()
    }
}

/// In EUC-JP, which lacks some of the names' kanji. Without kana it looks like half-width kana.
fn euc(text: &str) -> Vec<u8> {
    encoding_rs::EUC_JP.encode(&format!("ヘルパー,{text}")).0.into_owned()
}

/// Each record as one item.
fn quoted(text: &str) -> String {
    let (mut out, mut is_open) = (String::new(), false);
    for line in text.split_inclusive("\r\n") {
        let was_open = is_open;
        is_open ^= line.matches('"').count() % 2 == 1;
        out += if was_open { "" } else { "\"" };
        let (line, end) = line.split_at(line.trim_end_matches("\r\n").len());
        out += &line.replace('"', "\"\"");
        out += if is_open { "" } else { "\"" };
        out += end;
    }
    out
}

/// The same file in forms that are no CSV, with what must be said of each.
fn foreign(text: &str) -> Vec<(Rule, Option<&'static str>, Vec<u8>)> {
    let with = |separator: &str| cp932(&text.replace(',', separator));
    let tabs = text.replace(',', "\t");
    vec![
        (Rule::CsvEncoding, Some("UTF-16"), wide(text, b"\xFF\xFE", sixteen(false))),
        (Rule::CsvEncoding, Some("UTF-16"), wide(text, b"\xFE\xFF", sixteen(true))),
        (Rule::CsvEncoding, Some("UTF-16"), wide(text, b"", sixteen(false))),
        (Rule::CsvEncoding, Some("UTF-16"), wide(text, b"", sixteen(true))),
        (Rule::CsvEncoding, Some("UTF-16"), wide(&tabs, b"\xFF\xFE", sixteen(false))),
        (Rule::CsvEncoding, Some("UTF-32"), wide(text, b"\xFF\xFE\0\0", |mark| u32::from(mark).to_le_bytes().to_vec())),
        (Rule::CsvEncoding, Some("UTF-32"), wide(text, b"", |mark| u32::from(mark).to_be_bytes().to_vec())),
        (Rule::CsvEncoding, Some("EUC-JP"), euc(text)),
        (Rule::CsvTabs, None, with("\t")),
        (Rule::CsvTabs, None, tabs.into_bytes()),
        (Rule::CsvSeparator, Some(";"), with(";")),
        (Rule::CsvSeparator, Some("|"), with("|")),
        (Rule::CsvSeparator, Some("，"), with("，")),
        (Rule::CsvSeparator, Some("，"), text.replace(',', "，").into_bytes()),
        (Rule::CsvNoCommas, None, with("  ")),
        (Rule::CsvQuotedLines, None, cp932(&quoted(text))),
        (Rule::CsvQuotedLines, None, [b"\xEF\xBB\xBF", quoted(text).replace("\r\n", "\n").as_bytes()].concat()),
        (Rule::CsvNotCsv, Some("JSON"), format!("{{\"rows\": [{text:?}]}}").into_bytes()),
        (Rule::CsvNotCsv, Some("HTML"), format!("\r\n<html><pre>{text}</pre></html>").into_bytes()),
        (Rule::CsvNotCsv, Some("ZIP"), [b"PK\x03\x04", text.as_bytes()].concat()),
        (Rule::CsvBinary, None, text.bytes().map(|byte| byte.wrapping_mul(167).wrapping_add(13) & 0x1F).collect()),
    ]
}

fn row_by_row(kind: Kind, bytes: &[u8], piece: usize) -> (usize, Vec<Finding>) {
    let mut reader = Reader::new(kind, Trickle::new(bytes, piece));
    let (mut rows, mut findings) = (0, Vec::new());
    while let Some(record) = reader.next_record().unwrap() {
        rows += 1;
        findings.extend_from_slice(record.findings);
    }
    findings.extend_from_slice(reader.findings());
    (rows, findings)
}

#[test]
fn a_file_that_is_no_csv_has_one_finding_and_no_row() {
    for (kind, name, bytes) in month() {
        let text = decode(Encoding::Cp932, &bytes).unwrap();
        for (rule, parameter, bytes) in foreign(&text) {
            let file = read(kind, bytes.as_slice()).unwrap();
            let said: Vec<_> = file.findings.iter().map(|finding| (finding.rule(), finding.parameter())).collect();
            assert_eq!(said, [(rule, parameter)], "{name}");
            assert_eq!((file.findings[0].row(), file.findings[0].severity()), (None, Severity::Error));
            assert_eq!((file.table.len(), file.version), (0, None), "{name}");
            assert_eq!(write(&file.table, CsvStyle::AsRead).unwrap().0, bytes, "not one byte is lost");
            assert_eq!(row_by_row(kind, &bytes, 999), (0, file.findings), "{name}");
            let contents = FileContents::read(&name, bytes).unwrap();
            assert!(contents.table.is_none());
            assert_eq!(rules::file(&contents).findings.len(), 1, "{name}");
        }
    }
}

/// The other files of its unit, and the units before, are not held against what was not read.
#[test]
fn a_file_that_is_no_csv_says_nothing_of_the_others() {
    let case = fixtures().join("month/02-slip-home-help/files");
    let names: Vec<String> =
        fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let csv: Vec<&String> = names.iter().filter(|name| FileContents::of_name(name).kind().is_some()).collect();
    assert_eq!(csv.len(), 3);
    for broken in &csv {
        let spoils: [&dyn Fn(Vec<u8>) -> Vec<u8>; 3] = [
            &|bytes| bytes.iter().map(|byte| if *byte == b',' { b'\t' } else { *byte }).collect(),
            &|bytes| [bytes[..20].to_vec(), vec![0; 100], bytes[120..].to_vec()].concat(),
            &|bytes| vec![0; bytes.len()],
        ];
        for (rule, spoil) in [Rule::CsvTabs, Rule::CsvNulBlock, Rule::CsvNulBlock].into_iter().zip(spoils) {
            let read = |name: &&String| {
                let bytes = fs::read(case.join(name)).unwrap();
                FileContents::read(name, if name == broken { spoil(bytes) } else { bytes }).unwrap()
            };
            let unit = UnitContents { files: csv.iter().map(read).collect(), ..UnitContents::default() };
            let report = rules::check(&unit, &mut Job::new()).unwrap();
            let said: Vec<_> = report
                .all_findings()
                .filter(|finding| finding.severity() != Severity::Info)
                .map(|finding| (finding.rule(), finding.file().unwrap()))
                .collect();
            assert_eq!(said, [(rule, broken.as_str())]);
            assert!(report.unit_kind.is_some());
            assert_eq!(Series::new().add(&unit).unwrap(), []);
        }
    }
}

#[test]
fn bytes_behind_the_rows_are_one_warning() {
    let (kind, _, bytes) = month().into_iter().find(|(kind, ..)| *kind == Kind::Upjsk).unwrap();
    let rows = read(kind, bytes.as_slice()).unwrap().table.len();
    let bare = bytes.strip_suffix(b"\r\n").unwrap();
    for (end, names) in [
        (&b"\x1A"[..], "Ctrl-Z 0x1A"),
        (b"\x1A\r\n", "Ctrl-Z 0x1A"),
        (b"\0", "NUL 0x00"),
        (b"\x0C", "FF 0x0C"),
        (b"   ", "SP 0x20"),
        (b" \t\r\n  \r\n", "SP 0x20, TAB 0x09"),
        (b"\x1A\0\0 \0\r\n\r\n\x1A", "NUL 0x00, Ctrl-Z 0x1A, SP 0x20"),
    ] {
        for (before, is_bare) in [(bytes.as_slice(), false), (bare, true)] {
            if is_bare && end[0] == b' ' {
                continue; // Blanks right behind an item belong to it.
            }
            let file = [before, end].concat();
            let found = read(kind, file.as_slice()).unwrap();
            assert_eq!(found.table.len(), rows, "{end:?}");
            let said: Vec<_> = found.findings.iter().filter(|finding| finding.severity() != Severity::Info).collect();
            let [finding] = said.as_slice() else { panic!("{end:?}: {said:?}") };
            assert_eq!((finding.rule(), finding.parameter(), finding.row()), (Rule::CsvDamagedEnd, Some(names), None));
            assert_eq!(finding.severity(), Severity::Warning);
            assert_eq!(write(&found.table, CsvStyle::AsRead).unwrap().0, file);
            for piece in [1, 7, 1 << 20] {
                assert_eq!(row_by_row(kind, &file, piece), (rows, found.findings.clone()), "{end:?}");
            }
            // The rows as JSON, and back, without what is no row.
            let table = cplink::json::read_table(&cplink::json::write_table(&found.table)).unwrap();
            assert_eq!(write(&table, CsvStyle::Canonical).unwrap().0, bytes);
        }
    }
}

/// A row of which NULs took the rest is damaged, and nothing else is said of it.
#[test]
fn a_row_that_ends_in_nul_is_cut() {
    let row = "202407,990010,0000000101,202510,9970000111,11\r\n";
    for cut in ["202407,99", "\"2024", "202407,990010,0000000101,202510,\"99"] {
        let file = [row.as_bytes(), cut.as_bytes(), &[0; 700]].concat();
        let found = read(Kind::Dltjsk, file.as_slice()).unwrap();
        let said: Vec<_> = found.findings.iter().map(|finding| (finding.rule(), finding.row())).collect();
        assert_eq!(said, [(Rule::CsvNulBlock, Some(2))], "{cut}");
        assert_eq!(row_by_row(Kind::Dltjsk, &file, 10), (2, found.findings));
        assert_eq!(write(&found.table, CsvStyle::AsRead).unwrap().0, file);
    }
}

/// However much a disk leaves there: it is no row, and a stream holds none of it.
#[test]
fn megabytes_of_nul_behind_and_between_are_passed_over() {
    let row = b"202407,990010,0000000101,202510,9970000111,11\r\n";
    let file = [&row[..], &vec![0; 3 << 20], &row[..], &vec![0; (2 << 20) + 1]].concat();
    let found = read(Kind::Dltjsk, file.as_slice()).unwrap();
    let said: Vec<_> = found.findings.iter().map(|finding| (finding.rule(), finding.row())).collect();
    assert_eq!(said, [(Rule::CsvNulBlock, Some(2)), (Rule::CsvDamagedEnd, None)]);
    assert_eq!(found.table.row(1).unwrap().get("csv_version").unwrap(), "202407");
    for piece in [4096, 1 << 20] {
        assert_eq!(row_by_row(Kind::Dltjsk, &file, piece), (2, found.findings.clone()));
    }
}

#[test]
fn empty_files_are_told_as_that() {
    for (bytes, rule) in [
        (&b""[..], Rule::CsvEmptyFile),
        (b"\x1A", Rule::CsvEmptyFile),
        (b"\r\n\r\n\n", Rule::CsvEmptyFile),
        (b" \r\n \x0C", Rule::CsvEmptyFile),
        (&[0; 4096], Rule::CsvNulBlock),
        (b"\0\r\n\0", Rule::CsvNulBlock),
    ] {
        let found = read(Kind::Upplan, bytes).unwrap().findings;
        assert_eq!(found.iter().map(|finding| (finding.rule(), finding.row())).collect::<Vec<_>>(), [(rule, None)]);
        assert_eq!(row_by_row(Kind::Upplan, bytes, 3), (0, found), "{bytes:?}");
    }
}

/// The cause is named however much it has spoiled.
#[test]
fn the_cause_is_named_among_ten_thousand_findings() {
    let row = "202407,990010,101,202510,9970000111,11\r\n";
    let rows = MAX_FINDINGS + 5;
    let found = read(Kind::Dltjsk, [row.repeat(rows).as_bytes(), b"\x1A"].concat()).unwrap().findings;
    assert_eq!(found.len(), MAX_FINDINGS + 1);
    let last: Vec<_> = found[MAX_FINDINGS - 2..].iter().map(|finding| (finding.rule(), finding.severity())).collect();
    let capped = (Rule::FindingsCapped, Severity::Error);
    let causes = [(Rule::CsvDamagedEnd, Severity::Warning), (Rule::CsvSpreadsheet, Severity::Warning)];
    assert_eq!(last, [causes[0], causes[1], capped]);
    assert_eq!(found[MAX_FINDINGS].parameter(), Some("7"));
}

/// Opened and saved: zeros lost in every row, and dates, times and numbers as a spreadsheet shows them.
#[test]
fn a_spreadsheet_is_named_once_for_a_file() {
    let row = |insured: &str, date: &str, start: &str, flags: &str, units: &str| {
        format!(
            "202407,990010,{insured},{date},202510,9970000012,,{units},,20251001,{flags},{start},1030,1,117311,,,,,\
             9970000111,,,0,9970000012,\r\n"
        )
    };
    let clean = row("0000000101", "20250925", "0930", "", "163");
    let said = |rows: &[String]| -> Vec<(Rule, Option<String>)> {
        let bytes = cp932(&rows.concat());
        let found = read(Kind::Upplan, bytes.as_slice()).unwrap().findings;
        assert_eq!(row_by_row(Kind::Upplan, &bytes, 50), (rows.len(), found.clone()));
        let whole = found.iter().filter(|finding| finding.row().is_none());
        whole.map(|finding| (finding.rule(), finding.parameter().map(str::to_owned))).collect()
    };
    let saved = |signs: &str| (Rule::CsvSpreadsheet, Some(signs.to_owned()));
    let lost = (Rule::CsvDigitsLost, None);
    assert_eq!(said(std::slice::from_ref(&clean)), []);
    assert_eq!(said(&[row("101", "20250925", "930", "", "163")]), [saved("0123 → 123")]);
    assert_eq!(said(&[row("101", "20250925", "930", "1", "163")]), [saved("0123 → 123")]);
    // A mistyped number beside others with their zeros is no proof.
    assert_eq!(said(&[row("000000101", "20250925", "0930", "", "163"), clean.clone()]), []);
    assert_eq!(said(&[row("101", "20250925", "0930", "", "163")]), []);
    assert_eq!(said(&[clean.clone(), row("0000000101", "2025/09/25", "9:30", "", "163")]), [saved("YYYY/MM/DD, H:MM")]);
    assert_eq!(said(&[row("0000000101", "20250925", "0930", "", "\"1,630\"")]), [saved("1,234")]);
    assert_eq!(said(&[row("0000000101", "20250925", "0930", "1.1E+30", "163")]), [saved("1.1E+30"), lost.clone()]);
    for date in ["2025年9月25日", "25-Sep-25", "9月25日"] {
        assert_eq!(said(&[row("0000000101", date, "0930", "", "163")]), [saved("YYYY/MM/DD")], "{date}");
    }
    assert_eq!(said(&[row("0000000101", "20250925", "9時30分", "", "163")]), [saved("H:MM")]);
    assert_eq!(said(&[row("0000000101", "########", "0930", "", "163")]), [saved("####"), lost]);
}

#[test]
fn a_byte_order_mark_may_stand_twice() {
    let bytes = "\u{feff}\u{feff}202407,見本\r\n".as_bytes();
    let file = read(Kind::Up2kyo, bytes).unwrap();
    let rules: Vec<Rule> = file.findings.iter().map(Finding::rule).collect();
    assert!(rules.starts_with(&[Rule::CsvBom]) && !rules.contains(&Rule::FieldMonth), "{rules:?}");
    assert_eq!(file.table.row(0).unwrap().text(0).unwrap(), "202407");
}
