//! Values that programs guard against spreadsheets are read as they are meant, told once for a column, and written
//! back unchanged; a changed row has the value alone.

use cplink::convert::{CsvStyle, Reader, read, write};
use cplink::finding::{Finding, Rule, Severity};
use cplink::rules;
use cplink::spec::Kind;
use cplink::unit::FileContents;

const NAME: &str = "DLTJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV";

/// Two rows whose insured person's numbers are written so.
fn file(insured: impl Fn(&str) -> String) -> Vec<u8> {
    let row = |number: &str| format!("202407,990010,{},202510,9970000111,11\r\n", insured(number));
    [row("0000000101"), row("0000000202")].concat().into_bytes()
}

fn said(findings: &[Finding]) -> Vec<(Rule, Option<u64>, Severity)> {
    findings.iter().map(|finding| (finding.rule(), finding.row(), finding.severity())).collect()
}

#[test]
fn guarded_values_are_read_as_they_are_meant() {
    let forms: [(&str, Rule); 12] = [
        ("'*", Rule::FieldTextMark),
        ("\"'*\"", Rule::FieldTextMark),
        ("\t*", Rule::FieldTextMark),
        ("*\t", Rule::FieldTextMark),
        ("\"\t*\"", Rule::FieldTextMark),
        ("'\t* ", Rule::FieldTextMark),
        ("=*", Rule::FieldTextMark),
        ("\"=*\"", Rule::FieldTextMark),
        ("=\"*\"", Rule::CsvFormulaGuard),
        ("\"=\"\"*\"\"\"", Rule::CsvFormulaGuard),
        ("=T(\"*\")", Rule::CsvFormulaGuard),
        ("\"=T(\"\"*\"\")\"", Rule::CsvFormulaGuard),
    ];
    for (form, rule) in forms {
        let bytes = file(|number| form.replace('*', number));
        let read_file = read(Kind::Dltjsk, bytes.as_slice()).unwrap();
        assert_eq!(said(&read_file.findings), [(rule, Some(1), Severity::Warning)], "{form}");
        let table = read_file.table;
        let values: Vec<_> = table.rows().map(|row| row.text(2).unwrap().into_owned()).collect();
        assert_eq!(values, ["0000000101", "0000000202"], "{form}");
        assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, bytes, "unchanged it is the same file: {form}");
        assert_eq!(write(&table, CsvStyle::Canonical).unwrap().0, file(str::to_owned), "{form}");
        let mut changed = table.clone();
        changed.set(1, "service_type_code", "15").unwrap();
        let written = write(&changed, CsvStyle::AsRead).unwrap().0;
        let first = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap().to_vec();
        let expected = [first, b"202407,990010,0000000202,202510,9970000111,15\r\n".to_vec()].concat();
        assert_eq!(written, expected, "only the changed row is written anew: {form}");
        let report = rules::file(&FileContents::read(NAME, bytes.clone()).unwrap());
        assert_eq!(said(&report.findings), [(rule, Some(1), Severity::Warning)], "the rules see the values: {form}");
        let mut reader = Reader::new(Kind::Dltjsk, bytes.as_slice());
        let mut numbers = Vec::new();
        while let Some(record) = reader.next_record().unwrap() {
            numbers.push(record.row.text(2).unwrap().into_owned());
        }
        assert_eq!(numbers, values, "row by row: {form}");
    }
}

#[test]
fn the_version_decides_the_layout_behind_a_mark_too() {
    let bytes = b"'202208,'990010,'0000000101,'202302\r\n";
    let file = read(Kind::Dltplan, bytes.as_slice()).unwrap();
    assert_eq!(file.version.as_deref(), Some("202208"));
    assert_eq!(file.table.version().value(), "202208");
    assert!(file.findings.iter().all(|finding| finding.rule() == Rule::FieldTextMark), "{:?}", file.findings);
}

#[test]
fn what_may_be_the_value_itself_is_left_alone() {
    for (insured, rule) in [
        ("'", Rule::FieldAlnum),
        ("'x y", Rule::FieldAlnum),
        ("'00000001", Rule::FieldLength),
        ("=SUM(A1)", Rule::FieldAlnum),
        ("\u{200B}0000000101", Rule::FieldBlanks),
        ("0000000101\u{A0}", Rule::FieldBlanks),
    ] {
        let bytes = file(|_| insured.to_owned());
        let found = read(Kind::Dltjsk, bytes).unwrap().findings;
        assert!(found.iter().any(|finding| finding.rule() == rule), "{insured}: {found:?}");
    }
    // Free text may begin with anything.
    let row = "202407,990010,0000000101,20251104,,\"'見本\",\"\t課題\"\r\n";
    let table = read(Kind::Up1kyo, row.as_bytes()).unwrap().table;
    let text = |column| table.row(0).unwrap().text(column).unwrap().into_owned();
    assert_eq!((text(5), text(6)), ("'見本".to_owned(), "\t課題".to_owned()));
}

/// The no-break space of Western code pages is no character of CP932; it is named as the blank that it was.
#[test]
fn a_no_break_space_is_told_as_a_blank() {
    let bytes = [b"202407,990010,0000000101\xA0,202510,9970000111,11\r\n".as_slice(), &file(str::to_owned)].concat();
    assert_eq!(said(&read(Kind::Dltjsk, bytes).unwrap().findings), [(Rule::FieldBlanks, Some(1), Severity::Error)]);
}
