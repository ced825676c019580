//! What is looked for, as SQLite understands it.

use cplink::relay::State;
use rusqlite::ToSql;

use super::span::Span;
use crate::store::Search;

/// What a row must have.
pub(super) struct Wanted {
    pub(super) sender: Option<String>,
    pub(super) receiver: Option<String>,
    /// As it is in the table.
    pub(super) state: Option<&'static str>,
    /// Accepted at this time or later.
    pub(super) since: i64,
    /// And before this one.
    pub(super) until: i64,
}

impl Wanted {
    pub(super) fn new(search: &Search, state: Option<State>, kept_since: i64) -> Self {
        Self {
            sender: search.sender.clone(),
            receiver: search.receiver.clone(),
            state: state.map(State::token),
            // What nobody has picked up in time is seen as expired.
            since: if state == Some(State::Accepted) { kept_since } else { i64::MIN },
            until: i64::MAX,
        }
    }

    /// The values of [`FITS`].
    pub(super) fn named<'a>(&'a self, span: &'a Span) -> [(&'static str, &'a dyn ToSql); 7] {
        [
            (":first", &span.first),
            (":last", &span.last),
            (":sender", &self.sender),
            (":receiver", &self.receiver),
            (":state", &self.state),
            (":since", &self.since),
            (":until", &self.until),
        ]
    }
}

/// What a row must be. Every name is in it, whichever way leads there.
pub(super) const FITS: &str = "seq BETWEEN :first AND :last
    AND (:sender IS NULL OR sender = :sender) AND (:receiver IS NULL OR receiver = :receiver)
    AND (:state IS NULL OR state = :state) AND accepted_at >= :since AND accepted_at < :until";
