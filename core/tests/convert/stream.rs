//! Reading and writing row by row: as at once, whatever the file, in bounded memory.

use std::io::{Error, ErrorKind, Read, Write};

use cplink::Code;
use cplink::convert::{CsvStyle, MAX_RECORD, Reader, Writer, read, write};
use cplink::finding::{Finding, Rule};
use cplink::progress::{Cancel, Job, Progress, Step};
use cplink::record::Table;
use cplink::spec::{Kind, Version, layout};
use cplink_testkit::trickle::Trickle;
use proptest::prelude::*;

const ROW: &str = "202407,990010,0000000101,202510,9970000111,11\r\n";

/// The rows' cells, raw, and all findings.
type Seen = (Vec<Vec<Vec<u8>>>, Vec<Finding>);

fn at_once(kind: Kind, bytes: &[u8]) -> Seen {
    let file = read(kind, bytes).unwrap();
    let cells = file.table.rows().map(|row| (0..row.len()).map(|at| row.bytes(at).into_owned()).collect());
    (cells.collect(), file.findings)
}

fn row_by_row(kind: Kind, source: impl Read) -> Seen {
    let mut reader = Reader::new(kind, source);
    let (mut cells, mut findings) = (Vec::new(), Vec::new());
    while let Some(record) = reader.next_record().unwrap() {
        assert_eq!(record.number, cells.len() as u64 + 1);
        assert!(record.findings.iter().all(|finding| finding.row().is_none_or(|row| row == record.number)));
        findings.extend_from_slice(record.findings);
        cells.push((0..record.row.len()).map(|at| record.row.bytes(at).into_owned()).collect());
    }
    findings.extend_from_slice(reader.findings());
    (cells, findings)
}

