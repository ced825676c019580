//! The service types of the scope tables.

use super::generated_services::SERVICE_TYPES;
use super::service_type::ServiceType;

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
