//! The record that a form is about, or none: rows of an annex may have lost it.

use super::cells::{code, date, text};
use super::draw::Put;
use super::fit::Flow;
use super::head::{Choices, coded};
use super::user::UserView;
use crate::record::Row;
use crate::spec::Kind;

/// A record.
#[derive(Clone, Copy)]
pub(super) struct Record<'a>(pub(super) Option<Row<'a>>);

/// The records of a kind, each for a form of its own; where there is none, the annexes are about an empty one.
pub(super) fn records<'s, 'a>(user: UserView<'s, 'a>, kind: Kind) -> impl Iterator<Item = Record<'a>> + use<'s, 'a> {
    let none = user.rows(kind).next().is_none().then_some(Record(None));
    user.rows(kind).map(|row| Record(Some(row))).chain(none)
}

impl Record<'_> {
    pub(super) fn text(&self, field: &str) -> String {
        self.0.as_ref().map(|row| text(row, field)).unwrap_or_default()
    }

    pub(super) fn date(&self, field: &str) -> String {
        date(&self.text(field))
    }

    /// `…から…まで`; nothing where there is neither.
    pub(super) fn period(&self, from: &str, until: &str) -> String {
        let [from, until] = [from, until].map(|field| self.date(field));
        if from.is_empty() && until.is_empty() { String::new() } else { format!("{from}から\n{until}まで") }
    }

    /// The name of a code.
    pub(super) fn code(&self, field: &str) -> String {
        self.0.as_ref().map(|row| code(row, field)).unwrap_or_default()
    }

    /// A text that may have lines.
    pub(super) fn block(&self, field: &str) -> Put {
        Put::data(&self.text(field)).flow(Flow::Block)
    }

    /// A text in a large box.
    pub(super) fn large(&self, field: &str) -> Put {
        self.block(field).top()
    }

    /// The choices with circles around those that the code means, and behind them a code that means none.
    pub(super) fn choice(&self, field: &str, of: Choices) -> Put {
        Put::runs(coded(&self.text(field), &self.code(field), of)).flow(Flow::Block)
    }

    /// Words with what their fields say: `身障（該当）・療育（）`.
    pub(super) fn flags(&self, of: &[(&str, &str)]) -> Put {
        let flag = |(word, field): &(&str, &str)| format!("{word}（{}）", self.code(field));
        Put::data(&of.iter().map(flag).collect::<Vec<_>>().join("・")).flow(Flow::Block)
    }
}
