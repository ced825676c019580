//! Who the users are.

use std::collections::BTreeMap;

use cplink::record::{Row, Table};

use super::cell::cell;

/// The names beside the numbers in 利用者補足情報 and 利用者基本情報.
#[derive(Default)]
pub(super) struct People(BTreeMap<String, String>);

impl People {
    pub(super) fn learn(&mut self, table: &Table) {
        for row in table.rows() {
            let name = cell(&row, "user_name");
            if !name.is_empty() {
                self.0.insert(cell(&row, "insured_person_number"), name);
            }
        }
    }

    pub(super) fn name(&self, row: &Row<'_>) -> Option<&str> {
        self.0.get(&cell(row, "insured_person_number")).map(String::as_str)
    }
}
