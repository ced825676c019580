//! The month of the fixtures, which Python has split: the same rows in one call.

use std::collections::BTreeMap;
use std::fs;

use cplink::client::Checked;
use cplink::convert::read;
use cplink::progress::Job;
use cplink::record::Table;
use cplink::spec::{Kind, UnitKind};
use cplink::unit::{FileName, NameKind, UnitsOfRows};
use cplink_testkit::fixtures::{files as paths, name, newest};

use super::kit::{address, files, planner, texts};

/// The tables of a message of the month, and its image.
fn message(dir: &str) -> (Vec<Table>, Vec<(String, Vec<u8>)>) {
    let (mut tables, mut images) = (Vec::new(), Vec::new());
    for path in paths(&newest().join("month").join(dir).join("files")) {
        let bytes = fs::read(&path).unwrap();
        match FileName::parse(name(&path)).kind {
            Some(NameKind::Csv(kind)) => tables.push(read(kind, bytes).unwrap().table),
            Some(NameKind::Image(_)) => images.push((name(&path).to_owned(), bytes)),
            None => {}
        }
    }
    (tables, images)
}

/// All rows of these messages, each once: a slip goes to several receivers.
fn rows(dirs: &[&str], into: &mut UnitsOfRows) {
    let mut seen: Vec<(Kind, Vec<String>)> = Vec::new();
    for dir in dirs {
        let (tables, images) = message(dir);
        for mut table in tables {
            for at in (0..table.len()).rev() {
                let row = (table.kind(), texts(&table).swap_remove(at));
                if seen.contains(&row) {
                    table.remove(at).unwrap();
                } else {
                    seen.push(row);
                }
            }
            into.add_table(table);
        }
        images.into_iter().for_each(|(name, bytes)| into.add_image(name, bytes));
    }
}

fn sorted(files: BTreeMap<Kind, Vec<Vec<String>>>) -> BTreeMap<Kind, Vec<Vec<String>>> {
    let sorted = |(kind, mut rows): (Kind, Vec<Vec<String>>)| {
        rows.sort();
        // Item 62 has the unit's own name of the image.
        if kind == Kind::Upkihon {
            rows.iter_mut().for_each(|row| row[61].clear());
        }
        (kind, rows)
    };
    files.into_iter().map(sorted).collect()
}

fn fixture(dir: &str) -> BTreeMap<Kind, Vec<Vec<String>>> {
    sorted(message(dir).0.iter().map(|table| (table.kind(), texts(table))).collect())
}

#[test]
fn a_planners_month_is_what_was_sent_message_by_message() {
    let mut all = planner();
    let slips = ["02-slip-home-help", "03-slip-day-care", "04-slip-rental", "08-slip-prevention-nursing"];
    rows(&slips, &mut all);
    rows(&["01-care-plan", "07-prevention-plan"], &mut all);
    let made = all.make().unwrap();
    let unit =
        |kind, office| made.units.iter().find(|one| one.kind == kind && one.unit.to().office() == office).unwrap();
    for (dir, kind, office) in [
        ("01-care-plan", UnitKind::CarePlan, "9970000111"),
        (slips[0], UnitKind::UsageSlip, "9970000111"),
        (slips[1], UnitKind::UsageSlip, "9970000210"),
        (slips[2], UnitKind::UsageSlip, "9970000319"),
        (slips[3], UnitKind::UsageSlip, "9960000418"),
        ("07-prevention-plan", UnitKind::PreventionPlanWithBasicInfo, "9960000418"),
    ] {
        assert_eq!(sorted(files(&unit(kind, office).unit)), fixture(dir), "{dir}");
    }
    for one in &made.units {
        let checked = Checked::of(&one.unit, &mut Job::new()).unwrap();
        assert_eq!(checked.report.unit_kind, Some(one.kind));
        assert!(!checked.report.has_error(), "{:?}", checked.report.all_findings().collect::<Vec<_>>());
    }
    assert!(made.units.iter().all(|one| one.supplemented == 0));
}

#[test]
fn results_and_their_withdrawal_are_what_was_sent() {
    let from = address("9970000111", "11");
    let mut results = UnitsOfRows::new(from.clone());
    rows(&["15-results-home-help-corrected"], &mut results);
    let made = results.make().unwrap();
    assert_eq!((made.units.len(), made.units[0].unit.to()), (1, &address("9970000012", "43")));
    assert_eq!(sorted(files(&made.units[0].unit)), fixture("15-results-home-help-corrected"));

    let mut withdrawal = UnitsOfRows::new(from);
    withdrawal.add_receiver(address("9970000012", "43"));
    rows(&["14-withdrawal-results-home-help"], &mut withdrawal);
    let made = withdrawal.make().unwrap();
    assert_eq!(made.units[0].kind, UnitKind::ResultsDeletion);
    assert_eq!(sorted(files(&made.units[0].unit)), fixture("14-withdrawal-results-home-help"));
}

#[test]
fn an_image_gets_its_units_name_and_so_does_the_row() {
    let mut all = planner();
    all.add_receiver(address("9960000418", "63"));
    rows(&["07-prevention-plan"], &mut all);
    let made = all.make().unwrap();
    let unit = &made.units[0].unit;
    let image = "UPKIHON_IMAGE_9970000012_43_9960000418_63_20251001235958_0001.jpg";
    assert_eq!(unit.attachments()[0].name, image);
    assert_eq!(files(unit)[&Kind::Upkihon][0][61], image);
}
