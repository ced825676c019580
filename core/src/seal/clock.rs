//! Points in time as text: RFC 3339 and the two forms of ASN.1.

use rustls::pki_types::UnixTime;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use crate::error::{Code, Error, Result};
use crate::moment;

/// A signer's clock may be wrong by so much before we say that it is, in seconds.
const CLOCK_TOLERANCE: u64 = 24 * 3600;

/// The tag of UTCTime.
pub(super) const TAG_UTC_TIME: u8 = 0x17;
/// The tag of GeneralizedTime.
pub(super) const TAG_GENERALIZED: u8 = 0x18;

/// `2026-01-31T00:00:00Z`.
///
/// # Errors
/// [`Code::InvalidArgument`] beyond the year 9999.
pub fn rfc3339_utc(at: UnixTime) -> Result<String> {
    let text = moment::spelled(plain(date(at)?), 'T').ok_or_else(out_of_range)?;
    Ok(format!("{text}Z"))
}

/// `2026-01-31 09:00:00` in Japan's time, for people.
///
/// # Errors
/// [`Code::InvalidArgument`] beyond the year 9999.
pub fn japan_time(at: UnixTime) -> Result<String> {
    let japan = UtcOffset::from_hms(9, 0, 0).map_err(|_| out_of_range())?;
    date(at)?.checked_to_offset(japan).and_then(|date| moment::spelled(plain(date), ' ')).ok_or_else(out_of_range)
}

/// The inverse of [`rfc3339_utc`]: exactly that form.
///
/// # Errors
/// [`Code::InvalidArgument`].
pub fn unix_time(text: &str) -> Result<UnixTime> {
    text.strip_suffix('Z')
        .and_then(moment::of_spelled)
        .and_then(|date| unix(date.assume_utc()))
        .ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("not a UTC time"))
}

/// Whether the text is `2026-01-31T00:00:00+09:00`.
pub(super) fn is_japan_time(text: &str) -> bool {
    text.strip_suffix("+09:00").is_some_and(|text| moment::of_spelled(text).is_some())
}

/// The time that a 14-digit serial means, as the field writes it: in Japan's time.
pub(super) fn japan_time_of_serial(serial: &str) -> Option<String> {
    Some(format!("{}+09:00", moment::spelled(moment::of_digits(serial)?, 'T')?))
}

/// Tag and text of the ASN.1 form, UTCTime until 2049.
pub(super) fn asn1(at: UnixTime) -> Result<(u8, String)> {
    let date = date(at)?;
    let digits = moment::digits(plain(date)).ok_or_else(out_of_range)?;
    Ok(match date.year() {
        // Without the century.
        1950..=2049 => (TAG_UTC_TIME, format!("{}Z", &digits[2..])),
        _ => (TAG_GENERALIZED, format!("{digits}Z")),
    })
}

/// The inverse of [`asn1`], which allows no other form either.
pub(super) fn from_asn1(tag: u8, value: &[u8]) -> Option<UnixTime> {
    let text = std::str::from_utf8(value).ok()?.strip_suffix('Z')?;
    let full = match (tag, text.get(..2)?) {
        (TAG_UTC_TIME, year) if text.len() == 12 => {
            format!("{}{text}", if year < "50" { "20" } else { "19" })
        }
        (TAG_GENERALIZED, _) => text.to_owned(),
        _ => return None,
    };
    unix(moment::of_digits(&full)?.assume_utc())
}

/// The latest time that a signature of this time may name, in seconds.
pub(crate) fn latest(time: UnixTime) -> u64 {
    time.as_secs().saturating_add(CLOCK_TOLERANCE)
}

fn date(at: UnixTime) -> Result<OffsetDateTime> {
    i64::try_from(at.as_secs())
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .map(|date| date.to_offset(UtcOffset::UTC))
        .ok_or_else(out_of_range)
}

fn plain(at: OffsetDateTime) -> PrimitiveDateTime {
    PrimitiveDateTime::new(at.date(), at.time())
}

fn unix(date: OffsetDateTime) -> Option<UnixTime> {
    let seconds = u64::try_from(date.unix_timestamp()).ok()?;
    Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
}

fn out_of_range() -> Error {
    Error::new(Code::InvalidArgument).with_detail("the time is out of range")
}
