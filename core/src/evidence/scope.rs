//! What an export covers.

use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Error, Result};
use crate::seal::MessageId;

/// What an export covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// Everything that was added.
    All,
    /// One message and its receipts. Whether the chain of receipts is whole is not judged: that would
    /// take other messages' receipts.
    Message(MessageId),
    /// The messages of a month in Japan's time, by their acceptance; without a receipt, by their
    /// creation. Receipts of other messages are included if they are between these in the chain.
    Month {
        /// The year.
        year: u16,
        /// The month, 1 to 12.
        month: u8,
    },
}

/// `all`, `YYYY-MM`, or a message id.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Message(id) => write!(f, "{id}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::new(Code::Period).with_detail("neither all, YYYY-MM nor a message id");
        let scope = match text.split_once('-') {
            None if text == "all" => Self::All,
            None => Self::Message(text.parse().map_err(|_| wrong())?),
            Some((year, month)) => {
                Self::Month { year: year.parse().map_err(|_| wrong())?, month: month.parse().map_err(|_| wrong())? }
            }
        };
        let month = !matches!(scope, Self::Month { month, .. } if !(1..=12).contains(&month));
        // One form only: no signs, no missing zeros.
        if month && scope.to_string() == text { Ok(scope) } else { Err(wrong()) }
    }
}
