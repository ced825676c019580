//! 利用者基本情報 says what the rows say.

use cplink::form::{Item, Page, Sheet, Slip, VerticalAlign};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::hostile::overflow;
use crate::kit::{Unit, at, beside, cells, check_fields, html, keys, pages, seen, text, titled, units};
use crate::pages::fits;

const BASIC: &str = "《基本情報》";
const SCHEDULE: &str = "１日の生活・すごし方（時間ごと）";
const ILLNESSES: &str = "《現病歴・既往歴と経過》";
const KINDS: [Kind; 3] = [Kind::Upkihon, Kind::UpkihonSub1, Kind::UpkihonSub2];

fn unit() -> Unit {
    Unit::of(&newest().join("month/07-prevention-plan"))
}

/// The tables of 利用者基本情報 in the unit of the month.
fn tables() -> Vec<Table> {
    unit().tables.into_iter().filter(|table| KINDS.contains(&table.kind())).collect()
}

fn table(tables: &mut [Table], kind: Kind) -> &mut Table {
    tables.iter_mut().find(|table| table.kind() == kind).unwrap()
}

/// The texts of the rows of an annex, page after page, without heads, captions and line ends.
fn annex(pages: &[Value], caption: &str) -> Vec<Vec<String>> {
    let tables = pages.iter().flat_map(|page| page["tables"].as_array().unwrap());
    let mut rows = Vec::new();
    for table in tables.filter(|table| table["caption"].as_str().unwrap().starts_with(caption)) {
        let cells = table["cells"].as_array().unwrap();
        let last = cells.last().unwrap()["row"].as_u64().unwrap();
        let columns = cells.iter().filter(|cell| cell["row"] == 0).count() as u64;
        rows.extend(
            (1..=last).map(|row| (0..columns).map(|column| text(at(cells, row, column)).replace('\n', "")).collect()),
        );
    }
    rows
}

#[test]
fn every_unit_with_the_kind_says_who_it_is_and_what_the_annexes_say() {
    let units = units(&["202407/month", "202407/valid"], &[Kind::Upkihon]);
    assert_eq!(units.len(), 3);
    for unit in units {
        pages(&unit.tables.iter().collect::<Vec<_>>()).iter().for_each(fits);
        let pages = unit.seen();
        let [base] = unit.rows(Kind::Upkihon)[..] else { panic!() };
        let plain = |row: &Value, field: &str| row[field].as_str().unwrap().replace(['\r', '\n'], "");
        let head = cells(titled(&pages, "利用者基本情報（1/2）"), BASIC);
        assert_eq!(text(beside(head, "本人氏名")), plain(base, "user_name") + "　様");
        assert_eq!(text(beside(head, "フリガナ")), plain(base, "user_name_kana"));
        assert_eq!(text(beside(head, "住所")), plain(base, "user_address"));
        assert_eq!(text(beside(head, "保険者番号")), plain(base, "insurer_number"));
        assert_eq!(text(beside(head, "被保険者番号")), plain(base, "insured_person_number"));
        let wanted = |kind, fields: &[&str]| -> Vec<Vec<String>> {
            unit.rows(kind).iter().map(|row| fields.iter().map(|field| plain(row, field)).collect()).collect()
        };
        let schedule = wanted(Kind::UpkihonSub1, &["time", "user_life_situation", "family_life_situation"]);
        let mut illnesses = wanted(
            Kind::UpkihonSub2,
            &[
                "illness_date",
                "illness_name",
                "medical_institution_doctor",
                "medical_institution_phone",
                "course",
                "treatment_details",
            ],
        );
        for (row, illness) in unit.rows(Kind::UpkihonSub2).into_iter().zip(&mut illnesses) {
            illness[2] = if row["attending_doctor_flag"] == "1" { "☆" } else { "" }.to_owned() + &illness[2];
            illness[4] = match plain(row, "course").as_str() {
                "01" => "治療中",
                "02" => "経過観察中",
                "03" => "その他",
                "" => "",
                other => panic!("{other}"),
            }
            .to_owned();
        }
        let blank = |count: usize| vec![vec![String::new(); count]];
        let or_blank = |rows: Vec<Vec<String>>, count| if rows.is_empty() { blank(count) } else { rows };
        assert_eq!(annex(&pages, SCHEDULE), or_blank(schedule, 3), "{}", unit.folder.display());
        assert_eq!(annex(&pages, ILLNESSES), or_blank(illnesses, 6), "{}", unit.folder.display());
    }
}

