//! What readers get wrong: own rows, monthly add-ons, blanks, import order, comparison by meaning.

use std::fs;

use cplink::convert::read;
use cplink::interpret::{
    Difference, ImportStep, Reason, ReceivedTable, compare, fill_down, import_steps, is_compared, means_the_same,
    monthly_once, own_rows, remaining_rows,
};
use cplink::record::Table;
use cplink::spec::{Kind, layout};
use cplink::unit::{FileName, Serial};
use cplink_testkit::fixtures;
use proptest::prelude::*;

fn table(kind: Kind, rows: &[&[(&str, &str)]]) -> Table {
    let mut table = Table::new(kind);
    for fields in rows {
        let row = table.push();
        for (field, text) in *fields {
            table.set(row, field, *text).unwrap();
        }
    }
    table
}

fn texts(table: &Table, field: &str) -> Vec<String> {
    table.rows().map(|row| row.get(field).unwrap().into_owned()).collect()
}

/// Serial and tables of every message of the month with CSV files.
fn month() -> Vec<(Serial, Vec<Table>)> {
    let mut units = Vec::new();
    for folder in fixtures::folders(&fixtures::newest().join("month")) {
        let mut serial = None;
        let mut tables = Vec::new();
        for path in fixtures::files(&folder.join("files")) {
            let name = FileName::parse(fixtures::name(&path)).name;
            if let Some(cplink::unit::FileName { kind: cplink::unit::NameKind::Csv(kind), serial: own, .. }) = name {
                serial = Some(own);
                tables.push(read(kind, fs::read(&path).unwrap()).unwrap().table);
            }
        }
        units.extend(serial.map(|serial| (serial, tables)));
    }
    units
}

#[test]
fn only_rows_with_the_own_number_are_own_work() {
    let units = month();
    let slip = units.iter().flat_map(|(_, tables)| tables).find(|table| table.kind() == Kind::Upplan).unwrap();
    let own = own_rows(slip, "9970000111", None).unwrap();
    assert!(!own.is_empty() && own.len() < slip.len());
    let numbers = texts(slip, "provider_number");
    for (row, number) in numbers.iter().enumerate() {
        assert_eq!(own.contains(&row), number == "9970000111");
    }
    assert_eq!(own_rows(slip, "9970000111", Some("11")).unwrap(), own);
    assert_eq!(own_rows(slip, "9970000111", Some("15")).unwrap(), Vec::<usize>::new());
    let odd = table(Kind::Upplan, &[&[("provider_number", "９９７００００１１１"), ("service_code", "１１7311")]]);
    assert_eq!(own_rows(&odd, "9970000111", Some("11")).unwrap(), [0]);
    assert!(own_rows(&Table::new(Kind::Uphosoku), "9970000111", None).is_err());
}

#[test]
fn a_monthly_add_on_counts_once_a_user_month_and_provider() {
    let row = |user: &'static str, code: &'static str, day: &'static str| {
        [("insured_person_number", user), ("service_code", code), ("service_date", day), ("target_month", "202510")]
    };
    let rows = [
        row("0000000101", "155011", "20251001"),
        row("0000000101", "151111", "20251001"),
        row("0000000101", "155011", "20251002"),
        row("0000000202", "155011", "20251002"),
        row("0000000101", "151111", "20251002"),
    ];
    let slip = table(Kind::Upplan, &rows.each_ref().map(|row| &row[..]));
    assert_eq!(monthly_once(&slip, &["155011"]).unwrap(), [0, 1, 3, 4]);
    assert_eq!(monthly_once(&slip, &["1550??"]).unwrap(), [0, 1, 3, 4]);
    // Nothing is guessed.
    assert_eq!(monthly_once(&slip, &[]).unwrap(), [0, 1, 2, 3, 4]);
    assert!(monthly_once(&Table::new(Kind::Up2kyo), &[]).is_err());
}

