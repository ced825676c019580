//! The store as the server sees it: no call of it blocks a worker of the relay.

use std::io::Read;
use std::sync::Arc;

use cplink::relay::State;
use cplink::seal::{Link, MessageId};
use time::OffsetDateTime;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::backend::Store;
use super::error::{Result, StoreError};
use super::message::{Accepted, Acknowledged, Due, Listed, NewMessage, Page, PickUp, Recalled, StoredMessage};
use super::office::RegisteredOffice;
use super::queue::{Company, Queue};

/// What is larger goes to disk alone: others shall not wait for it.
const LARGE: u64 = 1024 * 1024;

/// How many expired messages one change lets go of: others get their turn in between.
const EXPIRE_AT_ONCE: usize = 100;

/// The moment before which messages are past their time, as of now.
pub(crate) type KeptSince = Arc<dyn Fn() -> OffsetDateTime + Send + Sync>;

/// The one door to a [`Store`] for async code: each call but [`look`](Self::look) runs on a thread that may block, changes
/// one after the other on one thread. The store itself is private to it, so a direct call cannot be written.
///
/// The store is a `dyn`: a virtual call is nothing beside a disk, and the server stays one type.
#[derive(Clone)]
pub(crate) struct AsyncStore {
    store: Arc<dyn Store>,
    kept_since: KeptSince,
    changes: Arc<Queue>,
    /// How many changes there were.
    changed: Arc<watch::Sender<u64>>,
}

impl AsyncStore {
    pub(crate) fn new(store: Arc<dyn Store>, kept_since: KeptSince) -> Self {
        Self { store, kept_since, changes: Arc::default(), changed: Arc::new(watch::Sender::new(0)) }
    }

    /// Tells when something may have changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Tells that something that is not in the store may have changed.
    pub(crate) fn touch(&self) {
        self.changed.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// See [`Store::id`].
    pub(crate) fn id(&self) -> u64 {
        self.store.id()
    }

    pub(crate) async fn office(&self, number: &str) -> Result<Option<RegisteredOffice>> {
        let number = number.to_owned();
        self.read(move |store, _| store.office(&number)).await
    }

    pub(crate) async fn message(&self, id: MessageId) -> Result<Option<StoredMessage>> {
        self.read(move |store, kept_since| store.message(&id, kept_since)).await
    }

    pub(crate) async fn piece(&self, id: MessageId, n: u64) -> Result<Option<Vec<u8>>> {
        self.read(move |store, kept_since| store.piece(&id, n, kept_since)).await
    }

    pub(crate) async fn receipts(&self, id: MessageId) -> Result<Vec<Vec<u8>>> {
        self.read(move |store, _| store.receipts(&id)).await
    }

    pub(crate) async fn inbox(&self, receiver: &str, after: u64, most: usize) -> Result<Page<StoredMessage>> {
        let receiver = receiver.to_owned();
        self.read(move |store, kept_since| store.inbox(&receiver, after, most, kept_since)).await
    }

    pub(crate) async fn sent(&self, sender: &str, after: u64, most: usize) -> Result<Page<Listed>> {
        let sender = sender.to_owned();
        self.read(move |store, kept_since| store.sent(&sender, after, most, kept_since)).await
    }

    /// See [`Store::accept`]; `container` gives the container from its beginning.
    pub(crate) async fn accept<R: Read>(
        &self,
        message: NewMessage,
        mut container: impl FnMut() -> Result<R> + Send + 'static,
        sign: impl Fn(Link) -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<Accepted> {
        let company = if message.size > LARGE { Company::Alone } else { Company::Others };
        self.queue(company, move |store, kept_since| store.accept(&message, &mut container()?, kept_since, &sign)).await
    }

    pub(crate) async fn reserve_pick_up(&self, id: MessageId) -> Result<PickUp> {
        self.change(move |store, kept_since| store.reserve_pick_up(&id, kept_since)).await
    }

    pub(crate) async fn pick_up(
        &self,
        id: MessageId,
        sign: impl Fn(&[u8], Link) -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<PickUp> {
        self.change(move |store, kept_since| store.pick_up(&id, kept_since, &sign)).await
    }

    pub(crate) async fn acknowledge(
        &self,
        id: MessageId,
        state: State,
        receipt: impl AsRef<[u8]> + Send + 'static,
        sign: impl Fn(Link) -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<Acknowledged> {
        self.change(move |store, kept_since| store.acknowledge(&id, state, receipt.as_ref(), kept_since, &sign)).await
    }

    pub(crate) async fn recall(&self, id: MessageId) -> Result<Recalled> {
        self.change(move |store, kept_since| store.recall(&id, kept_since)).await
    }

    pub(crate) async fn due(&self) -> Result<Due> {
        self.read(|store, kept_since| store.due(kept_since)).await
    }

    /// Lets go of all containers that are past their time.
    pub(crate) async fn expire(&self) -> Result<()> {
        if self.due().await?.due == 0 {
            return Ok(());
        }
        while self.change_alone(|store, kept_since| store.expire(kept_since, EXPIRE_AT_ONCE)).await? == EXPIRE_AT_ONCE {
        }
        Ok(())
    }

    /// A look at the store: several questions at the cost of one thread.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Store, OffsetDateTime) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (store, kept_since) = (Arc::clone(&self.store), (self.kept_since)());
        spawn_blocking(move || call(&*store, kept_since)).await.map_err(|_| StoreError::Interrupted)?
    }

    /// A short look, on this thread: for one that keeps no call waiting, as the console's. It takes less time than waking
    /// another.
    pub(crate) fn look<T>(&self, call: impl FnOnce(&dyn Store, OffsetDateTime) -> Result<T>) -> Result<T> {
        call(&*self.store, (self.kept_since)())
    }

    /// A change that no other goes to disk with.
    pub(crate) async fn change_alone<T: Send + 'static>(
        &self,
        call: impl FnMut(&dyn Store, OffsetDateTime) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.queue(Company::Alone, call).await
    }

    async fn change<T: Send + 'static>(
        &self,
        call: impl FnMut(&dyn Store, OffsetDateTime) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.queue(Company::Others, call).await
    }

    /// A change takes place also where its caller has gone away.
    async fn queue<T: Send + 'static>(
        &self,
        company: Company,
        mut call: impl FnMut(&dyn Store, OffsetDateTime) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let kept_since = (self.kept_since)();
        let (told, idle) = self.changes.put(company, move |store| call(store, kept_since));
        if idle {
            let (changes, store) = (Arc::clone(&self.changes), Arc::clone(&self.store));
            spawn_blocking(move || changes.work(&*store));
        }
        let told = told.await;
        self.touch();
        told.map_err(|_| StoreError::Interrupted)?
    }
}

