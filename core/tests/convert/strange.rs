//! Strange words in free text are somebody's own words: no error comes of them, and none is changed.

use cplink::convert::{CsvStyle, read, write};
use cplink::finding::Severity;
use cplink::spec::{FieldType, Kind, layout};
use cplink::text::encode;

const KIND: Kind = Kind::Up3kyo;

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(text, &mut bytes, |_| {}).unwrap();
    bytes
}

/// What looks like something else: formulas, escapes, encodings, marks, totals, headers, words for no value.
const WORDS: [&str; 75] = [
    "=\"0123\"",
    "=T(\"0123\")",
    "=\"\"",
    "=T(",
    "=",
    "\"",
    "\"\"",
    "'",
    "'0123",
    "&",
    "&amp;",
    "&lt;b&gt;",
    "&#12354;",
    "%",
    "%E3%81%82",
    "100%",
    "\\",
    "\\n",
    "\\r\\n",
    "\\n1",
    "\\u3042",
    "\\N",
    "+",
    "+iYtnLA-",
    "NULL",
    "None",
    "NaN",
    "-",
    "--",
    "*",
    "なし",
    "合計",
    "合計,1,2",
    "以上",
    "[EOF]",
    "CSVバージョン,保険者番号",
    "202407,990010,0000000101",
    "\r\n202407,990010,0000000101,20250925\r\n",
    "\r\n合計,,,\r\n",
    "\r\n\r\n",
    "sep=,",
    "??",
    "????",
    "QUJDREVGRw==",
    "$B8+K\\(B",
    "=8C=A9=96=7B",
    "<br>",
    "<br>1",
    "<table><tr><td>",
    "%PDF-1.4",
    "PK",
    "From: a",
    "メニュ1",
    "表n1",
    "ソ\\n1",
    "ﾂ1",
    "ｶｲﾓﾉ･ｿｳｼﾞ･ｾﾝﾀｸ",
    "ﾏﾄﾞ･ｲ･ﾛ･ﾊ･ﾆ･ﾎ",
    "､､､",
    ";;;;;",
    "|||||",
    "^^^^",
    "瑤子",
    "熙",
    "\u{3000}",
    " ",
    "12345678",
    "1E+30",
    "#N/A",
    "####",
    "2025/11/04",
    "1,234",
    "令和7年",
    "@SUM(1)",
    "-1+1",
];

/// A row with its texts, each in quotes, or where it needs none, bare.
fn row(texts: [&str; 3], in_quotes: bool) -> Vec<u8> {
    let mut texts = texts.into_iter();
    let cells: Vec<Vec<u8>> = layout(KIND)
        .fields
        .iter()
        .map(|field| match (field.id, field.kind) {
            ("csv_version", _) => b"202407".to_vec(),
            (_, FieldType::FreeText) => {
                let text = texts.next().unwrap_or_default();
                let is_bare = !in_quotes && !text.contains(['"', ',', '\r', '\n']);
                cp932(&if is_bare { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) })
            }
            (_, FieldType::Digits) => b"990010".to_vec(),
            (_, FieldType::Alnum) => b"0000000101".to_vec(),
            (_, FieldType::Date) => b"20250925".to_vec(),
            _ => Vec::new(),
        })
        .collect();
    [cells.join(&b','), b"\r\n".to_vec()].concat()
}

/// Every text of a file comes back, as read and as written anew.
fn same(texts: [&str; 3], in_quotes: bool) {
    let line = row(texts, in_quotes);
    for file in [line.clone(), [&line[..], &line].concat()] {
        let what = format!("{texts:?}, in quotes: {in_quotes}");
        let known = read(KIND, file.clone()).unwrap();
        let errors: Vec<_> = known.findings.iter().filter(|finding| finding.severity() == Severity::Error).collect();
        assert!(errors.is_empty(), "{what}: {errors:?}");
        assert_eq!(write(&known.table, CsvStyle::AsRead).unwrap().0, file, "{what}");
        let anew = write(&known.table, CsvStyle::Canonical).unwrap().0;
        for table in [known.table, read(KIND, anew).unwrap().table] {
            assert_eq!(table.len() * line.len(), file.len(), "{what}");
            for row in table.rows() {
                let free =
                    layout(KIND).fields.iter().enumerate().filter(|(_, field)| field.kind == FieldType::FreeText);
                let values: Vec<String> = free.map(|(at, _)| row.text(at).unwrap().into_owned()).collect();
                assert_eq!(values, texts, "{what}");
            }
        }
    }
}

#[test]
fn no_word_is_an_error_or_changed() {
    for word in WORDS {
        for in_quotes in [true, false] {
            for place in 0..3 {
                let mut texts = ["見本", "本町 1丁目", "毎週"];
                texts[place] = word;
                same(texts, in_quotes);
            }
        }
    }
}

/// A program that guards all of its texts, or its numbers too, means what is inside.
#[test]
fn a_row_of_formulas_is_read_as_it_is_meant() {
    let all = row(["=\"a\"", "=\"b\"", "=T(\"c\")"], true);
    let number = String::from_utf8(row(["=\"a\"", "b", ""], true)).unwrap().replacen("990010", "=\"990010\"", 1);
    for (file, first) in [(all, "a"), (number.into_bytes(), "a")] {
        let known = read(KIND, file).unwrap();
        let at = layout(KIND).fields.iter().position(|field| field.kind == FieldType::FreeText).unwrap();
        assert_eq!(known.table.row(0).unwrap().text(at).unwrap(), first);
        assert!(known.findings.iter().all(|finding| finding.severity() == Severity::Warning), "{:?}", known.findings);
        assert!(
            known.findings.iter().any(|finding| finding.rule().id() == "csv.formula_guard"),
            "{:?}",
            known.findings
        );
    }
}
