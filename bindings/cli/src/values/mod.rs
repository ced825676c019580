//! Values of the border as `--json` prints them.

#[rustfmt::skip]
mod generated;

pub use generated::*;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A time in RFC 3339; none where the calendar ends before it.
fn time(seconds: i64) -> Value {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok();
    time.and_then(|time| time.format(&Rfc3339).ok()).into()
}
