//! Points in time as digits. The general parsers and printers of `time` would be a hundredth of the library.

use std::ops::Range;

use time::{Date, Month, PrimitiveDateTime, Time};

/// `20260131090000`; `None` beyond the years 0 to 9999.
pub(crate) fn digits(at: PrimitiveDateTime) -> Option<String> {
    let day = spelled_day(at.date())?.replace('-', "");
    let (hour, minute, second) = at.as_hms();
    Some(format!("{day}{hour:02}{minute:02}{second:02}"))
}

/// The inverse of [`digits`]: exactly 14 digits of an existing moment.
pub(crate) fn of_digits(text: &str) -> Option<PrimitiveDateTime> {
    if text.len() != 14 {
        return None;
    }
    let day = date(number(text, 0..4)?, number(text, 4..6)?, number(text, 6..8)?)?;
    Some(PrimitiveDateTime::new(day, clock(number(text, 8..10)?, number(text, 10..12)?, number(text, 12..14)?)?))
}

/// `2026-01-31T09:00:00`, with this between the day and the time; `None` beyond the years 0 to 9999.
pub(crate) fn spelled(at: PrimitiveDateTime, between: char) -> Option<String> {
    let day = spelled_day(at.date())?;
    let (hour, minute, second) = at.as_hms();
    Some(format!("{day}{between}{hour:02}:{minute:02}:{second:02}"))
}

/// The inverse of [`spelled`] with `T`.
pub(crate) fn of_spelled(text: &str) -> Option<PrimitiveDateTime> {
    let (day, rest) = text.split_once('T')?;
    let is_time = rest.len() == 8 && rest.get(2..3) == Some(":") && rest.get(5..6) == Some(":");
    let clock = clock(number(rest, 0..2)?, number(rest, 3..5)?, number(rest, 6..8).filter(|_| is_time)?)?;
    Some(PrimitiveDateTime::new(of_spelled_day(day)?, clock))
}

/// `2026-01-31`; `None` beyond the years 0 to 9999.
pub(crate) fn spelled_day(day: Date) -> Option<String> {
    let (year, month, number) = day.to_calendar_date();
    let year = u16::try_from(year).ok().filter(|year| *year <= 9999)?;
    Some(format!("{year:04}-{:02}-{number:02}", u8::from(month)))
}

/// The inverse of [`spelled_day`].
pub(crate) fn of_spelled_day(text: &str) -> Option<Date> {
    let is_day = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    date(number(text, 0..4)?, number(text, 5..7)?, number(text, 8..10).filter(|_| is_day)?)
}

fn number(text: &str, at: Range<usize>) -> Option<u16> {
    let digits = text.get(at)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn date(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

fn clock(hour: u16, minute: u16, second: u16) -> Option<Time> {
    Time::from_hms(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_moment_is_written_and_read() {
        for (at, written, long) in [
            (datetime!(2026-01-31 09:00:05), "20260131090005", "2026-01-31T09:00:05"),
            (datetime!(0000-02-29 23:59:59), "00000229235959", "0000-02-29T23:59:59"),
            (datetime!(9999-12-31 00:00:00), "99991231000000", "9999-12-31T00:00:00"),
        ] {
            assert_eq!(digits(at).unwrap(), written);
            assert_eq!(of_digits(written), Some(at));
            assert_eq!(spelled(at, 'T').unwrap(), long);
            assert_eq!(of_spelled(long), Some(at));
            assert_eq!(of_spelled_day(&long[..10]), Some(at.date()));
        }
        assert_eq!(digits(datetime!(-0001-01-01 00:00)), None);
    }

    #[test]
    fn nothing_else_is_a_moment() {
        for text in [
            "",
            "2026013109000",
            "202601310900050",
            "20260231090000",
            "20260131240000",
            "20260131096000",
            "2026013109006０",
            "+0260131090000",
            "20261331090000",
            "2026013109006a",
            "20260131090060",
        ] {
            assert_eq!(of_digits(text), None, "{text}");
        }
        for text in [
            "2026-01-31 09:00:05",
            "2026-1-31T09:00:05",
            "2026-01-31T09:00:05Z",
            "2026-01-31T9:00:05",
            "2026-01-31T09-00-05",
            "2026/01/31T09:00:05",
            "2026-01-31T09:00:60",
            "2026-02-29T00:00:00",
            "２０２６-01-31T09:00:05",
        ] {
            assert_eq!(of_spelled(text), None, "{text}");
        }
        for text in ["2026-00-01", "2026-01-00", "2026-01-32", "-026-01-01", "2026-01-1", "2026.01.01"] {
            assert_eq!(of_spelled_day(text), None, "{text}");
        }
    }
}
