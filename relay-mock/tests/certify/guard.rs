//! A number that could be a real person's stops the case before anything is stored.

use std::fs;
use std::path::Path;

use relay_mock::certify::judge::Word;

use crate::kit::{product, run};

/// Whether a file below the folder has the text in its name or its bytes.
pub(crate) fn has(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        let named = path.file_name().unwrap().to_str().unwrap().contains(text);
        let inside = if path.is_dir() {
            has(&path, text)
        } else {
            fs::read(&path).unwrap().windows(text.len()).any(|window| window == text.as_bytes())
        };
        named || inside
    })
}

#[test]
fn a_number_outside_the_ranges_stops_the_case_before_it_is_stored() {
    for (change, number) in [
        ("row | {'insured_person_number': '1234567890'}", "1234567890"),
        ("row | {'insured_person_number': 'H123456789'}", "H123456789"),
        ("row | {'insurer_number': '131016'}", "131016"),
        ("row | {'insured_person_number': '１２３４５６７８９０'}", "1234567890"),
        ("row | {'insured_person_number': '', 'created_date': '1234567890'}", "1234567890"),
    ] {
        let (_folder, product) = product(&format!(
            "class Real(Care):\n    def line(self, kind, row):\n        print(row['user_name'] if 'user_name' in row else '{number}', file=sys.stderr)\n        return super().line(kind, {change})\nserve(Real())"
        ));
        let ran = run(&["--case", "D2-01", "--case", "D2-02"], &product);
        assert_eq!(ran.exit, Some(2), "{}{}", ran.said, ran.errors);
        let case = ran.case("D2-01");
        assert_eq!(case.word, Word::Inconclusive);
        let reason = case.reason.unwrap().ja;
        assert!(reason.starts_with("実在の方のデータかもしれません") && reason.ends_with('。'), "{reason}");
        assert!(!has(&ran.out(), number), "{number} was stored");
        // The other cases go on.
        assert_eq!(ran.case("D2-02").word, Word::Pass);
    }
}

#[test]
fn an_office_number_of_the_vendor_s_own_is_no_person() {
    let body = "class Own(Care):\n    def line(self, kind, row):\n        change = {'provider_number': '1370000001'} if 'provider_number' in row else {}\n        return super().line(kind, row | change)\nserve(Own())";
    let (_folder, product) = product(body);
    let ran = run(&["--case", "D2-01"], &product);
    assert_eq!((ran.exit, ran.case("D2-01").word), (Some(1), Word::Fail), "{}{}", ran.said, ran.errors);
}

#[test]
fn a_file_whose_rows_cannot_be_told_apart_is_looked_through() {
    for name in ["'export.CSV'", "'_export.pdf'", "'.txt'"] {
        let body = "class Real(Care):\n    def file_name(self, kind, rows, partner, serial):\n        return kind + {NAME}\n    def line(self, kind, row):\n        return super().line(kind, row | {'insured_person_number': '1234567890'})\nserve(Real())";
        let (_folder, product) = product(&body.replace("{NAME}", name));
        let ran = run(&["--case", "D2-01"], &product);
        assert_eq!(
            (ran.exit, ran.case("D2-01").word),
            (Some(2), Word::Inconclusive),
            "{name}: {}{}",
            ran.said,
            ran.errors
        );
        assert!(!has(&ran.out(), "1234567890"));
    }
}