/// The worked example of 第2表: a blank is "as above" while issue and goal stay; a new goal's is a blank.
fn tree(blank: bool) -> Table {
    let row = |issue, goal, support, issue_text, long, short, period| {
        [
            ("insured_person_number", "0000000101"),
            ("care_plan_date", "20250919"),
            ("issue_no", issue),
            ("goal_no", goal),
            ("support_no", support),
            ("issue", issue_text),
            ("long_term_goal", long),
            ("short_term_goal", short),
            ("short_term_period", period),
        ]
    };
    let above = |text| if blank { "" } else { text };
    let rows = [
        row("1", "1", "1", "課題一", "長期一", "短期一", "春"),
        row("1", "1", "2", above("課題一"), above("長期一"), above("短期一"), above("春")),
        row("1", "1", "3", above("課題一"), above("長期一"), "短期二", ""),
        row("1", "2", "1", "課題一", "長期二", "", ""),
        row("2", "1", "1", "課題二", "", "短期三", "夏"),
        row("2", "1", "2", above("課題二"), "", above("短期三"), above("夏")),
    ];
    table(Kind::Up2kyo, &rows.each_ref().map(|row| &row[..]))
}

#[test]
fn blanks_stand_for_the_text_above_only_while_the_numbers_stay() {
    let (filled, cells) = fill_down(&tree(true)).unwrap();
    assert_eq!(texts(&filled, "issue"), ["課題一", "課題一", "課題一", "課題一", "課題二", "課題二"]);
    assert_eq!(texts(&filled, "long_term_goal"), ["長期一", "長期一", "長期一", "長期二", "", ""]);
    assert_eq!(texts(&filled, "short_term_goal"), ["短期一", "短期一", "短期二", "", "短期三", "短期三"]);
    // The period of a new goal is its own, also where it is empty.
    assert_eq!(texts(&filled, "short_term_period"), ["春", "春", "", "", "夏", "夏"]);
    assert!(cells.iter().any(|cell| (cell.row, cell.field.id, cell.from) == (1, "issue", 0)));
    assert!(cells.iter().any(|cell| (cell.row, cell.field.id, cell.from) == (5, "short_term_period", 4)));
    assert_eq!(texts(&fill_down(&tree(false)).unwrap().0, "issue"), texts(&filled, "issue"));
    // A new goal number under a blank is a real blank.
    let rows: [&[(&str, &str)]; 2] = [
        &[("issue_no", "1"), ("goal_no", "1"), ("support_no", "1"), ("issue", "a"), ("long_term_goal", "b")],
        &[("issue_no", "1"), ("goal_no", "2"), ("support_no", "1")],
    ];
    let (filled, cells) = fill_down(&table(Kind::Up2kyo, &rows)).unwrap();
    assert!(cells.is_empty());
    assert_eq!(texts(&filled, "long_term_goal"), ["b", ""]);
}

#[test]
fn above_is_by_number_and_plan_not_by_the_file_s_order() {
    let (filled, _) = fill_down(&tree(true)).unwrap();
    let straight = tree(true);
    let mut shuffled = Table::new(Kind::Up2kyo);
    for at in [4, 1, 5, 0, 3, 2] {
        let row = shuffled.push();
        for field in layout(Kind::Up2kyo).fields {
            shuffled.set(row, field.id, straight.row(at).unwrap().get(field.id).unwrap()).unwrap();
        }
    }
    // Another user's plan in between takes nothing over.
    let other = shuffled.push();
    for (field, text) in
        [("insured_person_number", "0000000202"), ("issue_no", "1"), ("goal_no", "1"), ("support_no", "9")]
    {
        shuffled.set(other, field, text).unwrap();
    }
    let (anew, _) = fill_down(&shuffled).unwrap();
    for (new, old) in [4, 1, 5, 0, 3, 2].into_iter().enumerate() {
        for field in ["issue", "long_term_goal", "short_term_goal", "short_term_period"] {
            assert_eq!(anew.row(new).unwrap().get(field), filled.row(old).unwrap().get(field), "{field}");
        }
    }
    assert_eq!(anew.row(6).unwrap().get("issue").unwrap(), "");
}

#[test]
fn the_prevention_annex_is_filled_by_issue_and_support_plan() {
    let row = |issue, plan, used, text, point| {
        [
            ("issue_no", issue),
            ("support_plan_no", plan),
            ("used_service_no", used),
            ("overall_issue", text),
            ("support_point", point),
        ]
    };
    let rows = [
        row("1", "1", "1", "課題", "支援一"),
        row("1", "1", "2", "", ""),
        row("1", "2", "1", "", "支援二"),
        row("2", "1", "1", "", ""),
    ];
    let (filled, _) = fill_down(&table(Kind::UpyoboSub, &rows.each_ref().map(|row| &row[..]))).unwrap();
    assert_eq!(texts(&filled, "overall_issue"), ["課題", "課題", "課題", ""]);
    assert_eq!(texts(&filled, "support_point"), ["支援一", "支援一", "支援二", ""]);
    assert!(fill_down(&Table::new(Kind::Upplan)).is_err());
}