/// Pieces of CSV with all that makes it difficult, many times over: blocks end anywhere.
fn long_file() -> impl Strategy<Value = Vec<u8>> {
    let piece = proptest::sample::select(
        &[
            "\"",
            ",",
            "\r\n",
            "\r\n",
            "\n",
            "\r",
            "\"\"",
            "202407,990010",
            "\"見本\"",
            "あ",
            "a b",
            "20251001",
            ",,,",
            "\u{E000}",
            "ｶﾅ",
            "\"a\r\nb\"",
            "",
            "\0\0",
            "\u{1A}",
            "\u{C}",
            "  ",
            "\t",
            "=\"01\"",
            "2025/9/5,9:00",
        ][..],
    );
    (proptest::collection::vec(piece, 1..200), 1_usize..300, any::<bool>()).prop_map(|(pieces, times, utf8)| {
        let text = pieces.concat();
        let mut bytes = text.clone().into_bytes();
        if !utf8 {
            bytes.clear();
            cplink::text::encode(&text, &mut bytes, |_| {}).unwrap();
        }
        bytes.repeat(times)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_stream_is_read_as_at_once(bytes in long_file(), piece in 1_usize..100_000) {
        let want = at_once(Kind::Dltjsk, &bytes);
        // A quote that is never closed makes one record of all.
        let mut reader = Reader::new(Kind::Dltjsk, Trickle::new(&bytes, piece)).with_max_record(bytes.len() + 1);
        let (mut rows, mut findings) = (0, Vec::new());
        while let Some(record) = reader.next_record().unwrap() {
            let cells: Vec<_> = (0..record.row.len()).map(|at| record.row.bytes(at).into_owned()).collect();
            prop_assert_eq!(&cells, &want.0[rows]);
            rows += 1;
            findings.extend_from_slice(record.findings);
        }
        findings.extend_from_slice(reader.findings());
        prop_assert_eq!(rows, want.0.len());
        // Past the most that one file may have, a stream goes on telling.
        if want.1.last().is_none_or(|last| last.rule() != Rule::FindingsCapped) {
            prop_assert_eq!(findings, want.1);
        }
    }
}

#[test]
fn empty_files_and_empty_lines() {
    for bytes in ["", "\r\n", "\n\n\n", "\u{FEFF}", "x,y\r\n", "\"\"\r\n", ROW, "\r"] {
        assert_eq!(row_by_row(Kind::Dltjsk, bytes.as_bytes()), at_once(Kind::Dltjsk, bytes.as_bytes()), "{bytes:?}");
    }
    let many = "\r\n".repeat(1 << 20) + ROW;
    let (rows, findings) = row_by_row(Kind::Dltjsk, many.as_bytes());
    assert_eq!(rows.len(), 1);
    assert_eq!(findings.iter().map(Finding::rule).collect::<Vec<_>>(), [Rule::CsvEmptyLine]);
}

#[test]
fn the_encoding_is_known_by_the_first_row_that_is_not_ascii() {
    let japanese = "202407,見本,0000000101,202510,9970000111,11\r\n";
    for (text, utf8) in [(japanese.to_owned(), true), (ROW.repeat(10_000) + japanese, true), (ROW.repeat(9), false)] {
        let (rows, findings) = row_by_row(Kind::Dltjsk, text.as_bytes());
        assert_eq!((rows, findings.clone()), at_once(Kind::Dltjsk, text.as_bytes()));
        assert_eq!(findings.iter().any(|finding| finding.rule() == Rule::CsvUtf8), utf8);
    }
    // A bad byte far behind is reported as such, and makes no CP932 of the file.
    let mut bytes = japanese.repeat(3000).into_bytes();
    bytes.extend_from_slice(b"202407,\xFF,0000000101,202510,9970000111,11\r\n");
    let file = read(Kind::Dltjsk, bytes).unwrap();
    assert_eq!(file.table.encoding(), cplink::text::Encoding::Utf8);
    // A file does not end within a character.
    let file = read(Kind::Dltjsk, &"202407,見本".as_bytes()[..12]).unwrap();
    assert_eq!(file.table.encoding(), cplink::text::Encoding::Cp932);
    // What comes with the next block of a stream is looked at before it is said.
    let mut bytes = (ROW.repeat(2700) + japanese + &ROW.repeat(200)).into_bytes();
    bytes.extend_from_slice(b"202407,\xFF,0000000101,202510,9970000111,11\r\n");
    assert_eq!(row_by_row(Kind::Dltjsk, bytes.as_slice()), at_once(Kind::Dltjsk, &bytes));
    assert_eq!(read(Kind::Dltjsk, bytes).unwrap().table.encoding(), cplink::text::Encoding::Cp932);
}

#[test]
fn the_encoding_is_known_wherever_the_bytes_looked_at_end() {
    let text = "見本の本文".repeat(100);
    let rows = format!("202407,990010,0000000101,20250925,20250925,\"{text}\",1,,,\r\n").repeat(50);
    // 64 KiB are looked at, nearly all of it of three bytes each: they end behind a character, and within one.
    for shift in 0..3 {
        let file = ["x".repeat(shift), rows.clone()].concat();
        for (_, findings) in [at_once(Kind::Up2kyo, file.as_bytes()), row_by_row(Kind::Up2kyo, file.as_bytes())] {
            assert!(findings.iter().any(|finding| finding.rule() == Rule::CsvUtf8), "{shift}");
            assert!(!findings.iter().any(|finding| finding.rule() == Rule::TextUndecodable), "{shift}");
        }
    }
}

#[test]
fn a_record_over_the_limit_is_refused_with_its_row() {
    let long = ROW.repeat(3) + "\"" + &"x".repeat(MAX_RECORD);
    let mut reader = Reader::new(Kind::Dltjsk, long.as_bytes());
    for _ in 0..3 {
        assert!(reader.next_record().unwrap().is_some());
    }
    for _ in 0..2 {
        let error = reader.next_record().unwrap_err();
        assert_eq!((error.code(), error.at().row), (Code::TooLarge, Some(4)));
    }
    let mut reader = Reader::new(Kind::Dltjsk, long.as_bytes()).with_max_record(2 * MAX_RECORD);
    let mut last = 0;
    while let Some(record) = reader.next_record().unwrap() {
        last = record.row.bytes(0).len();
    }
    assert_eq!(last, MAX_RECORD);
}

#[derive(Debug)]
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(Error::from(ErrorKind::ConnectionReset))
    }
}

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(Error::from(ErrorKind::StorageFull))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_stream_that_fails_is_told() {
    let error = Reader::new(Kind::Dltjsk, ROW.as_bytes().chain(Broken)).next_record().unwrap_err();
    assert_eq!(error.code(), Code::FileRead);
    let table = read(Kind::Dltjsk, ROW.as_bytes()).unwrap().table;
    let mut writer = Writer::new(Kind::Dltjsk, CsvStyle::Canonical, Broken);
    writer.write(table.row(0).unwrap()).unwrap();
    assert_eq!(writer.finish().unwrap_err().code(), Code::DiskFull);
}

