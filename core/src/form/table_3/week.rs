//! What is when in a week.

use super::sheet::{ACTIVITIES, CONTINUED, DAYS, FIRST_HOUR};
use crate::form::cells::{code, joined, span, text};
use crate::form::user::UserView;
use crate::record::Row;
use crate::spec::Kind;

/// The minutes of a day.
pub(super) const DAY: u32 = 24 * 60;
/// The minute of the day at which a column begins.
const FIRST: u32 = FIRST_HOUR * 60;
/// The column of the activities.
const ACTIVITY: usize = DAYS.len();

/// A service or activity in its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Which of the week's it is: parts of one have the same number.
    pub(super) number: usize,
    /// From when until when: minutes from the top of the column.
    pub(super) from: u32,
    pub(super) until: u32,
    pub(super) what: String,
    /// The times as they are in the row, in words.
    pub(super) time: String,
    /// The whole of it in words, for where it has no place in the column.
    pub(super) said: String,
}

/// The columns with what is in them, and what is in none.
#[derive(Default)]
pub(super) struct Week {
    pub(super) columns: [Vec<Entry>; DAYS.len() + 1],
    /// 週単位以外のサービス.
    pub(super) others: Vec<String>,
    /// What has no time, or no day.
    pub(super) below: Vec<String>,
    /// How many services and activities have a place.
    count: usize,
}

/// A user's week.
pub(super) fn gather(user: UserView<'_, '_>) -> Week {
    let mut week = Week::default();
    for row in user.rows(Kind::Up3kyo) {
        let said = |field: &str| text(&row, field);
        week.service(&row, said("care_service_content"), [said("service_start_time"), said("service_end_time")]);
        week.activity(said("daily_activity"), [said("activity_start_time"), said("activity_end_time")]);
        let other = said("non_weekly_service");
        if !other.is_empty() {
            week.others.push(other);
        }
    }
    week
}

impl Week {
    fn service(&mut self, row: &Row<'_>, what: String, times: [String; 2]) {
        let weekday = text(row, "weekday");
        let column = weekday.parse().ok().filter(|day| (1..=DAYS.len()).contains(day)).map(|day: usize| day - 1);
        self.add(column, code(row, "weekday"), what, times);
    }

    fn activity(&mut self, what: String, times: [String; 2]) {
        let is_there = !what.is_empty() || times.iter().any(|time| !time.is_empty());
        self.add(Some(ACTIVITY), if is_there { ACTIVITIES.to_owned() } else { String::new() }, what, times);
    }

    /// Puts something into its column, or below where it has none; `whose` are the words for the column.
    fn add(&mut self, column: Option<usize>, whose: String, what: String, [start, end]: [String; 2]) {
        let time = span(&start, &end);
        let said = joined([whose, time.clone(), what.replace('\n', " ")], " ");
        if said.is_empty() {
            return;
        }
        let (Some(column), Some([start, end])) = (column, minutes(&start).zip(minutes(&end)).map(<[u32; 2]>::from))
        else {
            self.below.push(said);
            return;
        };
        let pieces = pieces(start, end);
        if start == end || pieces.is_empty() {
            // Nobody can tell no time from a whole day; 24:00 to 0:00 is none either.
            self.below.push(said);
            return;
        }
        let number = self.count;
        self.count += 1;
        for (at, (ahead, from, until)) in pieces.into_iter().enumerate() {
            let column = if column == ACTIVITY { column } else { (column + ahead) % DAYS.len() };
            let what = if at == 0 { what.clone() } else { format!("{what}{CONTINUED}") };
            self.columns[column].push(Entry { number, from, until, what, time: time.clone(), said: said.clone() });
        }
    }
}

/// The minute of a day; `None` for what is no time, as 9999.
fn minutes(time: &str) -> Option<u32> {
    if time.len() != 4 || !time.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hour, minute): (u32, u32) = (time[..2].parse().ok()?, time[2..].parse().ok()?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY).then_some(minutes)
}

/// The parts of a time, the first one first: so many columns ahead, from and until in minutes from the top of a column.
/// A column runs from 4:00 to 4:00, so what goes over midnight goes on in it, and what goes over 4:00 at the top of the
/// next one. What is before and after 4:00 of one day is at the foot and at the top of the same column.
fn pieces(start: u32, end: u32) -> Vec<(usize, u32, u32)> {
    // From the beginning of the day at 0:00.
    let is_over_midnight = end < start;
    let end = if is_over_midnight { end + DAY } else { end };
    let bounds = [(0, FIRST, DAY - FIRST, 0), (FIRST, FIRST + DAY, 0, 0), (FIRST + DAY, 2 * DAY, 0, 1)];
    let mut pieces = Vec::new();
    for (first, last, top, ahead) in bounds {
        let (from, until) = (start.max(first), end.min(last));
        if from < until {
            pieces.push((ahead, from - first + top, until - first + top));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_in_the_column_of_its_day_and_goes_on_in_the_next() {
        for (start, end, wanted) in [
            (540, 595, vec![(0, 300, 355)]),
            (240, DAY, vec![(0, 0, 1200)]),
            (0, 120, vec![(0, 1200, 1320)]),
            // 22:00 to 2:00, to 4:00, to 7:00.
            (1320, 120, vec![(0, 1080, 1320)]),
            (1320, 240, vec![(0, 1080, 1440)]),
            (1320, 420, vec![(0, 1080, 1440), (1, 0, 180)]),
            // 3:00 to 5:00 of one day, and a whole day.
            (180, 300, vec![(0, 1380, 1440), (0, 0, 60)]),
            (0, DAY, vec![(0, 1200, 1440), (0, 0, 1200)]),
            // 3:00 to 2:00 of the next day.
            (180, 120, vec![(0, 1380, 1440), (0, 0, 1320)]),
        ] {
            assert_eq!(pieces(start, end), wanted, "{start} {end}");
        }
    }

    #[test]
    fn no_minute_of_any_time_is_lost_or_doubled() {
        for start in (0..=DAY).step_by(15) {
            for end in (0..=DAY).step_by(15).filter(|end| *end != start) {
                let wanted = if end > start { end - start } else { end + DAY - start };
                let pieces = pieces(start, end);
                assert!(pieces.iter().all(|(_, from, until)| from < until && *until <= DAY), "{start} {end}");
                assert_eq!(pieces.iter().map(|(_, from, until)| until - from).sum::<u32>(), wanted, "{start} {end}");
            }
        }
    }

    #[test]
    fn what_is_no_time_has_no_minutes() {
        assert_eq!(["0000", "0931", "2400"].map(minutes), [Some(0), Some(571), Some(1440)]);
        assert_eq!(["9999", "2401", "0960", "930", "", "９９９９"].map(minutes), [None; 6]);
    }
}
