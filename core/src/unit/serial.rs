//! The serial (ファイル連番) that all files of a unit share.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

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
    /// [`Code::Serial`] where they are not 14 half-width digits.
    pub fn new(digits: &str) -> Result<Self> {
        <[u8; 14]>::try_from(digits.as_bytes())
            .ok()
            .filter(|digits| digits.iter().all(u8::is_ascii_digit))
            .map(Self)
            .ok_or_else(|| Error::new(Code::Serial).with_detail("a serial has 14 digits"))
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

    /// A new serial from the clock. Within a process none is given twice: in one second's place the next is taken,
    /// so that units made within a second differ.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the clock is outside the years 1 to 9999.
    pub fn next() -> Result<Self> {
        Self::at(
            OffsetDateTime::from_unix_timestamp(unused())
                .map_err(|error| Error::new(Code::InvalidArgument).with_source(error))?,
        )
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

/// The last second that was given out. It is the library's only state beside its objects: without it two
/// callers, who know nothing of each other, would give two units of one office the same name.
static LAST: AtomicI64 = AtomicI64::new(i64::MIN);
/// So far ahead a serial may be, after many in a row. Further ahead, the clock was set back since.
const AHEAD: i64 = 86_400;

fn unused() -> i64 {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let mut last = LAST.load(Ordering::Relaxed);
    loop {
        let next = if last < now || last > now + AHEAD { now } else { last + 1 };
        match LAST.compare_exchange_weak(last, next, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return next,
            Err(other) => last = other,
        }
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_serial_is_given_twice() {
        let threads: Vec<_> = (0..8)
            .map(|_| std::thread::spawn(|| (0..200).map(|_| Serial::next().unwrap()).collect::<Vec<_>>()))
            .collect();
        let mut serials: Vec<Serial> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        serials.sort();
        serials.dedup();
        assert_eq!(serials.len(), 1600);
        assert!(serials.iter().all(|serial| serial.moment().is_some()));
    }
}
