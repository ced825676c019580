//! Invented rows, and what is in units.

use std::collections::BTreeMap;

use cplink::client::Checked;
use cplink::convert::read;
use cplink::progress::Job;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::typed::{Dltplan, TypedRow, Up1kyo, Up2kyo, Up3kyo, Uphosoku, Upjsk, Upkihon, Upplan, Upsikyu, Upyobo};
use cplink::unit::{Address, FileName, MadeUnits, NameKind, Serial, Unit, UnitsOfRows};

/// The planner who sends, unless a test says otherwise.
pub(super) const PLANNER: &str = "9970000012";

pub(super) fn address(office: &str, service_type: &str) -> Address {
    Address::new(office, service_type).unwrap()
}

pub(super) fn planner() -> UnitsOfRows {
    let mut rows = UnitsOfRows::new(address(PLANNER, "43"));
    rows.set_first_serial(Serial::new("20251001235958").unwrap());
    rows
}

/// A field of the users' keys.
macro_rules! user {
    ($row:ident, $user:expr) => {
        $row.insurer_number = "990010".into();
        $row.insured_person_number = $user.into();
    };
}

/// A planned service on a day of the month.
pub(super) fn planned(user: &str, month: &str, office: &str, code: &str) -> Upplan {
    let mut row = Upplan::default();
    user!(row, user);
    row.created_date.set_text("20250920");
    row.target_month.set_text(month);
    row.plan_office_number = PLANNER.into();
    row.service_date.set_text(&format!("{month}01"));
    row.service_code = code.into();
    row.provider_number = office.into();
    row
}

/// The total of 第7表.
pub(super) fn annexed(user: &str, month: &str) -> Upsikyu {
    let mut row = Upsikyu::default();
    user!(row, user);
    row.target_month.set_text(month);
    row.service_code = "999999".into();
    row.provider_number = "9999999999".into();
    row
}

/// 利用者補足情報 for a slip.
pub(super) fn supplement(user: &str, month: &str) -> Uphosoku {
    let mut row = Uphosoku::default();
    user!(row, user);
    row.care_plan_date.set_text("00000000");
    row.target_month.set_text(month);
    row.user_name = "架空　花子".into();
    row
}

/// 利用者補足情報 for a plan.
pub(super) fn plan_supplement(user: &str, date: &str) -> Uphosoku {
    let mut row = supplement(user, "000000");
    row.care_plan_date.set_text(date);
    row
}

/// 第1～3表, of which 第2表 names these offices.
pub(super) fn plan(rows: &mut UnitsOfRows, user: &str, date: &str, offices: &[&str]) {
    let (mut first, mut third) = (Up1kyo::default(), Up3kyo::default());
    user!(first, user);
    user!(third, user);
    first.care_plan_date.set_text(date);
    third.care_plan_date.set_text(date);
    let second = offices.iter().zip(1..).map(|(office, number)| {
        let mut row = Up2kyo::default();
        user!(row, user);
        row.care_plan_date.set_text(date);
        row.support_no.set(number);
        row.provider_number = (*office).into();
        row
    });
    rows.add_rows(&[first]).unwrap();
    rows.add_rows(&second.collect::<Vec<_>>()).unwrap();
    rows.add_rows(&[third]).unwrap();
}

/// What a slip needs beside 第6表.
pub(super) fn complete(rows: &mut UnitsOfRows, user: &str, month: &str) {
    rows.add_rows(&[annexed(user, month)]).unwrap();
    rows.add_rows(&[supplement(user, month)]).unwrap();
}

/// A service that was done, for a planner.
pub(super) fn done(user: &str, month: &str, office: &str, code: &str, planner: &str) -> Upjsk {
    let mut row = Upjsk::default();
    user!(row, user);
    row.target_month.set_text(month);
    row.plan_office_number = planner.into();
    row.service_date.set_text(&format!("{month}01"));
    row.service_code = code.into();
    row.provider_number = office.into();
    row
}

pub(super) fn withdrawn_slip(user: &str, month: &str) -> Dltplan {
    let mut row = Dltplan::default();
    user!(row, user);
    row.deletion_target_month.set_text(month);
    row
}

pub(super) fn basic(user: &str, image: &str) -> Upkihon {
    let mut row = Upkihon::default();
    user!(row, user);
    row.consultation_date.set_text("20250901");
    row.family_image_filename = image.into();
    row
}

pub(super) fn prevention(user: &str) -> Upyobo {
    let mut row = Upyobo::default();
    user!(row, user);
    row.prevention_plan_date.set_text("20250902");
    row
}

/// A typed row as a table.
pub(super) fn table<T: TypedRow>(row: &T) -> Table {
    let mut table = Table::with_version(T::KIND, row.version()).unwrap();
    row.write_to(&mut table).unwrap();
    table
}

/// The texts of all cells of all rows.
pub(super) fn texts(table: &Table) -> Vec<Vec<String>> {
    let row = |row: cplink::record::Row<'_>| (0..row.len()).map(|at| row.text(at).unwrap().into_owned()).collect();
    table.rows().map(row).collect()
}

/// The rows of each kind in a unit, read from its files.
pub(super) fn files(unit: &Unit) -> BTreeMap<Kind, Vec<Vec<String>>> {
    let file = |file: &cplink::unit::CsvFile| {
        let Some(NameKind::Csv(kind)) = FileName::parse(&file.name).kind else { panic!("{}", file.name) };
        (kind, texts(&read(kind, file.bytes.clone()).unwrap().table))
    };
    unit.csv().iter().map(file).collect()
}

/// Kind, month and receiver of each unit, as `usage_slip 202510 9970000111-11`.
pub(super) fn told(made: &MadeUnits) -> Vec<String> {
    let told = made.units.iter().map(|made| {
        let (month, to) = (made.month.as_deref().unwrap_or("-"), made.unit.to());
        format!("{} {month} {}-{}", made.kind.token(), to.office(), to.service_type())
    });
    told.collect()
}

/// Serials rise, names are those of the standard, and each unit is the one that it says it is.
pub(super) fn assert_sound(made: &MadeUnits) {
    assert!(made.units.windows(2).all(|two| two[0].unit.serial() < two[1].unit.serial()));
    for one in &made.units {
        let checked = Checked::of(&one.unit, &mut Job::new()).unwrap();
        assert_eq!(checked.report.unit_kind, Some(one.kind), "{:?}", checked.report.findings);
        let astray = |id: &str| id.starts_with("name.") || id.starts_with("unit.");
        let wrong: Vec<_> = checked.report.all_findings().map(|finding| finding.rule().id()).collect();
        let of_unit: Vec<_> = wrong.into_iter().filter(|id| astray(id) && !EXPECTED.contains(id)).collect();
        assert!(of_unit.is_empty(), "{of_unit:?}");
    }
}

/// The invented rows are short: services of 第6表 are not on 第7表.
const EXPECTED: &[&str] = &["unit.slip_unannexed", "unit.annex_unplanned", "name.serial_early"];
