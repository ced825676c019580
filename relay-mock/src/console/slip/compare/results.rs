//! A plan and its results.

use cplink::Result;
use cplink::form::Slip;
use cplink::interpret::{ReceivedTable, Recorded, ResultsLine, ResultsStatus, compare_results, compare_tables};
use cplink::json::FileJson;
use cplink::spec::ServiceType;
use cplink::unit::{FileName, Serial};

use super::clock::times;
use super::line::{DiffLine, by_day};
use super::people::People;
use super::tables::tables;

/// The files with their serials, where all names have them.
fn received(files: &[FileJson]) -> Option<Vec<ReceivedTable<'_>>> {
    let serial =
        |file: &FileJson| -> Option<Serial> { FileName::parse(file.name.as_deref()?).name.map(|name| name.serial) };
    files.iter().map(|file| Some(ReceivedTable { serial: serial(file)?, table: &file.table })).collect()
}

/// The slip on which both are.
pub(super) fn both<'a>(plan: &'a [FileJson], results: &'a [FileJson]) -> Result<Slip<'a>> {
    match (received(plan), received(results)) {
        (Some(plan), Some(results)) => {
            let all = [plan, results].concat();
            Slip::of_received(&all, |at| all[at].table.kind().name())
        }
        _ => Ok(Slip::of_unit(tables(plan).chain(tables(results)))),
    }
}

/// What is not as planned, and how many rows could not be compared.
pub(super) fn lines(plan: &[FileJson], results: &[FileJson], monthly: &[String]) -> Result<(Vec<DiffLine>, usize)> {
    let monthly: Vec<&str> = monthly.iter().map(String::as_str).collect();
    let compared = match (received(plan), received(results)) {
        (Some(plan), Some(results)) => compare_results(&plan, &results, &monthly)?,
        _ => compare_tables(&tables(plan).collect::<Vec<_>>(), &tables(results).collect::<Vec<_>>(), &monthly)?,
    };
    let people = People::of(tables(plan).chain(tables(results)));
    let told = compared.lines.iter().filter(|line| line.status != ResultsStatus::AsPlanned || line.units_differ());
    let lines = told.map(|line| results_line(line, &people)).collect();
    Ok((by_day(lines), compared.uncompared.len()))
}

fn results_line(line: &ResultsLine, people: &People) -> DiffLine {
    let (what, class) = status(line);
    let service = &line.service;
    let times = times(&service.service_start_time, &service.service_end_time);
    let kind = ServiceType::of_service(service.service_code.as_bytes()).map_or("", |kind| kind.name_ja);
    let office = if line.provider_name.is_empty() { &service.provider_number } else { &line.provider_name };
    let person = [line.user.insurer_number.clone(), line.user.insured_person_number.clone()];
    // Of who has reported nothing, the office alone is of interest.
    let is_missing = matches!(line.status, ResultsStatus::NotReported | ResultsStatus::UserNotReported);
    let (subject, [old, new]) = if is_missing {
        (format!("{office} {kind}"), Default::default())
    } else {
        let sides = [side(&line.planned), side(&line.done)];
        (format!("{times} {office} {kind} {}", service.service_code).trim_start().to_owned(), sides)
    };
    DiffLine {
        user: people.named(&person),
        days: vec![format!("{}{:02}", line.user.target_month, line.day)],
        what: what.to_owned(),
        class,
        subject,
        old,
        new,
    }
}

fn status(line: &ResultsLine) -> (&'static str, &'static str) {
    match line.status {
        ResultsStatus::AsPlanned => ("単位数違い", "warn"),
        ResultsStatus::NotDone => ("未実施", "bad"),
        ResultsStatus::Fewer => ("回数減", "bad"),
        ResultsStatus::More => ("回数増", "bad"),
        ResultsStatus::Additional => ("予定外", "bad"),
        ResultsStatus::OtherDays => ("日割対象日違い", "bad"),
        ResultsStatus::Unclear => ("回数が読み取れません", "bad"),
        ResultsStatus::NotReported => ("実績がまだ届いていません", ""),
        ResultsStatus::UserNotReported => ("実績にこの利用者の行がありません", "warn"),
    }
}

/// How often, and what that is worth.
fn side(recorded: &Recorded) -> String {
    if recorded.rows.is_empty() {
        return "なし".to_owned();
    }
    let units = recorded.units.map(|units| format!("（{units}単位）")).unwrap_or_default();
    let days = recorded.shown_days();
    let days = if days.is_empty() { days } else { format!(" {days}") };
    format!("{}回{units}{days}", recorded.count.shown())
}
