//! What cannot become a unit is refused, with the row and the item.

use cplink::Code;
use cplink::spec::{Kind, UnitKind, Version};
use cplink::typed::{TypedRow, Upplan};
use cplink::unit::UnitsOfRows;

use super::kit::*;

const USER: &str = "0000000001";
const MONTH: &str = "202510";

/// Code, file, row and item of the refusal.
type Refusal = (Code, Option<String>, Option<u64>, Option<u16>);

fn refusal(rows: &UnitsOfRows) -> Refusal {
    let error = rows.make().unwrap_err();
    let at = error.at();
    (error.code(), at.file.clone(), at.row, at.item_number)
}

fn at(code: Code, file: &str, row: u64, item: Option<u16>) -> Refusal {
    (code, Some(file.to_owned()), Some(row), item)
}

/// A slip that is sound, and then these rows of 第6表.
fn with(more: &[Upplan]) -> UnitsOfRows {
    let mut rows = planner();
    rows.add_rows(&[planned(USER, MONTH, "9970000111", "111111")]).unwrap();
    rows.add_rows(more).unwrap();
    complete(&mut rows, USER, MONTH);
    rows
}

#[test]
fn a_slip_that_lacks_a_file_says_which() {
    let mut rows = planner();
    rows.add_rows(&[planned(USER, MONTH, "9970000111", "111111")]).unwrap();
    let error = rows.make().unwrap_err();
    assert_eq!(error.detail(), Some("missing: UPSIKYU (第7表（サービス利用票別表）)"));
    rows.add_rows(&[annexed(USER, MONTH)]).unwrap();
    assert_eq!(rows.make().unwrap_err().detail(), Some("missing: UPHOSOKU (利用者補足情報)"));
    assert_eq!(refusal(&rows), at(Code::RowsMissing, "UPPLAN", 1, None));
}

#[test]
fn a_supplement_of_another_month_is_not_taken() {
    let mut rows = planner();
    for month in [MONTH, "202511"] {
        rows.add_rows(&[planned(USER, month, "9970000111", "111111")]).unwrap();
        rows.add_rows(&[annexed(USER, month)]).unwrap();
    }
    rows.add_rows(&[supplement(USER, "202511")]).unwrap();
    assert_eq!(refusal(&rows), at(Code::RowsMissing, "UPPLAN", 1, None));
}

#[test]
fn rows_without_their_base_belong_nowhere() {
    let mut rows = with(&[]);
    rows.add_rows(&[annexed(USER, "202511")]).unwrap();
    assert_eq!(refusal(&rows), at(Code::RowWithoutUnit, "UPSIKYU", 2, None));
    let mut rows = with(&[]);
    rows.add_rows(&[supplement("0000000002", MONTH)]).unwrap();
    assert_eq!(refusal(&rows), at(Code::RowWithoutUnit, "UPHOSOKU", 2, None));
}

#[test]
fn services_out_of_scope_and_those_of_our_own_alone_belong_nowhere() {
    let out = with(&[planned(USER, MONTH, "9970000111", "331111")]);
    assert_eq!(refusal(&out), at(Code::RowWithoutUnit, "UPPLAN", 2, Some(15)));
    let mut own = with(&[planned("0000000002", MONTH, PLANNER, "111111")]);
    complete(&mut own, "0000000002", MONTH);
    assert_eq!(refusal(&own), at(Code::RowWithoutUnit, "UPPLAN", 2, Some(20)));
    let bad = with(&[planned(USER, MONTH, "99700001", "111111")]);
    assert_eq!(refusal(&bad), at(Code::OfficeNumber, "UPPLAN", 2, Some(20)));
}

#[test]
fn a_row_that_cannot_be_sorted_names_the_item() {
    for (row, item) in [
        (planned("", MONTH, "9970000111", "111111"), 3),
        (planned(USER, "", "9970000111", "111111"), 5),
        (planned(USER, "202513", "9970000111", "111111"), 5),
        (planned(USER, "２０２５１０", "9970000111", "111111"), 5),
    ] {
        assert_eq!(refusal(&with(&[row])), at(Code::RowKey, "UPPLAN", 2, Some(item)));
    }
    for (date, month, item) in [("20250901", MONTH, 63), ("00000000", "000000", 4), ("20250901", "", 63)] {
        let mut row = supplement(USER, month);
        row.care_plan_date.set_text(date);
        let mut rows = with(&[]);
        rows.add_rows(&[row]).unwrap();
        assert_eq!(refusal(&rows), at(Code::RowKey, "UPHOSOKU", 2, Some(item)));
    }
}