#[test]
fn a_month_is_imported_by_serial_and_leaves_what_stands() {
    let units = month();
    let received: Vec<ReceivedTable<'_>> = units
        .iter()
        .flat_map(|(serial, tables)| tables.iter().map(|table| ReceivedTable { serial: *serial, table }))
        .collect();
    let mut backwards = received.clone();
    backwards.reverse();
    let rows = |units: &[ReceivedTable<'_>]| -> Vec<(Kind, String)> {
        remaining_rows(units)
            .into_iter()
            .map(|(table, row)| {
                let table = units[table].table;
                (
                    table.kind(),
                    format!(
                        "{:?}",
                        (0..table.row(row).unwrap().len())
                            .map(|at| table.row(row).unwrap().text(at).unwrap())
                            .collect::<Vec<_>>()
                    ),
                )
            })
            .collect()
    };
    let stand = rows(&received);
    assert_eq!(rows(&backwards), stand, "the order in which they came does not matter");
    let of_kind = |kind: Kind| stand.iter().filter(|(own, _)| *own == kind).count();
    // 例示's slips were withdrawn; the home help results were withdrawn and sent anew.
    assert!(!stand.iter().any(|(kind, text)| *kind == Kind::Upplan && text.contains("0000000202")));
    assert!(!stand.iter().any(|(kind, text)| *kind == Kind::Uphosoku && text.contains("0000000202")));
    let corrected = units.last().unwrap().1[0].len();
    let home_help = stand.iter().filter(|(kind, text)| *kind == Kind::Upjsk && text.contains("\"9970000111\"")).count();
    assert_eq!(home_help, corrected);
    assert!(of_kind(Kind::Up1kyo) > 0 && of_kind(Kind::Upyobo) > 0);
}

#[test]
fn a_withdrawal_takes_its_cascade_and_nothing_else() {
    let plan: &[(&str, &str)] =
        &[("insurer_number", "990010"), ("insured_person_number", "0000000101"), ("care_plan_date", "20250919")];
    let slip: &[(&str, &str)] = &[
        ("insurer_number", "990010"),
        ("insured_person_number", "0000000101"),
        ("care_plan_date", "00000000"),
        ("target_month", "202510"),
    ];
    let (first, second) = (table(Kind::Up1kyo, &[plan]), table(Kind::Up2kyo, &[plan]));
    let supplement = table(Kind::Uphosoku, &[plan, slip]);
    let (withdrawal, empty) = (table(Kind::Dlt1kyo, &[plan]), table(Kind::Dlt1kyo, &[&[("insurer_number", "990010")]]));
    let serial = |digits| Serial::new(digits).unwrap();
    let plan = [&second, &supplement, &first].map(|table| ReceivedTable { serial: serial("20250919000000"), table });
    let later = |table| ReceivedTable { serial: serial("20250920000000"), table };
    let received = [later(&withdrawal), plan[0], plan[1], plan[2]];
    let steps = import_steps(&received);
    let inserted: Vec<Kind> = steps
        .iter()
        .filter_map(|step| if let ImportStep::Insert { kind, .. } = step { Some(*kind) } else { None })
        .collect();
    assert_eq!(inserted, [Kind::Up1kyo, Kind::Up2kyo, Kind::Uphosoku], "the base comes first");
    let Some(ImportStep::Remove { table: 0, reason: Reason::Withdrawn, kinds, keys }) = steps.last() else {
        panic!("{steps:?}")
    };
    assert_eq!(*kinds, [Kind::Up1kyo, Kind::Up2kyo, Kind::Up3kyo, Kind::Uphosoku]);
    assert_eq!(keys[2], ("care_plan_date", "20250919".to_owned()));
    // A log of the steps names no person.
    let logged = format!("{steps:?} {steps:#?}");
    assert!(logged.contains("insured_person_number"), "{logged}");
    assert!(!logged.contains("0000000101") && !logged.contains("20250919"), "{logged}");
    assert_eq!(remaining_rows(&received), [(2, 1)], "only the slip's supplement is left");
    // A withdrawal that names no user takes nothing away.
    assert_eq!(remaining_rows(&[plan[0], plan[1], plan[2], later(&empty)]).len(), 4);
}

