//! Who sends or receives: an office number and a service type.

use crate::error::{Code, Error, Result};

/// An office (10 characters) under one of its service types (2 characters).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    office: String,
    service_type: String,
}

impl Address {
    /// An address.
    ///
    /// # Errors
    /// [`Code::OfficeNumber`] where the office number is not 10, [`Code::ServiceType`] where the service type is
    /// not 2 half-width digits or capital letters.
    pub fn new(office: impl Into<String>, service_type: impl Into<String>) -> Result<Self> {
        let service_type = service_type.into();
        let address = Self::without_service_type(office)?;
        if !is_part(&service_type, 2) {
            return Err(Error::new(Code::ServiceType).with_detail("a service type has 2 digits or capital letters"));
        }
        Ok(Self { service_type, ..address })
    }

    /// An office whose service type is not known: the file names of version 202208 have none.
    ///
    /// # Errors
    /// [`Code::OfficeNumber`] where the office number is not 10 half-width digits or capital letters.
    pub fn without_service_type(office: impl Into<String>) -> Result<Self> {
        let office = office.into();
        if !is_part(&office, 10) {
            let detail = "an office number has 10 digits or capital letters";
            return Err(Error::new(Code::OfficeNumber).with_detail(detail));
        }
        Ok(Self { office, service_type: String::new() })
    }

    /// Whether both may be the same: one office, and one service type where both have it.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.office == other.office
            && (self.service_type == other.service_type || !self.has_service_type() || !other.has_service_type())
    }

    /// Whether the service type is known.
    pub fn has_service_type(&self) -> bool {
        !self.service_type.is_empty()
    }

    /// The office number (事業所番号).
    pub fn office(&self) -> &str {
        &self.office
    }

    /// The service type code (サービス種類コード); empty where it is not known.
    pub fn service_type(&self) -> &str {
        &self.service_type
    }
}

fn is_part(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}
