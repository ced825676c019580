//! PDF says what the pages say.

use std::fs;

use cplink::form::{
    Align, Borders, Cell, Fill, FormKind, Frame, Grid, Item, Label, LabelRole, Lines, Page, PdfPainter, Role, Run,
    Sheet, VerticalAlign,
};
use cplink::spec::Kind;
use cplink_testkit::must_run;

use crate::kit::{Unit, month, pages};
use crate::pages::slip_of;
use crate::paper::{pdf, says_what_the_model_says, words_of};
use crate::pictures::{first_page, jpeg, png};

/// Writes every character of CP932 as Python knows it, one a line, without those that users define themselves.
const CP932: &str = r"
import sys
codes = [bytes([a]) for a in range(256)] + [bytes([a, b]) for a in range(256) for b in range(256)]
found = set()
for code in codes:
    try:
        text = code.decode('cp932')
    except UnicodeDecodeError:
        continue
    if len(text) == 1 and ord(text) >= 0x20 and ord(text) not in (0x7f, 0x80) and not 0xe000 <= ord(text) < 0xf900:
        found.add(text)
sys.stdout.buffer.write('\n'.join(sorted(found)).encode())
";

/// A page with these texts, each in a cell of its own, six times as wide as high at most.
fn page_of<'a>(texts: impl IntoIterator<Item = &'a str>, columns: usize) -> Page {
    let texts: Vec<&str> = texts.into_iter().collect();
    let cell = |(at, text): (usize, &&str)| Cell {
        row: at / columns,
        column: at % columns,
        row_span: 1,
        column_span: 1,
        role: Role::Data,
        lines: Lines { size: 3.0, lines: vec![vec![Run::plain(*text)]] },
        align: Align::Centre,
        vertical: VerticalAlign::Middle,
        fill: Fill::None,
        borders: Borders::THIN,
    };
    let grid = Grid {
        left: 8.0,
        top: 10.0,
        caption: "文字".to_owned(),
        is_captioned: false,
        marked: "違う",
        columns: vec![280.0 / columns as f32; columns],
        rows: vec![7.0; texts.len().div_ceil(columns)],
        cells: texts.iter().enumerate().map(cell).collect(),
    };
    let title = "文字の一覧".to_owned();
    Page { form: FormKind::Table6, title, sheet: Sheet::Landscape, number: 1, count: 1, items: vec![Item::Grid(grid)] }
}

#[test]
fn every_cell_of_the_month_says_what_its_model_says() {
    let mut count = 0;
    for unit in month(Kind::ALL) {
        count += says_what_the_model_says(&pages(&unit.tables.iter().collect::<Vec<_>>()));
    }
    assert!(count > 8_000, "{count}");
}

#[test]
fn every_character_of_cp932_is_itself() {
    let listed = must_run(&std::env::temp_dir(), "python3", &["-c", CP932]);
    let characters: Vec<&str> = listed.split('\n').collect();
    assert_eq!(characters.len(), 7484);
    let pages: Vec<Page> = characters.chunks(40 * 26).map(|chunk| page_of(chunk.iter().copied(), 40)).collect();
    // Between two spaces there is no word.
    assert_eq!(says_what_the_model_says(&pages), 7484 - 2);
}

#[test]
fn spaces_of_both_widths_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), pdf([&page_of(["甲 乙", "丙　丁"], 1)])).unwrap();
    must_run(folder.path(), "pdftotext", &["-raw", "a.pdf", "a.txt"]);
    let said = fs::read_to_string(folder.path().join("a.txt")).unwrap();
    assert!(said.contains("甲 乙") && (said.contains("丙 丁") || said.contains("丙　丁")), "{said}");
}

#[test]
fn characters_that_cp932_lacks_are_seen_as_such_and_kept_as_they_are() {
    let texts = ["한국어", "שלום", "مرحبا", "e\u{301}", "👵🏽", "\u{e000}外字", "𠮷野", "ﬁ", "〓"];
    let page = page_of(texts, 3);
    let words = words_of(std::slice::from_ref(&page)).remove(0);
    let said: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    for text in ["한국어", "\u{e000}外字", "𠮷野", "👵🏽", "〓"] {
        assert!(said.iter().any(|said| said == text), "{text}: {said:?}");
    }
    assert_eq!(words.len(), texts.len(), "{said:?}");
}

