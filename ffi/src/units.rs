//! Several units.

use crate::boundary::{Handle, at};
use crate::generated::handles::{cpl_made_units, cpl_unit};
use cplink::Result;
use cplink_values::Units;
use std::sync::Arc;

/// Several units, to be sent together.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_units(pub(crate) Arc<Handle<Units>>);

impl cpl_units {
    pub(crate) fn new(units: Units) -> Self {
        Self(Arc::new(Handle::new(units)))
    }

    pub(crate) fn share(&self) -> Arc<Handle<Units>> {
        Arc::clone(&self.0)
    }
}

pub(crate) fn len(units: &cpl_units) -> Result<usize> {
    Ok(units.0.read()?.units().len())
}

pub(crate) fn new() -> Result<cpl_units> {
    Ok(cpl_units::new(Units::default()))
}

pub(crate) fn add(units: &cpl_units, unit: &cpl_unit) -> Result<()> {
    let unit = unit.0.read()?.clone();
    units.0.write()?.add(unit);
    Ok(())
}

pub(crate) fn unit(units: &cpl_units, index: usize) -> Result<cpl_unit> {
    let units = units.0.read()?;
    Ok(cpl_unit::new(at(units.units(), index, "unit")?.clone()))
}

pub(crate) fn made(units: &cpl_units) -> Result<cpl_made_units> {
    Ok(units.0.read()?.made())
}