#[test]
fn progress_is_told_and_cancel_stops() {
    let text = ROW.repeat(20_000);
    let (mut reports, mut rows) = (Vec::new(), 0);
    let mut progress = |report: Progress| reports.push((report.step, report.done, report.total));
    let mut job = Job::new().with_progress(&mut progress);
    let total = text.len() as u64;
    Reader::new(Kind::Dltjsk, text.as_bytes())
        .for_each(&mut job, total, |_| {
            rows += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(rows, 20_000);
    assert!(reports.len() > 5 && reports.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    assert_eq!(reports.last(), Some(&(Step::Checking, total, total)));

    let cancel = Cancel::new();
    let mut job = Job::new().with_cancel(&cancel);
    let mut rows = 0;
    let done = Reader::new(Kind::Dltjsk, text.as_bytes()).for_each(&mut job, total, |_| {
        rows += 1;
        cancel.cancel();
        Ok(())
    });
    assert_eq!(done.unwrap_err().code(), Code::Cancelled);
    assert!(rows < 5000, "{rows} rows after the cancel");
}

#[test]
fn a_row_that_cannot_be_written_leaves_nothing_behind() {
    let mut table = Table::new(Kind::Up1kyo);
    for name in ["見本一郎", "見本😀花子", "見本三郎〜"] {
        let row = table.push();
        table.set(row, "plan_author_name", name).unwrap();
    }
    let mut writer = Writer::new(Kind::Up1kyo, CsvStyle::AsRead, Vec::new());
    assert!(writer.write(table.row(0).unwrap()).unwrap().is_empty());
    let error = writer.write(table.row(1).unwrap()).unwrap_err();
    assert_eq!(error.code(), Code::Unmappable);
    let finding = &error.findings()[0];
    assert_eq!((finding.rule(), finding.row(), finding.position()), (Rule::TextUnmappable, Some(2), Some(3)));
    assert_eq!(finding.parameter(), Some("U+1F600"));
    assert_eq!(finding.field(), Some("plan_author_name"));
    let told = writer.write(table.row(2).unwrap()).unwrap();
    assert_eq!((told[0].rule(), told[0].position()), (Rule::TextSubstituted, Some(5)));
    assert_eq!(told[0].parameter(), Some("U+301C → U+FF5E"));
    assert!(told[0].message_ja().contains("5文字目"), "{}", told[0].message_ja());
    let other = Table::new(Kind::Up2kyo);
    assert!(other.row(0).is_none());
    assert_eq!(writer.rows(), 2);
    let written = writer.finish().unwrap();
    assert_eq!(read(Kind::Up1kyo, written).unwrap().table.len(), 2);
    // At once, all of them are reported and nothing is given out.
    let error = write(&table, CsvStyle::AsRead).unwrap_err();
    assert_eq!(error.findings().len(), 2);
}

#[test]
fn every_character_that_cannot_be_written_has_its_place() {
    let mut table = Table::new(Kind::Up1kyo);
    table.push();
    table.set(0, "plan_author_name", "あ😀い😁う〜é").unwrap();
    let error = write(&table, CsvStyle::Canonical).unwrap_err();
    let found: Vec<_> = error.findings().iter().map(|finding| (finding.rule(), finding.position())).collect();
    let unmappable = |position| (Rule::TextUnmappable, Some(position));
    assert_eq!(found, [unmappable(2), unmappable(4), (Rule::TextSubstituted, Some(6)), unmappable(7)]);
}

#[test]
fn rows_of_another_kind_or_encoding() {
    let mut table = Table::new(Kind::Up2kyo);
    table.push();
    let mut writer = Writer::new(Kind::Up1kyo, CsvStyle::AsRead, Vec::new());
    assert_eq!(writer.write(table.row(0).unwrap()).unwrap_err().code(), Code::InvalidArgument);
    // The first row's encoding is the file's; rows of another are written anew.
    let utf8 = read(Kind::Up2kyo, "202407,見本\n".as_bytes()).unwrap().table;
    let mut bytes = Vec::new();
    cplink::text::encode("202407,\"見本\"\r\n", &mut bytes, |_| {}).unwrap();
    let cp932 = read(Kind::Up2kyo, bytes.clone()).unwrap().table;
    let mut writer = Writer::new(Kind::Up2kyo, CsvStyle::AsRead, Vec::new());
    for row in [cp932.row(0), utf8.row(0), cp932.row(0)] {
        writer.write(row.unwrap()).unwrap();
    }
    let written = writer.finish().unwrap();
    let table = read(Kind::Up2kyo, written).unwrap().table;
    assert!(table.rows().all(|row| row.text(1).unwrap() == "見本"));
    assert_eq!(table.len(), 3);
    // Bytes that are no text have no other encoding.
    let odd = read(Kind::Up2kyo, &b"202407,ab\xFF\r\n"[..]).unwrap().table;
    let mut writer = Writer::new(Kind::Up2kyo, CsvStyle::AsRead, Vec::new());
    writer.write(utf8.row(0).unwrap()).unwrap();
    let error = writer.write(odd.row(0).unwrap()).unwrap_err();
    let [finding] = error.findings() else { panic!("{:?}", error.findings()) };
    assert_eq!(
        (error.code(), finding.rule(), finding.parameter()),
        (Code::Unmappable, Rule::TextUndecodable, Some("3"))
    );
    assert!(layout(Kind::Up2kyo).fields.len() > 2);
}

/// Which columns are in quotes is each row's own layout's to say.
#[test]
fn rows_of_two_versions_are_written_each_by_its_own() {
    let of = |version: &Version| {
        let mut table = Table::with_version(Kind::Upplan, *version).unwrap();
        let row = table.push();
        for field in table.layout().fields.iter().filter(|field| field.id != "csv_version") {
            table.set(row, field.id, "1").unwrap();
        }
        table
    };
    let tables: Vec<Table> = Version::ALL.iter().map(of).collect();
    let alone: Vec<Vec<u8>> = tables.iter().map(|table| write(table, CsvStyle::Canonical).unwrap().0).collect();
    let mut writer = Writer::new(Kind::Upplan, CsvStyle::Canonical, Vec::new());
    for table in tables.iter().chain(&tables) {
        writer.write(table.row(0).unwrap()).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), [alone.concat(), alone.concat()].concat());
}

#[test]
fn a_line_end_may_lie_across_two_blocks() {
    for line_end in ["\r\n", "\r", "\n"] {
        // Long rows on the way, and short ones where a window of 64 KiB and a block of 128 KiB end.
        let long = ["202407,", &"0".repeat(993 - line_end.len()), line_end].concat();
        let row = ROW.replace("\r\n", line_end);
        let short = row.repeat(60);
        // Each row's length once, so that either edge falls behind every byte of a row.
        for shift in 0..row.len() {
            let start = ["202407,", &"0".repeat(shift), line_end].concat();
            let file = [start, long.repeat(64), short.clone(), long.repeat(63), short.clone()].concat();
            assert_eq!(row_by_row(Kind::Dltjsk, file.as_bytes()), at_once(Kind::Dltjsk, file.as_bytes()), "{shift}");
        }
    }
}
