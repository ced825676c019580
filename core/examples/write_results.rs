//! Makes a results file from a host's own data and checks it as `send` would.
//!
//! `cargo run -p cplink --example write_results -- [FOLDER]`

use cplink::progress::Job;
use cplink::record::Table;
use cplink::rules;
use cplink::spec::Kind;
use cplink::typed::{Date, Flag, Month, Time, TypedRow as _, Upjsk};
use cplink::unit::{Address, Serial, Unit, UnitContents};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut table = Table::new(Kind::Upjsk);
    for day in [1, 8, 15] {
        let visit = Upjsk {
            csv_version: "202407".into(),
            insurer_number: "990010".into(),
            insured_person_number: "9900000163".into(),
            created_date: Date::new(2025, 11, 4).into(),
            target_month: Month::new(2025, 10).into(),
            plan_office_number: "9970000012".into(),
            plan_staff_name: "見本 計画".into(),
            service_date: Date::new(2025, 10, day).into(),
            service_start_time: Time::new(10, 0).into(),
            service_end_time: Time::new(10, 30).into(),
            service_code: "111211".into(),
            service_count: 1.into(),
            provider_number: "9970000111".into(),
            over_30_days: Flag::No.into(),
            ..Upjsk::default()
        };
        visit.write_to(&mut table)?;
    }

    // The provider (訪問介護, 11) reports to the care manager (居宅介護支援, 43).
    let from = Address::new("9970000111", "11")?;
    let to = Address::new("9970000012", "43")?;
    let mut unit = Unit::new(from, to, Serial::new("20251104090000")?);
    for finding in unit.add_table(&table)? {
        println!("{}: {}", finding.rule().id(), finding.message_en());
    }

    let report = rules::check(&UnitContents::read(&unit, &mut Job::new())?, &mut Job::new())?;
    for finding in report.all_findings() {
        let (row, item) = (finding.row().unwrap_or(0), finding.item_number().unwrap_or(0));
        println!("{} row {row} item {item}: {}", finding.severity().name(), finding.message_en());
    }
    println!("may be sent: {}", !report.has_error());

    if let Some(folder) = std::env::args_os().nth(1) {
        for file in unit.csv() {
            std::fs::write(std::path::Path::new(&folder).join(&file.name), &file.bytes)?;
            println!("wrote {}", file.name);
        }
    }
    Ok(())
}
