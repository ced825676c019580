//! Times for people.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, offset};
use time::{Duration, OffsetDateTime};

use super::plain::plain;

const FORM: &[BorrowedFormatItem<'_>] =
    format_description!("[year]年[month padding:none]月[day padding:none]日 [hour]:[minute]:[second]");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A time of the record, in Japan; as it is where it is none.
pub(crate) fn japan(text: &str) -> String {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok();
    let time = time.and_then(|time| time.checked_to_offset(offset!(+9)));
    time.and_then(|time| time.format(FORM).ok()).unwrap_or_else(|| plain(text, 40))
}

/// Its day in Japan.
pub(super) fn day(text: &str) -> String {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok();
    let time = time.and_then(|time| time.checked_to_offset(offset!(+9)));
    time.and_then(|time| time.format(DAY).ok()).unwrap_or_else(|| plain(text, 40))
}

/// `0.2秒`, `1分5秒`.
pub(super) fn took(milliseconds: u64) -> String {
    let time = Duration::milliseconds(i64::try_from(milliseconds).unwrap_or(i64::MAX));
    match time.whole_minutes() {
        0 => format!("{:.1}秒", time.as_seconds_f64()),
        minutes => format!("{minutes}分{}秒", time.whole_seconds() % 60),
    }
}
