//! The week: hours down, days across, services as boxes. Lines are where a box or two hours begin or end, so the table has
//! no more rows than it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::lanes::{Lanes, Place, SLOTS, divide};
use super::sheet::{
    ACTIVITIES, ACTIVITIES_WIDTH, BAND_WIDTH, BANDS, DAYS, DAYS_WIDTH, FIRST_HOUR, GRID_TOP, HEAD, HOURS,
    HOURS_OF_LINE, HOURS_WIDTH, LEFT, SIZE, SLOT, WIDER,
};
use super::week::{Entry, Week};
use crate::form::draw::{Draw, Put};
use crate::form::fit::{Flow, LEAST, PAD};
use crate::form::grid::{Borders, Grid, Stroke};
use crate::form::lines::Lines;
use crate::form::overflow::Overflow;

/// The slots of an hour, and between two lines.
const HOUR: usize = (60 / SLOT) as usize;
const LINE: usize = HOURS_OF_LINE as usize * HOUR;
/// The columns before the days.
const BEFORE: usize = 2;

/// The table; boxes that have no room in it are told below it.
pub(super) fn grid(week: &mut Week, overflow: &mut Overflow) -> Grid {
    let columns = week.columns.each_ref().map(|entries| divide(entries));
    // Once, also where two parts of a service have no room.
    let beyond: BTreeMap<usize, &str> = columns
        .iter()
        .zip(&week.columns)
        .flat_map(|(lanes, entries)| lanes.beyond.iter().map(|entry| &entries[*entry]))
        .map(|entry| (entry.number, entry.said.as_str()))
        .collect();
    week.below.extend(beyond.into_values().map(str::to_owned));
    let lines = lines(&columns);
    let heights = lines.windows(2).map(|pair| HOURS / SLOTS as f32 * (pair[1] - pair[0]) as f32);
    let rows = [HEAD].into_iter().chain(heights).collect();
    let mut draw = Draw::new("一週間の予定", (LEFT, GRID_TOP), widths(&columns), rows, overflow);
    heads(&mut draw, &lines);
    let mut first = BEFORE;
    for (at, lanes) in columns.iter().enumerate() {
        let head = DAYS.get(at).copied().unwrap_or(ACTIVITIES);
        draw.put((0, first), (1, lanes.count), Put::head(head));
        for place in &lanes.places {
            let rows = |from: usize, until: usize| (row(&lines, from), row(&lines, until) - row(&lines, from));
            let put = |draw: &mut Draw<'_>, from, until, put| {
                let (row, span) = rows(from, until);
                draw.put((row, first + place.lane), (span, place.wide), put);
            };
            match place.entry {
                Some(entry) => put(&mut draw, place.from, place.until, boxed(head, &week.columns[at][entry], place)),
                None => free(place, |from, until, borders| {
                    put(&mut draw, from, until, Put::data("").borders(borders));
                }),
            }
        }
        first += lanes.count;
    }
    draw.finish()
}

/// The widths of all columns. A day with several boxes side by side is wider than the others.
fn widths(columns: &[Lanes; DAYS.len() + 1]) -> Vec<f32> {
    let share = |lanes: &Lanes| 1.0 + WIDER * (lanes.beside - 1) as f32;
    let shares: f32 = columns[..DAYS.len()].iter().map(share).sum();
    let mut widths = vec![BAND_WIDTH, HOURS_WIDTH];
    for (at, lanes) in columns.iter().enumerate() {
        let width = if at < DAYS.len() { DAYS_WIDTH * share(lanes) / shares } else { ACTIVITIES_WIDTH };
        widths.extend(std::iter::repeat_n(width / lanes.count as f32, lanes.count));
    }
    widths
}

/// The slots at which something begins or ends.
fn lines(columns: &[Lanes]) -> Vec<usize> {
    let ends = columns.iter().flat_map(|lanes| &lanes.places).flat_map(|place| [place.from, place.until]);
    let lines: BTreeSet<usize> = ends.chain((0..=SLOTS).step_by(LINE)).collect();
    lines.into_iter().collect()
}

/// The row that begins at a slot.
fn row(lines: &[usize], slot: usize) -> usize {
    1 + lines.binary_search(&slot).unwrap_or_else(|at| at)
}

/// Bands and hours.
fn heads(draw: &mut Draw<'_>, lines: &[usize]) {
    draw.put((0, 0), (1, BEFORE), Put::head("時間"));
    let mut from = FIRST_HOUR;
    for (name, until) in BANDS {
        let [first, last] = [from, until].map(|hour| row(lines, (hour - FIRST_HOUR) as usize * HOUR));
        draw.put((first, 0), (last - first, 1), Put::row_head(name));
        from = until;
    }
    for slot in (0..SLOTS).step_by(LINE) {
        let hour = FIRST_HOUR + (slot / HOUR) as u32;
        let [first, last] = [slot, slot + LINE].map(|slot| row(lines, slot));
        // 24:00 is said of an end, 0:00 of a beginning.
        let (start, end) = (hour % 24, (hour + HOURS_OF_LINE - 1) % 24 + 1);
        draw.put((first, 1), (last - first, 1), Put::row_head(&format!("{start}:00～\n{end}:00")).size(2.4));
    }
}

/// A service or activity in its box, in two lines where there is room for them.
fn boxed(head: &str, entry: &Entry, place: &Place) -> Put {
    let height = HOURS / SLOTS as f32 * (place.until - place.from) as f32 - 2.0 * PAD;
    let line = |size: f32| size * Lines::LEADING;
    let (lines, text) = if height >= 2.0 * line(LEAST) {
        (2.0, format!("{}\n{}", entry.what, entry.time))
    } else {
        (1.0, format!("{} {}", entry.what.replace('\n', " "), entry.time))
    };
    let size = SIZE.min(height / lines / Lines::LEADING);
    Put::data(&text).about(&format!("{head} {}", entry.time)).flow(Flow::Block).size(size)
}

/// What is free, cut at the lines: dotted between two pieces, thin at a box and where a band ends.
fn free(place: &Place, mut put: impl FnMut(usize, usize, Borders)) {
    let is_edge = |slot: usize| {
        slot == place.from
            || slot == place.until
            || BANDS.iter().any(|(_, until)| (until - FIRST_HOUR) as usize * HOUR == slot)
    };
    let stroke = |slot: usize| if is_edge(slot) { Stroke::Thin } else { Stroke::Dotted };
    let mut from = place.from;
    while from < place.until {
        let until = ((from / LINE + 1) * LINE).min(place.until);
        put(from, until, Borders { top: stroke(from), bottom: stroke(until) });
        from = until;
    }
}
