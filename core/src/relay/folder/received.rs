//! What became of the messages that came, as the record has it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::group::Key;
use super::journal::Journal;
use crate::error::Result;
use crate::relay::State;
use crate::seal::MessageId;

/// One line of the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum ReceivedLine {
    /// A message is there, whole.
    Seen(Seen),
    /// Its files are not there any more. If they come again, it is seen again, behind every cursor.
    Gone { at: i64, office: String, id: MessageId },
    /// The host has fetched it.
    Given { at: i64, office: String, id: MessageId },
    /// The host has said what became of it. Its files lie in the folder of this name then.
    Done { at: i64, office: String, id: MessageId, refused: Option<String>, folder: String },
}

/// A message that was seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Unix time.
    pub(super) at: i64,
    pub(super) office: String,
    pub(super) id: MessageId,
    /// Of its unit: the same unit with another content is another message, of which one is wrong.
    pub(super) unit: Key,
    pub(super) from: String,
    pub(super) kind: String,
    pub(super) size: u64,
}

/// What the host has said.
pub(super) struct Done {
    pub(super) refused: Option<String>,
    pub(super) folder: String,
}

impl Done {
    pub(super) fn state(&self) -> State {
        if self.refused.is_some() { State::Refused } else { State::Imported }
    }
}

/// What the record says of a message.
#[derive(Default)]
pub(super) struct Fate {
    pub(super) is_gone: bool,
    pub(super) is_given: bool,
    /// The first outcome: it remains.
    pub(super) done: Option<Done>,
}

/// What the record says of an office's messages.
#[derive(Default)]
pub(super) struct ReceivedRecord {
    /// With the numbers of their lines, which are cursors.
    pub(super) seen: Vec<(usize, Seen)>,
    fates: HashMap<MessageId, Fate>,
}

impl ReceivedRecord {
    pub(super) fn read(journal: &Journal, office: &str) -> Result<Self> {
        let mut record = Self::default();
        for (number, line) in journal.read::<ReceivedLine>()? {
            match line {
                ReceivedLine::Seen(seen) if seen.office == office => record.see(number, seen),
                ReceivedLine::Gone { office: of, id, .. } if of == office => {
                    record.fates.entry(id).or_default().is_gone = true;
                }
                ReceivedLine::Given { office: of, id, .. } if of == office => {
                    record.fates.entry(id).or_default().is_given = true;
                }
                ReceivedLine::Done { office: of, id, refused, folder, .. } if of == office => {
                    record.fates.entry(id).or_default().done.get_or_insert(Done { refused, folder });
                }
                _ => {}
            }
        }
        Ok(record)
    }

    fn see(&mut self, number: usize, seen: Seen) {
        let fate = self.fates.get_mut(&seen.id);
        match fate {
            Some(fate) if !fate.is_gone => return,
            Some(fate) => {
                fate.is_gone = false;
                self.seen.retain(|(_, known)| known.id != seen.id);
            }
            None => drop(self.fates.insert(seen.id, Fate::default())),
        }
        self.seen.push((number, seen));
    }

    /// Whether a message is to be noted as seen.
    pub(super) fn is_new(&self, id: &MessageId) -> bool {
        self.find(id).is_none_or(|fate| fate.is_gone)
    }

    /// What became of a message that was seen.
    pub(super) fn find(&self, id: &MessageId) -> Option<&Fate> {
        self.fates.get(id)
    }

    /// The line of a message.
    pub(super) fn line(&self, id: &MessageId) -> Option<&Seen> {
        self.seen.iter().map(|(_, seen)| seen).find(|seen| seen.id == *id)
    }

    /// Whether the unit was handed over with another content, which was not refused: then nobody knows which is right.
    pub(super) fn contradicts(&self, unit: &Key, id: &MessageId) -> bool {
        let others = self.seen.iter().map(|(_, seen)| seen).filter(|seen| seen.unit == *unit && seen.id != *id);
        others.filter_map(|seen| self.find(&seen.id)).any(|fate| match &fate.done {
            Some(done) => done.refused.is_none(),
            None => fate.is_given,
        })
    }
}
