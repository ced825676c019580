//! The catalogue of rules against the cases that Python made and judged: every rule has one, and nothing
//! else is said of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cplink::client::Checked;
use cplink::convert::{CsvStyle, MAX_FINDINGS, write};
use cplink::file::{Bytes, Source};
use cplink::finding::{Finding, Rule, Severity};
use cplink::progress::{self, Job, Step};
use cplink::record::Table;
use cplink::rules::{self, Series, UnitReport};
use cplink::spec::{Kind, UnitKind};
use cplink::unit::{
    Address, Attachment, AttachmentContents, FileContents, FileName, Serial, Unit, UnitContents, UnitId,
};
use cplink_testkit::fixtures::{contents as unit, described, folders, json, newest as fixtures};
use serde_json::{Value, json};

fn check(contents: &UnitContents) -> UnitReport {
    rules::check(contents, &mut Job::new()).unwrap()
}

/// The findings of a file on its own.
fn findings_of(name: &str, bytes: impl Into<Bytes>) -> Vec<Finding> {
    rules::file(&FileContents::read(name, bytes).unwrap()).findings
}

/// In one order, whatever the order of the files.
fn sorted(findings: impl IntoIterator<Item = Value>) -> Vec<String> {
    let mut texts: Vec<String> = findings.into_iter().map(|finding| finding.to_string()).collect();
    texts.sort();
    texts
}

/// What is said of a case.
fn said(case: &Path, about: &Value) -> Vec<Finding> {
    if let Some(units) = about["series"].as_u64() {
        let mut series = Series::new();
        let mut findings = Vec::new();
        for number in 1..=units {
            let contents = unit(&case.join(number.to_string()));
            findings.extend(check(&contents).all_findings().cloned());
            findings.extend(series.add(&contents).unwrap());
        }
        findings
    } else if about["unit"] == true {
        check(&unit(&case.join("files"))).all_findings().cloned().collect()
    } else {
        unit(&case.join("files")).files.iter().flat_map(|file| rules::file(file).findings).collect()
    }
}

fn cases() -> Vec<(PathBuf, Value)> {
    ["bad", "series", "semantic"]
        .iter()
        .flat_map(|group| folders(&fixtures().join(group)))
        .map(|case| {
            let about = json(&case.join("case.json"));
            (case, about)
        })
        .collect()
}

