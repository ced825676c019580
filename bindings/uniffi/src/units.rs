//! Several units, and rows that are to become units.

use std::sync::{Arc, Mutex};

use cplink::spec::UnitKind;
use cplink::unit::{Address, Serial};
use cplink_values as values;

use crate::failure::{Result, hold, misuse};
use crate::generated::MadeUnits;
use crate::source::Source;
use crate::table::Table;
use crate::unit::Unit;

/// Several units, to be sent together.
#[derive(Default, uniffi::Object)]
pub struct Units(Mutex<values::Units>);

impl Units {
    pub(crate) fn with<T>(&self, use_of: impl FnOnce(&mut values::Units) -> Result<T>) -> Result<T> {
        use_of(&mut *hold(&self.0)?)
    }
}

#[uniffi::export]
impl Units {
    /// No units yet.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Adds a copy of a unit.
    pub fn add(&self, unit: Arc<Unit>) -> Result<()> {
        let unit = unit.with(|unit| Ok(unit.clone()))?;
        self.with(|units| {
            units.add(unit);
            Ok(())
        })
    }

    /// Copies of the units.
    pub fn all(&self) -> Result<Vec<Arc<Unit>>> {
        self.with(|units| Ok(units.units().iter().cloned().map(Unit::of).collect()))
    }

    /// What is known of each.
    pub fn made(&self) -> Result<MadeUnits> {
        self.with(|units| Ok(units.made().into()))
    }
}

/// Rows that are to become units.
#[derive(uniffi::Object)]
pub struct UnitsOfRows(Mutex<cplink::unit::UnitsOfRows>);

#[uniffi::export]
impl UnitsOfRows {
    /// No rows yet.
    #[uniffi::constructor]
    pub fn new(from_office: String, from_service_type: String) -> Result<Arc<Self>> {
        let from = Address::new(from_office, from_service_type)?;
        Ok(Arc::new(Self(Mutex::new(cplink::unit::UnitsOfRows::new(from)))))
    }

    /// Names a receiver.
    pub fn add_receiver(&self, office: String, service_type: String) -> Result<()> {
        let receiver = Address::new(office, service_type)?;
        hold(&self.0)?.add_receiver(receiver);
        Ok(())
    }

    /// The serial of the first unit.
    pub fn set_first_serial(&self, serial: String) -> Result<()> {
        let serial = Serial::new(&serial)?;
        hold(&self.0)?.set_first_serial(serial);
        Ok(())
    }

    /// Adds a copy of a table.
    pub fn add_table(&self, table: Arc<Table>) -> Result<()> {
        let table = table.with(|records| Ok(records.clone()))?;
        hold(&self.0)?.add_table(table);
        Ok(())
    }

    /// Adds a family image.
    pub fn add_image(&self, name: String, source: Source) -> Result<()> {
        hold(&self.0)?.add_image(name, source);
        Ok(())
    }

    /// Adds a PDF or JPEG of a user.
    pub fn add_attachment(
        &self,
        insurer_number: String,
        insured_person_number: String,
        unit_kind: String,
        name: String,
        source: Source,
    ) -> Result<()> {
        let kind = UnitKind::parse(&unit_kind).ok_or_else(|| {
            misuse("unit_kind: not a kind of unit", "引数 unit_kind は送信単位の種類ではありません。")
        })?;
        hold(&self.0)?.add_attachment([&insurer_number, &insured_person_number], kind, name, source);
        Ok(())
    }

    /// Makes the units.
    pub fn make(&self) -> Result<Arc<Units>> {
        let made = hold(&self.0)?.make()?;
        Ok(Arc::new(Units(Mutex::new(made.into()))))
    }
}
