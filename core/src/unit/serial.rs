//! The serial (ファイル連番) that all files of a unit share.

use std::fmt;

use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::error::{Code, Error, Result};

/// 14 digits `YYYYMMDDHHMMSS`, the sender's local time (JST). Serials order units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Serial([u8; 14]);

impl Serial {
    /// The serial of these 14 digits.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where they are not 14 half-width digits.
    pub fn new(digits: &str) -> Result<Self> {
        <[u8; 14]>::try_from(digits.as_bytes())
            .ok()
            .filter(|digits| digits.iter().all(u8::is_ascii_digit))
            .map(Self)
            .ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("a serial has 14 digits"))
    }

    /// The serial of a moment.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a moment outside the years 1 to 9999.
    pub fn at(moment: OffsetDateTime) -> Result<Self> {
        let format = format_description!("[year][month][day][hour][minute][second]");
        let digits = moment
            .to_offset(offset!(+9))
            .format(format)
            .map_err(|error| Error::new(Code::InvalidArgument).with_source(error))?;
        Self::new(&digits)
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // The bytes are digits by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The moment the digits name, in Japanese time; `None` where there is no such moment.
    pub fn moment(&self) -> Option<OffsetDateTime> {
        let format = format_description!("[year][month][day][hour][minute][second]");
        PrimitiveDateTime::parse(self.as_str(), format).ok().map(|moment| moment.assume_offset(offset!(+9)))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
