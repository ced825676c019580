//! Lists of messages.

use time::OffsetDateTime;

use super::contents::{Contents, Entry};
use crate::store::{Listed, Page, Result, StoredMessage};

impl Contents {
    pub(super) fn messages(&self, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<StoredMessage>> {
        let behind = (1..).zip(&self.messages).filter(|(place, _)| *place > after).take(most);
        let found: Vec<(u64, StoredMessage)> = behind.map(|(place, entry)| (place, entry.seen(kept_since))).collect();
        let next = found.last().map_or(after, |(place, _)| *place);
        Ok(Page { entries: found.into_iter().map(|(_, message)| message).collect(), next })
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