#[test]
fn cells_that_mean_the_same() {
    let field = |kind, id| layout(kind).field(id).unwrap();
    let same = |kind, id, one: &str, other: &str| means_the_same(field(kind, id), one, other);
    assert!(same(Kind::Upplan, "units", "", "0") && same(Kind::Upplan, "units", "000163", "163"));
    assert!(same(Kind::Upplan, "units", "１６３", "163") && !same(Kind::Upplan, "units", "163", "164"));
    assert!(same(Kind::Upsikyu, "unit_price", "10.0", "10.00") && !same(Kind::Upsikyu, "unit_price", "10.1", "10"));
    assert!(same(Kind::Upsikyu, "unit_price", "-0", "") && same(Kind::Upsikyu, "unit_price", "010.40", "10.4"));
    assert!(same(Kind::Up2kyo, "insurance_covered", "N", "") && !same(Kind::Up2kyo, "insurance_covered", "Y", ""));
    assert!(same(Kind::Upplan, "tais_code", "00001－000001", "00001-000001"));
    assert!(
        !same(Kind::Upplan, "service_start_time", "9999", "") && !same(Kind::Upplan, "service_start_time", "0000", "")
    );
    let none = "0".repeat(31);
    assert!(same(Kind::Upplan, "per_diem_days", &none, ""));
    assert!(same(Kind::Up1kyo, "overall_support_policy", "一\r\n二〜", "一\n二～\r\n"));
    assert!(!same(Kind::Up1kyo, "overall_support_policy", "一二", "一\n二"));
    assert!(!same(Kind::Up1kyo, "user_address_1", "001", "1"), "free text is no number");
    assert!(!same(Kind::Upplan, "satellite_branch_number", "01", "1"), "a number of an office is no amount");
}

#[test]
fn tables_that_mean_the_same_have_no_difference() {
    assert_eq!(compare(&tree(true), &tree(false)).unwrap().differences, []);
    for (_, tables) in month() {
        for table in tables {
            let compared = compare(&table, &table).unwrap();
            assert_eq!(compared.differences, []);
            assert_eq!(compared.same.len(), table.len(), "each row has its own partner");
        }
    }
    assert!(compare(&tree(true), &Table::new(Kind::Upplan)).is_err());
    let field = |id| layout(Kind::Upplan).field(id).unwrap();
    assert!(is_compared(field("units")) && !is_compared(field("created_date")));
}

#[test]
fn a_change_is_told_by_row_and_field() {
    let row = |day: &'static str, start: &'static str, units: &'static str| {
        [
            ("insured_person_number", "0000000101"),
            ("service_code", "117311"),
            ("service_date", day),
            ("service_start_time", start),
            ("units", units),
        ]
    };
    let of = |rows: &[[(&str, &str); 5]]| table(Kind::Upplan, &rows.iter().map(|row| &row[..]).collect::<Vec<_>>());
    let old = of(&[row("20251001", "0900", "250"), row("20251008", "0900", "250"), row("20251015", "0900", "250")]);
    let new = of(&[row("20251015", "1000", "300"), row("20251001", "0900", "0250"), row("20251022", "0900", "250")]);
    let found = compare(&old, &new).unwrap().differences;
    let fields = ["units", "service_start_time"].map(|id| layout(Kind::Upplan).field(id).unwrap()).to_vec();
    assert_eq!(
        found,
        [Difference::Removed { row: 1 }, Difference::Changed { old: 2, new: 0, fields }, Difference::Added { row: 2 }]
    );
}

proptest! {
    #[test]
    fn comparing_is_the_same_both_ways(one in "[0-9A-Z０-９ .-]{0,8}", other in "[0-9A-Z０-９ .-]{0,8}") {
        for field in layout(Kind::Upsikyu).fields {
            prop_assert!(means_the_same(field, &one, &one));
            prop_assert_eq!(means_the_same(field, &one, &other), means_the_same(field, &other, &one));
        }
    }
}
