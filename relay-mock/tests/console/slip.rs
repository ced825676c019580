//! The unit of a message: form, rows, JSON, findings, attachments.

use cplink::unit::{Address, Serial, Unit};
use serde_json::Value;

use crate::place::{Place, unit};

/// What a page says for these characters.
fn plain(text: &str) -> String {
    text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&")
}

#[test]
fn rows_and_json_say_what_the_fixtures_say() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let mut rows_seen = 0;
    for message in &place.month.messages {
        let id = place.send(message);
        let json = visitor.see(&format!("/messages/{id}/slip.json"));
        assert!(json.header("content-disposition").starts_with("attachment"));
        let said: Value = serde_json::from_slice(&json.bytes).unwrap();
        let expected = message.rows().unwrap();
        let files = said["files"].as_array().unwrap();
        assert_eq!(files.len(), message.csv.len());
        for (place_of, file) in files.iter().enumerate() {
            let name = file["name"].as_str().unwrap();
            let rows = &expected["files"][place_of]["rows"];
            assert_eq!((&file["name"], &file["rows"]), (&expected["files"][place_of]["name"], rows));
            let page = visitor.see(&format!("/messages/{id}/slip/rows?file={place_of}"));
            page.says(name);
            let shown: Vec<Vec<String>> = page
                .all_between("<tr id=\"row-", "</tr>")
                .iter()
                .map(|row| {
                    let cells = row.split("<td").skip(2).map(|cell| cell.split_once('>').unwrap().1);
                    cells
                        .map(|cell| plain(cell.split("</td>").next().unwrap().split(" <span").next().unwrap()))
                        .collect()
                })
                .collect();
            for (row, cells) in rows.as_array().unwrap().iter().zip(&shown) {
                let texts: Vec<&str> = row.as_object().unwrap().values().map(|cell| cell.as_str().unwrap()).collect();
                assert_eq!(*cells, texts, "{name}");
                rows_seen += 1;
            }
        }
    }
    assert!(rows_seen > 100, "{rows_seen}");
}

#[test]
fn every_tab_leads_to_the_others_and_a_whole_unit_has_no_finding() {
    let place = Place::new();
    let (id, mut visitor) = (place.send(place.message("02-slip-home-help")), place.visitor());
    for tab in ["form", "rows", "json", "findings"] {
        let page = visitor.see(&format!("/messages/{id}/slip/{tab}"));
        page.says("送信元").says("㈱そらいろ見本 居宅介護支援事業所（9970000012）");
        for other in ["form", "rows", "json", "findings"] {
            page.says(&format!("/messages/{id}/slip/{other}"));
        }
        assert!(!page.text().contains("実在の方"), "{tab}");
    }
    visitor.see(&format!("/messages/{id}/slip/findings")).says("情報 1件");
    assert_eq!(visitor.get(&format!("/messages/{id}/slip/other")).status, 404);
    assert_eq!(visitor.get(&format!("/messages/{}/slip/form", "0".repeat(64))).status, 404);
    assert_eq!(visitor.get("/messages/no-id/slip/form").status, 404);
}

#[test]
fn the_form_is_the_library_s_and_stands_in_a_frame_of_its_own() {
    let place = Place::new();
    let (id, mut visitor) = (place.send(place.message("02-slip-home-help")), place.visitor());
    let page = visitor.see(&format!("/messages/{id}/slip/form"));
    page.says(&format!("src=\"/messages/{id}/form?page=1\"")).says("印刷用に開く");
    let form = visitor.see(&format!("/messages/{id}/form?page=1"));
    let policy = form.header("content-security-policy");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
    assert_eq!(form.header("cache-control"), "no-store");
    form.says("サービス提供票");
    let all = visitor.see(&format!("/messages/{id}/form?all=1"));
    assert_eq!(all.bytes, form.bytes, "a small unit is on one page of sheets");
}

#[test]
fn a_large_unit_is_shown_sheet_by_sheet() {
    let place = Place::new();
    let message = place.message("02-slip-home-help");
    let users = 60;
    let mut large = Unit::new(
        Address::new("9970000012", "43").unwrap(),
        Address::new("9970000111", "11").unwrap(),
        Serial::new(&message.serial).unwrap(),
    );
    for name in &message.csv {
        large.add_csv(name.clone(), many(message.file(name).unwrap(), users));
    }
    let (id, mut visitor) = (place.send_unit(&large, Some("試験")), place.visitor());
    let first = visitor.see(&format!("/messages/{id}/form?page=1"));
    let sheets = first.text().matches("<section").count();
    assert_eq!(sheets, 20);
    visitor.see(&format!("/messages/{id}/slip/form")).says("1〜20枚目").says("次の20枚");
    let second = visitor.see(&format!("/messages/{id}/form?page=2"));
    assert_ne!(first.bytes, second.bytes);
    let all = visitor.see(&format!("/messages/{id}/form?all=1"));
    assert!(all.text().matches("<section").count() > users);
    // Behind the last sheet.
    visitor.see(&format!("/messages/{id}/slip/form?page=99999")).says("1〜20枚目");
    let rows = visitor.see(&format!("/messages/{id}/slip/rows?file=0"));
    assert_eq!(rows.text().matches("<tr id=\"row-").count(), 50);
    rows.says("次の行");
    visitor.see(&format!("/messages/{id}/slip/json")).says("長いため");
}

/// The rows of a file for so many people, each with a number of their own.
fn many(bytes: &[u8], users: usize) -> Vec<u8> {
    let mut rows = Vec::new();
    for user in 0..users {
        let number = format!("99{user:08}");
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let mut cells: Vec<Vec<u8>> = line.split(|byte| *byte == b',').map(<[u8]>::to_vec).collect();
            cells[2] = number.clone().into_bytes();
            rows.extend_from_slice(&cells.join(&b","[..]));
        }
    }
    rows
}

