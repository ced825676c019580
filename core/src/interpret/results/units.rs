//! What a service is worth.

use std::collections::BTreeMap;

use super::count::cell;
use super::line::{Service, UserMonth};
use crate::record::Row;

/// A service of a month, whatever its time.
type Key = (UserMonth, [String; 5]);

/// The units of services, as the rows of 第7表 have them.
#[derive(Default)]
pub(super) struct Units(BTreeMap<Key, Option<i64>>);

impl Units {
    /// Takes a row of 第7表; two that do not agree say nothing.
    pub(super) fn add(&mut self, user: UserMonth, row: &Row<'_>) {
        let discounted = number(row, "discounted_units").filter(|units| *units != 0);
        let Some(units) = discounted.or_else(|| number(row, "units")) else { return };
        let fields =
            ["service_code", "provider_number", "satellite_branch_number", "tais_code", "equipment_notification_code"];
        let known = self.0.entry((user, fields.map(|field| cell(row, field)))).or_insert(Some(units));
        if *known != Some(units) {
            *known = None;
        }
    }

    /// The units of a service once.
    pub(super) fn of(&self, user: &UserMonth, service: &Service) -> Option<i64> {
        let Service { service_code, provider_number, satellite_branch_number, tais_code, .. } = service;
        let last = &service.equipment_notification_code;
        let key = [service_code, provider_number, satellite_branch_number, tais_code, last].map(String::clone);
        self.0.get(&(user.clone(), key)).copied().flatten()
    }
}

/// A number of a row; none where it is blank or no number.
pub(super) fn number(row: &Row<'_>, field: &str) -> Option<i64> {
    cell(row, field).parse().ok().filter(|number| *number >= 0)
}
