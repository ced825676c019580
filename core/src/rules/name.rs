//! A file's content against its name.

use super::collector::Collector;
use super::column::{Column, is_date};
use crate::finding::{Finding, Rule, Severity};
use crate::record::Table;
use crate::spec::{Kind, ServiceType};
use crate::unit::{Address, FileName};

/// Items that repeat the sender's office number in what a planner sends.
const SENDERS: &[(Kind, &str)] = &[(Kind::Up1kyo, "care_manager_office_number"), (Kind::Upplan, "plan_office_number")];
/// The day on which a table was made.
const MADE: &[&str] = &["created_date", "plan_document_created_date", "weekly_plan_created_date"];

/// Whether results are sent, or withdrawn: the provider does, to the planner.
fn is_results(kind: Kind) -> bool {
    matches!(kind, Kind::Upjsk | Kind::Dltjsk)
}

/// The service type that an address names, where it is one of the scope tables: planners have none.
pub(super) fn service_of(address: &Address) -> Option<&'static ServiceType> {
    ServiceType::of_code(address.service_type().as_bytes())
}

/// Checks what the name alone shows.
pub(super) fn addresses(kind: Kind, name: &FileName, collector: &mut Collector<'_>) {
    let (from, to) = (service_of(&name.from), service_of(&name.to));
    if from.into_iter().chain(to).any(|service| !service.in_scope) {
        collector.file(Rule::NameServiceType);
    }
    if is_results(kind) {
        // The layout document's own example has the service types in their old places.
        if from.is_none() && to.is_some() {
            collector.push(Finding::new(Rule::NameDirection).with_severity(Severity::Info));
        }
    } else if from.is_some() {
        collector.file(Rule::NameDirection);
    }
}

/// Checks the records against the name.
pub(super) fn check(table: &Table, name: &FileName, collector: &mut Collector<'_>) {
    for (_, id) in SENDERS.iter().filter(|(kind, _)| *kind == table.kind()) {
        sender(table, id, name.from.office(), collector);
    }
    let provider = Column::of(table, "provider_number");
    match (table.kind(), provider) {
        (kind, Some(provider)) if is_results(kind) => {
            providers(table, provider, name, collector);
            types(table, collector);
        }
        (Kind::Upplan, Some(provider)) if service_of(&name.to).is_some() => {
            others(table, provider, name.to.office(), collector);
        }
        _ => {}
    }
    made(table, name, collector);
    // The edition of the name is that of the rows.
    if name.is_third_edition() == table.version().has_service_types_in_names()
        && !table.is_empty()
        && let Some(column) = Column::of(table, "csv_version")
    {
        collector.cell(Rule::NameEdition, 0, column);
    }
}

/// Told once: all records of a file have one sender.
fn sender(table: &Table, id: &str, office: &str, collector: &mut Collector<'_>) {
    let Some(column) = Column::of(table, id) else { return };
    let other = table.rows().position(|record| is_other(&column.bytes(&record), office));
    if let Some(row) = other {
        collector.cell(Rule::NameSender, row, column);
    }
}

/// Another office's number; what is not an office number was reported on reading.
pub(super) fn is_other(bytes: &[u8], office: &str) -> bool {
    bytes.len() == 10 && bytes.iter().all(u8::is_ascii_alphanumeric) && bytes != office.as_bytes()
}

fn providers(table: &Table, column: Column, name: &FileName, collector: &mut Collector<'_>) {
    let is_planner = |address: &Address| address.has_service_type() && service_of(address).is_none();
    let passed_on = is_planner(&name.from) && is_planner(&name.to);
    let service = Column::of(table, "service_code").or_else(|| Column::of(table, "service_type_code"));
    for (row, record) in table.rows().enumerate() {
        let is_passed_on = || passed_on && service.is_some_and(|service| is_preventive(&service.bytes(&record)));
        if is_other(&column.bytes(&record), name.from.office()) && !is_passed_on() {
            collector.cell(Rule::NameProvider, row, column);
        }
    }
}

/// Whether the service is one of preventive care. By the duty table its results go through the care manager to whom
/// the support centre has entrusted the plan, who takes them in and passes them on.
pub(super) fn is_preventive(code: &[u8]) -> bool {
    let service = code.get(..2).and_then(ServiceType::of_code);
    service.is_some_and(|service| service.group != "介護給付")
}

/// Results of several service types, which the text and its figure see differently.
fn types(table: &Table, collector: &mut Collector<'_>) {
    let Some(column) = Column::of(table, "service_code") else { return };
    let mut first = None;
    for (row, record) in table.rows().enumerate() {
        let code = column.bytes(&record);
        if code.len() != 6 {
            continue;
        }
        let service = [code[0], code[1]];
        if *first.get_or_insert(service) != service {
            collector.cell(Rule::TableTypesMixed, row, column);
            return;
        }
    }
}

/// Rows of other offices than the receiver, reported once.
fn others(table: &Table, column: Column, office: &str, collector: &mut Collector<'_>) {
    let count = table.rows().filter(|record| is_other(&column.bytes(record), office)).count();
    if count > 0 {
        collector.push(Finding::new(Rule::TableOtherOffices).with_parameter(count.to_string()));
    }
}

/// The tables of a file are made before the file; reported once.
fn made(table: &Table, name: &FileName, collector: &mut Collector<'_>) {
    let day = &name.serial.as_str().as_bytes()[..8];
    for column in MADE.iter().filter_map(|id| Column::of(table, id)) {
        let later = table.rows().position(|record| {
            let made = column.bytes(&record);
            is_date(&made) && made.as_ref() > day
        });
        if let Some(row) = later {
            collector.cell(Rule::NameSerialEarly, row, column);
        }
    }
}
