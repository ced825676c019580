//! Why an entry needs a person, as it is stored and shown.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error};

/// What went wrong with an entry. It holds no value of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryFault {
    /// The number of the error's code.
    pub code: i32,
    /// The code's name, as `CPL_E_CONNECT`.
    pub name: String,
    /// What exactly was wrong, in English, for the engineer.
    pub detail: Option<String>,
    /// The file that it is about.
    pub file: Option<String>,
    /// The relay's own code.
    pub relay_code: Option<String>,
}

impl EntryFault {
    pub(super) fn of(error: &Error) -> Self {
        Self {
            code: error.code() as i32,
            name: error.code().name().to_owned(),
            detail: error.detail().map(str::to_owned),
            file: error.at().file.clone(),
            relay_code: error.relay_code().map(str::to_owned),
        }
    }

    /// The code; [`Code::Bug`] for one that this version does not know.
    pub fn error_code(&self) -> Code {
        Code::ALL.iter().copied().find(|code| *code as i32 == self.code).unwrap_or(Code::Bug)
    }

    /// What happened, in Japanese, for the user.
    pub fn message_ja(&self) -> &'static str {
        self.error_code().message_ja()
    }

    /// What to do, in Japanese, for the user.
    pub fn remedy_ja(&self) -> &'static str {
        self.error_code().remedy_ja()
    }
}

impl From<&EntryFault> for Error {
    fn from(fault: &EntryFault) -> Self {
        let mut error = Error::new(fault.error_code());
        if let Some(detail) = &fault.detail {
            error = error.with_detail(detail.clone());
        }
        if let Some(file) = &fault.file {
            error = error.in_file(file.clone());
        }
        match &fault.relay_code {
            Some(code) => error.with_relay_code(code.clone()),
            None => error,
        }
    }
}
