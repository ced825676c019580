//! Texts that nobody should send neither break a page nor become markup, and are still all there.

use cplink::form::Slip;
use cplink::record::Table;
use cplink::spec::Kind;
use serde_json::Value;

use crate::kit::{cells, html, pages, seen, text};
use crate::pages::{fits, slip_of};

/// What the sheets behind the forms say, mark by mark.
pub(crate) fn overflow(pages: &[Value], number: &str) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for page in pages.iter().filter(|page| page["title"].as_str().unwrap().contains("別紙")) {
        if !page["texts"][1].as_str().unwrap().contains(number) {
            continue;
        }
        for row in cells(page, "用紙に入りきらなかった記載").chunks(3).skip(1) {
            let [mark, _, said] = row else { panic!("{row:?}") };
            let said = text(said).replace('\n', "");
            match texts.last_mut() {
                Some((last, all)) if last == text(mark) => *all += &said,
                _ => texts.push((text(mark).to_owned(), said)),
            }
        }
    }
    texts
}

fn table_6(fields: &[(&str, &str)]) -> Table {
    let mut table = slip_of(1, 1);
    fields.iter().for_each(|(field, value)| table.set(0, field, value).unwrap());
    table
}

#[test]
fn markup_is_text() {
    let evil = r#"</td><script src="x">alert('1')</script>&amp;<!--"#;
    let mut user = Table::new(Kind::Uphosoku);
    user.push();
    for (field, value) in [("insurer_number", "990010"), ("insured_person_number", "0000000000"), ("user_name", evil)] {
        user.set(0, field, value).unwrap();
    }
    user.set(0, "target_month", "202510").unwrap();
    let slip = table_6(&[("plan_staff_name", evil), ("provider_name", evil), ("equipment_name", evil)]);
    let page = html(&Slip::of_unit([&slip, &user]));
    // The parser ends at any tag that is not ours.
    let said: Vec<String> = seen(&page).iter().map(|page| page.to_string().replace("\\n", "")).collect();
    assert!(said.concat().matches("alert('1')").count() >= 4);
    assert!(!String::from_utf8(page).unwrap().contains("<script"));
}

#[test]
fn ten_thousand_characters_are_whole_on_a_sheet_of_their_own() {
    for character in ["長", "a", "\u{301}", "〓", "、"] {
        let long = character.repeat(10_000);
        let slip = table_6(&[("provider_name", &long), ("service_count", "x"), ("service_code", &long)]);
        for page in pages(&[&slip]) {
            fits(&page);
        }
        let pages = seen(&html(&Slip::of_unit([&slip])));
        let texts = overflow(&pages, "0000000000");
        assert!(texts.iter().any(|(_, text)| text.starts_with(&long)), "{character}");
        assert!(pages.len() > 2);
        let marks: Vec<String> = (1..=texts.len()).map(|number| format!("※{number}")).collect();
        assert_eq!(texts.iter().map(|(mark, _)| mark.clone()).collect::<Vec<_>>(), marks);
        let first = pages[0].to_string();
        assert!(marks.iter().all(|mark| first.contains(&format!("…{mark}"))), "{character}");
    }
}

#[test]
fn characters_that_act_are_seen_instead() {
    let slip = table_6(&[("plan_staff_name", "甲\u{202e}乙\u{0}丙\u{200b}丁\u{1b}[2J\u{85}")]);
    let page = html(&Slip::of_unit([&slip]));
    assert!(seen(&page)[0].to_string().contains("甲〓乙〓丙〓丁〓[2J〓"));
    let acts = |c: &char| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c);
    assert_eq!(String::from_utf8(page).unwrap().chars().find(acts), None);
}

#[test]
fn rows_that_have_no_place_on_the_form_are_told() {
    let mut slip = slip_of(1, 3);
    slip.set(1, "service_date", "20251101").unwrap();
    slip.set(2, "service_date", "２０２５９９９９").unwrap();
    let pages = seen(&html(&Slip::of_unit([&slip])));
    let texts = overflow(&pages, "0000000000");
    let [(mark, said)] = texts.as_slice() else { panic!("{texts:?}") };
    assert_eq!(mark, "※1");
    assert!(said.contains("予定 20251101 09:01") && said.contains("予定 20259999 09:02"), "{said}");
    // A month that is none has no days: then all rows are told.
    for row in 0..3 {
        slip.set(row, "target_month", "9").unwrap();
    }
    let pages = seen(&html(&Slip::of_unit([&slip])));
    assert_eq!(overflow(&pages, "0000000000")[0].1.matches("予定 ").count(), 3);
    assert_eq!(pages[0]["texts"][1], "9");
}

#[test]
fn what_is_no_number_is_shown_as_it_is() {
    let mut slip = slip_of(1, 1);
    let row = slip.push();
    assert_eq!(row, 1);
    for field in slip.layout().fields {
        let same = slip.row(0).unwrap().get(field.id).unwrap().into_owned();
        slip.set(1, field.id, same).unwrap();
    }
    slip.set(1, "service_count", "二").unwrap();
    let pages = seen(&html(&Slip::of_unit([&slip])));
    let grid = cells(&pages[0], "サービスと日ごとの回数");
    let said: Vec<&str> = grid.iter().map(text).filter(|said| said.contains('二')).collect();
    assert_eq!(said, ["1+二", "1+二"]);
}

#[test]
fn bytes_that_are_no_text_are_shown_as_such() {
    let file = "UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV";
    let line = b"202407,990010,0000000101,20250925,202510,9970000012,\"\x81\x00\",1,,20251001,,0900,1000,1,111211,,,,,9970000111,\"x\",,0,9970000012,\r\n";
    let contents = cplink::unit::FileContents::read(file, line.to_vec()).unwrap();
    let pages = seen(&html(&Slip::of_unit(contents.table.as_ref())));
    assert!(pages[0].to_string().contains("9970000012\\n〓"));
}
