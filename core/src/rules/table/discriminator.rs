//! 明細判別コード: distinguishes rentals with the same code and units.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::{Cell, Column, service_type};
use crate::sort::sort_by_key;

/// Of one user, day, provider, service code and units.
const SAME: [&str; 8] = [
    "insurer_number",
    "insured_person_number",
    "target_month",
    "service_date",
    "provider_number",
    "satellite_branch_number",
    "service_code",
    "units",
];

/// A rental with its number; `product` is its codes.
struct Rental<'a> {
    row: usize,
    product: Vec<Cell<'a>>,
    number: Option<i64>,
    is_empty: bool,
}

pub(super) fn check(table: &Table, collector: &mut Collector<'_>) {
    let (Some(same), Some([code, discriminator])) =
        (Column::all(table, SAME), Column::all(table, ["service_code", "detail_discriminator_code"]))
    else {
        return;
    };
    let products: Vec<Column> =
        ["tais_code", "equipment_notification_code"].iter().filter_map(|id| Column::of(table, id)).collect();
    let mut groups: HashMap<Vec<Cell<'_>>, Vec<Rental<'_>>> = HashMap::new();
    for (row, record) in table.rows().enumerate() {
        if !service_type(&code.bytes(&record)).is_some_and(|service| service.numbered) {
            continue;
        }
        let key = same.iter().map(|column| column.bytes(&record)).collect();
        let product = products.iter().map(|column| column.bytes(&record)).collect();
        let (number, is_empty) = (discriminator.number(&record), discriminator.is_empty(&record));
        groups.entry(key).or_default().push(Rental { row, product, number, is_empty });
    }
    let mut groups: Vec<Vec<Rental<'_>>> = groups.into_values().collect();
    sort_by_key(&mut groups, |group| group.first().map(|rental| rental.row));
    for group in &groups {
        judge(group, discriminator, collector);
    }
}

/// The same product twice needs numbers. Different products may have numbers or none: the text asks for
/// them where code and units repeat, and they can be distinguished without.
fn judge(group: &[Rental<'_>], column: Column, collector: &mut Collector<'_>) {
    let mut products: BTreeMap<&[Cell<'_>], Vec<&Rental<'_>>> = BTreeMap::new();
    for rental in group {
        products.entry(&rental.product).or_default().push(rental);
    }
    for rentals in products.values() {
        let mut taken = HashSet::new();
        for rental in rentals {
            match rental.number {
                Some(number) => {
                    let fits = group.len() > 1 && (1..=group.len() as i64).contains(&number);
                    if !fits || !taken.insert(number) {
                        collector.cell(Rule::TableDiscriminatorNumber, rental.row, column);
                    }
                }
                None if rental.is_empty && rentals.len() > 1 => {
                    collector.cell(Rule::TableDiscriminatorMissing, rental.row, column);
                }
                None => {}
            }
        }
    }
}
