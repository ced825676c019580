//! Files as other programs write them: read, every row kept, irregularities reported, the same bytes written back.

use std::fs;
use std::path::PathBuf;

use cplink::convert::{CsvStyle, Reader, Writer, read, write};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::text::Encoding;
use cplink::unit::FileName;
use cplink_testkit::fixtures::{self, described};
use cplink_testkit::trickle::Trickle;
use serde_json::{Value, json};

struct Dialect {
    folder: PathBuf,
    bytes: Vec<u8>,
    rows: Value,
    findings: Value,
}

impl Dialect {
    fn kind(&self) -> Kind {
        Kind::parse(self.rows["kind"].as_str().unwrap()).unwrap()
    }

    /// The bytes of the rows, without a byte order mark, a header and what else is before them.
    fn of_rows(&self) -> &[u8] {
        &self.bytes[self.rows["ahead"].as_u64().unwrap() as usize..]
    }
}

fn dialects() -> Vec<Dialect> {
    let found: Vec<_> = fixtures::folders(&fixtures::newest().join("dialects"))
        .into_iter()
        .map(|folder| {
            let rows = fixtures::json(&folder.join("rows.json"));
            let bytes = fs::read(folder.join("files").join(rows["name"].as_str().unwrap())).unwrap();
            Dialect { bytes, rows, findings: fixtures::json(&folder.join("findings.json")), folder }
        })
        .collect();
    assert!(found.len() >= 12, "only {} dialects", found.len());
    found
}

fn cells(table: &Table) -> Value {
    let row = |row: cplink::record::Row<'_>| -> Value {
        (0..row.len()).map(|column| row.text(column).unwrap().into_owned()).collect()
    };
    table.rows().map(row).collect()
}

#[test]
fn every_dialect_is_read_and_told() {
    for dialect in dialects() {
        let name = dialect.folder.display();
        let file = read(dialect.kind(), dialect.bytes.clone()).unwrap();
        assert_eq!(cells(&file.table), dialect.rows["rows"], "{name}");
        let found: Value = file.findings.iter().map(described).collect();
        let mut want = dialect.findings["findings"].as_array().unwrap().clone();
        // In the order of the bytes: what is said of the file first, then row by row, then of its end.
        let is_end = |finding: &Value| finding["rule"] == "csv.damaged_end";
        want.sort_by_key(|finding| (is_end(finding), finding["row"].as_u64(), finding["item_number"].as_u64()));
        assert_eq!(found, json!(want), "{name}");
        let encoding = if dialect.rows["encoding"] == "utf8" { Encoding::Utf8 } else { Encoding::Cp932 };
        assert_eq!(file.table.encoding(), encoding, "{name}");
        let said = FileName::parse(dialect.rows["name"].as_str().unwrap()).rules;
        let said: Value = said.iter().map(|rule| rule.id()).collect();
        assert_eq!(said, dialect.findings["name"], "{name}");
    }
}

/// The rows alone, each as it was read.
fn rows_as_read(table: &Table, form: CsvStyle) -> Vec<u8> {
    let mut writer = Writer::new(table.kind(), form, Vec::new());
    for row in table.rows() {
        writer.write(row).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn an_unchanged_file_is_written_back_byte_for_byte() {
    for dialect in dialects() {
        let table = read(dialect.kind(), dialect.bytes.clone()).unwrap().table;
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, dialect.bytes, "{}", dialect.folder.display());
        // Row by row, without what is no row.
        let of_rows = rows_as_read(&table, CsvStyle::AsRead);
        assert!(dialect.of_rows().starts_with(&of_rows[..100]), "{}", dialect.folder.display());
    }
}

/// What is no row goes as soon as a row changes, and the other rows stay.
#[test]
fn a_changed_file_has_rows_only() {
    for dialect in dialects().iter().filter(|dialect| dialect.kind() == Kind::Upplan) {
        let mut table = read(dialect.kind(), dialect.bytes.clone()).unwrap().table;
        let name = dialect.folder.display();
        let time = table.row(0).unwrap().get("service_start_time").unwrap().into_owned();
        table.set(0, "service_start_time", &time).unwrap();
        let (written, _) = write(&table, CsvStyle::AsRead).unwrap();
        let again = read(dialect.kind(), written.clone()).unwrap();
        assert_eq!(cells(&again.table), dialect.rows["rows"], "{name}");
        let surplus = ["csv.damaged_end", "csv.surplus_bytes", "csv.sep_line", "csv.header", "csv.empty_line"];
        assert!(!again.findings.iter().any(|finding| surplus.contains(&finding.rule().id())), "{name}");
        // In the row that changed the value stands alone.
        let first = written.split(|byte| *byte == b'\n').next().unwrap();
        assert!(!first.contains(&b'='), "{name}");
    }
}

#[test]
fn the_canonical_form_reads_clean_and_means_the_same() {
    for dialect in dialects() {
        let table = read(dialect.kind(), dialect.bytes.clone()).unwrap().table;
        let (canonical, _) = write(&table, CsvStyle::Canonical).unwrap();
        let again = read(dialect.kind(), canonical.clone()).unwrap();
        assert_eq!(cells(&again.table), dialect.rows["rows"], "{}", dialect.folder.display());
        let odd = again.findings.iter().filter(|finding| {
            finding.rule().id().starts_with("csv.") && !finding.rule().id().starts_with("csv.columns")
        });
        assert_eq!(odd.count(), 0, "{}", dialect.folder.display());
        assert_eq!(write(&again.table, CsvStyle::Canonical).unwrap().0, canonical);
    }
}

#[test]
fn a_stream_tells_and_writes_the_same() {
    for dialect in dialects() {
        let kind = dialect.kind();
        let file = read(kind, dialect.bytes.clone()).unwrap();
        for form in [CsvStyle::AsRead, CsvStyle::Canonical] {
            let mut reader = Reader::new(kind, Trickle::new(&dialect.bytes, 7));
            let mut writer = Writer::new(kind, form, Vec::new());
            let mut found = Vec::new();
            while let Some(record) = reader.next_record().unwrap() {
                found.extend_from_slice(record.findings);
                writer.write(record.row).unwrap();
            }
            found.extend_from_slice(reader.findings());
            assert_eq!(found, file.findings, "{}", dialect.folder.display());
            assert_eq!((reader.encoding(), reader.version()), (file.table.encoding(), file.version.clone()));
            assert_eq!(writer.rows(), file.table.len() as u64);
            assert_eq!(writer.finish().unwrap(), rows_as_read(&file.table, form));
        }
    }
}
