//! A store that forgets everything when it is dropped, for tests: the second backend beside SQLite.

mod contents;

use std::hash::{BuildHasher as _, RandomState};
use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cplink::relay::State;
use cplink::seal::MessageId;
use ring::digest::{SHA256, digest};
use time::OffsetDateTime;

use super::{
    Accepted, Acknowledged, Claim, Due, Listed, NewMessage, PIECE, Page, PickUp, Recalled, RegisteredOffice, Result,
    SignNextReceipt, SignReceipt, Store, StoreError, StoredMessage,
};
use contents::{Contents, Entry};

/// A store in memory.
#[derive(Default)]
pub struct MemoryStore {
    id: AtomicU64,
    contents: Mutex<Contents>,
    claimed: Arc<AtomicBool>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self { id: AtomicU64::new(new_id()), ..Self::default() }
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
        let contents = self.contents();
        let behind = (1..).zip(&contents.messages).filter(|(place, _)| *place > after).take(most);
        let found: Vec<(u64, StoredMessage)> = behind.map(|(place, entry)| (place, entry.seen(kept_since))).collect();
        let next = found.last().map_or(after, |(place, _)| *place);
        Ok(Page { entries: found.into_iter().map(|(_, message)| message).collect(), next })
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
        let mut contents = self.contents();
        if let Some(entry) = contents.entry(&new.id) {
            let first = entry.receipts.first().ok_or(StoreError::Damaged("a receipt is missing"))?;
            return Ok(Accepted::Before(first.clone(), entry.seen(kept_since).state));
        }
        let same = |entry: &&Entry| {
            let message = entry.seen(kept_since);
            (&message.sender, &message.receiver, &entry.unit) == (&new.sender, &new.receiver, &new.unit)
                && !matches!(message.state, State::Recalled | State::Expired)
        };
        if contents.messages.iter().any(|entry| same(&entry)) {
            return Ok(Accepted::UnitTaken);
        }
        let mut bytes = Vec::new();
        container.take(new.size).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != new.size {
            return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
        }
        let sha256 = digest(&SHA256, &bytes);
        let (number, receipt) = contents.sign(&new.sender, sign)?;
        contents.chain(&new.sender, number, &receipt);
        contents.changes += 1;
        let entry = Entry {
            message: StoredMessage {
                place: contents.messages.len() as u64 + 1,
                id: new.id,
                sender: new.sender.clone(),
                receiver: new.receiver.clone(),
                kind: new.kind.clone(),
                size: new.size,
                sha256: sha256.as_ref().try_into().map_err(|_| StoreError::Damaged("a digest"))?,
                accepted_at: new.at.replace_millisecond(new.at.millisecond()).unwrap_or(new.at),
                state: State::Accepted,
                kept: true,
            },
            unit: new.unit.clone(),
            container: bytes,
            receipts: vec![receipt.clone()],
            change: contents.changes,
        };
        contents.messages.push(entry);
        Ok(Accepted::New(receipt))
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
        let contents = self.contents();
        let behind = (1..).zip(&contents.messages).filter(|(place, _)| *place > after);
        let found: Vec<(u64, StoredMessage)> = behind
            .map(|(place, entry)| (place, entry.seen(kept_since)))
            .filter(|(_, message)| message.receiver == receiver && message.kept)
            .take(most)
            .collect();
        let next = found.last().map_or(after, |(place, _)| *place);
        Ok(Page { entries: found.into_iter().map(|(_, message)| message).collect(), next })
    }

    fn sent(&self, sender: &str, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<Listed>> {
        let contents = self.contents();
        let own = |entry: &&Entry| entry.message.sender == sender && entry.change > after;
        let mut found: Vec<&Entry> = contents.messages.iter().filter(own).collect();
        found.sort_by_key(|entry| entry.change);
        found.truncate(most);
        let next = found.last().map_or(after, |entry| entry.change);
        let listed = |entry: &Entry| Listed { message: entry.seen(kept_since), receipts: entry.receipts.clone() };
        Ok(Page { entries: found.into_iter().map(listed).collect(), next })
    }

    fn reserve_pick_up(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<PickUp> {
        let contents = self.contents();
        let Some(index) = contents.index(id) else { return Ok(PickUp::Gone) };
        // There is no limit, so there is nothing to set aside.
        Ok(pick_up_known(&contents.messages[index].seen(kept_since)).unwrap_or(PickUp::Done))
    }

    fn pick_up(&self, id: &MessageId, kept_since: OffsetDateTime, sign: SignNextReceipt<'_>) -> Result<PickUp> {
        let mut contents = self.contents();
        let Some(index) = contents.index(id) else { return Ok(PickUp::Gone) };
        let message = contents.messages[index].seen(kept_since);
        if let Some(known) = pick_up_known(&message) {
            return Ok(known);
        }
        let accepted = contents.messages[index].receipts.first().ok_or(StoreError::Damaged("a receipt is missing"))?;
        let (number, receipt) = contents.sign(&message.sender, &|link| sign(accepted, link))?;
        contents.chain(&message.sender, number, &receipt);
        contents.messages[index].receipts.push(receipt);
        contents.set_state(index, State::PickedUp);
        Ok(PickUp::Done)
    }

    fn acknowledge(
        &self,
        id: &MessageId,
        state: State,
        receipt: &[u8],
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Acknowledged> {
        let mut contents = self.contents();
        let Some(index) = contents.index(id) else { return Ok(Acknowledged::Refused(State::Unknown)) };
        let message = contents.messages[index].seen(kept_since);
        if message.state == state {
            return Ok(Acknowledged::Done);
        }
        if message.state != State::PickedUp {
            return Ok(Acknowledged::Refused(message.state));
        }
        let (number, recorded) = contents.sign(&message.sender, sign)?;
        contents.chain(&message.sender, number, &recorded);
        contents.messages[index].receipts.extend([receipt.to_vec(), recorded]);
        contents.set_state(index, state);
        Ok(Acknowledged::Done)
    }

    fn recall(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Recalled> {
        let mut contents = self.contents();
        let Some(index) = contents.index(id) else { return Ok(Recalled::TooLate(State::Unknown)) };
        match contents.messages[index].seen(kept_since).state {
            State::Recalled => Ok(Recalled::Done),
            State::Accepted => {
                contents.messages[index].let_go();
                contents.set_state(index, State::Recalled);
                Ok(Recalled::Done)
            }
            other => Ok(Recalled::TooLate(other)),
        }
    }

    fn due(&self, kept_since: OffsetDateTime) -> Result<Due> {
        let contents = self.contents();
        let kept = || contents.messages.iter().filter(|entry| entry.message.kept);
        let due = kept().filter(|entry| entry.message.accepted_at < kept_since).count();
        Ok(Due { due, kept: kept().count() })
    }

    fn expire(&self, kept_since: OffsetDateTime, most: usize) -> Result<usize> {
        let mut contents = self.contents();
        let due = |entry: &Entry| entry.message.kept && entry.message.accepted_at < kept_since;
        let due: Vec<usize> =
            (0..contents.messages.len()).filter(|index| due(&contents.messages[*index])).take(most).collect();
        for index in &due {
            contents.messages[*index].let_go();
            if contents.messages[*index].message.state == State::Accepted {
                contents.set_state(*index, State::Expired);
            }
        }
        Ok(due.len())
    }
}

/// What comes of a pick-up of this message that changes nothing; `None` where it is to be noted yet.
fn pick_up_known(message: &StoredMessage) -> Option<PickUp> {
    match message.state {
        State::Accepted if message.kept => None,
        State::PickedUp | State::Imported | State::Refused => Some(PickUp::Done),
        _ => Some(PickUp::Gone),
    }
}
