//! Services with the host's names.

use cplink::form::{FormKind, HtmlPainter, NameTable, ServiceNames, Slip};
use cplink::spec::Kind;
use cplink::typed::Month;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, cells, seen, text};

fn named(names: &dyn ServiceNames) -> Vec<Value> {
    let unit = Unit::of(&newest().join("month/02-slip-home-help"));
    assert!(unit.tables.iter().any(|table| table.kind() == Kind::Upsikyu));
    let slip = Slip::of_unit(&unit.tables);
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    slip.pages(FormKind::ALL, names).for_each(|page| painter.page(&page).unwrap());
    seen(&painter.end().unwrap())
}

fn services(pages: &[Value]) -> [&str; 2] {
    let of = |page: usize, caption, row, column| text(at(cells(&pages[page], caption), row, column));
    [of(0, "サービスと日ごとの回数", 3, 1), of(1, "区分支給限度管理・利用者負担計算", 2, 2)]
}

#[test]
fn a_service_has_the_name_of_its_month_else_its_type() {
    assert_eq!(services(&named(&NameTable::default())), ["訪問介護 111211", "訪問介護"]);
    let table = "111211,身体２,202404,202509\n111211,<身体>２,202510,\n";
    let table = NameTable::read(table.as_bytes()).unwrap();
    assert_eq!(services(&named(&table)), ["<身体>２ 111211", "<身体>２"]);
    let callback = |code: &str, month: Option<Month>| {
        assert_eq!(month, Month::new(2025, 10));
        (code == "111211").then(|| "身体\u{202e}\n２".to_owned())
    };
    assert_eq!(services(&named(&callback)), ["身体〓 ２ 111211", "身体〓 ２"]);
}
