//! A plan with its results.

mod subject;
mod words;

use cplink::form::Slip;
use cplink::interpret::{ReceivedTable, ResultsComparison, ResultsStatus, compare_results, compare_tables};
use cplink::json::FileJson;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::{FileName, Serial};
use cplink_cli::values;
use serde_json::json;

pub(super) use self::words::text;
use super::super::input::Input;

/// The files of a plan and of its results.
pub(super) struct Sides<'a> {
    plan: &'a [FileJson],
    results: &'a [FileJson],
}

impl<'a> Sides<'a> {
    /// Which is which, where one has a plan and the other results.
    pub(super) fn of(one: &'a Input, other: &'a Input) -> Option<Self> {
        let has = |input: &Input, kind: Kind| input.unit.files.iter().any(|file| file.table.kind() == kind);
        let is_plan = |input: &Input| has(input, Kind::Upplan) && !has(input, Kind::Upjsk);
        let is_results = |input: &Input| has(input, Kind::Upjsk) && !has(input, Kind::Upplan);
        let (plan, results) = match (one, other) {
            _ if is_plan(one) && is_results(other) => (one, other),
            _ if is_results(one) && is_plan(other) => (other, one),
            _ => return None,
        };
        Some(Self { plan: &plan.unit.files, results: &results.unit.files })
    }

    /// All files, in the order in which rows are counted.
    pub(super) fn files(&self) -> impl Iterator<Item = &'a FileJson> {
        self.plan.iter().chain(self.results)
    }

    /// Compares what remains of both; where a name has no serial, all rows.
    pub(super) fn compare(&self, monthly: &[String]) -> cplink::Result<ResultsComparison> {
        let monthly: Vec<&str> = monthly.iter().map(String::as_str).collect();
        if let (Some(plan), Some(results)) = (received(self.plan), received(self.results)) {
            return compare_results(&plan, &results, &monthly);
        }
        let tables = |files: &'a [FileJson]| files.iter().map(|file| &file.table).collect::<Vec<&Table>>();
        compare_tables(&tables(self.plan), &tables(self.results), &monthly)
    }

    /// The forms of both.
    pub(super) fn slip(&self) -> cplink::Result<Slip<'a>> {
        let all: Vec<&'a FileJson> = self.files().collect();
        match [self.plan, self.results].map(received) {
            [Some(plan), Some(results)] => {
                Slip::of_received(&[plan, results].concat(), |at| all[at].table.kind().name())
            }
            _ => Ok(Slip::of_unit(all.into_iter().map(|file| &file.table))),
        }
    }
}

/// The files with their serials, where all names have them.
fn received(files: &[FileJson]) -> Option<Vec<ReceivedTable<'_>>> {
    let serial =
        |file: &FileJson| -> Option<Serial> { FileName::parse(file.name.as_deref()?).name.map(|name| name.serial) };
    files.iter().map(|file| Some(ReceivedTable { serial: serial(file)?, table: &file.table })).collect()
}

/// Whether there is nothing to ask about: what an office has not yet reported does not count.
pub(super) fn is_settled(compared: &ResultsComparison) -> bool {
    let is_asked = |status| status == ResultsStatus::UserNotReported;
    compared.is_as_planned() && !compared.lines.iter().any(|line| is_asked(line.status) || line.units_differ())
}

/// The comparison as other programs read it.
pub(super) fn as_json(sides: &Sides<'_>, compared: ResultsComparison) -> String {
    let same = is_settled(&compared);
    let files: Vec<&str> =
        sides.files().map(|file| file.name.as_deref().unwrap_or_else(|| file.table.kind().name())).collect();
    let mut said = values::results_comparison(&compared.into());
    said["compared"] = "plan_and_results".into();
    said["same"] = same.into();
    said["files"] = json!(files);
    format!("{said:#}\n")
}
