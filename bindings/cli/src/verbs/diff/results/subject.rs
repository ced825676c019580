//! Which service it is, in words.

use cplink::interpret::{ResultsLine, Service};
use cplink::record::Table;
use cplink::spec::ServiceType;
use cplink_cli::Language;

use crate::verbs::diff::cell::cell;
use crate::verbs::diff::words::clock;

/// Office, service and code, equipment; without the times.
pub(super) fn subject(line: &ResultsLine, tables: &[&Table]) -> String {
    let Service { service_code, satellite_branch_number, tais_code, .. } = &line.service;
    let kind = service_type(service_code);
    let office = office(line);
    let equipment = line.planned.rows.first().or(line.done.rows.first());
    let equipment = equipment.and_then(|(table, row)| tables[*table].row(*row)).map(|row| cell(&row, "equipment_name"));
    let equipment = equipment.unwrap_or_default();
    let notification = &line.service.equipment_notification_code;
    let parts = [office, satellite_branch_number, kind, service_code, &equipment, tais_code, notification];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(" ")
}

/// The office and the service type.
pub(super) fn provider(line: &ResultsLine) -> String {
    format!("{} {}", office(line), service_type(&line.service.service_code)).trim().to_owned()
}

fn office(line: &ResultsLine) -> &str {
    if line.provider_name.is_empty() { &line.service.provider_number } else { &line.provider_name }
}

fn service_type(code: &str) -> &'static str {
    ServiceType::of_service(code.as_bytes()).map_or("", |service| service.name_ja)
}

/// `23:30～翌0:30`; nothing for a service without a time.
pub(super) fn times(service: &Service, lang: Language) -> String {
    let Service { service_start_time, service_end_time, .. } = service;
    let (Some(start), Some(end)) = (clock(service_start_time), clock(service_end_time)) else { return String::new() };
    let next = if service_end_time < service_start_time { lang.pick("翌", "next day ") } else { "" };
    format!("{start}～{next}{end}")
}
