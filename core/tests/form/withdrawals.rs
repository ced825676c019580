//! The list of withdrawals says what each one takes away, before and after an import.

use cplink::form::{FormKind, HtmlPainter, NameTable, Slip};
use cplink::interpret::ReceivedTable;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::Serial;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, cells, check_fields, html, pages, seen, text, units};
use crate::pages::fits;

const CAPTION: &str = "取り下げられた記録";
const KINDS: [Kind; 5] = [Kind::Dlt1kyo, Kind::Dltplan, Kind::Dltjsk, Kind::Dltkihon, Kind::Dltyobo];

/// The rows of the list.
fn list(pages: &[Value]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for page in pages.iter().filter(|page| page["title"].as_str().unwrap().starts_with("取下げ一覧")) {
        let grid = cells(page, CAPTION);
        let last = grid.last().unwrap()["row"].as_u64().unwrap();
        rows.extend(
            (1..=last)
                .map(|row| (0..7).map(|column| text(at(grid, row, column)).replace('\n', "")).collect::<Vec<_>>()),
        );
    }
    rows
}

#[test]
fn every_withdrawal_of_the_fixtures_is_in_the_list_in_plain_words() {
    let units = units(&["202407/month", "202208/month", "202407/valid"], &KINDS);
    let mut kinds = Vec::new();
    for unit in units {
        let list = list(&unit.seen());
        let rows: Vec<(Kind, &Value)> =
            KINDS.iter().flat_map(|kind| unit.rows(*kind).into_iter().map(move |row| (*kind, row))).collect();
        assert_eq!(list.len(), rows.len());
        for (said, (kind, row)) in list.iter().zip(rows) {
            let field = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
            let number = |text: &str| text.parse::<i32>().unwrap();
            let month = |text: &str| format!("令和{}年{}月", number(&text[..4]) - 2018, number(&text[4..6]));
            let day = |text: String| format!("{}{}日", month(&text), number(&text[6..]));
            let (name, target, takes) = match kind {
                Kind::Dlt1kyo => (
                    "居宅サービス計画の取下げ",
                    format!("計画作成日 {}", day(field("care_plan_date"))),
                    "この日に作成した第1表・第2表・第3表と利用者補足情報",
                ),
                Kind::Dltplan => (
                    "サービス利用票（予定）の取下げ",
                    format!("{}分", month(&field("deletion_target_month"))),
                    "この月の第6表（予定）・第7表と利用者補足情報",
                ),
                Kind::Dltjsk => (
                    "サービス利用票（実績）の取下げ",
                    format!("{}分", month(&field("deletion_target_month"))),
                    "この月・この事業者・このサービス種類の第6表（実績）",
                ),
                Kind::Dltkihon => (
                    "利用者基本情報の取下げ",
                    format!("相談日 {}", day(field("consultation_date"))),
                    "この日の利用者基本情報（別表1・別表2・家族構成の図を含む）",
                ),
                _ => (
                    "介護予防サービス・支援計画書の取下げ",
                    format!("計画作成日 {}", day(field("prevention_plan_date"))),
                    "この日に作成した支援計画書（別表を含む）",
                ),
            };
            let service = if field("service_type_code") == "11" { "11 訪問介護" } else { "" };
            let wanted = [
                name,
                &field("insurer_number"),
                &field("insured_person_number"),
                &target,
                &field("provider_number"),
                service,
                takes,
            ];
            assert_eq!(said, &wanted, "{}", unit.folder.display());
            kinds.push(kind);
        }
    }
    assert!(KINDS.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}

#[test]
fn every_field_is_seen() {
    // The version of the CSV is no fact about a withdrawal.
    for unit in units(&["202407/month", "202407/valid"], &KINDS) {
        let kind = unit.tables.iter().map(Table::kind).find(|kind| KINDS.contains(kind)).unwrap();
        check_fields(&unit.tables, kind, &["csv_version"], &[]);
    }
}

#[test]
fn a_withdrawal_is_in_the_list_also_when_an_import_has_used_it_up() {
    let results = Unit::of(&newest().join("month/10-results-home-help"));
    let withdrawal = Unit::of(&newest().join("month/14-withdrawal-results-home-help"));
    let units = [("20251104090512", &results), ("20251105084100", &withdrawal)];
    let received = units.iter().flat_map(|(serial, unit)| {
        unit.tables.iter().map(|table| ReceivedTable { serial: Serial::new(serial).unwrap(), table })
    });
    let all: Vec<_> = received.collect();
    let slip = Slip::of_units(&all);
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    slip.pages(FormKind::ALL, &NameTable::default()).for_each(|page| painter.page(&page).unwrap());
    let pages = seen(&painter.end().unwrap());
    let row = &withdrawal.rows(Kind::Dltjsk)[0];
    let person = row["insured_person_number"].as_str().unwrap();
    let [said] = &list(&pages)[..] else { panic!() };
    assert_eq!(said[2], person);
    // What it takes away is on no other form.
    let others = pages.iter().filter(|page| page["title"] != "取下げ一覧");
    assert!(others.clone().count() > 0);
    assert!(others.clone().all(|page| !page.to_string().contains(person)));
    // The rest of the results' users, and the one that the list names.
    assert_eq!(slip.users(), others.count() + 1);
}

#[test]
fn a_long_list_goes_on_over_pages_and_counts_its_people() {
    let mut table = Table::new(Kind::Dltplan);
    for row in 0..100 {
        table.push();
        table.set(row, "insured_person_number", format!("{:010}", row / 2)).unwrap();
        table.set(row, "deletion_target_month", if row == 99 { "x" } else { "202510" }).unwrap();
    }
    pages(&[&table]).iter().for_each(fits);
    let slip = Slip::of_unit([&table]);
    assert_eq!(slip.users(), 50);
    let pages = seen(&html(&slip));
    assert!(pages.len() > 1);
    let titles: Vec<&str> = pages.iter().map(|page| page["title"].as_str().unwrap()).collect();
    assert_eq!(titles[0], format!("取下げ一覧（1/{}）", pages.len()));
    let list = list(&pages);
    assert_eq!(list.len(), 100);
    assert!(list.iter().enumerate().all(|(row, said)| said[2] == format!("{:010}", row / 2)));
    assert_eq!(list[99][3], "x");
}