#[test]
fn the_form_of_the_month_is_filled_in_as_on_paper() {
    let pages = unit().seen();
    let head = cells(titled(&pages, "利用者基本情報（1/2）"), BASIC);
    assert_eq!(text(beside(head, "相談日")), "令和7年9月16日");
    assert_eq!(beside(head, "障害高齢者の日常生活自立度")["circled"][0], "J2");
    assert_eq!(beside(head, "認知症高齢者の日常生活自立度")["circled"][0], "自立");
    assert_eq!(beside(head, "本人の住居環境")["circled"].as_array().unwrap(), &["自宅", "一戸建て"]);
    assert_eq!(text(beside(head, "自室")), "1階");
    assert_eq!(beside(head, "住宅改修の有無")["circled"][0], "無");
    assert_eq!(text(beside(head, "有効期間")), "令和7年10月1日から\n令和8年9月30日まで");
    let flags = "国民年金（該当）・厚生年金（非該当）・障害年金（非該当）・生活保護（非該当）";
    assert_eq!(text(beside(head, "経済状況")).replace('\n', ""), flags);
    // On the day of the consultation.
    assert!(head.iter().any(|cell| text(cell) == "（79歳）"));
    let contacts = cells(titled(&pages, "利用者基本情報（1/2）"), "来所者と緊急連絡先");
    assert!(
        ["試作　表子", "試作　能也", "0000-00-0044"].iter().all(|said| contacts.iter().any(|cell| text(cell) == *said))
    );
}

#[test]
fn somebody_is_a_year_older_from_the_birthday_on() {
    for (birth, on, age) in [
        ("19460430", "20250429", "（78歳）"),
        ("19460430", "20250430", "（79歳）"),
        ("19440229", "20250228", "（80歳）"),
        ("20300101", "20250430", ""),
        ("x", "20250430", ""),
    ] {
        let mut base = Table::new(Kind::Upkihon);
        base.push();
        base.set(0, "user_birth_date", birth).unwrap();
        base.set(0, "consultation_date", on).unwrap();
        let pages = seen(&html(&Slip::of_unit([&base])));
        assert_eq!(text(at(cells(&pages[0], BASIC), 3, 56)), age, "{birth}");
    }
}

#[test]
fn every_field_of_the_record_is_seen() {
    // The version of the CSV is no fact about the user.
    check_fields(&tables(), Kind::Upkihon, &["csv_version"], &[]);
}

#[test]
fn every_field_of_the_annexes_is_seen() {
    // Keys bring the row to its form: a row of another key is on one of its own, which has the insurer and the person;
    // the day is the record's.
    let unseen = ["csv_version", "consultation_date"];
    check_fields(&tables(), Kind::UpkihonSub1, &unseen, &[]);
    // Only an attending doctor has a star.
    check_fields(&tables(), Kind::UpkihonSub2, &unseen, &[("attending_doctor_flag", "2")]);
}

#[test]
fn rows_of_an_annex_without_their_record_are_seen() {
    let tables: Vec<Table> = tables().into_iter().filter(|table| table.kind() != Kind::Upkihon).collect();
    let pages = seen(&html(&Slip::of_unit(&tables)));
    assert_eq!((annex(&pages, SCHEDULE).len(), annex(&pages, ILLNESSES).len()), (4, 2));
    assert_eq!(text(beside(cells(&pages[0], BASIC), "被保険者番号")), "0000000404");
}

#[test]
fn two_records_of_one_consultation_are_two_forms() {
    let mut tables = tables();
    let base = table(&mut tables, Kind::Upkihon);
    base.push();
    for field in base.layout().fields {
        let same = base.row(0).unwrap().get(field.id).unwrap().into_owned();
        base.set(1, field.id, same).unwrap();
    }
    base.set(1, "author_name", "もう一人").unwrap();
    let pages = seen(&html(&Slip::of_unit(&tables)));
    let authors: Vec<&str> = pages
        .iter()
        .filter(|page| page["title"] == "利用者基本情報（1/2）")
        .map(|page| text(beside(cells(page, BASIC), "作成担当者")))
        .collect();
    assert_eq!(authors, ["見本　﨑江", "もう一人"]);
}

