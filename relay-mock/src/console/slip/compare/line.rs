//! A line of what differs.

use std::collections::HashMap;

/// A line of what differs.
pub(crate) struct DiffLine {
    pub(crate) user: String,
    /// `YYYYMMDD`; of what has no day, none.
    pub(crate) days: Vec<String>,
    pub(crate) what: String,
    pub(crate) class: &'static str,
    pub(crate) subject: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl DiffLine {
    /// `10月3日、10日`.
    pub(crate) fn shown_days(&self) -> String {
        let (mut before, mut shown) = ("", Vec::new());
        for day in self.days.iter().filter(|day| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit())) {
            let number = |text: &str| text.trim_start_matches('0').to_owned();
            let (month, date) = (&day[4..6], number(&day[6..]));
            let month_said = if month == before { String::new() } else { format!("{}月", number(month)) };
            shown.push(format!("{month_said}{date}日"));
            before = month;
        }
        shown.join("、")
    }
}

/// Puts the days of what is otherwise the same on one line; what differs comes before what is only missing.
pub(super) fn by_day(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let mut joined: Vec<DiffLine> = Vec::new();
    let mut known: HashMap<[String; 5], usize> = HashMap::new();
    for line in lines {
        let key = [&line.user, &line.what, &line.subject, &line.old, &line.new].map(String::clone);
        match known.get(&key) {
            Some(at) if joined[*at].days.last() != line.days.last() => joined[*at].days.extend(line.days),
            Some(_) => {}
            None => {
                known.insert(key, joined.len());
                joined.push(line);
            }
        }
    }
    joined.sort_by_key(|line| match line.class {
        "bad" => 0,
        "warn" => 1,
        _ => 2,
    });
    joined
}
