//! A plan and its results (予定と実績), service by service and day by day.

mod count;
mod gather;
mod line;
mod link;
mod sums;
mod units;

use std::collections::HashSet;

pub use self::count::Count;
pub(crate) use self::gather::{Gathering, day_of, service_of};
pub use self::line::{Recorded, ResultsLine, ResultsStatus, Service, UserMonth};
use self::sums::sums;
pub use self::sums::{ResultsSum, SumKey, SumOf};
use super::import::{ReceivedTable, every_one_is_another, remaining_rows};
use crate::error::{Code, Error, Result};
use crate::record::{Row, Table};
use crate::spec::Kind;
use crate::unit::Serial;

/// A plan compared with its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsComparison {
    /// Every service of a day that was planned or done: by user (insurer, insured person, month), day, time, service
    /// code and office.
    pub lines: Vec<ResultsLine>,
    /// The lines added up: of users, of their services, of offices.
    pub sums: Vec<ResultsSum>,
    /// Rows that are in no line, as their date is no day of their month: table and row, both from 0.
    pub uncompared: Vec<(usize, usize)>,
}

impl ResultsComparison {
    /// Whether all of which something was reported was done as planned, and every row could be compared. Units are not
    /// looked at, and what was not reported is not either.
    pub fn is_as_planned(&self) -> bool {
        self.uncompared.is_empty() && !self.lines.iter().any(|line| line.status.is_difference())
    }

    /// The lines where plan and results differ.
    pub fn differences(&self) -> impl Iterator<Item = &ResultsLine> {
        self.lines.iter().filter(|line| line.status.is_difference())
    }
}

/// Compares what remains of plans with what remains of results, after each was imported in the order of the serials: of
/// a plan sent anew, or of corrected results, the newest counts. Services are matched by what identifies them in the
/// standard (user, month, office, code, equipment, times, day); counts of the same service and day are added up. What
/// was planned and what was done instead of it, at another time or under another code of the service type, are two lines
/// that are linked. Units are those of the rows, else of 第7表. `monthly` names the codes that count once a month, as
/// [`monthly_once`](super::monthly_once) takes them; nothing is guessed.
///
/// Tables and rows are counted through the plan's tables, then the results'.
///
/// # Errors
/// [`Code::ResultsSides`] where the plan has results or the results a plan; and those of [`compare_received`].
pub fn compare_results(
    plan: &[ReceivedTable<'_>],
    results: &[ReceivedTable<'_>],
    monthly: &[&str],
) -> Result<ResultsComparison> {
    let is_of_results = |received: &ReceivedTable<'_>| matches!(received.table.kind(), Kind::Upjsk | Kind::Dltjsk);
    let is_of_plan =
        |received: &ReceivedTable<'_>| matches!(received.table.kind(), Kind::Upplan | Kind::Upsikyu | Kind::Dltplan);
    if plan.iter().any(is_of_results) || results.iter().any(is_of_plan) {
        return Err(Error::new(Code::ResultsSides));
    }
    compare_received(&[plan, results].concat(), monthly)
}

/// Does the same with tables of which all rows count: a kind twice on a side is refused.
///
/// # Errors
/// As [`compare_results`].
pub fn compare_tables(plan: &[&Table], results: &[&Table], monthly: &[&str]) -> Result<ResultsComparison> {
    let serial = Serial::new("00010101000000")?;
    let [plan, results] =
        [plan, results].map(|side| side.iter().map(|table| ReceivedTable { serial, table }).collect::<Vec<_>>());
    compare_results(&plan, &results, monthly)
}

/// Does the same with units of plans and results in one list, in any order.
///
/// # Errors
/// [`Code::ResultsNoPlan`] and [`Code::ResultsNone`] where no row of a plan, none of results remains;
/// [`Code::ResultsOtherMonth`] where they have no month in common; [`Code::FormTwice`] for two tables of a kind in a
/// unit, whose rows would be doubled.
pub fn compare_received(received: &[ReceivedTable<'_>], monthly: &[&str]) -> Result<ResultsComparison> {
    let named = |at: usize| received[at].table.kind().name();
    every_one_is_another(received.iter().map(|one| (one.serial, one.table.kind())), named)?;
    let remaining = remaining_rows(received);
    let rows = |kind: Kind| {
        let of_kind = remaining.iter().filter(move |(table, _)| received[*table].table.kind() == kind);
        of_kind.filter_map(|place| Some((*place, received[place.0].table.row(place.1)?)))
    };
    let months = |kind| rows(kind).map(|(_, row)| month(&row)).collect::<HashSet<String>>();
    let (planned, done) = (months(Kind::Upplan), months(Kind::Upjsk));
    for (months, code) in [(&planned, Code::ResultsNoPlan), (&done, Code::ResultsNone)] {
        if months.is_empty() {
            return Err(Error::new(code));
        }
    }
    if planned.is_disjoint(&done) {
        return Err(Error::new(Code::ResultsOtherMonth));
    }
    let mut gathering = Gathering::new(monthly);
    rows(Kind::Upsikyu).for_each(|(_, row)| gathering.add_units(&row));
    for kind in [Kind::Upplan, Kind::Upjsk] {
        rows(kind).for_each(|(place, row)| gathering.add(place, &row));
    }
    let (lines, uncompared) = gathering.finish();
    Ok(ResultsComparison { sums: sums(&lines), lines, uncompared })
}

fn month(row: &Row<'_>) -> String {
    count::cell(row, "target_month")
}