#[test]
fn many_rows_of_the_annexes_go_on_over_pages_each_with_its_heads() {
    let mut tables = tables();
    for (kind, field, rows) in [(Kind::UpkihonSub1, "time", 120), (Kind::UpkihonSub2, "illness_date", 100)] {
        let table = table(&mut tables, kind);
        let keys = keys(table);
        for row in table.len()..rows {
            table.push();
            for key in &keys {
                let same = table.row(0).unwrap().get(key).unwrap().into_owned();
                table.set(row, key, same).unwrap();
            }
        }
        (0..rows).for_each(|row| table.set(row, field, format!("その{row}")).unwrap());
    }
    let model = pages(&tables.iter().collect::<Vec<_>>());
    model.iter().for_each(fits);
    let pages = seen(&html(&Slip::of_unit(&tables)));
    assert!(pages.len() > 4, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page["title"], format!("利用者基本情報（{}/{}）", at + 1, pages.len()));
        if at > 0 {
            assert_eq!(page["texts"][1], "被保険者番号 0000000404 試作　大　様");
        }
    }
    for (caption, rows) in [(SCHEDULE, 120), (ILLNESSES, 100)] {
        let first: Vec<String> = annex(&pages, caption).into_iter().map(|mut row| row.remove(0)).collect();
        assert_eq!(first, (0..rows).map(|row| format!("その{row}")).collect::<Vec<_>>());
    }
    let continued = cells(pages.last().unwrap(), &format!("{ILLNESSES}（続き）"));
    assert_eq!(text(at(continued, 0, 1)), "病名");
}

#[test]
fn everything_fits_whatever_is_in_it() {
    let evil = r#"</td><script src="x">alert('1')</script><img src=x onerror=y>"#;
    for hostile in [&"長".repeat(10_000), &"a".repeat(10_000), &"行\n".repeat(500), evil, "甲\u{202e}\u{0}乙"] {
        let mut tables = tables();
        for table in &mut tables {
            let keys = keys(table);
            for field in table.layout().fields.iter().filter(|field| !keys.contains(&field.id)) {
                table.set(0, field.id, hostile).unwrap();
            }
        }
        let model = pages(&tables.iter().collect::<Vec<_>>());
        model.iter().for_each(fits);
        assert!(model.iter().flat_map(|page| &page.items).all(|item| !matches!(item, Item::Picture(_))));
        let html = html(&Slip::of_unit(&tables));
        let seen = seen(&html);
        let shown = if hostile.len() < 100 { seen[0].to_string() } else { overflow(&seen, "0000000404").remove(0).1 };
        let wanted = match hostile {
            text if text == evil => "alert('1')".to_owned(),
            text if text.len() < 100 => "甲〓〓乙".to_owned(),
            text => text.replace('\n', ""),
        };
        assert!(shown.replace("\\n", "").contains(&wanted), "{shown}");
        assert!(!String::from_utf8(html).unwrap().contains("<script"));
    }
}

#[test]
fn a_sheet_behind_a_form_lies_as_the_form() {
    let mut tables = tables();
    let long = "長".repeat(20_000);
    table(&mut tables, Kind::Upkihon).set(0, "life_history", &long).unwrap();
    let pages = pages(&tables.iter().collect::<Vec<_>>());
    pages.iter().for_each(fits);
    let behind: Vec<&Page> = pages.iter().filter(|page| page.title.contains("別紙")).collect();
    assert!(behind.len() > 2 && behind.iter().all(|page| page.sheet == Sheet::Portrait));
    let count = behind.len();
    assert_eq!(behind[1].title, format!("利用者基本情報 別紙（2/{count}）"));
    // What it is about is on every page of it.
    for page in behind {
        let grid = page.grids().next().unwrap();
        assert_eq!(grid.cell(1, 0).unwrap().lines.text(), "※1");
        assert_eq!(grid.cell(1, 1).unwrap().lines.text(), "今までの生活");
    }
}

#[test]
fn a_text_begins_at_the_top_of_its_large_box() {
    let pages = pages(&tables().iter().collect::<Vec<_>>());
    let cells = pages.iter().flat_map(Page::grids).flat_map(|grid| &grid.cells);
    let said: Vec<String> =
        cells.filter(|cell| cell.vertical == VerticalAlign::Top).map(|cell| cell.lines.text()).collect();
    assert!(said.iter().any(|said| said.starts_with("印刷所で")), "{said:?}");
    assert!(!said.iter().any(|said| said == "今までの\n生活"));
}
