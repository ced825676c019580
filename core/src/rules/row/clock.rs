//! Start and end of a service.

use crate::finding::Rule;
use crate::record::Row;
use crate::rules::collector::Collector;
use crate::rules::column::{Column, is_digits};

/// The value for a service that has no clock time.
pub(in crate::rules) const NO_CLOCK: &[u8] = b"9999";

/// The two columns.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) start: Column,
    pub(super) end: Column,
}

impl Clock {
    /// Checks the two times of a record. Gives the minutes between them, where they give that.
    pub(super) fn check(self, record: &Row<'_>, row: usize, collector: &mut Collector<'_>) -> Option<u32> {
        let (start, end) = (self.start.bytes(record), self.end.bytes(record));
        match (start.as_ref() == NO_CLOCK, end.as_ref() == NO_CLOCK) {
            (true, false) if minutes(&end).is_some() => collector.cell(Rule::RowTimePair, row, self.start),
            (false, true) if minutes(&start).is_some() => collector.cell(Rule::RowTimePair, row, self.end),
            _ => {}
        }
        let (start, end) = (minutes(&start)?, minutes(&end)?);
        if end <= start {
            collector.cell(Rule::RowTimeOrder, row, self.end);
        }
        end.checked_sub(start)
    }
}

/// The minute of the day; `None` where the cell is no time of day.
fn minutes(time: &[u8]) -> Option<u32> {
    if !is_digits(time, 4..=4) {
        return None;
    }
    let two = |at: usize| u32::from(time[at] - b'0') * 10 + u32::from(time[at + 1] - b'0');
    let (hour, minute) = (two(0), two(2));
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn times_are_minutes_of_the_day() {
        assert_eq!(minutes(b"0000"), Some(0));
        assert_eq!(minutes(b"0931"), Some(571));
        assert_eq!(minutes(b"2400"), Some(1440));
        for none in [&b"9999"[..], b"2500", b"0960", b"930", b"09:3"] {
            assert_eq!(minutes(none), None);
        }
    }
}