#[test]
fn each_case_has_its_findings_and_no_others() {
    let mut wrong = Vec::new();
    for (case, about) in cases() {
        let found = sorted(said(&case, &about).iter().map(described));
        let expected = sorted(about["expect"].as_array().unwrap().iter().cloned());
        if found != expected {
            wrong.push(format!("{}: {found:#?} instead of {expected:#?}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn units_of_every_kind_are_clean() {
    let mut kinds = BTreeSet::new();
    for case in folders(&fixtures().join("valid")).into_iter().chain(folders(&fixtures().join("month"))) {
        let contents = unit(&case.join("files"));
        let report = check(&contents);
        let found: Vec<Value> = report.all_findings().map(described).collect();
        assert_eq!(json!(found), json(&case.join("findings.json"))["findings"], "{}", case.display());
        assert!(report.all_findings().all(|finding| finding.severity() == Severity::Info), "{}", case.display());
        assert!(report.unit_kind.is_some(), "{}", case.display());
        kinds.extend(contents.files.iter().filter_map(FileContents::kind));
    }
    assert_eq!(kinds.len(), Kind::ALL.len(), "a kind has no valid file");
}

#[test]
fn an_error_forbids_sending_and_nothing_less_does() {
    let mut seen = BTreeSet::new();
    for (case, about) in cases().into_iter().filter(|(_, about)| about["unit"] == true) {
        let expected = about["expect"].as_array().unwrap().iter().any(|finding| finding["severity"] == "error");
        assert_eq!(check(&unit(&case.join("files"))).has_error(), expected, "{}", case.display());
        seen.insert(expected);
    }
    assert_eq!(seen.len(), 2);
}

/// What travels together depends on the version, which names show where no row does.
#[test]
fn names_tell_the_version_of_a_unit() {
    let offices = ["9970000012_9970000111", "9970000012_43_9970000111_11"];
    let unit = |kinds: &[&str], offices: &str| {
        let names: Vec<String> = kinds.iter().map(|kind| format!("{kind}_{offices}_20251130235959.CSV")).collect();
        let files = names.iter().map(|name| FileContents::read(name, "").unwrap()).collect();
        let name = FileName::parse(&names[0]).name.unwrap();
        let id = UnitId { from: name.from, to: name.to, serial: name.serial };
        let by_name = rules::names(&UnitContents::of_names(names.iter().map(String::as_str), id));
        let found = check(&UnitContents { files, ..UnitContents::default() });
        assert_eq!(found.unit_kind, by_name.unit_kind);
        found.unit_kind
    };
    let third = ["UP1KYO", "UP2KYO", "UPHOSOKU_000000"];
    let current = ["UP1KYO", "UP2KYO", "UP3KYO", "UPHOSOKU_000000"];
    assert_eq!(unit(&third, offices[0]), Some(UnitKind::CarePlan));
    assert_eq!(unit(&third, offices[1]), None);
    assert_eq!(unit(&current, offices[1]), Some(UnitKind::CarePlan));
    assert_eq!(unit(&current, offices[0]), None);
}

/// The month one unit after the other: nothing is missing between them.
#[test]
fn the_month_is_a_clean_series() {
    let mut series = Series::new();
    for case in folders(&fixtures().join("month")) {
        assert_eq!(series.add(&unit(&case.join("files"))).unwrap(), [], "{}", case.display());
    }
}

fn attached(name: &str, bytes: &[u8]) -> AttachmentContents {
    let source = Source::from(bytes.to_vec());
    AttachmentContents::read(&Attachment { name: name.to_owned(), source }).unwrap()
}

/// Findings that no file of a folder can bring about, made here.
fn told_without_a_file() -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut table = Table::new(Kind::Up1kyo);
    table.push();
    table.set(0, "plan_author_name", "見本〜江").unwrap();
    findings.extend(write(&table, CsvStyle::Canonical).unwrap().1);
    table.set(0, "plan_author_name", "見本😀").unwrap();
    findings.extend(write(&table, CsvStyle::Canonical).unwrap_err().findings().iter().cloned());

    // Names that not every file system or archive holds: some differ in case only, some cannot be seen.
    let names = ["note.pdf", "NOTE.pdf", "カ\u{3099}イド.pdf", "\u{3164}.pdf", "LETTER~1.PDF"];
    let attachments = names.map(|name| attached(name, b"%PDF-1.4")).to_vec();
    let passed_over = vec![".DS_Store".to_owned()];
    findings.extend(check(&UnitContents { attachments, passed_over, ..UnitContents::default() }).findings);
    findings.extend(findings_of("UPPLAN~1.CSV", ""));

    let name = "DLTPLAN_202510_9970000012_43_9970000319_17_20250925130203.CSV";
    findings.extend(findings_of(name, b"x,,,\r\n".repeat(MAX_FINDINGS)));
    findings
}

#[test]
fn every_rule_has_a_case() {
    let mut told: BTreeSet<String> =
        told_without_a_file().iter().map(|finding| finding.rule().id().to_owned()).collect();
    for (_, about) in cases() {
        told.extend(about["expect"].as_array().unwrap().iter().map(|each| each["rule"].as_str().unwrap().to_owned()));
    }
    let missing: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).filter(|id| !told.contains(*id)).collect();
    assert!(missing.is_empty(), "rules without a case: {missing:?}");
}

/// A finding of each rule names what is wrong and what to do, in both languages, without a hole.
#[test]
fn texts_are_whole_and_hold_no_value() {
    let findings = cases().into_iter().flat_map(|(case, about)| said(&case, &about)).chain(told_without_a_file());
    for finding in findings.filter(|finding| finding.rule().id() != "csv.columns_long") {
        for text in [finding.message_ja(), finding.message_en(), finding.remedy_ja(), finding.remedy_en()] {
            assert!(!text.is_empty() && !text.contains("{}") && !text.contains("（）"), "{finding:?}");
            for value in ["0000000101", "0000000202", "H000000303", "X000000303", "架空", "例示　﨑次郎", "H12345"]
            {
                assert!(!text.contains(value), "{finding:?}");
            }
        }
        assert!(finding.message_ja().ends_with('。') && finding.remedy_ja().ends_with('。'), "{finding:?}");
        assert!(!finding.rule().clause().is_empty());
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// A file of the fixtures by its kind.
    fn bytes_of(kind: Kind) -> (String, Vec<u8>) {
        for case in folders(&fixtures().join("month")).into_iter().chain(folders(&fixtures().join("valid"))) {
            for entry in fs::read_dir(case.join("files")).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if FileContents::of_name(&name).kind() == Some(kind) {
                    return (name, fs::read(&path).unwrap());
                }
            }
        }
        panic!("no file of {}", kind.name());
    }

    fn any_kind() -> impl Strategy<Value = Kind> {
        prop::sample::select(Kind::ALL)
    }

    /// Cells that rules look at: right, wrong and empty ones.
    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            prop::sample::select(vec![
                "0",
                "1",
                "2",
                "3",
                "99",
                "-1",
                "000000",
                "00000000",
                "202510",
                "202513",
                "20251031",
                "9999",
                "0900",
                "2400",
                "999999",
                "9999999999",
                "11AAAA",
                "17EEEE",
                "111211",
                "171003",
                "331111",
                "671007",
                "0000000101",
                "H000000303",
                "99990-000025",
                "1111111111111111111111111111111",
            ])
            .prop_map(str::to_owned),
            "[0-9A-Z]{0,12}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever is in the cells: no panic, rows and items exist, the order is that of the file.
        #[test]
        fn any_cells_are_judged(kind in any_kind(), changes in prop::collection::vec((0usize..6, 0usize..80, cell()), 0..12)) {
            let (name, bytes) = bytes_of(kind);
            let mut table = FileContents::read(&name, bytes).unwrap().table.unwrap();
            let fields = table.layout().fields;
            for (row, column, text) in changes {
                if row < table.len() {
                    table.set(row, fields[column % fields.len()].id, text).unwrap();
                }
            }
            let Ok((bytes, _)) = write(&table, CsvStyle::AsRead) else { return Ok(()) };
            let contents = FileContents::read(&name, bytes.clone()).unwrap();
            let findings = rules::file(&contents).findings;
            prop_assert_eq!(&findings, &findings_of(&name, bytes));
            let rows: Vec<_> = findings.iter().map(Finding::row).collect();
            prop_assert!(rows.is_sorted());
            for finding in &findings {
                prop_assert!(finding.row().is_none_or(|row| row >= 1 && row <= table.len() as u64 + 1));
                prop_assert!(finding.item_number().is_none_or(|column| (column as usize) <= fields.len()));
            }
            let unit = UnitContents { files: vec![contents], ..UnitContents::default() };
            check(&unit);
            Series::new().add(&unit).unwrap();
        }

        /// The order of records is free: what is said of them does not hang on it, but for which of two
        /// equal records comes second.
        #[test]
        fn the_order_of_records_is_free(kind in any_kind(), seed in any::<u64>()) {
            let (name, bytes) = bytes_of(kind);
            let table = FileContents::read(&name, bytes.clone()).unwrap().table.unwrap();
            let mut order: Vec<usize> = (0..table.len()).collect();
            let mut state = seed;
            for at in (1..order.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                order.swap(at, (state >> 33) as usize % (at + 1));
            }
            let mut shuffled = Table::new(kind);
            for row in order {
                let record = table.row(row).unwrap();
                let index = shuffled.push();
                for (column, field) in table.layout().fields.iter().enumerate() {
                    shuffled.set(index, field.id, record.text(column).unwrap()).unwrap();
                }
            }
            let bytes = write(&shuffled, CsvStyle::Canonical).unwrap().0;
            let rules = |bytes| -> Vec<Rule> {
                findings_of(&name, bytes).iter().map(Finding::rule).collect()
            };
            prop_assert_eq!(rules(bytes), rules(fs_bytes(&name, kind)));
        }
    }

    fn fs_bytes(name: &str, kind: Kind) -> Vec<u8> {
        let (found, bytes) = bytes_of(kind);
        assert_eq!(found, name);
        bytes
    }
}

#[test]
fn progress_ends_with_all_bytes() {
    let party = |office, service| Address::new(office, service).unwrap();
    let serial = Serial::new("20251104090000").unwrap();
    let mut unit = Unit::new(party("9970000111", "11"), party("9970000012", "43"), serial);
    for (name, bytes) in [("a.CSV", 5), ("b.CSV", 7)] {
        unit.add_csv(name, vec![b'1'; bytes]);
    }
    let mut told = Vec::new();
    let mut tell = |report: progress::Progress| told.push((report.step, report.done, report.total));
    Checked::of(&unit, &mut Job::new().with_progress(&mut tell)).unwrap();
    assert_eq!(told.last(), Some(&(Step::Checking, 12, 12)));
    assert!(told.iter().any(|(_, done, _)| *done == 5), "{told:?}");
}
