//! What must hold for any bytes. Each function panics where it does not. `core/tests/fuzz.rs` runs the
//! same functions over changed fixtures.

use cplink::Code;
use cplink::convert::{CsvStyle, MAX_FINDINGS, Reader, read, write};
use cplink::finding::Rule;
use cplink::progress::Job;
use cplink::record::{Row, Table};
use cplink::rules::{self, Series};
use cplink::spec::Kind;
use cplink::text::{Encoding, decode, encode};
use cplink::unit::{FileContents, FileName, UnitContents};

fn cells(row: Row<'_>) -> Vec<Vec<u8>> {
    (0..row.len()).map(|column| row.bytes(column).into_owned()).collect()
}

fn texts(table: &Table) -> Vec<Vec<Option<String>>> {
    let row = |row: Row<'_>| (0..row.len()).map(|at| row.text(at).ok().map(|text| text.into_owned())).collect();
    table.rows().map(row).collect()
}

/// A file: the first byte chooses its kind. Read at once and as a stream, written back, written anew.
pub fn reader(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let kind = Kind::ALL[usize::from(*first) % Kind::ALL.len()];
    let file = read(kind, bytes).expect("shorter than the limit");
    assert!(file.findings.len() <= MAX_FINDINGS + 1);
    stream(kind, bytes, &file.table, file.findings.len());

    let (written, _) = write(&file.table, CsvStyle::AsRead).expect("what was read can be written");
    assert_eq!(written, bytes, "an unchanged file gave other bytes");
    match write(&file.table, CsvStyle::Canonical) {
        Ok((canonical, _)) => {
            let again = read(kind, canonical).expect("shorter than the limit");
            // Without what was no row, the rest may look like no CSV.
            let is_foreign = again.findings.iter().any(|finding| finding.rule().is_of_foreign_file());
            let again = again.table;
            // Text of a UTF-8 file may be substituted.
            if file.table.encoding() == Encoding::Cp932 && again.encoding() == Encoding::Cp932 && !is_foreign {
                assert_eq!(texts(&again), texts(&file.table), "the canonical form means something else");
            }
        }
        Err(error) => assert!(matches!(error.code(), Code::Unmappable | Code::LayoutVersion), "{error}"),
    }
}

fn stream(kind: Kind, bytes: &[u8], table: &Table, told: usize) {
    let mut reader = Reader::new(kind, bytes).with_max_record(bytes.len() + 1);
    let (mut rows, mut findings) = (table.rows(), 0);
    while let Some(record) = reader.next_record().expect("memory does not fail") {
        let row = rows.next().expect("a stream has no more rows");
        assert_eq!(cells(record.row), cells(row));
        findings += record.findings.len();
    }
    findings += reader.findings().len();
    assert!(rows.next().is_none(), "a stream has no fewer rows");
    assert!(findings == told || told > MAX_FINDINGS);
}

/// A file name.
pub fn name(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parsed = FileName::parse(&text);
    let of_part = |rule: &Rule| rule.id().starts_with("name.part_");
    let of_whole = |rule: &Rule| matches!(rule, Rule::NameGrammar | Rule::NameKind | Rule::NameShortForm);
    let refused = parsed.rules.iter().any(|rule| of_whole(rule) || of_part(rule));
    assert_eq!(parsed.name.is_none(), refused);
    if let Some(name) = parsed.name {
        let again = FileName::parse(&name.to_string());
        assert_eq!(again.name.as_ref(), Some(&name), "a name written is another");
    }
}

/// Files of a unit, NUL between them, each behind its name and a line feed: all rules, then the unit twice
/// in a series.
pub fn unit(data: &[u8]) {
    let file = |part: &[u8]| -> Option<FileContents> {
        let (name, bytes) = part.split_at(part.iter().position(|byte| *byte == b'\n')?);
        Some(FileContents::read(str::from_utf8(name).ok()?, &bytes[1..]).expect("shorter than the limit"))
    };
    let files = data.split(|byte| *byte == 0).filter_map(file).collect();
    let unit = UnitContents { files, ..UnitContents::default() };
    let report = rules::check(&unit, &mut Job::new()).expect("nobody cancels");
    for (contents, file) in unit.files.iter().zip(&report.files) {
        // Empty lines have the number of the row behind them, which the last of a file has not.
        let rows = contents.table.as_ref().map_or(0, Table::len) as u64;
        assert!(file.findings.iter().all(|finding| finding.row().is_none_or(|row| (1..=rows + 1).contains(&row))));
        assert!(file.findings.is_sorted_by_key(|finding| finding.rule() == Rule::FindingsCapped));
    }
    assert!(report.findings.len() <= MAX_FINDINGS + 1);
    let mut series = Series::new();
    for _ in 0..2 {
        series.add(&unit).expect("fewer users than the limit");
    }
}

/// Rows as JSON.
pub fn json(data: &[u8]) {
    if let Ok(table) = cplink::json::read_table(data) {
        let written = cplink::json::write_table(&table);
        let again = cplink::json::read_table(&written).expect("what was written can be read");
        assert_eq!(cplink::json::write_table(&again), written);
    }
    let _ = cplink::json::UnitJson::read(data);
}

/// Bytes as text, and text as bytes.
pub fn cp932(data: &[u8]) {
    if let Ok(text) = decode(Encoding::Cp932, data) {
        let mut bytes = Vec::new();
        let done = encode(&text, &mut bytes, |_| panic!("a character of CP932 was substituted"));
        match done {
            // Not the same bytes: NEC's and IBM's doubles. But the same text.
            Ok(()) => assert_eq!(decode(Encoding::Cp932, &bytes).as_deref(), Ok(&*text)),
            // Windows decodes 80 as a control character, and has no way back.
            Err(error) => assert_eq!(error.character, '\u{80}'),
        }
    }
    let text = String::from_utf8_lossy(data);
    let (mut bytes, mut told) = (Vec::new(), 0);
    if encode(&text, &mut bytes, |_| told += 1).is_ok() {
        let back = decode(Encoding::Cp932, &bytes).expect("what was written is text");
        assert_eq!(*back == *text, told == 0, "a character was changed without a word");
    }
}
