//! What is looked for among all messages. Every page of it takes a moment, so the way to it is chosen here: SQLite
//! would choose by statistics, and keeps none of a database that is being filled.

use cplink::relay::State;
use rusqlite::{Connection, OptionalExtension as _, ToSql, named_params, params};

use super::month;
use super::row::{COLUMNS, Stored, signed};
use super::span::Span;
use super::wanted::{FITS, Wanted};
use crate::store::{Result, Search, StoredMessage, Turn};

/// So many messages at the beginning are looked at one by one: where most are what is looked for, that is enough.
/// The tests have fewer.
const WINDOW: i64 = if cfg!(test) { 500 } else { 4_000 };
/// An index with fewer entries than these is the way, whatever the others are.
const FEW: i64 = 100;
/// An index with more entries than this is as good as any other.
const MANY: i64 = 10_000;

/// How messages are come by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One after the other.
    All,
    Receiver,
    Sender,
    State,
    /// Those whose containers are here, by their times.
    Kept,
}

impl Way {
    /// What makes the index usable.
    fn clause(self) -> &'static str {
        match self {
            Self::All => "message NOT INDEXED WHERE TRUE",
            Self::Receiver => "message INDEXED BY message_receiver WHERE receiver = :receiver",
            Self::Sender => "message INDEXED BY message_sender WHERE sender = :sender",
            Self::State => "message INDEXED BY message_state WHERE state = :state",
            Self::Kept => "message INDEXED BY message_kept WHERE kept = 1",
        }
    }

    /// How many entries it leads to, of the first `most`.
    fn count(self, connection: &Connection, wanted: &Wanted, span: Span, most: i64) -> Result<i64> {
        let (clause, key) = match self {
            Self::All | Self::Kept => return Ok(most),
            Self::Receiver => ("message_receiver WHERE receiver", wanted.receiver.as_deref()),
            Self::Sender => ("message_sender WHERE sender", wanted.sender.as_deref()),
            Self::State => ("message_state WHERE state", wanted.state),
        };
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM message INDEXED BY {clause} = ?1 AND seq BETWEEN ?2 AND ?3 LIMIT ?4)"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params![key, span.first, span.last, most], |row| row.get(0))?)
    }
}

/// Which way along the order of acceptance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    Forth,
}

impl Direction {
    fn word(self) -> &'static str {
        match self {
            Self::Back => "DESC",
            Self::Forth => "ASC",
        }
    }
}

/// One look at the table.
struct Look<'a> {
    connection: &'a Connection,
    direction: Direction,
    kept_since: i64,
}

pub(super) fn find(
    connection: &Connection,
    search: &Search,
    turn: Turn,
    most: usize,
    kept_since: i64,
) -> Result<Vec<StoredMessage>> {
    let (span, direction) = match turn {
        Turn::Newest => (Span::ALL, Direction::Back),
        Turn::Before(place) => (Span { last: number(place).saturating_sub(1), ..Span::ALL }, Direction::Back),
        Turn::After(place) => (Span { first: number(place).saturating_add(1), ..Span::ALL }, Direction::Forth),
    };
    let look = Look { connection, direction, kept_since };
    let mut spans = match search.month {
        Some(month) => month::spans(connection, month)?,
        None => vec![Span::ALL],
    };
    if direction == Direction::Back {
        spans.reverse();
    }
    let mut found: Vec<Stored> = Vec::new();
    for part in spans {
        if found.len() < most {
            found.extend(look.in_span(search, part.within(span), most - found.len())?);
        }
    }
    if direction == Direction::Forth {
        found.reverse();
    }
    Ok(found.into_iter().map(|stored| stored.message).collect())
}

