//! Subtotals and totals of 第7表.

use std::collections::{BTreeMap, HashMap};

use crate::finding::{Rule, Severity};
use crate::record::Table;
use crate::rules::annex::Class;
use crate::rules::collector::{Collector, at_cell};
use crate::rules::column::{Cell, Column, USER_MONTH, cells};

/// Items that are added up. What is added on which kind of row the document does not lay down, so a
/// difference is a warning, and every customary way of adding up is accepted.
const SUMMED: [&str; 9] = [
    "service_units_or_amount",
    "benefit_management_units",
    "type_limit_excess_units",
    "category_limit_excess_units",
    "category_limit_within_units",
    "total_cost_insured",
    "insurance_claim_amount",
    "copay_insured",
    "copay_full",
];
/// 給付管理単位数 in [`SUMMED`]: filled on what counts towards the limit.
const LIMIT_UNITS: usize = 1;

/// The numbers of a row; `None` where a cell is empty or no number.
type Numbers = [Option<i64>; SUMMED.len()];

struct Annex<'a> {
    table: &'a Table,
    code: Column,
    provider: Column,
    summed: [Column; SUMMED.len()],
}

/// A row of a user.
struct Line<'a> {
    row: usize,
    class: Class,
    office: Cell<'a>,
    code: Cell<'a>,
    numbers: Numbers,
}

impl Line<'_> {
    fn in_limit(&self) -> bool {
        self.numbers[LIMIT_UNITS].is_some()
    }
}

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let (Some(user), Some(summed), Some([code, provider])) = (
        Column::all(table, USER_MONTH),
        Column::all(table, SUMMED),
        Column::all(table, ["service_code", "provider_number"]),
    ) else {
        return;
    };
    let annex = Annex { table, code, provider, summed };
    let mut users: HashMap<[Cell<'_>; 3], Vec<u32>> = HashMap::new();
    for (row, record) in table.rows().enumerate() {
        users.entry(cells(&user, &record)).or_default().push(row as u32);
    }
    let mut users: Vec<Vec<u32>> = users.into_values().collect();
    crate::sort::sort(&mut users);
    for rows in &users {
        annex.user(rows, collector);
    }
}

impl Annex<'_> {
    fn user(&self, rows: &[u32], collector: &mut Collector<'_>) {
        let lines: Vec<Line<'_>> = rows.iter().filter_map(|row| self.line(*row as usize)).collect();
        // Offices and types in turn; a user has few, and the rows of each come together here.
        let mut services: BTreeMap<(&[u8], &[u8]), Vec<&Line<'_>>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.class != Class::Total) {
            services.entry((&line.office, &line.code[..2])).or_default().push(line);
        }
        let mut covered = vec![0; SUMMED.len()];
        for service in services.values() {
            self.service(service, collector);
            for (at, sum) in covered.iter_mut().enumerate() {
                *sum = i64::saturating_add(*sum, lone(service, at));
            }
        }
        match lines.iter().find(|line| line.class == Class::Total) {
            Some(total) => self.total(&lines, total, &covered, collector),
            None => {
                if let Some(first) = rows.first() {
                    collector.row(Rule::TableTotalMissing, *first as usize);
                }
            }
        }
    }

    fn line(&self, row: usize) -> Option<Line<'_>> {
        let record = self.table.row(row)?;
        let code = self.code.bytes(&record);
        let numbers = self.summed.map(|column| column.number(&record));
        Some(Line { row, class: Class::of(&code)?, office: self.provider.bytes(&record), code, numbers })
    }

    /// The rows of one office and service type.
    fn service(&self, lines: &[&Line<'_>], collector: &mut Collector<'_>) {
        let details: Vec<&Line<'_>> = lines.iter().copied().filter(|line| line.class == Class::Detail).collect();
        let Some(first) = details.first() else {
            for line in lines {
                collector.cell(Rule::TableSubtotalStray, line.row, self.code);
            }
            return;
        };
        let limit = || details.iter().filter(|line| line.in_limit());
        let code = limit().next().map(|line| line.code.as_ref());
        let several_codes = limit().any(|line| Some(line.code.as_ref()) != code);
        let has_limit = |class| lines.iter().any(|line| line.class == class);
        if details.len() > 1 && limit().next().is_some() && !has_limit(Class::Limit) {
            // Several service codes that count towards the limit are what the text names; where rows share
            // a code or lie outside the limit, its words allow both.
            let mut finding = at_cell(Rule::TableSubtotalMissing, first.row, self.code).with_parameter("AAAA");
            if !several_codes {
                finding = finding.with_severity(Severity::Warning);
            }
            collector.push(finding);
        }
        // Without 給付管理単位数 it is not known what counts towards the limit.
        if limit().next().is_none() {
            return;
        }
        for (class, in_limit) in [(Class::Limit, true), (Class::Outside, false)] {
            let subtotals: Vec<&Line<'_>> = lines.iter().copied().filter(|line| line.class == class).collect();
            let Some(last) = subtotals.last() else { continue };
            for (at, column) in self.summed.iter().enumerate() {
                let of_details = sum(details.iter().copied().filter(|line| line.in_limit() == in_limit), at);
                let of_subtotals = sum(subtotals.iter().copied(), at);
                if let (Some(details), Some(subtotals)) = (of_details, of_subtotals)
                    && details != subtotals
                {
                    collector.cell(Rule::TableSubtotalSum, last.row, *column);
                }
            }
        }
    }

    /// The total is the sum of the details, of the subtotals, or of the subtotals and the details that
    /// have none.
    fn total(&self, lines: &[Line<'_>], total: &Line<'_>, lone: &[i64], collector: &mut Collector<'_>) {
        for (at, column) in self.summed.iter().enumerate() {
            let Some(written) = total.numbers[at] else { continue };
            let details = sum(lines.iter().filter(|line| line.class == Class::Detail), at);
            let subtotals = sum(lines.iter().filter(|line| matches!(line.class, Class::Limit | Class::Outside)), at);
            let ways = [details, subtotals, subtotals.map(|sum| sum.saturating_add(lone[at]))];
            if ways.iter().any(Option::is_some) && !ways.contains(&Some(written)) {
                collector.cell(Rule::TableTotalSum, total.row, *column);
            }
        }
    }
}

/// The sum of an item; `None` where no row has it. Thousands of the longest numbers fill an `i64`.
fn sum<'l>(lines: impl Iterator<Item = &'l Line<'l>>, at: usize) -> Option<i64> {
    lines.filter_map(|line| line.numbers[at]).reduce(i64::saturating_add)
}

/// What the details of a service hold that no subtotal covers.
fn lone(lines: &[&Line<'_>], at: usize) -> i64 {
    let has = |class| lines.iter().any(|line| line.class == class);
    let (limit, outside) = (has(Class::Limit), has(Class::Outside));
    let is_lone = |line: &&Line<'_>| line.class == Class::Detail && !(if line.in_limit() { limit } else { outside });
    sum(lines.iter().copied().filter(is_lone), at).unwrap_or(0)
}
