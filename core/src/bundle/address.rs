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
    /// [`Code::InvalidArgument`] where the office number is not 10, or the service type not 2,
    /// half-width digits or capital letters.
    pub fn new(office: impl Into<String>, service_type: impl Into<String>) -> Result<Self> {
        let (office, service_type) = (office.into(), service_type.into());
        if !is_part(&office, 10) || !is_part(&service_type, 2) {
            return Err(Error::new(Code::InvalidArgument)
                .with_detail("an office number has 10, a service type 2 digits or capital letters"));
        }
        Ok(Self { office, service_type })
    }

    /// The office number (事業所番号).
    pub fn office(&self) -> &str {
        &self.office
    }

    /// The service type code (サービス種類コード).
    pub fn service_type(&self) -> &str {
        &self.service_type
    }
}

fn is_part(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}
