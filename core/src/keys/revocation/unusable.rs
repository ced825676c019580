//! A revocation list that was set aside, so that it spoils neither the others nor the trust.

use crate::error::{Code, Error};

/// A revocation list that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusableList {
    /// The file's name, where it came from a folder.
    pub file: Option<String>,
    /// What is wrong: [`Code::CrlForm`], [`Code::CrlInvalid`], [`Code::PemDamaged`], [`Code::TooLarge`],
    /// [`Code::FileRead`].
    pub code: Code,
    /// What exactly, in English.
    pub detail: Option<String>,
    /// The issuer's name as lists hold it, where that could be read.
    pub(super) issuer: Option<Vec<u8>>,
}

impl UnusableList {
    pub(super) fn new(issuer: Option<Vec<u8>>, error: &Error, file: Option<&str>) -> Self {
        let detail = error.detail().map(str::to_owned);
        Self { file: file.map(str::to_owned), code: error.code(), detail, issuer }
    }
}
