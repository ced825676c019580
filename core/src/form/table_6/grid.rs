//! The services with their days.

use super::line::Line;
use super::sheet::{BEFORE, DAYS, GRID_HEAD, GRID_TOP, LEFT, LINE, RECORD, SERVICES, TOTAL, UNIT, Words};
use crate::form::clean::clean;
use crate::form::draw::{Draw, Put};
use crate::form::era;
use crate::form::fit::Flow;
use crate::form::grid::{Borders, Fill, Grid, Stroke};
use crate::form::lines::{Run, Style};
use crate::form::overflow::Overflow;
use crate::form::user::UserView;
use crate::interpret::Count;

const FIRST_DAY: usize = BEFORE.len();
const TOTALS: usize = FIRST_DAY + DAYS;

pub(super) fn grid(user: UserView<'_, '_>, words: &Words, lines: &[Line], overflow: &mut Overflow) -> Grid {
    let wide = |units: usize| UNIT * units as f32;
    let days = std::iter::repeat_n(1, DAYS);
    let columns = BEFORE.iter().map(|(_, units)| *units).chain(days).chain([TOTAL.1]).map(wide).collect();
    let rows = GRID_HEAD.into_iter().chain(std::iter::repeat_n(LINE, 2 * SERVICES)).collect();
    let draw = Draw::new("サービスと日ごとの回数", (LEFT, GRID_TOP), columns, rows, overflow);
    let mut draw = draw.marked(words.marked);
    heads(&mut draw, user);
    for place in 0..SERVICES {
        service(&mut draw, words, GRID_HEAD.len() + 2 * place, lines.get(place));
    }
    draw.finish()
}

fn heads(draw: &mut Draw<'_>, user: UserView<'_, '_>) {
    for (column, (head, _)) in BEFORE.iter().enumerate().take(FIRST_DAY - 1) {
        draw.put((0, column), (3, 1), Put::head(head));
    }
    draw.put((0, FIRST_DAY - 1), (1, DAYS + 2), Put::head(RECORD));
    draw.put((1, FIRST_DAY - 1), (1, 1), Put::head("日付"));
    draw.put((2, FIRST_DAY - 1), (1, 1), Put::head("曜日"));
    draw.put((1, TOTALS), (2, 1), Put::head(TOTAL.0));
    let first = user.month().and_then(era::first_day);
    for at in 0..DAYS {
        // A month that is not known has days without names.
        let day = first.map(|first| first.replace_day(at as u8 + 1).ok());
        let exists = !matches!(day, Some(None));
        let number = if exists { (at + 1).to_string() } else { String::new() };
        draw.put((1, FIRST_DAY + at), (1, 1), Put::head(&number));
        let name = day.flatten().map_or("", era::weekday);
        let style = if name == "日" { Style::Circled } else { Style::Plain };
        let run = Run { text: name.to_owned(), style };
        draw.put((2, FIRST_DAY + at), (1, 1), Put::head_runs(vec![run]));
    }
}

/// A service with its two lines; without one, empty lines as on paper.
fn service(draw: &mut Draw<'_>, words: &Words, row: usize, line: Option<&Line>) {
    let text = |of: fn(&Line) -> &str| line.map_or("", of);
    let head = |put: Put, at: usize| {
        put.fill(if line.is_some_and(|line| line.is_changed[at]) { Fill::Marked } else { Fill::None })
    };
    let time = text(|line| &line.time);
    draw.put((row, 0), (2, 1), head(Put::data(time).about("提供時間帯").size(3.0), 0));
    let service = text(|line| &line.service);
    let service = if line.is_some() { Put::row_head(service).left() } else { Put::data("") };
    draw.put((row, 1), (2, 1), head(service.about("サービス内容").flow(Flow::Block), 1));
    let office = Put::data(text(|line| &line.provider)).flow(Flow::Block);
    draw.put((row, 2), (2, 1), head(office.about("サービス事業者 事業所名"), 2));
    for (which, name) in words.lines.into_iter().enumerate() {
        let row = row + which;
        let borders = match which {
            0 => Borders { top: Stroke::Thin, bottom: Stroke::Dotted },
            _ => Borders { top: Stroke::Dotted, bottom: Stroke::Thin },
        };
        draw.put((row, FIRST_DAY - 1), (1, 1), Put::row_head(name).borders(borders));
        let record = line.map(|line| &line.records[which]);
        // It is the result, or what is newer, that is told of.
        let fill = |differs: bool| if which == 1 && differs { Fill::Marked } else { Fill::None };
        for day in 1..=DAYS {
            let count = record.and_then(|record| record.on(day)).map(shown).unwrap_or_default();
            let put = Put::count(&count).about(&format!("{name} {day}日")).borders(borders);
            let put = put.fill(fill(line.is_some_and(|line| line.differing.contains(&day))));
            draw.put((row, FIRST_DAY + day - 1), (1, 1), put);
        }
        let total = record.and_then(|record| record.total()).as_ref().map(shown).unwrap_or_default();
        let put = Put::count(&total).about(&format!("{name} 合計回数")).borders(borders);
        draw.put((row, TOTALS), (1, 1), put.fill(fill(line.is_some_and(|line| line.total_differs))));
    }
}

fn shown(count: &Count) -> String {
    clean(&count.shown()).into()
}
