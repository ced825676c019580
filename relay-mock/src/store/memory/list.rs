//! Lists of messages.

use time::OffsetDateTime;

use super::contents::{Contents, Entry};
use crate::japan::MonthInJapan;
use crate::store::{Listed, Page, Result, Search, StoredMessage, Turn};

impl Contents {
    pub(super) fn messages(&self, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<StoredMessage>> {
        let behind = (1..).zip(&self.messages).filter(|(place, _)| *place > after).take(most);
        let found: Vec<(u64, StoredMessage)> = behind.map(|(place, entry)| (place, entry.seen(kept_since))).collect();
        let next = found.last().map_or(after, |(place, _)| *place);
        Ok(Page { entries: found.into_iter().map(|(_, message)| message).collect(), next })
    }

    pub(super) fn search(
        &self,
        search: &Search,
        turn: Turn,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Vec<StoredMessage> {
        let found = self.messages.iter().map(|entry| entry.seen(kept_since)).filter(|message| fits(search, message));
        match turn {
            Turn::Newest => found.rev().take(most).collect(),
            Turn::Before(place) => found.rev().filter(|message| message.place < place).take(most).collect(),
            Turn::After(place) => {
                let mut next: Vec<_> = found.filter(|message| message.place > place).take(most).collect();
                next.reverse();
                next
            }
        }
    }

    pub(super) fn inbox(
        &self,
        receiver: &str,
        after: u64,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Page<StoredMessage>> {
        let behind = (1..).zip(&self.messages).filter(|(place, _)| *place > after);
        let found: Vec<(u64, StoredMessage)> = behind
            .map(|(place, entry)| (place, entry.seen(kept_since)))
            .filter(|(_, message)| message.receiver == receiver && message.kept)
            .take(most)
            .collect();
        let next = found.last().map_or(after, |(place, _)| *place);
        Ok(Page { entries: found.into_iter().map(|(_, message)| message).collect(), next })
    }

    pub(super) fn sent(
        &self,
        sender: &str,
        after: u64,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Page<Listed>> {
        let own = |entry: &&Entry| entry.message.sender == sender && entry.change > after;
        let mut found: Vec<&Entry> = self.messages.iter().filter(own).collect();
        found.sort_by_key(|entry| entry.change);
        found.truncate(most);
        let next = found.last().map_or(after, |entry| entry.change);
        let listed = |entry: &Entry| Listed { message: entry.seen(kept_since), receipts: entry.receipts.clone() };
        Ok(Page { entries: found.into_iter().map(listed).collect(), next })
    }
}

/// Whether it is one of those that are looked for.
fn fits(search: &Search, message: &StoredMessage) -> bool {
    search.sender.as_ref().is_none_or(|sender| *sender == message.sender)
        && search.receiver.as_ref().is_none_or(|receiver| *receiver == message.receiver)
        && search.state.is_none_or(|state| state == message.state)
        && search.month.is_none_or(|month| month == MonthInJapan::of(message.accepted_at))
}
