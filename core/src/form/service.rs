//! What a service is called.

use super::cells::text;
use super::clean::clean;
use super::names::ServiceNames;
use crate::record::Row;
use crate::spec::ServiceType;
use crate::typed::Month;

/// Its name by the host, else by its type; then the code, and the equipment where some is named.
pub(super) fn with_code(row: &Row<'_>, names: &dyn ServiceNames, month: Option<Month>) -> String {
    let code = text(row, "service_code");
    lines([format!("{} {code}", name(&code, names, month)).trim().to_owned()], row)
}

/// The same without the code, where that has a column of its own.
pub(super) fn without_code(row: &Row<'_>, names: &dyn ServiceNames, month: Option<Month>) -> String {
    lines([name(&text(row, "service_code"), names, month)], row)
}

fn lines(first: [String; 1], row: &Row<'_>) -> String {
    let equipment = ["equipment_name", "tais_code", "equipment_notification_code"].map(|field| text(row, field));
    let parts = first.into_iter().chain(equipment).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n")
}

fn name(code: &str, names: &dyn ServiceNames, month: Option<Month>) -> String {
    let known = names.name(code, month).map(|name| clean(&name).replace('\n', " "));
    known.unwrap_or_else(|| type_name(code))
}

/// The name of a service's type; nothing where the type is not known.
pub(super) fn type_name(code: &str) -> String {
    ServiceType::of_service(code.as_bytes()).map_or_else(String::new, |service| service.name_ja.to_owned())
}
