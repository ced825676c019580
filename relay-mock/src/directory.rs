//! The directory: who is registered, and until when licensed. Days are Japan's.

use std::str::FromStr;

use cplink::keys::is_office_number;
use cplink::relay::cpx::wire;
use rusqlite::{Connection, OptionalExtension, Row, params};
use time::{Date, Duration, OffsetDateTime, UtcOffset};

use crate::store::{Store, StoreError};

/// Why the directory did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// Not a 10-digit office number.
    #[error("not a 10-digit office number")]
    Number,
    /// An empty or overlong name.
    #[error("the name is empty or too long")]
    Name,
    /// A service type that is not two digits or letters.
    #[error("a service type is not 2 characters")]
    ServiceType,
    /// The number is registered already.
    #[error("the office is registered already")]
    Exists,
    /// The number is not registered.
    #[error("the office is not registered")]
    Unknown,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for DirectoryError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What every call of the directory returns.
pub type Result<T> = std::result::Result<T, DirectoryError>;

/// An office of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// The 10-digit number.
    pub number: String,
    /// The name.
    pub name: String,
    /// Its 2-digit service types.
    pub service_types: Vec<String>,
    /// The CSV versions it can import.
    pub csv_versions: Vec<String>,
    /// The first day of the licence.
    pub licence_from: Date,
    /// The last day of the licence.
    pub licence_until: Date,
}

impl Office {
    /// Whether the licence is valid on this day.
    pub fn licensed(&self, day: Date) -> bool {
        self.licence_from <= day && day <= self.licence_until
    }

    /// The office as it stands on the wire.
    pub fn on_wire(&self, day: Date) -> wire::Office {
        wire::Office {
            number: self.number.clone(),
            name: self.name.clone(),
            registered: true,
            csv_versions: self.csv_versions.clone(),
            service_types: self.service_types.clone(),
            licence_until: Some(self.licence_until),
            licensed: self.licensed(day),
        }
    }
}

/// The day in Japan.
pub fn day_in_japan(now: OffsetDateTime) -> Date {
    match UtcOffset::from_hms(9, 0, 0) {
        Ok(japan) => now.to_offset(japan).date(),
        Err(_) => now.date(),
    }
}

/// The last day of a licence year that begins on `from`.
pub fn licence_year(from: Date) -> Date {
    // 29 February has no namesake in the next year: then the year ends on its 28th.
    let end = match from.replace_year(from.year() + 1) {
        Ok(next) => next.previous_day(),
        Err(_) => from.checked_add(Duration::days(365)),
    };
    end.unwrap_or(from)
}

/// Registers an office with a licence year from `from`.
///
/// # Errors
/// [`DirectoryError::Exists`], or what is wrong with the arguments.
pub fn add(store: &Store, number: &str, name: &str, service_types: &[String], from: Date) -> Result<Office> {
    if !is_office_number(number) {
        return Err(DirectoryError::Number);
    }
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(DirectoryError::Name);
    }
    let well_formed = |code: &String| code.len() == 2 && code.bytes().all(|c| c.is_ascii_alphanumeric());
    if !service_types.iter().all(well_formed) {
        return Err(DirectoryError::ServiceType);
    }
    let office = Office {
        number: number.to_owned(),
        name: name.to_owned(),
        service_types: service_types.to_vec(),
        csv_versions: cplink::spec::Version::ALL.iter().map(|version| version.value().to_owned()).collect(),
        licence_from: from,
        licence_until: licence_year(from),
    };
    let added = store.write(|tx| {
        Ok(tx.execute(
            "INSERT INTO office VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            params![
                office.number,
                office.name,
                office.service_types.join(" "),
                office.csv_versions.join(" "),
                office.licence_from.to_string(),
                office.licence_until.to_string(),
            ],
        )?)
    })?;
    match added {
        1 => Ok(office),
        _ => Err(DirectoryError::Exists),
    }
}

