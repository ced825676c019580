//! Two plans of a month, or two results, line by line: before and after.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::line::{Line, Lines, Record, gather};
use super::pages_of;
use super::sheet::{PLAN_CHANGES, RESULTS_CHANGES};
use crate::form::cells::or_none;
use crate::form::names::ServiceNames;
use crate::form::page::Page;
use crate::form::user::UserView;
use crate::interpret::Service;

/// The pages of a user of the newer slip, with the rows that the older one has; none where no service differs. `which`
/// is 0 for 予定, 1 for 実績.
pub(in crate::form) fn changes<'s, 'a>(
    before: Option<UserView<'s, 'a>>,
    after: UserView<'s, 'a>,
    which: usize,
    names: &dyn ServiceNames,
) -> Option<impl Iterator<Item = Page> + use<'s, 'a>> {
    let before_lines = before.map(|user| lines(user, which, names)).unwrap_or_default();
    let lines = merged(before_lines, lines(after, which, names));
    let differs = |line: &Line| line.total_differs || line.is_changed.contains(&true) || !line.differing.is_empty();
    if !lines.iter().any(differs) {
        return None;
    }
    let words = [&PLAN_CHANGES, &RESULTS_CHANGES][which];
    // Rows without a day of the month are in the list of changes.
    Some(pages_of(after, words, before, Lines { lines, strays: Vec::new() }))
}

/// The lines of one slip that have days.
fn lines(user: UserView<'_, '_>, which: usize, names: &dyn ServiceNames) -> BTreeMap<Service, Line> {
    let lines = gather(user, names).lines.into_iter();
    lines.filter(|line| !line.records[which].is_empty()).map(|line| (line.key.clone(), only(line, which))).collect()
}

/// The line with one of its records, as the first.
fn only(mut line: Line, which: usize) -> Line {
    line.records = [std::mem::take(&mut line.records[which]), Record::default()];
    line.differing.clear();
    line.total_differs = false;
    line
}

/// Every line once: as it is in both, else with its partner of another time or name, else alone.
fn merged(mut before: BTreeMap<Service, Line>, after: BTreeMap<Service, Line>) -> Vec<Line> {
    let mut lines: BTreeMap<(Service, bool), Line> = BTreeMap::new();
    let mut alone = Vec::new();
    for (key, line) in after {
        match before.remove(&key) {
            Some(old) => drop(lines.insert((key, false), pair(old, line))),
            None => alone.push(line),
        }
    }
    let mut waiting: HashMap<Service, VecDeque<Line>> = HashMap::new();
    for line in before.into_values() {
        waiting.entry(firm(&line)).or_default().push_back(line);
    }
    for line in alone {
        let key = (line.key.clone(), false);
        let line = match waiting.get_mut(&firm(&line)).and_then(VecDeque::pop_front) {
            Some(old) => pair(old, line),
            None => added(line),
        };
        lines.insert(key, line);
    }
    for line in waiting.into_values().flatten() {
        lines.insert((line.key.clone(), true), removed(line));
    }
    lines.into_values().collect()
}

/// The service where only the time is another one.
fn firm(line: &Line) -> Service {
    Service { service_start_time: String::new(), service_end_time: String::new(), ..line.key.clone() }
}

/// Two lines as one, with what was before below what is another one now.
fn pair(old: Line, mut new: Line) -> Line {
    let now = [&mut new.time, &mut new.service, &mut new.provider];
    for ((now, old), is_changed) in now.into_iter().zip([old.time, old.service, old.provider]).zip(&mut new.is_changed)
    {
        if *now != old {
            *is_changed = true;
            *now = format!("{now}\n（変更前 {}）", or_none(old.replace('\n', " ")));
        }
    }
    let [before, _] = old.records;
    let [after, _] = new.records;
    compared(Line { records: [before, after], ..new })
}

fn compared(mut line: Line) -> Line {
    line.compare();
    line
}

fn added(line: Line) -> Line {
    let [after, _] = line.records;
    compared(Line { service: format!("【追加】\n{}", line.service), records: [Record::default(), after], ..line })
}

fn removed(line: Line) -> Line {
    compared(Line { service: format!("【取消】\n{}", line.service), ..line })
}