/// Behind all that there are, where it is more than SQLite counts.
fn number(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

impl Look<'_> {
    fn in_span(&self, search: &Search, span: Span, most: usize) -> Result<Vec<Stored>> {
        let wanted = Wanted::new(search, search.state, self.kept_since);
        if search.state != Some(State::Expired) {
            return self.best(&wanted, span, most);
        }
        let mut found = self.best(&wanted, span, most)?;
        // Those that the timer has not come by yet.
        let due = Wanted {
            state: Some(State::Accepted.token()),
            since: i64::MIN,
            until: self.kept_since,
            ..Wanted::new(search, None, self.kept_since)
        };
        found.extend(self.by(Way::Kept, &due, span, most)?);
        found.sort_by_key(|stored| stored.seq);
        if self.direction == Direction::Back {
            found.reverse();
        }
        found.truncate(most);
        Ok(found)
    }

    fn best(&self, wanted: &Wanted, span: Span, most: usize) -> Result<Vec<Stored>> {
        let ways = [
            (Way::Receiver, wanted.receiver.is_some()),
            (Way::State, wanted.state.is_some()),
            (Way::Sender, wanted.sender.is_some()),
        ];
        let ways: Vec<Way> = ways.into_iter().filter(|(_, is_asked)| *is_asked).map(|(way, _)| way).collect();
        match ways[..] {
            [] => return self.by(Way::All, wanted, span, most),
            // In the order of acceptance already.
            [way @ (Way::Receiver | Way::State)] => return self.by(way, wanted, span, most),
            _ => {}
        }
        for way in &ways {
            if way.count(self.connection, wanted, span, FEW)? < FEW {
                return self.by(*way, wanted, span, most);
            }
        }
        let near = self.by(Way::All, wanted, self.window(span)?, most)?;
        if near.len() == most {
            return Ok(near);
        }
        let mut best = (Way::All, i64::MAX);
        for way in ways {
            let count = way.count(self.connection, wanted, span, MANY)?;
            // The first of several with many.
            if count < best.1 {
                best = (way, count);
            }
        }
        self.by(best.0, wanted, span, most)
    }

    /// The part of a span at which a page begins.
    fn window(&self, span: Span) -> Result<Span> {
        Ok(match self.direction {
            Direction::Forth => Span { last: span.first.saturating_add(WINDOW), ..Span::ALL }.within(span),
            Direction::Back => {
                let mut statement = self.connection.prepare_cached("SELECT max(seq) FROM message")?;
                let newest: Option<i64> = statement.query_row([], |row| row.get(0))?;
                let last = newest.unwrap_or(0).min(span.last);
                Span { first: last.saturating_sub(WINDOW), last }.within(span)
            }
        })
    }

    fn by(&self, way: Way, wanted: &Wanted, span: Span, most: usize) -> Result<Vec<Stored>> {
        if way == Way::Sender {
            return self.by_sender(wanted, span, most);
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM {clause} AND {FITS} ORDER BY seq {direction} LIMIT :most",
            clause = way.clause(),
            direction = self.direction.word(),
        );
        let most = signed(most as u64)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let named = wanted.named(&span);
        let named: Vec<(&str, &dyn ToSql)> = named.into_iter().chain([(":most", &most as &dyn ToSql)]).collect();
        let found = statement.query_map(&named[..], |row| Stored::read(row, self.kept_since))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// A sender's index is in another order: the places of all its messages are sorted, and their rows read as long as
    /// some are wanted.
    fn by_sender(&self, wanted: &Wanted, span: Span, most: usize) -> Result<Vec<Stored>> {
        let is_all = wanted.receiver.is_none() && wanted.state.is_none();
        let places = format!(
            "SELECT seq FROM {clause} AND seq BETWEEN :first AND :last ORDER BY seq {direction} LIMIT :most",
            clause = Way::Sender.clause(),
            direction = self.direction.word(),
        );
        let limit = if is_all { signed(most as u64)? } else { -1 };
        let mut places = self.connection.prepare_cached(&places)?;
        let places = places
            .query_map(
                named_params! {":sender": wanted.sender, ":first": span.first, ":last": span.last, ":most": limit},
                |row| row.get::<_, i64>(0),
            )?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM message NOT INDEXED WHERE {FITS}"))?;
        let mut found = Vec::new();
        for place in places {
            let one = Span { first: place, last: place };
            let named = wanted.named(&one);
            found.extend(statement.query_row(&named[..], |row| Stored::read(row, self.kept_since)).optional()?);
            if found.len() == most {
                break;
            }
        }
        Ok(found)
    }
}