/// All offices by number.
///
/// # Errors
/// The database failed.
pub fn list(store: &Store) -> Result<Vec<Office>> {
    let reader = store.reader();
    let mut statement = reader.prepare("SELECT * FROM office ORDER BY number")?;
    let found = statement.query_map([], from_row)?;
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The office of this number.
///
/// # Errors
/// The database failed.
pub fn find(store: &Store, number: &str) -> Result<Option<Office>> {
    find_in(&store.reader(), number)
}

/// Gives an office a licence year from `from`; a licence that lasts beyond is continued by a year.
///
/// # Errors
/// [`DirectoryError::Unknown`].
pub fn renew(store: &Store, number: &str, from: Date) -> Result<Office> {
    let mut office = find(store, number)?.ok_or(DirectoryError::Unknown)?;
    if office.licensed(from) {
        let next = office.licence_until.next_day().unwrap_or(office.licence_until);
        office.licence_until = licence_year(next);
    } else {
        office.licence_from = from;
        office.licence_until = licence_year(from);
    }
    set_licence(store, number, office.licence_from, office.licence_until)?;
    Ok(office)
}

/// Sets an office's licence dates.
///
/// # Errors
/// [`DirectoryError::Unknown`].
pub fn set_licence(store: &Store, number: &str, from: Date, until: Date) -> Result<()> {
    let changed = store.write(|tx| {
        Ok(tx.execute(
            "UPDATE office SET licence_from = ?2, licence_until = ?3 WHERE number = ?1",
            params![number, from.to_string(), until.to_string()],
        )?)
    })?;
    match changed {
        1 => Ok(()),
        _ => Err(DirectoryError::Unknown),
    }
}

fn find_in(connection: &Connection, number: &str) -> Result<Option<Office>> {
    let mut statement = connection.prepare_cached("SELECT * FROM office WHERE number = ?1")?;
    Ok(statement.query_row(params![number], from_row).optional()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Office> {
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect();
    Ok(Office {
        number: row.get(0)?,
        name: row.get(1)?,
        service_types: words(row.get(2)?),
        csv_versions: words(row.get(3)?),
        licence_from: date(row, 4)?,
        licence_until: date(row, 5)?,
    })
}

fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Date> {
    let text: String = row.get(column)?;
    let mut parts = text.splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default();
    let parsed = (|| {
        let year = i32::from_str(part()).ok()?;
        let month = u8::from_str(part()).ok()?;
        let day = u8::from_str(part()).ok()?;
        Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()
    })();
    parsed.ok_or_else(|| {
        let what = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(column, what, "date".into())
    })
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_licence_lasts_a_year() {
        assert_eq!(licence_year(date!(2026 - 04 - 01)), date!(2027 - 03 - 31));
        assert_eq!(licence_year(date!(2028 - 02 - 29)), date!(2029 - 02 - 28));
        assert_eq!(licence_year(date!(2027 - 03 - 01)), date!(2028 - 02 - 29));
    }

    #[test]
    fn days_are_japans() {
        assert_eq!(day_in_japan(datetime!(2026-03-31 14:59:59 UTC)), date!(2026 - 03 - 31));
        assert_eq!(day_in_japan(datetime!(2026-03-31 15:00:00 UTC)), date!(2026 - 04 - 01));
    }

    #[test]
    fn offices_are_added_listed_and_renewed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), None).unwrap();
        let from = date!(2026 - 04 - 01);
        let types = ["43".to_owned()];
        add(&store, "1370000011", "みどり", &types, from).unwrap();
        assert!(matches!(add(&store, "1370000011", "x", &types, from), Err(DirectoryError::Exists)));
        assert!(matches!(add(&store, "137", "x", &types, from), Err(DirectoryError::Number)));
        assert!(matches!(add(&store, "1370000029", "", &types, from), Err(DirectoryError::Name)));
        let office = renew(&store, "1370000011", date!(2027 - 02 - 01)).unwrap();
        assert_eq!(office.licence_until, date!(2028 - 03 - 31), "continued without a gap");
        let office = renew(&store, "1370000011", date!(2030 - 01 - 10)).unwrap();
        assert_eq!(office.licence_from, date!(2030 - 01 - 10));
        assert_eq!(list(&store).unwrap(), [office]);
        assert!(matches!(renew(&store, "1370000029", from), Err(DirectoryError::Unknown)));
    }
}
