//! What the heads of several forms say.

use super::cells::day;
use super::era;
use super::lines::{Run, Style};
use super::user::UserView;
use crate::record::Row;

/// The month of the slip: `令和7年10月分`; what is no month, as it is.
pub(super) fn month_of(user: UserView<'_, '_>) -> String {
    let month = user.month().and_then(era::month);
    month.map_or_else(|| user.month_text().to_owned(), |month| format!("{month}分"))
}

/// The user's name as it is addressed; nothing where it is not known.
pub(super) fn name(user: UserView<'_, '_>) -> String {
    addressed(user, "様")
}

/// The user's name with 様 or 殿; nothing where it is not known.
pub(super) fn addressed(user: UserView<'_, '_>, title: &str) -> String {
    let name = user.name();
    if name.is_empty() { name } else { format!("{name}　{title}") }
}

/// Choices in one line, with a circle around the one that applies.
pub(super) fn choices(choices: &[(&str, bool)]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (text, applies) in choices {
        if !runs.is_empty() {
            runs.push(Run::plain("・"));
        }
        let style = if *applies { Style::Circled } else { Style::Plain };
        runs.push(Run { text: (*text).to_owned(), style });
    }
    runs
}

/// Words of which one may be circled, or several: each with the codes that it stands for.
pub(super) type Choices = &'static [(&'static str, &'static [&'static str])];

/// Choices with circles around those that a code means; behind them the name of a code that means none of them.
pub(super) fn coded(code: &str, name: &str, coded: Choices) -> Vec<Run> {
    let runs = choices(&coded.iter().map(|(text, codes)| (*text, codes.contains(&code))).collect::<Vec<_>>());
    if code.is_empty() || runs.iter().any(|run| run.style == Style::Circled) {
        return runs;
    }
    // One plain piece: it is broken where the code is as long as it should not be.
    let all: String = runs.iter().map(|run| run.text.as_str()).collect();
    vec![Run::plain(format!("{all}（{name}）"))]
}

/// A birth date with its era circled; what is no date, as it is.
pub(super) fn birth(row: Option<&Row<'_>>) -> Vec<Run> {
    let Some(row) = row else { return choices(&era::ERAS.map(|era| (era.short, false))) };
    let Some(day) = day(row, "user_birth_date") else {
        return vec![Run::plain(super::cells::date(&super::cells::text(row, "user_birth_date")))];
    };
    let own = era::of(day);
    let is_own = |era: &era::Era| own.is_some_and(|(own, _)| own == *era);
    let mut runs = choices(&era::ERAS.map(|era| (era.short, is_own(&era))));
    let year = own.map_or_else(|| format!("{}年", day.year()), |(_, number)| era::year(number));
    runs.push(Run::plain(format!(" {year}{}月{}日", u8::from(day.month()), day.day())));
    runs
}
