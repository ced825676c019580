//! The directory: who is registered, and until when licensed. Days are Japan's.

use cplink::keys::is_office_number;
use cplink::spec::ServiceType;
use time::{Date, Duration};

pub use crate::japan::day_in_japan;
pub use crate::store::RegisteredOffice;
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
    /// A service type that the standard does not have.
    #[error("the standard has no such service type")]
    ServiceType,
    /// The number is registered already.
    #[error("the office is registered already")]
    Exists,
    /// The number is not registered.
    #[error("the office is not registered")]
    Unknown,
    /// An agent that is no other registered office.
    #[error("the agent is not another registered office")]
    Agent,
    /// More agents than an office has.
    #[error("the office has too many agents")]
    Agents,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What every call of the directory returns.
pub type Result<T> = std::result::Result<T, DirectoryError>;

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
pub fn add(
    store: &dyn Store,
    number: &str,
    name: &str,
    service_types: &[String],
    from: Date,
) -> Result<RegisteredOffice> {
    if !is_office_number(number) {
        return Err(DirectoryError::Number);
    }
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(DirectoryError::Name);
    }
    if !service_types.iter().all(|code| is_service_type(code)) {
        return Err(DirectoryError::ServiceType);
    }
    let office = RegisteredOffice {
        number: number.to_owned(),
        name: name.to_owned(),
        service_types: service_types.to_vec(),
        csv_versions: cplink::spec::Version::ALL.iter().map(|version| version.value().to_owned()).collect(),
        licence_from: from,
        licence_until: licence_year(from),
        agents: Vec::new(),
    };
    if store.add_office(&office)? { Ok(office) } else { Err(DirectoryError::Exists) }
}

/// Types of planning offices (居宅介護支援, 介護予防支援), which are not among the services of the standard's tables.
const PLANNING: [(&str, &str); 2] = [("43", "居宅介護支援"), ("46", "介護予防支援")];

/// The Japanese name of this service type; `None` where the standard does not have it.
pub fn service_type_name(code: &str) -> Option<&'static str> {
    let planning = PLANNING.iter().find(|(planning, _)| *planning == code).map(|(_, name)| *name);
    planning.or_else(|| ServiceType::of_code(code.as_bytes()).map(|service| service.name_ja))
}

/// Whether the standard has this service type.
pub fn is_service_type(code: &str) -> bool {
    service_type_name(code).is_some()
}

/// All offices by number.
///
/// # Errors
/// The store failed.
pub fn list(store: &dyn Store) -> Result<Vec<RegisteredOffice>> {
    Ok(store.offices()?)
}

/// The office of this number.
///
/// # Errors
/// The store failed.
pub fn find(store: &dyn Store, number: &str) -> Result<Option<RegisteredOffice>> {
    Ok(store.office(number)?)
}

/// Gives an office a licence year from `from`; a licence that lasts beyond is continued by a year.
///
/// # Errors
/// [`DirectoryError::Unknown`].
pub fn renew(store: &dyn Store, number: &str, from: Date) -> Result<RegisteredOffice> {
    let changed = store.change_office(number, &|office| {
        if office.licensed(from) {
            let next = office.licence_until.next_day().unwrap_or(office.licence_until);
            office.licence_until = licence_year(next);
        } else {
            office.licence_from = from;
            office.licence_until = licence_year(from);
        }
    })?;
    changed.ok_or(DirectoryError::Unknown)
}

/// Takes an office out of the directory.
///
/// # Errors
/// [`DirectoryError::Unknown`].
pub fn remove(store: &dyn Store, number: &str) -> Result<()> {
    if store.remove_office(number)? { Ok(()) } else { Err(DirectoryError::Unknown) }
}

/// Sets an office's licence dates.
///
/// # Errors
/// [`DirectoryError::Unknown`].
pub fn set_licence(store: &dyn Store, number: &str, from: Date, until: Date) -> Result<()> {
    let changed = store.change_office(number, &|office| {
        office.licence_from = from;
        office.licence_until = until;
    })?;
    changed.map(drop).ok_or(DirectoryError::Unknown)
}

/// The most agents of an office.
const MOST_AGENTS: usize = 100;