#[test]
fn texts_that_nobody_should_send_break_nothing() {
    let evil = "甲\u{202e}乙\u{0}丙\u{200b}丁\u{1b}[2J\u{85})\\ ET Q BDC EMC <</A 1>>";
    let long = "長".repeat(10_000);
    let mut slip = slip_of(1, 3);
    slip.set(0, "provider_name", &long).unwrap();
    slip.set(1, "provider_name", evil).unwrap();
    slip.set(2, "plan_staff_name", "</TD><script>alert(1)</script>&amp;").unwrap();
    let pages = pages(&[&slip]);
    assert!(pages.len() > 3);
    assert!(says_what_the_model_says(&pages) > 100);
    let whole: String = words_of(&pages).concat().into_iter().map(|word| word.text).collect();
    assert!(whole.matches('長').count() >= 10_000 && whole.contains("甲〓乙〓丙〓丁〓[2J〓)\\"), "{}", whole.len());
    // Also where nobody has cleaned the text before.
    let raw = [evil, &long, "\u{feff}\u{fffe}\u{ffff}", "", "\n"];
    assert_eq!(words_of(&[page_of(raw, 1)]).len(), 1);
}

#[test]
fn the_same_pages_are_the_same_bytes_and_no_pages_are_a_file_too() {
    let pages = pages(&[&slip_of(2, 3)]);
    let first = pdf(&pages);
    assert!(first == pdf(&pages));
    assert!(first.starts_with(b"%PDF-1.7") && pdf([]).starts_with(b"%PDF-1.7"));
}

#[test]
fn pages_that_would_take_too_much_memory_are_refused() {
    let page = Page { items: Vec::new(), ..page_of(["頁"], 1) };
    let mut painter = PdfPainter::begin(std::io::sink()).unwrap();
    (0..PdfPainter::<std::io::Sink>::MAX_PAGES).for_each(|_| painter.page(&page).unwrap());
    assert_eq!(painter.page(&page).unwrap_err().kind(), std::io::ErrorKind::FileTooLarge);
    painter.end().unwrap();
}

#[test]
fn it_has_title_language_and_structure() {
    let unit = Unit::of(&cplink_testkit::fixtures::newest().join("month/02-slip-home-help"));
    let mut pages = pages(&unit.tables.iter().collect::<Vec<_>>());
    let frame = Frame { left: 10.0, top: 200.0, width: 50.0, height: 5.0 };
    let lines = Lines { size: 3.0, lines: vec![vec![Run::plain("枠の中")]] };
    let (align, role) = (Align::Left, LabelRole::Text);
    pages[0].items.push(Item::Label(Label { frame, lines, align, role, is_boxed: true }));
    let folder = tempfile::tempdir().unwrap();
    let bytes = pdf(&pages);
    let has = |needle: &str| bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
    assert!(has("/Lang(ja)") && has("/DisplayDocTitle true") && has("pdfuaid:part"));
    fs::write(folder.path().join("a.pdf"), &bytes).unwrap();
    let about = must_run(folder.path(), "pdfinfo", &["a.pdf"]);
    assert!(about.contains("ケアプランデータの帳票") && !about.contains("CreationDate"), "{about}");
    let told = must_run(folder.path(), "pdfinfo", &["-struct-text", "a.pdf"]);
    let first = told.split("\n  Sect").nth(1).unwrap();
    let words = [
        "H1",
        "\"サービス提供票（予定）\"",
        "\"令和7年10月分\"",
        "Table",
        "TR",
        "TH",
        "/Scope /Row",
        "\"保険者番号\"",
        "TD",
        "\"990010\"",
        "\"被保険者番号\"",
        "/Scope /Column",
        "\"日付\"",
        "\"枠の中\"",
    ];
    let mut rest = first;
    for word in words {
        let at = rest.find(word).unwrap_or_else(|| panic!("{word} does not follow in {first}"));
        rest = &rest[at + word.len()..];
    }
    let fonts = must_run(folder.path(), "pdffonts", &["a.pdf"]);
    assert_eq!(fonts.matches("BIZUDGothic-Regular").count(), 1);
    assert_eq!(fonts.lines().filter(|line| line.contains("Identity-H")).count(), 1, "{fonts}");
}

#[test]
fn a_jpeg_is_in_it_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), pdf([&first_page(&jpeg())])).unwrap();
    let listed = must_run(folder.path(), "pdfimages", &["-list", "a.pdf"]);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.contains(" 192 ") && listed.contains(" 88 ") && listed.contains("jpeg"), "{listed}");
    must_run(folder.path(), "pdfimages", &["-all", "a.pdf", "picture"]);
    assert!(fs::read(folder.path().join("picture-000.jpg")).unwrap() == jpeg());
}

#[test]
fn a_picture_in_another_format_is_told_in_its_place() {
    let said: String = words_of(&[first_page(&png())]).concat().into_iter().map(|word| word.text).collect();
    assert!(said.contains("この形式の画像はPDFに入れられません。HTMLの帳票でご覧ください。"), "{said}");
}
