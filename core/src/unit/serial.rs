//! The serial (ファイル連番) that all files of a unit share.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use time::macros::offset;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::error::{At, Code, Error, Result};
use crate::moment;

/// 14 digits `YYYYMMDDHHMMSS`, the sender's local time (JST). Serials order units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Serial([u8; 14]);

impl Serial {
    /// The serial of these 14 digits.
    ///
    /// # Errors
    /// [`Code::Serial`] where they are not 14 half-width digits of an existing date and time, with the offset of the
    /// first that is wrong.
    pub fn new(digits: &str) -> Result<Self> {
        let bytes = digits.as_bytes();
        if let Some(other) = bytes.iter().position(|byte| !byte.is_ascii_digit()) {
            return Err(wrong("a serial has half-width digits only", other));
        }
        let serial = <[u8; 14]>::try_from(bytes).map_err(|_| wrong("a serial has 14 digits", bytes.len().min(14)))?;
        // What is right of the first digits stays so with others behind.
        let usual = b"00010101000000";
        for (start, end, what) in PARTS {
            let mut front = *usual;
            front[..end].copy_from_slice(&serial[..end]);
            if !is_moment(&front) {
                return Err(wrong(what, start));
            }
        }
        Ok(Self(serial))
    }

    /// The serial of a moment.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a moment outside the years 1 to 9999.
    pub fn at(moment: OffsetDateTime) -> Result<Self> {
        let in_japan = moment.checked_to_offset(offset!(+9));
        let digits = in_japan.and_then(|at| moment::digits(PrimitiveDateTime::new(at.date(), at.time())));
        let out_of_range = || Error::new(Code::InvalidArgument).with_detail("the moment is out of range");
        Self::new(&digits.ok_or_else(out_of_range)?)
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

    /// The serial of the next second.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] behind the last second of the year 9999.
    pub fn following(&self) -> Result<Self> {
        let next = moment::of_digits(self.as_str()).and_then(|at| at.checked_add(Duration::SECOND));
        let next = next.ok_or_else(|| Error::new(Code::InvalidArgument))?;
        Self::at(next.assume_offset(offset!(+9)))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // The bytes are digits by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Where each part of the digits begins and ends, and what is said of one that does not exist.
const PARTS: [(usize, usize, &str); 6] = [
    (0, 4, "the year of the serial does not exist"),
    (4, 6, "the month of the serial does not exist"),
    (6, 8, "the day of the serial does not exist"),
    (8, 10, "the hour of the serial does not exist"),
    (10, 12, "the minute of the serial does not exist"),
    (12, 14, "the second of the serial does not exist"),
];

fn wrong(what: &'static str, offset: usize) -> Error {
    Error::new(Code::Serial).with_detail(what).with_at(At::offset(offset as u64))
}

fn is_moment(digits: &[u8; 14]) -> bool {
    let exists = |digits| moment::of_digits(digits).is_some();
    !digits.starts_with(b"0000") && std::str::from_utf8(digits).is_ok_and(exists)
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
        crate::sort::sort(&mut serials);
        serials.dedup();
        assert_eq!(serials.len(), 1600);
        assert!(serials.iter().all(|serial| Serial::new(serial.as_str()).is_ok()));
    }

    #[test]
    fn a_moment_that_has_no_date_in_japan_is_refused() {
        let last = PrimitiveDateTime::MAX.assume_utc();
        assert_eq!(Serial::at(last).unwrap_err().code(), Code::InvalidArgument);
    }

    #[test]
    fn a_serial_is_an_existing_moment_and_the_part_that_is_not_is_named() {
        for good in ["20251104090512", "20240229235959", "00010101000000"] {
            assert_eq!(Serial::new(good).unwrap().as_str(), good);
        }
        for (bad, offset, what) in [
            ("00001104090512", 0, "year"),
            ("20251304090512", 4, "month"),
            ("20250004090512", 4, "month"),
            ("20250230090512", 6, "day"),
            ("20250229090512", 6, "day"),
            ("20251104240512", 8, "hour"),
            ("20251104096012", 10, "minute"),
            ("20251104090560", 12, "second"),
            ("2025110409051", 13, "14 digits"),
            ("202511040905123", 14, "14 digits"),
            ("2025-11-04", 4, "half-width"),
            ("２0251104090512", 0, "half-width"),
            ("", 0, "14 digits"),
        ] {
            let error = Serial::new(bad).unwrap_err();
            assert_eq!((error.code(), error.at().offset), (Code::Serial, Some(offset)), "{bad}");
            assert!(error.detail().is_some_and(|detail| detail.contains(what)), "{bad}: {error}");
        }
    }
}
