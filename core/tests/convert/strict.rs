//! What check forbids is not written, whichever way it came in.

use cplink::Code;
use cplink::convert::{CsvStyle, Writer, read, write};
use cplink::finding::Rule;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::typed::{TypedRow, Up1kyo};

const FIELD: &str = "plan_author_name";

/// Every control character that no text may hold, with its code.
fn forbidden() -> Vec<(String, String)> {
    let controls = (0..=0x1F_u8).chain([0x7F]).filter(|byte| !matches!(byte, b'\t' | b'\n'));
    let code = |byte: u8| format!("U+{byte:04X}");
    controls.map(|byte| (char::from(byte).to_string(), code(byte))).collect()
}

fn refused(table: &Table, style: CsvStyle, field: &str, position: u32, code: &str) {
    let error = write(table, style).unwrap_err();
    assert_eq!(error.code(), Code::Unmappable);
    let [finding] = error.findings() else { panic!("{code}: {:?}", error.findings()) };
    assert_eq!((finding.rule(), finding.row(), finding.field()), (Rule::TextControl, Some(1), Some(field)), "{code}");
    assert_eq!((finding.position(), finding.parameter()), (Some(position), Some(code)));
    // The stream refuses the same row, and goes on.
    let mut writer = Writer::new(table.kind(), style, Vec::new());
    assert_eq!(writer.write(table.row(0).unwrap()).unwrap_err().findings(), error.findings());
    assert!(writer.finish().unwrap().is_empty());
}

#[test]
fn no_control_character_is_written_whichever_way_it_came_in() {
    for (control, code) in forbidden() {
        for (text, position) in [(format!("見本{control}江"), 3), (format!("ab{control}"), 3), (control.clone(), 1)]
        {
            let mut set = Table::new(Kind::Up1kyo);
            set.push();
            set.set(0, FIELD, &text).unwrap();

            let json = serde_json::json!({ "kind": "UP1KYO", "rows": [{ FIELD: text }] }).to_string();
            let json = cplink::json::read_table(json.as_bytes()).unwrap();

            let mut bytes = Vec::new();
            cplink::text::encode(&text, &mut bytes, |_| {}).unwrap();
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let of_bytes = serde_json::json!({ "kind": "UP1KYO", "rows": [{ FIELD: { "cp932": hex } }] }).to_string();
            let of_bytes = cplink::json::read_table(of_bytes.as_bytes()).unwrap();

            let texts: Vec<String> =
                (0..set.row(0).unwrap().len()).map(|at| set.row(0).unwrap().text(at).unwrap().into_owned()).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut pushed = Table::new(Kind::Up1kyo);
            pushed.push_texts(&texts).unwrap();

            let mut typed = Table::new(Kind::Up1kyo);
            let row: Up1kyo = set.typed().unwrap().next().unwrap();
            row.write_to(&mut typed).unwrap();

            for table in [&set, &json, &of_bytes, &pushed, &typed] {
                for style in [CsvStyle::AsRead, CsvStyle::Canonical] {
                    refused(table, style, FIELD, position, &code);
                }
            }
        }
    }
}

#[test]
fn codes_and_numbers_hold_none_either() {
    for (control, code) in forbidden() {
        let mut table = Table::new(Kind::Upplan);
        table.push();
        table.set(0, "provider_number", format!("99700{control}0111")).unwrap();
        refused(&table, CsvStyle::AsRead, "provider_number", 6, &code);
    }
}

/// What the writer refuses is what check says of the same text, as it was read; unchanged bytes stay.
#[test]
fn what_was_read_with_one_is_kept_but_not_written_anew() {
    for (control, code) in forbidden() {
        let csv = format!("202407,990010,0000000101,\"a{control}b\"\r\n").into_bytes();
        let file = read(Kind::Up1kyo, csv.as_slice()).unwrap();
        let said: Vec<_> = file.findings.iter().filter(|finding| finding.rule() == Rule::TextControl).collect();
        assert_eq!(said.len(), 1, "{code}");
        assert_eq!((said[0].position(), said[0].parameter()), (Some(2), Some(code.as_str())));
        assert_eq!(write(&file.table, CsvStyle::AsRead).unwrap().0, csv);
        let error = write(&file.table, CsvStyle::Canonical).unwrap_err();
        assert_eq!(error.findings(), [said[0].clone()]);
        let mut changed = file.table;
        changed.set(0, "insurer_number", "990011").unwrap();
        assert_eq!(write(&changed, CsvStyle::AsRead).unwrap_err().code(), Code::Unmappable, "{code}");
    }
}

#[test]
fn tabs_and_line_ends_are_written() {
    let mut table = Table::new(Kind::Up1kyo);
    table.push();
    for text in ["a\tb", "a\r\nb", "a\nb", "見本\r\n二行目\r\n"] {
        table.set(0, FIELD, text).unwrap();
        let (bytes, findings) = write(&table, CsvStyle::Canonical).unwrap();
        assert_eq!(findings, []);
        assert_eq!(read(Kind::Up1kyo, bytes).unwrap().table.row(0).unwrap().get(FIELD).unwrap(), text);
    }
}
