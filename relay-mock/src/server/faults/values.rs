//! Values inside a text, as `delay:2s`.

use std::time::Duration;

/// The name and what follows the colon.
pub(super) fn split(text: &str) -> (&str, Option<&str>) {
    text.split_once(':').map_or((text, None), |(name, value)| (name, Some(value)))
}

/// Digits alone: no sign, no blank.
pub(super) fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `2s`, or `500ms`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let ms = text.strip_suffix("ms").map(|ms| whole(ms).map(Duration::from_millis));
    ms.unwrap_or_else(|| text.strip_suffix('s').and_then(whole).map(Duration::from_secs))
}

/// As [`duration`] reads it.
pub(super) fn duration_text(duration: Duration) -> String {
    let ms = duration.as_millis();
    if ms.is_multiple_of(1000) { format!("{}s", ms / 1000) } else { format!("{ms}ms") }
}

/// Seconds with their sign, which says the direction: `+86400`.
pub(super) fn signed(text: &str) -> Option<i64> {
    let (sign, digits) = text.split_at_checked(1)?;
    let seconds = i64::try_from(whole(digits)?).ok()?;
    match sign {
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}
