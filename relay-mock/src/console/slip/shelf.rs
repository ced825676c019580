//! What a session has uploaded, in memory: bounded, and nobody else's. A session is named by the token of its forms,
//! which it alone knows. On no disk, so that nothing of it stays behind.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// How much there is room for.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    /// Things of a session.
    pub(crate) things: usize,
    /// Bytes of all.
    pub(crate) bytes: u64,
    /// How long a thing stays that nobody looks at.
    pub(crate) stay: Duration,
    /// Whether the oldest gives way to a new one, or the new one is refused.
    pub(crate) gives_way: bool,
}

/// What a thing counts beside its bytes.
const LEAST: u64 = 4096;

struct Entry<T> {
    key: String,
    owner: String,
    touched: Instant,
    size: u64,
    thing: Arc<T>,
}

/// There is no room.
#[derive(Debug)]
pub(crate) struct Full;

/// Things of sessions.
pub(crate) struct Shelf<T> {
    room: Room,
    entries: Mutex<Vec<Entry<T>>>,
}

impl<T> Shelf<T> {
    pub(crate) fn new(room: Room) -> Self {
        Self { room, entries: Mutex::new(Vec::new()) }
    }

    /// Puts a thing of so many bytes there, and gives the key by which its session finds it.
    pub(crate) fn put(&self, owner: &str, thing: T, size: u64) -> Result<String, Full> {
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|_| Full)?;
        let key = base16ct::lower::encode_string(&name);
        let (mut entries, size) = (self.fresh(), size.saturating_add(LEAST));
        let entry =
            Entry { key: key.clone(), owner: owner.to_owned(), touched: Instant::now(), size, thing: Arc::new(thing) };
        self.make_room(&mut entries, owner, size)?;
        entries.push(entry);
        Ok(key)
    }

    /// The session's thing of this key.
    pub(crate) fn get(&self, owner: &str, key: &str) -> Option<Arc<T>> {
        let mut entries = self.fresh();
        let entry = entries.iter_mut().find(|entry| entry.key == key && entry.owner == owner)?;
        entry.touched = Instant::now();
        Some(Arc::clone(&entry.thing))
    }

    /// All things of a session, the newest first.
    pub(crate) fn of(&self, owner: &str) -> Vec<(String, Arc<T>)> {
        let entries = self.fresh();
        let own = entries.iter().rev().filter(|entry| entry.owner == owner);
        own.map(|entry| (entry.key.clone(), Arc::clone(&entry.thing))).collect()
    }

    /// Says that a thing takes so many bytes now.
    pub(crate) fn resize(&self, key: &str, size: u64) -> Result<(), Full> {
        let mut entries = self.fresh();
        let Some(at) = entries.iter().position(|entry| entry.key == key) else { return Ok(()) };
        let others: u64 = entries.iter().filter(|entry| entry.key != key).map(|entry| entry.size).sum();
        if others.saturating_add(size) > self.room.bytes {
            return Err(Full);
        }
        entries[at].size = size.saturating_add(LEAST);
        Ok(())
    }

    pub(crate) fn remove(&self, owner: &str, key: &str) {
        self.fresh().retain(|entry| entry.key != key || entry.owner != owner);
    }

    /// What has not lain too long.
    fn fresh(&self) -> parking_lot::MutexGuard<'_, Vec<Entry<T>>> {
        let mut entries = self.entries.lock();
        entries.retain(|entry| entry.touched.elapsed() < self.room.stay);
        entries
    }

    fn make_room(&self, entries: &mut Vec<Entry<T>>, owner: &str, bytes: u64) -> Result<(), Full> {
        let own = |entry: &Entry<T>| entry.owner == owner;
        loop {
            let taken: u64 = entries.iter().map(|entry| entry.size).sum();
            let oldest = if entries.iter().filter(|entry| own(entry)).count() >= self.room.things {
                entries.iter().position(own)
            } else if taken.saturating_add(bytes) > self.room.bytes {
                (!entries.is_empty()).then_some(0)
            } else {
                return Ok(());
            };
            match oldest.filter(|_| self.room.gives_way) {
                Some(oldest) => drop(entries.remove(oldest)),
                None => return Err(Full),
            }
        }
    }
}