#[cfg(test)]
mod tests {
    use std::sync::RwLock;
    use std::time::Duration;

    use super::*;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Accepted, NewMessage};

    #[test]
    fn changes_that_wait_for_each_other_leave_threads_for_readers() {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), None).unwrap();
        let store = AsyncStore::new(Arc::new(store), Arc::new(|| OffsetDateTime::UNIX_EPOCH));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(2)
            .enable_all()
            .build()
            .unwrap();
        // No receipt can be signed while this is held, and so no change ends.
        let gate = Arc::new(RwLock::new(()));
        let closed = gate.write().unwrap();
        let changes: Vec<_> = (0..96)
            .map(|n| {
                let (store, gate) = (store.clone(), Arc::clone(&gate));
                let new = NewMessage {
                    id: MessageId([n; 32]),
                    sender: "1370000011".to_owned(),
                    receiver: "1370000029".to_owned(),
                    unit: n.to_string(),
                    kind: "attachments".to_owned(),
                    subject: "10月分の予定".to_owned(),
                    size: 1,
                    at: OffsetDateTime::UNIX_EPOCH,
                    agent: None,
                };
                runtime.spawn(async move {
                    let sign = move |_| {
                        drop(gate.read().unwrap());
                        Ok(vec![n])
                    };
                    store.accept(new, || Ok(&b"x"[..]), sign).await.unwrap()
                })
            })
            .collect();
        let read = runtime.block_on(async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            tokio::time::timeout(Duration::from_secs(10), store.office("1370000011")).await
        });
        drop(closed);
        assert_eq!(read.expect("a reader waits for changes").unwrap(), None);
        for change in changes {
            assert!(matches!(runtime.block_on(change).unwrap(), Accepted::New(_)));
        }
    }
}
