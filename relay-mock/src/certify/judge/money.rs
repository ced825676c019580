//! Money of table 7, which may stand at the services of a type or at their subtotal: it must stand somewhere, and come
//! to what is right.

use cplink::record::{Row, Table};
use cplink::spec::Field;

/// Amounts, which may be divided among the services; what is no amount is the same at each.
const AMOUNTS: [&str; 4] = ["total_cost_insured", "insurance_claim_amount", "copay_insured", "copay_full"];

/// Whose services of which type a row is about.
const GROUP: [&str; 4] = ["insurer_number", "insured_person_number", "target_month", "provider_number"];

/// Whether the money of the group that `row` belongs to, a row of what is right, came through, wherever it stands.
pub(super) fn is_there(expected: &Table, got: &Table, row: &Row<'_>, field: &Field) -> bool {
    let [right, is] = [expected, got].map(|table| of_group(table, row, field));
    let values = |all: &[(bool, String)], at_subtotal: bool| -> Vec<String> {
        let found = all.iter().filter(|(is_subtotal, value)| *is_subtotal == at_subtotal && !value.is_empty());
        found.map(|(_, value)| value.clone()).collect()
    };
    let at_services = values(&is, false);
    if !AMOUNTS.contains(&field.id) {
        let right: Vec<String> = right.into_iter().map(|(_, value)| value).filter(|value| !value.is_empty()).collect();
        let is = [at_services, values(&is, true)].concat();
        return is.iter().all(|value| right.contains(value)) && is.is_empty() == right.is_empty();
    }
    let sum = |values: &[String]| values.iter().map(|value| value.parse::<i64>().unwrap_or_default()).sum::<i64>();
    let total = sum(&[values(&right, false), values(&right, true)].concat());
    let (at_services, at_subtotals) = (sum(&at_services), sum(&values(&is, true)));
    // Each service is rounded by itself.
    let rounding = is.len() as i64;
    let is_near = |amount: i64| (amount - total).abs() <= rounding;
    match (at_services, at_subtotals) {
        (0, subtotals) => subtotals == total,
        (services, 0) => is_near(services),
        (services, subtotals) => is_near(services) && subtotals == total,
    }
}

/// The values of a group: whether at a subtotal, and the value without zeros in front; nothing for nought.
fn of_group(table: &Table, of: &Row<'_>, field: &Field) -> Vec<(bool, String)> {
    let of_type = |row: &Row<'_>| text(row, "service_code").get(..2).map(str::to_owned);
    let same = |row: &Row<'_>| GROUP.iter().all(|id| text(row, id) == text(of, id)) && of_type(row) == of_type(of);
    let rows = table.rows().filter(same);
    rows.map(|row| {
        let is_subtotal = text(&row, "service_code").get(2..).is_some_and(|rest| ["AAAA", "EEEE"].contains(&rest));
        (is_subtotal, text(&row, field.id).trim_start_matches('0').to_owned())
    })
    .collect()
}

fn text(row: &Row<'_>, field: &str) -> String {
    row.get(field).map(|text| text.trim().to_owned()).unwrap_or_default()
}