/// Enters that an office may act for another one, which says so itself; entering it again changes nothing.
///
/// # Errors
/// [`DirectoryError::Unknown`]; [`DirectoryError::Agent`] where the agent is not another registered office;
/// [`DirectoryError::Agents`].
pub fn add_agent(store: &dyn Store, number: &str, agent: &str) -> Result<RegisteredOffice> {
    if agent == number || store.office(agent)?.is_none() {
        return Err(DirectoryError::Agent);
    }
    let changed = store.change_office(number, &|office| {
        if office.agents.len() < MOST_AGENTS && !office.agents.iter().any(|own| own == agent) {
            office.agents.push(agent.to_owned());
            office.agents.sort();
        }
    })?;
    let office = changed.ok_or(DirectoryError::Unknown)?;
    if office.agents.iter().any(|own| own == agent) { Ok(office) } else { Err(DirectoryError::Agents) }
}

/// Takes an agent out of an office's entry. What it did for the office until then stays.
///
/// # Errors
/// [`DirectoryError::Unknown`]; [`DirectoryError::Agent`] where it is not there.
pub fn remove_agent(store: &dyn Store, number: &str, agent: &str) -> Result<RegisteredOffice> {
    let before = store.office(number)?.ok_or(DirectoryError::Unknown)?;
    let changed = store.change_office(number, &|office| office.agents.retain(|own| own != agent))?;
    let office = changed.ok_or(DirectoryError::Unknown)?;
    if before.agents.iter().any(|own| own == agent) { Ok(office) } else { Err(DirectoryError::Agent) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::store::memory::MemoryStore;

    #[test]
    fn a_licence_lasts_a_year() {
        assert_eq!(licence_year(date!(2026 - 04 - 01)), date!(2027 - 03 - 31));
        assert_eq!(licence_year(date!(2028 - 02 - 29)), date!(2029 - 02 - 28));
        assert_eq!(licence_year(date!(2027 - 03 - 01)), date!(2028 - 02 - 29));
    }

    #[test]
    fn offices_are_added_listed_and_renewed() {
        let store = MemoryStore::new();
        let from = date!(2026 - 04 - 01);
        let types = ["43".to_owned()];
        add(&store, "1370000011", "みどり", &types, from).unwrap();
        assert!(matches!(add(&store, "1370000011", "x", &types, from), Err(DirectoryError::Exists)));
        assert!(matches!(add(&store, "137", "x", &types, from), Err(DirectoryError::Number)));
        assert!(matches!(add(&store, "1370000029", "", &types, from), Err(DirectoryError::Name)));
        for code in ["XX", "4", "00", "a1", "４３"] {
            let wrong = add(&store, "1370000029", "x", &[code.to_owned()], from);
            assert!(matches!(wrong, Err(DirectoryError::ServiceType)), "{code}");
        }
        assert!(["11", "15", "43", "46", "A2"].into_iter().all(is_service_type));
        let office = renew(&store, "1370000011", date!(2027 - 02 - 01)).unwrap();
        assert_eq!(office.licence_until, date!(2028 - 03 - 31), "continued without a gap");
        let office = renew(&store, "1370000011", date!(2030 - 01 - 10)).unwrap();
        assert_eq!(office.licence_from, date!(2030 - 01 - 10));
        assert_eq!(list(&store).unwrap(), [office]);
        assert!(matches!(renew(&store, "1370000029", from), Err(DirectoryError::Unknown)));
    }

    #[test]
    fn an_agent_is_another_registered_office() {
        let store = MemoryStore::new();
        let (from, types) = (date!(2026 - 04 - 01), ["43".to_owned()]);
        add(&store, "1370000011", "みどり", &types, from).unwrap();
        assert!(matches!(add_agent(&store, "1370000011", "1370000037"), Err(DirectoryError::Agent)));
        assert!(matches!(add_agent(&store, "1370000011", "1370000011"), Err(DirectoryError::Agent)));
        add(&store, "1370000037", "代行センター", &types, from).unwrap();
        assert!(matches!(add_agent(&store, "1370000029", "1370000037"), Err(DirectoryError::Unknown)));
        for _ in 0..2 {
            assert_eq!(add_agent(&store, "1370000011", "1370000037").unwrap().agents, ["1370000037"]);
        }
        assert_eq!(renew(&store, "1370000011", from).unwrap().agents, ["1370000037"], "another change leaves it");
        assert!(remove_agent(&store, "1370000011", "1370000037").unwrap().agents.is_empty());
        assert!(matches!(remove_agent(&store, "1370000011", "1370000037"), Err(DirectoryError::Agent)));
    }
}
