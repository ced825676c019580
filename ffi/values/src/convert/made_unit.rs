//! Units that were made of rows.

use crate::MadeUnit;
use cplink::unit::{self, Unit};

impl From<&unit::MadeUnit> for MadeUnit {
    fn from(made: &unit::MadeUnit) -> Self {
        Self {
            kind: Some(made.kind.token()),
            month: made.month.clone(),
            users: made.users,
            supplemented: made.supplemented,
            ..Self::from(&made.unit)
        }
    }
}

impl From<&Unit> for MadeUnit {
    fn from(unit: &Unit) -> Self {
        Self {
            kind: None,
            month: None,
            from_office: unit.from().office().to_owned(),
            from_service_type: unit.from().service_type().to_owned(),
            to_office: unit.to().office().to_owned(),
            to_service_type: unit.to().service_type().to_owned(),
            serial: unit.serial().to_string(),
            users: 0,
            supplemented: 0,
        }
    }
}
