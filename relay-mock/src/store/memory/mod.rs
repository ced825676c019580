//! A store that forgets everything when it is dropped, for tests: the second backend beside SQLite.

mod accept;
mod change;
mod contents;
mod list;

use std::hash::{BuildHasher as _, RandomState};
use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cplink::relay::State;
use cplink::seal::MessageId;
use time::OffsetDateTime;

use super::{
    Accepted, Acknowledged, Claim, Due, Listed, NewMessage, PIECE, Page, PickUp, Recalled, RegisteredOffice, Result,
    Search, SignNextReceipt, SignReceipt, Store, StoredMessage, Turn,
};
use contents::Contents;

/// A store in memory.
#[derive(Default)]
pub struct MemoryStore {
    id: AtomicU64,
    contents: Mutex<Contents>,
    claimed: Arc<AtomicBool>,
    held_back: Mutex<Option<String>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self { id: AtomicU64::new(new_id()), ..Self::default() }
    }

    /// The inbox of this office looks empty, until it is said of none: what comes meanwhile is there at once.
    pub fn hold_back(&self, receiver: Option<&str>) {
        *self.held_back.lock().unwrap_or_else(PoisonError::into_inner) = receiver.map(str::to_owned);
    }

    /// How often a message was fetched by its receiver as a whole.
    pub fn fetched(&self, id: &MessageId) -> u64 {
        self.contents().entry(id).map_or(0, |entry| entry.fetched)
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drawn: what the standard library seeds its maps with.
fn new_id() -> u64 {
    RandomState::new().hash_one(())
}

/// Ends a claim.
struct Claimed(Arc<AtomicBool>);

impl Drop for Claimed {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Store for MemoryStore {
    fn claim(&self) -> Result<Option<Claim>> {
        if self.claimed.swap(true, Ordering::SeqCst) {
            return Ok(None);
        }
        Ok(Some(Box::new(Claimed(Arc::clone(&self.claimed)))))
    }

    fn id(&self) -> u64 {
        self.id.load(Ordering::SeqCst)
    }

    fn offices(&self) -> Result<Vec<RegisteredOffice>> {
        Ok(self.contents().offices.values().cloned().collect())
    }

    fn office(&self, number: &str) -> Result<Option<RegisteredOffice>> {
        Ok(self.contents().offices.get(number).cloned())
    }

    fn add_office(&self, office: &RegisteredOffice) -> Result<bool> {
        let mut contents = self.contents();
        if contents.offices.contains_key(&office.number) {
            return Ok(false);
        }
        contents.offices.insert(office.number.clone(), office.clone());
        Ok(true)
    }

    fn change_office(&self, number: &str, change: &dyn Fn(&mut RegisteredOffice)) -> Result<Option<RegisteredOffice>> {
        let mut contents = self.contents();
        let Some(office) = contents.offices.get_mut(number) else { return Ok(None) };
        change(office);
        office.number = number.to_owned();
        Ok(Some(office.clone()))
    }

    fn remove_office(&self, number: &str) -> Result<bool> {
        Ok(self.contents().offices.remove(number).is_some())
    }

    fn messages(&self, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<StoredMessage>> {
        self.contents().messages(after, most, kept_since)
    }

    fn search(
        &self,
        search: &Search,
        turn: Turn,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Vec<StoredMessage>> {
        Ok(self.contents().search(search, turn, most, kept_since))
    }

    fn clear(&self) -> Result<()> {
        let mut contents = self.contents();
        *contents = Contents { offices: std::mem::take(&mut contents.offices), ..Contents::default() };
        self.id.store(new_id(), Ordering::SeqCst);
        Ok(())
    }

    fn accept(
        &self,
        new: &NewMessage,
        container: &mut dyn Read,
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Accepted> {
        self.contents().accept(new, container, kept_since, sign)
    }

    fn message(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Option<StoredMessage>> {
        Ok(self.contents().entry(id).map(|entry| entry.seen(kept_since)))
    }

    fn piece(&self, id: &MessageId, n: u64, kept_since: OffsetDateTime) -> Result<Option<Vec<u8>>> {
        let contents = self.contents();
        let entry = contents.entry(id).filter(|entry| entry.seen(kept_since).kept);
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        Ok(entry.and_then(|entry| entry.container.chunks(PIECE).nth(n)).map(<[u8]>::to_vec))
    }

    fn receipts(&self, id: &MessageId) -> Result<Vec<Vec<u8>>> {
        Ok(self.contents().entry(id).map(|entry| entry.receipts.clone()).unwrap_or_default())
    }

    fn inbox(
        &self,
        receiver: &str,
        after: u64,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Page<StoredMessage>> {
        if self.held_back.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(receiver) {
            return Ok(Page { entries: Vec::new(), next: after });
        }
        self.contents().inbox(receiver, after, most, kept_since)
    }

    fn sent(&self, sender: &str, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<Listed>> {
        self.contents().sent(sender, after, most, kept_since)
    }

    fn reserve_pick_up(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<PickUp> {
        self.contents().reserve_pick_up(id, kept_since)
    }

    fn pick_up(&self, id: &MessageId, kept_since: OffsetDateTime, sign: SignNextReceipt<'_>) -> Result<PickUp> {
        self.contents().pick_up(id, kept_since, sign)
    }

    fn acknowledge(
        &self,
        id: &MessageId,
        state: State,
        receipt: &[u8],
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Acknowledged> {
        self.contents().acknowledge(id, state, receipt, kept_since, sign)
    }

    fn recall(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Recalled> {
        self.contents().recall(id, kept_since)
    }

    fn due(&self, kept_since: OffsetDateTime) -> Result<Due> {
        self.contents().due(kept_since)
    }

    fn expire(&self, kept_since: OffsetDateTime, most: usize) -> Result<usize> {
        self.contents().expire(kept_since, most)
    }
}
