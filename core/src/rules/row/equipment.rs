//! Which equipment a record of rented equipment names.

use crate::finding::Rule;
use crate::record::{Row, Table};
use crate::rules::collector::Collector;
use crate::rules::column::{Column, is_digits, service_type};

/// The columns; versions before 202407 do not have them.
#[derive(Clone, Copy)]
pub(super) struct Equipment {
    tais: Column,
    notification: Column,
}

impl Equipment {
    pub(super) fn of(table: &Table) -> Option<Self> {
        let [tais, notification] = Column::all(table, ["tais_code", "equipment_notification_code"])?;
        Some(Self { tais, notification })
    }

    /// A rental names its product by one of the two codes, another service by none.
    pub(super) fn check(self, code: &[u8], record: &Row<'_>, row: usize, collector: &mut Collector<'_>) {
        if code.len() != 6 {
            return;
        }
        let (tais, notification) = (self.tais.bytes(record), self.notification.bytes(record));
        if !service_type(code).is_some_and(|service| service.rental) {
            for (column, cell) in [(self.tais, tais), (self.notification, notification)] {
                if !cell.is_empty() {
                    collector.cell(Rule::RowEquipmentSurplus, row, column);
                }
            }
            return;
        }
        match (tais.is_empty(), notification.is_empty()) {
            (true, true) => collector.cell(Rule::RowEquipmentCode, row, self.tais),
            (false, false) => collector.cell(Rule::RowEquipmentBoth, row, self.notification),
            _ => {}
        }
        if !tais.is_empty() && tais.is_ascii() && !is_tais(&tais) {
            collector.cell(Rule::RowTaisShape, row, self.tais);
        }
    }
}

/// Five digits, a hyphen, six digits.
fn is_tais(code: &[u8]) -> bool {
    code.len() == 12 && is_digits(&code[..5], 5..=5) && code[5] == b'-' && is_digits(&code[6..], 6..=6)
}

#[cfg(test)]
mod tests {
    use super::is_tais;

    #[test]
    fn tais_codes_have_one_shape() {
        assert!(is_tais(b"99990-000025"));
        for other in
            [&b"99990000025"[..], b"999900000025", b"9999-0000025", b"99990-00002", b"9999A-000025", b"99990-00002B"]
        {
            assert!(!is_tais(other));
        }
    }
}
