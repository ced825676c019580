//! The table of offices.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::store::{RegisteredOffice, Result};

pub(super) fn all(connection: &Connection) -> Result<Vec<RegisteredOffice>> {
    let mut statement = connection.prepare_cached("SELECT * FROM office ORDER BY number")?;
    let found = statement.query_map([], from_row)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn find(connection: &Connection, number: &str) -> Result<Option<RegisteredOffice>> {
    let mut statement = connection.prepare_cached("SELECT * FROM office WHERE number = ?1")?;
    Ok(statement.query_row([number], from_row).optional()?)
}

pub(super) fn add(tx: &Connection, office: &RegisteredOffice) -> Result<bool> {
    let added = tx.execute(
        "INSERT INTO office (number, name, service_types, csv_versions, licence_from, licence_until, agents)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        params![
            office.number,
            office.name,
            office.service_types.join(" "),
            office.csv_versions.join(" "),
            office.licence_from,
            office.licence_until,
            office.agents.join(" "),
        ],
    )?;
    Ok(added == 1)
}

pub(super) fn change(
    tx: &Connection,
    number: &str,
    change: &dyn Fn(&mut RegisteredOffice),
) -> Result<Option<RegisteredOffice>> {
    let Some(mut office) = find(tx, number)? else { return Ok(None) };
    change(&mut office);
    office.number = number.to_owned();
    tx.execute(
        "UPDATE office SET name = ?2, service_types = ?3, csv_versions = ?4, licence_from = ?5, licence_until = ?6,
         agents = ?7 WHERE number = ?1",
        params![
            office.number,
            office.name,
            office.service_types.join(" "),
            office.csv_versions.join(" "),
            office.licence_from,
            office.licence_until,
            office.agents.join(" "),
        ],
    )?;
    Ok(Some(office))
}

pub(super) fn remove(tx: &Connection, number: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM office WHERE number = ?1", [number])? == 1)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<RegisteredOffice> {
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect();
    Ok(RegisteredOffice {
        number: row.get("number")?,
        name: row.get("name")?,
        service_types: words(row.get("service_types")?),
        csv_versions: words(row.get("csv_versions")?),
        licence_from: row.get("licence_from")?,
        licence_until: row.get("licence_until")?,
        agents: words(row.get("agents")?),
    })
}
