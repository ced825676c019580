//! A revocation list that was set aside, so that it spoils neither the others nor the trust.

use super::form::IssuerName;
use crate::error::{Code, Error};

/// A revocation list that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusableList {
    /// The file's name, where it has one.
    pub file: Option<String>,
    /// The issuer's name as RFC 4514 writes it, where that could be read.
    pub issuer: Option<String>,
    /// What is wrong: [`Code::CrlForm`], [`Code::CrlInvalid`], [`Code::CrlFile`], [`Code::PemDamaged`],
    /// [`Code::TooLarge`], [`Code::FileRead`].
    pub code: Code,
    /// What exactly, in English.
    pub detail: Option<String>,
    /// The issuer's name as lists hold it, where that could be read.
    pub(super) name: Option<Vec<u8>>,
}

impl UnusableList {
    pub(super) fn new(issuer: Option<IssuerName>, error: &Error, file: Option<&str>) -> Self {
        let detail = error.detail().map(str::to_owned);
        let shown = issuer.as_ref().and_then(IssuerName::shown);
        Self {
            file: file.map(str::to_owned),
            issuer: shown,
            code: error.code(),
            detail,
            name: issuer.map(|name| name.0),
        }
    }
}
