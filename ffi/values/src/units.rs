//! Several units, as every language holds them.

use cplink::unit::{self, Unit};

use crate::{Findings, MadeUnit, MadeUnits};

/// Several units, with what is known of each.
#[derive(Clone, Debug)]
pub struct Units {
    units: Vec<Unit>,
    made: MadeUnits,
}

impl Default for Units {
    fn default() -> Self {
        Self { units: Vec::new(), made: MadeUnits { units: Vec::new(), findings: Findings::from_iter(&[]) } }
    }
}

impl From<unit::MadeUnits> for Units {
    fn from(made: unit::MadeUnits) -> Self {
        let values = made.units.iter().map(MadeUnit::from).collect();
        let findings = Findings::from_iter(&made.findings);
        Self {
            units: made.units.into_iter().map(|one| one.unit).collect(),
            made: MadeUnits { units: values, findings },
        }
    }
}

impl Units {
    /// Adds a unit.
    pub fn add(&mut self, unit: Unit) {
        self.made.units.push(MadeUnit::from(&unit));
        self.units.push(unit);
    }

    /// The units.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// What is known of them.
    pub fn made(&self) -> MadeUnits {
        self.made.clone()
    }
}
