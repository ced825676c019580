//! Japanese written in ASCII, garbled or lost: one finding for a file of it, a warning for a single item.

use cplink::convert::read;
use cplink::finding::{Rule, Severity};
use cplink::spec::Kind;
use cplink::text::encode;

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(text, &mut bytes, |_| {}).unwrap();
    bytes
}

/// A care plan with three texts, written so.
fn plan(texts: [&str; 3]) -> String {
    format!("202407,990010,0000000101,20251104,,\"{}\",\"{}\",\"{}\"\r\n", texts[0], texts[1], texts[2])
}

/// What is said of characters, beside what is said of the items that the short rows lack.
fn said(bytes: &[u8]) -> Vec<(Rule, Option<String>, Severity)> {
    let found = read(Kind::Up1kyo, bytes).unwrap().findings;
    let of_text = |rule: Rule| {
        rule.id().starts_with("text.") || matches!(rule, Rule::CsvEncoding | Rule::CsvEscaped | Rule::CsvGarbled)
    };
    let found = found.into_iter().filter(|finding| of_text(finding.rule()));
    found.map(|finding| (finding.rule(), finding.parameter().map(str::to_owned), finding.severity())).collect()
}

#[test]
fn a_file_of_it_is_one_finding_and_an_item_is_a_warning() {
    for (text, rule, name) in [
        ("&#35211;&#26412;", Rule::CsvEscaped, "&#x3042;"),
        ("&#x898B;&#x672C;", Rule::CsvEscaped, "&#x3042;"),
        ("%E8%A6%8B%E6%9C%AC", Rule::CsvEscaped, "%E3%81%82"),
        ("%8C%A9%96%7B", Rule::CsvEscaped, "%E3%81%82"),
        ("=8C=A9=96=7B", Rule::CsvEscaped, "=E3=81=82"),
        ("\\u898b\\u672c", Rule::CsvEscaped, "\\u3042"),
        ("+iYtnLA-", Rule::CsvEncoding, "UTF-7"),
        ("$B8+K\\(B", Rule::CsvEncoding, "ISO-2022-JP (JIS)"),
    ] {
        let all = plan([text, text, ""]);
        assert_eq!(said(all.as_bytes()), [(rule, Some(name.to_owned()), Severity::Error)], "{text}");
        assert!(read(Kind::Up1kyo, all.as_bytes()).unwrap().table.is_empty(), "no row is judged");
        for one in [plan([text, "", ""]).into_bytes(), cp932(&plan([text, "見本", "ヘルパー"]))] {
            assert_eq!(said(&one), [(Rule::TextEscaped, Some(name.to_owned()), Severity::Warning)], "{text}");
            assert_eq!(read(Kind::Up1kyo, one).unwrap().table.len(), 1);
        }
    }
    // What programs write for a character that they lack, in the midst of a text.
    assert_eq!(said(&cp932(&plan(["10&#12316;12時", "見本", "A&amp;B"]))).len(), 2);
}

#[test]
fn lost_characters_are_told() {
    assert_eq!(said(plan(["?? ??", "????", "2025"]).as_bytes()), [(Rule::CsvGarbled, None, Severity::Error)]);
    assert_eq!(said(&cp932(&plan(["?? ??", "見本", "本当??"]))), [(Rule::TextLost, None, Severity::Warning)]);
    let utf8 = plan(["見本", "見\u{FFFD}", "江"]);
    assert_eq!(said(utf8.as_bytes()), [(Rule::TextLost, None, Severity::Warning)]);
    let twice: String = plan(["見本", "江", "ヘルパー"]).bytes().map(char::from).collect();
    assert_eq!(said(twice.as_bytes()), [(Rule::CsvGarbled, None, Severity::Error)]);
}

#[test]
fn encodings_of_other_countries_are_named() {
    let text = plan(["見本", "ヘルパのいえ", "かきくけこ"]);
    for (encoding, name) in [
        (encoding_rs::EUC_JP, "EUC-JP"),
        (encoding_rs::GBK, "GBK"),
        (encoding_rs::EUC_KR, "EUC-KR"),
        (encoding_rs::ISO_2022_JP, "ISO-2022-JP (JIS)"),
    ] {
        let (bytes, _, is_lossy) = encoding.encode(&text);
        assert!(!is_lossy);
        assert_eq!(said(&bytes), [(Rule::CsvEncoding, Some(name.to_owned()), Severity::Error)], "{name}");
    }
    for text in ["ｶﾅ ﾐﾎﾝ ﾊﾅｺ､ﾃｽﾄ", "見本　江 ﾍﾙﾊﾟｰ･ｽﾃｰｼｮﾝ･ﾉ･ｲｴ", "髙橋①㈱"]
    {
        assert_eq!(said(&cp932(&plan([text, text, text]))), [], "{text}");
    }
}

/// One byte that was damaged does not garble the whole file: only its item is told, beside the encoding.
#[test]
fn a_damaged_byte_of_a_utf8_file_is_told_at_its_item() {
    let text = plan(["見本ヘルパーステーション", "架空の森居宅介護支援", "見本花子"]);
    let at = text.find('森').unwrap();
    let mut bytes = text.into_bytes();
    bytes[at + 1] = b'?';
    let file = read(Kind::Up1kyo, bytes).unwrap();
    let said: Vec<_> = file.findings.iter().map(|finding| (finding.rule(), finding.item_number())).collect();
    assert!(said.contains(&(Rule::CsvUtf8, None)) && said.contains(&(Rule::TextUndecodable, Some(7))), "{said:?}");
    assert_eq!(file.table.row(0).unwrap().text(5).unwrap(), "見本ヘルパーステーション");
}

/// What databases write for no value.
#[test]
fn words_for_no_value_are_told() {
    let found = read(Kind::Up1kyo, plan(["NULL", "見本", "null"]).as_bytes()).unwrap().findings;
    let told: Vec<_> = found.iter().filter(|finding| finding.rule() == Rule::FieldPlaceholder).collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|finding| finding.severity() == Severity::Warning));
}