#[test]
fn versions_are_not_mixed_in_a_unit_but_may_differ_between_months() {
    let old = |month: &str| {
        let mut row = Upplan::with_version(Version::V202208).unwrap();
        let new = planned(USER, month, "9970000111", "111111");
        row.insurer_number = new.insurer_number;
        row.insured_person_number = new.insured_person_number;
        row.target_month = new.target_month;
        row.service_code = new.service_code;
        row.provider_number = new.provider_number;
        row
    };
    let mixed = with(&[old(MONTH)]);
    assert_eq!(refusal(&mixed), at(Code::VersionsMixed, "UPPLAN (2)", 1, Some(1)));
    let mut told_wrongly = planned(USER, MONTH, "9970000111", "111111");
    told_wrongly.csv_version.set_text("202410");
    assert_eq!(refusal(&with(&[told_wrongly])), at(Code::LayoutVersion, "UPPLAN", 2, Some(1)));

    let mut apart = with(&[old("202503")]);
    apart.add_rows(&[annexed(USER, "202503")]).unwrap();
    apart.add_rows(&[supplement(USER, "202503")]).unwrap();
    assert_eq!(refusal(&apart), at(Code::VersionsMixed, "UPSIKYU", 2, Some(1)));
}

#[test]
fn who_is_to_receive_must_be_known() {
    let mut rows = planner();
    plan(&mut rows, USER, "20250915", &["9970000111"]);
    rows.add_rows(&[plan_supplement(USER, "20250915")]).unwrap();
    assert_eq!(refusal(&rows), at(Code::ReceiverUnknown, "UP2KYO", 1, Some(17)));
    rows.add_receiver(address("9970000111", "11"));
    assert_eq!(told(&rows.make().unwrap()), ["care_plan - 9970000111-11"]);

    let mut withdrawal = planner();
    withdrawal.add_table(table(&withdrawn_slip(USER, MONTH)));
    assert_eq!(refusal(&withdrawal), at(Code::ReceiverUnknown, "DLTPLAN", 1, None));
    let mut basics = planner();
    basics.add_rows(&[basic(USER, "")]).unwrap();
    assert_eq!(refusal(&basics), at(Code::ReceiverUnknown, "UPKIHON", 1, None));
}

#[test]
fn results_of_others_and_for_others_are_refused() {
    let provider = || UnitsOfRows::new(address("9970000111", "11"));
    let mut other = provider();
    other.add_rows(&[done(USER, MONTH, "9970000210", "151111", PLANNER)]).unwrap();
    assert_eq!(refusal(&other), at(Code::RowWithoutUnit, "UPJSK", 1, Some(20)));
    let mut elsewhere = provider();
    elsewhere.add_receiver(address("9970000020", "43"));
    elsewhere.add_rows(&[done(USER, MONTH, "9970000111", "111111", PLANNER)]).unwrap();
    assert_eq!(refusal(&elsewhere), at(Code::RowWithoutUnit, "UPJSK", 1, Some(6)));
    let mut nobody = provider();
    nobody.add_rows(&[done(USER, MONTH, "9970000111", "111111", "")]).unwrap();
    assert_eq!(refusal(&nobody), at(Code::OfficeNumber, "UPJSK", 1, Some(6)));
}

#[test]
fn no_image_and_no_attachment_is_left_over_or_missing() {
    let receiver = address("9990000090", "46");
    let mut missing = planner();
    missing.add_receiver(receiver.clone());
    missing.add_rows(&[basic(USER, "family.jpg")]).unwrap();
    assert_eq!(refusal(&missing), at(Code::RowsMissing, "UPKIHON", 1, Some(62)));
    missing.add_image("family.jpg", b"\xff\xd8\xff".to_vec());
    missing.make().unwrap();
    missing.add_image("other.jpg", b"\xff\xd8\xff".to_vec());
    assert_eq!(refusal(&missing), (Code::RowWithoutUnit, Some("other.jpg".to_owned()), None, None));

    let mut beside = with(&[]);
    beside.add_attachment(["990010", "0000000002"], UnitKind::UsageSlip, "a.pdf", b"%PDF-1.7".to_vec());
    assert_eq!(refusal(&beside), (Code::RowWithoutUnit, Some("a.pdf".to_owned()), None, None));
    let mut twice = with(&[]);
    for _ in 0..2 {
        twice.add_attachment(["990010", USER], UnitKind::UsageSlip, "a.pdf", b"%PDF-1.7".to_vec());
    }
    assert_eq!(refusal(&twice).0, Code::AttachmentName);
}

#[test]
fn what_cannot_be_written_names_the_row_that_was_given() {
    let mut row = planned(USER, MONTH, "9970000111", "111111");
    row.plan_staff_name = "\u{1F600}".into();
    let error = with(&[row]).make().unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::Unmappable, Some(Kind::Upplan.name())));
    assert_eq!(error.findings()[0].row(), Some(2));
}

#[test]
fn nothing_gives_no_units() {
    assert!(planner().make().unwrap().units.is_empty());
}
