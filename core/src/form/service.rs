//! What a service is called.

use super::cells::text;
use super::names::ServiceNames;
use crate::record::Row;
use crate::spec::ServiceType;
use crate::typed::Month;

/// Its name by the host, else by its type; then the code, and the equipment where some is named.
pub(super) fn service(row: &Row<'_>, names: &dyn ServiceNames, month: Option<Month>) -> String {
    let code = text(row, "service_code");
    let known = names.name(&code, month).map(|name| super::clean::clean(&name).replace('\n', " "));
    let name = known.unwrap_or_else(|| type_name(&code));
    let equipment = ["equipment_name", "tais_code", "equipment_notification_code"].map(|field| text(row, field));
    let parts = [format!("{name} {code}").trim().to_owned()].into_iter().chain(equipment);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The name of a service's type; nothing where the type is not known.
pub(super) fn type_name(code: &str) -> String {
    ServiceType::of_service(code.as_bytes()).map_or_else(String::new, |service| service.name_ja.to_owned())
}
