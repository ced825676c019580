//! What became of our own messages, as the record has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::journal::Journal;
use crate::error::Result;
use crate::relay::{SentEntry, SentPage, State};
use crate::seal::MessageId;
use crate::sort::sort_by_key;

/// The most entries of a page.
const PAGE: usize = 100;

/// One line: what became of a message, and when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SentLine {
    /// Unix time.
    pub(super) at: i64,
    pub(super) office: String,
    pub(super) id: MessageId,
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) serial: String,
    /// A token of [`State`].
    pub(super) state: String,
    /// The name of its folder.
    pub(super) folder: String,
}

impl SentLine {
    pub(super) fn state(&self) -> State {
        State::from_token(&self.state).unwrap_or(State::Unknown)
    }

    /// The same in another state, from now on.
    pub(super) fn now(&self, state: State) -> Self {
        Self { at: now().unix_timestamp(), state: state.token().to_owned(), ..self.clone() }
    }

    pub(super) fn at(&self) -> OffsetDateTime {
        moment(self.at)
    }
}

/// The clock.
pub(super) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// A time as a record has it.
pub(super) fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// What the record says of an office's messages: of each the latest line, with its number.
pub(super) struct SentRecord(BTreeMap<MessageId, (usize, SentLine)>);

impl SentRecord {
    pub(super) fn read(journal: &Journal, office: &str) -> Result<Self> {
        let lines = journal.read::<SentLine>()?.into_iter().filter(|(_, line)| line.office == office);
        Ok(Self(lines.map(|(number, line)| (line.id, (number, line))).collect()))
    }

    pub(super) fn get(&self, id: &MessageId) -> Option<&SentLine> {
        self.0.get(id).map(|(_, line)| line)
    }

    /// Another message to this receiver with this serial, which was not recalled.
    pub(super) fn other(&self, line: &SentLine) -> Option<&SentLine> {
        let is_other = |known: &&SentLine| {
            known.id != line.id
                && known.to == line.to
                && known.serial == line.serial
                && known.state() != State::Recalled
        };
        self.0.values().map(|(_, known)| known).find(is_other)
    }

    /// Those that have changed behind this line.
    pub(super) fn page(&self, after: usize) -> SentPage {
        let mut lines: Vec<_> = self.0.values().filter(|(number, _)| *number > after).collect();
        sort_by_key(&mut lines, |(number, _)| *number);
        lines.truncate(PAGE);
        let next = lines.last().map_or(after, |(number, _)| *number).to_string();
        let entries = lines.into_iter().map(|(_, line)| SentEntry {
            id: line.id,
            to: line.to.clone(),
            kind: line.kind.clone(),
            state: line.state(),
            accepted_at: line.at(),
            reason: None,
            receipts: Vec::new(),
        });
        SentPage { entries: entries.collect(), next }
    }
}