#[test]
fn a_finding_stands_beside_its_row_and_in_the_list() {
    let place = Place::new();
    let message = place.message("02-slip-home-help");
    let mut unit = unit(message, "");
    let name = message.csv.iter().find(|name| name.starts_with("UPPLAN")).unwrap();
    let mut bytes = message.file(name).unwrap().to_vec();
    // The month of the first row.
    let month = bytes.windows(7).position(|seven| seven == b",202510").unwrap();
    bytes[month + 1..month + 7].copy_from_slice(b"202513");
    let mut bad = Unit::new(unit.from().clone(), unit.to().clone(), unit.serial());
    for other in unit.csv() {
        bad.add_csv(other.name.clone(), if other.name == *name { bytes.clone().into() } else { other.bytes.clone() });
    }
    unit = bad;
    let (id, mut visitor) = (place.send_unit(&unit, Some("試験のため")), place.visitor());
    let list = visitor.see(&format!("/messages/{id}/slip/findings"));
    list.says("<span class=\"tag bad\">エラー</span>").says(name).says("対象年月");
    let file = list.between("/slip/rows?file=", "&").to_owned();
    let rows = visitor.see(&format!("/messages/{id}/slip/rows?file={file}"));
    let row = rows.between("<tr id=\"row-1\">", "</tr>");
    assert!(row.contains("エラー") && row.contains("<td class=\"bad\">202513"), "{row}");
}

#[test]
fn markup_in_subject_and_cells_is_a_text() {
    const MARKUP: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let place = Place::new();
    let message = place.message("02-slip-home-help");
    let mut bad = unit(message, MARKUP);
    bad.add_attachment("見積<b>.pdf".replace(['<', '>'], "＜"), b"%PDF-1.4".to_vec());
    let name = message.csv.iter().find(|name| name.starts_with("UPPLAN")).unwrap();
    let mut bytes = Vec::new();
    for line in message.file(name).unwrap().split_inclusive(|byte| *byte == b'\n') {
        let at = line.iter().position(|byte| *byte == b'"').unwrap();
        bytes.extend_from_slice(&line[..=at]);
        bytes.extend_from_slice(b"<script>alert(2)</script>");
        bytes.extend_from_slice(&line[at + 1..]);
    }
    let mut unit = Unit::new(bad.from().clone(), bad.to().clone(), bad.serial());
    unit.set_subject(MARKUP);
    for other in bad.csv() {
        unit.add_csv(other.name.clone(), if other.name == *name { bytes.clone().into() } else { other.bytes.clone() });
    }
    let (id, mut visitor) = (place.send_unit(&unit, Some("試験")), place.visitor());
    for path in ["slip/form", "slip/rows", "slip/json", "slip/findings", "form?page=1"] {
        let page = visitor.see(&format!("/messages/{id}/{path}"));
        assert!(!page.text().contains("<script>alert"), "{path}");
        assert!(!page.text().contains("<img src=x"), "{path}");
    }
    let at = message.csv.iter().position(|other| other == name).unwrap();
    visitor.see(&format!("/messages/{id}/slip/rows?file={at}")).says("&#60;script&#62;alert(2)");
}

#[test]
fn an_attachment_is_saved_as_it_was_sent_and_never_shown() {
    let place = Place::new();
    let message = place.message("09-attachments");
    let (id, mut visitor) = (place.send(message), place.visitor());
    let page = visitor.see(&format!("/messages/{id}/slip/form"));
    assert!(!message.attachments.is_empty());
    for (at, name) in message.names().enumerate() {
        let file = visitor.see(&format!("/messages/{id}/files/{at}"));
        assert_eq!(file.bytes, message.file(name).unwrap(), "{name}");
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert!(file.header("content-disposition").starts_with("attachment; filename*=UTF-8''"));
        if message.attachments.contains(name) {
            page.says(name);
        }
    }
    assert_eq!(visitor.get(&format!("/messages/{id}/files/99")).status, 404);
}

#[test]
fn a_message_that_was_taken_back_or_has_expired_says_so() {
    let place = Place::new();
    let (taken, mut visitor) = (place.send(place.message("02-slip-home-help")), place.visitor());
    place.client("9970000012").recall(&taken, &mut cplink::progress::Job::new()).unwrap();
    let late = place.send(place.message("03-slip-day-care"));
    *place.now.lock().unwrap() += time::Duration::days(100);
    for (id, why) in [(taken, "取り消した"), (late, "保存期間を過ぎた")] {
        for path in ["slip/form", "slip/findings", "form", "slip.json", "files/0"] {
            let page = visitor.get(&format!("/messages/{id}/{path}"));
            assert_eq!(page.status, 410, "{path}");
            page.says(why);
        }
    }
}

#[test]
fn a_number_that_could_be_a_real_person_s_is_told() {
    let place = Place::new();
    let message = place.message("02-slip-home-help");
    let mut unit = Unit::new(
        Address::new("9970000012", "43").unwrap(),
        Address::new("9970000111", "11").unwrap(),
        Serial::new(&message.serial).unwrap(),
    );
    for name in &message.csv {
        let text = message.file(name).unwrap();
        let mut lines = Vec::new();
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let mut cells: Vec<&[u8]> = line.split(|byte| *byte == b',').collect();
            cells[2] = b"1234567890";
            lines.extend_from_slice(&cells.join(&b","[..]));
        }
        unit.add_csv(name.clone(), lines);
    }
    let (id, mut visitor) = (place.send_unit(&unit, Some("試験")), place.visitor());
    for tab in ["form", "rows", "json", "findings"] {
        visitor.see(&format!("/messages/{id}/slip/{tab}")).says("実在の方の被保険者番号かもしれない");
    }
}
