//! Errors.

use super::row_number;
use crate::{Error, Findings, Retry};
use cplink::{Code, Result, error};

impl From<error::Retry> for Retry {
    fn from(retry: error::Retry) -> Self {
        match retry {
            error::Retry::Never => Self::Never,
            error::Retry::AfterFix => Self::AfterFix,
            error::Retry::Safe => Self::Safe,
            error::Retry::Login => Self::Login,
        }
    }
}

impl Retry {
    /// The advice of this number, which a host gives back.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a number that is none.
    pub fn of_number(number: i32) -> Result<error::Retry> {
        let all = [error::Retry::Never, error::Retry::AfterFix, error::Retry::Safe, error::Retry::Login];
        let retry = all.into_iter().find(|retry| Self::from(*retry) as i32 == number);
        retry.ok_or_else(|| cplink::Error::new(Code::InvalidArgument).with_detail("no such advice on repeating"))
    }
}

impl From<cplink::Error> for Error {
    fn from(error: cplink::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&cplink::Error> for Error {
    fn from(error: &cplink::Error) -> Self {
        let code = error.code();
        Self {
            code: code as i32,
            retry: error.retry().into(),
            retry_after: error.retry_after().unwrap_or(0) as usize,
            in_doubt: error.in_doubt(),
            name: code.name(),
            message_ja: error.message_ja(),
            remedy_ja: error.remedy_ja().into_owned(),
            message_en: code.message_en(),
            remedy_en: error.remedy_en().into_owned(),
            detail: error.detail().map(str::to_owned),
            // The causes too: they are what an engineer asks for.
            text: format!("{error:?}"),
            file: error.at().file.clone(),
            row: error.at().row.map(row_number),
            item_number: error.at().item_number.map(u32::from),
            offset: error.at().offset.map(|offset| i64::try_from(offset).unwrap_or(i64::MAX)),
            os_code: error.os_code().map(i64::from),
            relay_code: error.relay_code().map(str::to_owned),
            is_of_message: code.is_of_message(),
            findings: Findings::from_iter(error.findings()),
        }
    }
}
