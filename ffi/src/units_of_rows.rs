//! Rows that are to become units.

use crate::boundary::Handle;
use crate::generated::handles::{cpl_table, cpl_units};
use crate::layout::wrong;
use cplink::Result;
use cplink::spec::UnitKind;
use cplink::unit::{Address, Serial, UnitsOfRows};

/// Rows of several users, kinds, months and receivers that are to become units.
pub struct cpl_units_of_rows(Handle<UnitsOfRows>);

pub(crate) fn new(from_office: &str, from_service_type: &str) -> Result<cpl_units_of_rows> {
    let from = Address::new(from_office, from_service_type)?;
    Ok(cpl_units_of_rows(Handle::new(UnitsOfRows::new(from))))
}

pub(crate) fn add_receiver(rows: &cpl_units_of_rows, office: &str, service_type: &str) -> Result<()> {
    let receiver = Address::new(office, service_type)?;
    rows.0.write()?.add_receiver(receiver);
    Ok(())
}

pub(crate) fn set_first_serial(rows: &cpl_units_of_rows, serial: &str) -> Result<()> {
    let serial = Serial::new(serial)?;
    rows.0.write()?.set_first_serial(serial);
    Ok(())
}

pub(crate) fn add_table(rows: &cpl_units_of_rows, table: &cpl_table) -> Result<()> {
    let table = table.0.read()?.clone();
    rows.0.write()?.add_table(table);
    Ok(())
}

pub(crate) fn add_image(rows: &cpl_units_of_rows, name: &str, content: &[u8]) -> Result<()> {
    rows.0.write()?.add_image(name, content.to_vec());
    Ok(())
}

pub(crate) fn add_attachment(
    rows: &cpl_units_of_rows,
    insurer_number: &str,
    insured_person_number: &str,
    unit_kind: &str,
    name: &str,
    content: &[u8],
) -> Result<()> {
    let kind = UnitKind::parse(unit_kind).ok_or_else(|| wrong("not a kind of unit"))?;
    rows.0.write()?.add_attachment([insurer_number, insured_person_number], kind, name, content.to_vec());
    Ok(())
}

pub(crate) fn make(rows: &cpl_units_of_rows) -> Result<cpl_units> {
    Ok(cpl_units::new(rows.0.read()?.make()?.into()))
}
