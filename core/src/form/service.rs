//! What a service is called.

use super::cells::{joined, text};
use super::clean::clean;
use super::names::ServiceNames;
use crate::record::Row;
use crate::spec::ServiceType;
use crate::typed::Month;

/// Its name by the host, else by its type; then the code, and the equipment where some is named, in lines.
pub(super) fn with_code(row: &Row<'_>, names: &dyn ServiceNames, month: Option<Month>) -> String {
    let code = text(row, "service_code");
    with_equipment(format!("{} {code}", name(&code, names, month)).trim().to_owned(), row, "\n")
}

/// The same without the code, where that has a column of its own, and in one line: rows there are low.
pub(super) fn without_code(row: &Row<'_>, names: &dyn ServiceNames, month: Option<Month>) -> String {
    with_equipment(name(&text(row, "service_code"), names, month), row, " ")
}

fn with_equipment(service: String, row: &Row<'_>, between: &str) -> String {
    let [name, tais, notification] =
        ["equipment_name", "tais_code", "equipment_notification_code"].map(|field| text(row, field));
    joined([service, name, tais, notification], between)
}

fn name(code: &str, names: &dyn ServiceNames, month: Option<Month>) -> String {
    let known = names.name(code, month).map(|name| clean(&name).replace('\n', " "));
    known.unwrap_or_else(|| type_name(code))
}

/// The name of a service's type; nothing where the type is not known.
pub(super) fn type_name(code: &str) -> String {
    ServiceType::of_service(code.as_bytes()).map_or_else(String::new, |service| service.name_ja.to_owned())
}
