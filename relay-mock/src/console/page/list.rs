//! 受信一覧 and 送信済一覧: a page of messages, and what is looked for.

use std::str::FromStr as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use cplink::keys::is_office_number;
use cplink::relay::State;
use cplink::text::to_half_width;
use serde::Deserialize;

use super::super::Console;
use super::super::door::Session;
use super::super::slip::real::text_looks_real;
use super::named::Named;
use super::{Answer, Here, Layout, Refused, html, words};
use crate::japan::MonthInJapan;
use crate::store::{Search, StoredMessage, Turn};

/// Messages on a page.
const PAGE: usize = 50;
/// Of more offices than these none is chosen from a list: the number is typed.
const CHOICES: usize = 100;
/// The states that the relay gives to messages.
const STATES: [State; 6] =
    [State::Accepted, State::PickedUp, State::Imported, State::Refused, State::Recalled, State::Expired];

/// Which of the two lists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Received,
    Sent,
}

impl Side {
    fn here(self) -> Here {
        match self {
            Self::Received => Here::Received,
            Self::Sent => Here::Sent,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Received => "受信一覧",
            Self::Sent => "送信済一覧",
        }
    }
}

/// What the form or a link asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    office: String,
    month: String,
    state: String,
    before: Option<u64>,
    after: Option<u64>,
}

/// What is wrong with it.
struct Wrong(&'static str);

impl Asked {
    fn search(&self, side: Side) -> Result<Search, Wrong> {
        let office = Some(self.office.clone()).filter(|number| !number.is_empty());
        if office.as_ref().is_some_and(|number| !is_office_number(number)) {
            return Err(Wrong("事業所番号は、半角の数字10桁（英大文字を含むこともあります）で入力してください。"));
        }
        let wrong = Wrong("月は、2026-04 のように、年4桁、ハイフン、月2桁の半角で入力してください。");
        let month = match self.month.as_str() {
            "" => None,
            text => Some(MonthInJapan::from_str(text).map_err(|_| wrong)?),
        };
        let state = match self.state.as_str() {
            "" => None,
            token => {
                let state = State::from_token(token).filter(|state| STATES.contains(state));
                Some(state.ok_or(Wrong("この状態はありません。状態を選び直してください。"))?)
            }
        };
        let (sender, receiver) = match side {
            Side::Received => (None, office),
            Side::Sent => (office, None),
        };
        Ok(Search { sender, receiver, state, month })
    }

    fn turn(&self) -> Turn {
        match (self.before, self.after) {
            (Some(place), _) => Turn::Before(place),
            (None, Some(place)) => Turn::After(place),
            (None, None) => Turn::Newest,
        }
    }

    /// As people type it: blanks around it, and digits of full width, mean nothing.
    fn tidied(mut self) -> Self {
        for text in [&mut self.office, &mut self.month] {
            let tidy = text.trim();
            *text = to_half_width(tidy).unwrap_or_else(|| tidy.to_owned());
        }
        self
    }

    fn looks_for_something(&self) -> bool {
        [&self.office, &self.month, &self.state].into_iter().any(|text| !text.is_empty())
    }
}

/// A line of the list.
struct Line<'a> {
    message: &'a StoredMessage,
    from: Named<'a>,
    to: Named<'a>,
}

#[derive(Template)]
#[template(path = "console/list.html")]
struct Page<'a> {
    layout: Layout,
    side: Side,
    asked: Asked,
    wrong: Option<&'static str>,
    /// To choose one from; empty where there are too many.
    offices: &'a [(String, String)],
    lines: Vec<Line<'a>>,
    /// Links to the pages beside this one.
    newer: Option<String>,
    older: Option<String>,
}

impl Page<'_> {
    fn is_chosen(&self, number: &str) -> bool {
        number == self.asked.office
    }

    /// Whether an office is asked for that the directory does not have.
    fn is_of_another(&self) -> bool {
        !self.asked.office.is_empty() && !self.offices.iter().any(|(number, _)| self.is_chosen(number))
    }
}

/// A page of what was found, and whether there is more on both sides.
struct Found {
    messages: Vec<StoredMessage>,
    newer: bool,
    older: bool,
}

pub(super) async fn show(
    side: Side,
    console: &Arc<Console>,
    session: &Session,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Answer {
    let Query(asked) = asked.map_err(|_| Refused::malformed())?;
    let asked = asked.tidied();
    let (search, wrong) = match asked.search(side) {
        Ok(search) => (Some(search), None),
        Err(Wrong(why)) => (None, Some(why)),
    };
    let turn = asked.turn();
    let look = move |store: &dyn crate::store::Store, kept_since| {
        let find = |turn, most| match &search {
            Some(search) => store.search(search, turn, most, kept_since),
            None => Ok(Vec::new()),
        };
        Ok((page_of(turn, find)?, store.office_names()?))
    };
    let (found, names) = console.relay.store.look(look)?;
    let ends = found.messages.first().zip(found.messages.last()).map(|(first, last)| (first.place, last.place));
    let link = |word: &str, place| {
        let Asked { office, month, state, .. } = &asked;
        format!("{}?office={office}&month={month}&state={state}&{word}={place}", side.here().path())
    };
    let newer = ends.filter(|_| found.newer).map(|(first, _)| link("after", first));
    let older = ends.filter(|_| found.older).map(|(_, last)| link("before", last));
    let offices = if names.all().len() > CHOICES { &[][..] } else { names.all() };
    let lines = found.messages.iter().map(|message| Line {
        message,
        from: Named::of(&names, &message.sender),
        to: Named::of(&names, &message.receiver),
    });
    let lines = lines.collect();
    let status = if wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let mut layout = Layout::new(session, side.here(), side.title());
    layout.looks_real = found.messages.iter().any(|message| text_looks_real(&message.subject));
    let page = Page { layout, side, asked, wrong, offices, lines, newer, older };
    Ok((status, html(&page)).into_response())
}

/// A page; one more is asked for, which shows whether there are more. A page towards the newest that is not full is
/// the newest.
fn page_of<E>(turn: Turn, find: impl Fn(Turn, usize) -> Result<Vec<StoredMessage>, E>) -> Result<Found, E> {
    let mut messages = find(turn, PAGE + 1)?;
    let is_full = messages.len() > PAGE;
    match turn {
        Turn::After(_) if is_full => {
            messages.remove(0);
            Ok(Found { messages, newer: true, older: true })
        }
        Turn::After(_) => page_of(Turn::Newest, find),
        Turn::Newest | Turn::Before(_) => {
            messages.truncate(PAGE);
            Ok(Found { messages, newer: turn != Turn::Newest, older: is_full })
        }
    }
}
