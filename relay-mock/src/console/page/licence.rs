//! An office's licence as pages show it.

use time::Date;

use crate::store::RegisteredOffice;

/// How a licence stands today.
pub(super) struct Licence {
    pub(super) word: &'static str,
    pub(super) tone: &'static str,
    /// What to know beside the word: the days left, or those since.
    pub(super) days: String,
    pub(super) from: String,
    pub(super) until: String,
}

/// So many days before its end it should be renewed.
const SOON: i64 = 30;

impl Licence {
    pub(super) fn of(office: &RegisteredOffice, today: Date) -> Self {
        let left = (office.licence_until - today).whole_days();
        let (word, tone, days) = if office.licence_from > today {
            let days = (office.licence_from - today).whole_days();
            ("開始前", "warn", format!("{days}日後から"))
        } else if left < 0 {
            ("期限切れ", "bad", format!("{}日前まで", -left))
        } else if left < SOON {
            ("まもなく期限", "warn", format!("あと{}日", left + 1))
        } else {
            ("有効", "good", format!("あと{}日", left + 1))
        };
        let day = |day: Date| format!("{}/{:02}/{:02}", day.year(), u8::from(day.month()), day.day());
        Self { word, tone, days, from: day(office.licence_from), until: day(office.licence_until) }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_last_day_is_a_day_of_the_licence() {
        let office = RegisteredOffice {
            number: String::new(),
            name: String::new(),
            service_types: Vec::new(),
            csv_versions: Vec::new(),
            agents: Vec::new(),
            licence_from: date!(2026 - 04 - 01),
            licence_until: date!(2027 - 03 - 31),
        };
        let said = |today| {
            let licence = Licence::of(&office, today);
            (licence.word, licence.days)
        };
        assert_eq!(said(date!(2026 - 03 - 31)), ("開始前", "1日後から".to_owned()));
        assert_eq!(said(date!(2026 - 04 - 01)), ("有効", "あと365日".to_owned()));
        assert_eq!(said(date!(2027 - 03 - 02)), ("まもなく期限", "あと30日".to_owned()));
        assert_eq!(said(date!(2027 - 03 - 31)), ("まもなく期限", "あと1日".to_owned()));
        assert_eq!(said(date!(2027 - 04 - 01)), ("期限切れ", "1日前まで".to_owned()));
    }
}
