//! Dates as care staff read them: by era, with the day of the week.

use time::{Date, Month, Weekday};

/// An era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Era {
    pub(super) name: &'static str,
    /// As it is on a form, where one of them is circled.
    pub(super) short: &'static str,
    /// Its first day: year, month, day.
    first: (i32, u8, u8),
}

/// The eras since the calendar is the western one, in their order.
pub(super) const ERAS: [Era; 5] = [
    Era { name: "明治", short: "明", first: (1868, 1, 25) },
    Era { name: "大正", short: "大", first: (1912, 7, 30) },
    Era { name: "昭和", short: "昭", first: (1926, 12, 25) },
    Era { name: "平成", short: "平", first: (1989, 1, 8) },
    Era { name: "令和", short: "令", first: (2019, 5, 1) },
];

/// The era of a day and its year in it; the first year is 1. `None` before 明治.
pub(super) fn of(day: Date) -> Option<(Era, i32)> {
    let at = (day.year(), u8::from(day.month()), day.day());
    let era = ERAS.into_iter().rev().find(|era| era.first <= at)?;
    Some((era, day.year() - era.first.0 + 1))
}

/// A year as it is written: the first of an era is 元年.
pub(super) fn year(number: i32) -> String {
    if number == 1 { "元年".to_owned() } else { format!("{number}年") }
}

/// `令和7年10月1日`; a day before 明治 with its western year.
pub(super) fn long(day: Date) -> String {
    format!("{}{}月{}日", era_year(day), u8::from(day.month()), day.day())
}

/// `令和7年10月`; nothing for `000000`.
pub(crate) fn month(month: crate::typed::Month) -> Option<String> {
    let first = first_day(month)?;
    Some(format!("{}{}月", era_year(first), u8::from(first.month())))
}

fn era_year(day: Date) -> String {
    of(day).map_or_else(|| format!("{}年", day.year()), |(era, number)| format!("{}{}", era.name, year(number)))
}

/// `月` to `日`.
pub(super) fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    }
}

/// The first day of a month.
pub(super) fn first_day(month: crate::typed::Month) -> Option<Date> {
    let number = Month::try_from(month.month()).ok()?;
    Date::from_calendar_date(i32::from(month.year()), number, 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> Date {
        Date::from_calendar_date(year, Month::try_from(month).unwrap(), day).unwrap()
    }

    #[test]
    fn eras_begin_and_end_on_their_days() {
        for (date, text) in [
            (day(1868, 1, 24), "1868年1月24日"),
            (day(1868, 1, 25), "明治元年1月25日"),
            (day(1912, 7, 29), "明治45年7月29日"),
            (day(1912, 7, 30), "大正元年7月30日"),
            (day(1926, 12, 24), "大正15年12月24日"),
            (day(1926, 12, 25), "昭和元年12月25日"),
            (day(1989, 1, 7), "昭和64年1月7日"),
            (day(1989, 1, 8), "平成元年1月8日"),
            (day(2019, 4, 30), "平成31年4月30日"),
            (day(2019, 5, 1), "令和元年5月1日"),
            (day(2025, 10, 1), "令和7年10月1日"),
        ] {
            assert_eq!(long(date), text);
        }
        let of = |year, number| month(crate::typed::Month::new(year, number).unwrap());
        assert_eq!((of(2025, 10).as_deref(), month(crate::typed::Month::ZERO)), (Some("令和7年10月"), None));
        assert_eq!([1, 5, 31].map(|of| weekday(day(2025, 10, of))), ["水", "日", "金"]);
    }
}
