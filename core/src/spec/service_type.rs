//! The service types of the scope tables.

use super::generated_services::SERVICE_TYPES;

/// A service type (サービス種類).
#[derive(Debug, PartialEq, Eq)]
pub struct ServiceType {
    /// Its code of two characters.
    pub code: &'static str,
    /// Its Japanese name.
    pub name_ja: &'static str,
    /// 介護給付, 予防給付 or 介護予防・日常生活支援総合事業.
    pub group: &'static str,
    /// Whether its services are exchanged at all.
    pub in_scope: bool,
    /// Whether its records name rented equipment.
    pub rental: bool,
    /// Whether equal rentals are told apart by the detail discriminator.
    pub numbered: bool,
    /// Whether it may stand on every day without a clock time (short stays).
    pub per_day: bool,
    /// The code under which it stands among the limits of 利用者補足情報, where that is another one.
    pub limit_slot: Option<&'static str>,
}

impl ServiceType {
    /// All service types of the tables.
    pub const ALL: &'static [Self] = SERVICE_TYPES;

    /// The service type of this code; planning offices have none.
    pub fn of_code(code: &[u8]) -> Option<&'static Self> {
        Self::ALL.iter().find(|service| service.code.as_bytes() == code)
    }

    /// The service type of a service code of six characters.
    pub fn of_service(code: &[u8]) -> Option<&'static Self> {
        Self::of_code(code.get(..2)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_scope_tables() {
        assert!(ServiceType::of_service(b"171007").is_some_and(|service| service.rental && service.numbered));
        assert!(ServiceType::of_service(b"671007").is_some_and(|service| service.rental && !service.numbered));
        assert!(ServiceType::of_code(b"33").is_some_and(|service| !service.in_scope));
        assert!(ServiceType::of_code(b"43").is_none() && ServiceType::of_service(b"4").is_none());
        let in_scope = ServiceType::ALL.iter().filter(|service| service.in_scope).count();
        assert_eq!((ServiceType::ALL.len(), in_scope), (60, 45));
    }
}
