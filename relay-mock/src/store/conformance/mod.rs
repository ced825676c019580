//! What every store does alike.

mod chain;
mod expiry;
mod message;
mod office;
mod room;
mod search;
mod together;

use std::path::Path;
use std::sync::Arc;

use cplink::relay::State;
use cplink::seal::{Link, MessageId};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::memory::MemoryStore;
use super::sqlite::SqliteStore;
use super::{Accepted, NewMessage, PickUp, Result, Store, StoreError};

/// Makes an empty store, which may use this empty folder.
type Make = fn(&Path) -> Arc<dyn Store>;

/// Every backend.
const BACKENDS: &[(&str, Make)] =
    &[("sqlite", |dir| Arc::new(SqliteStore::open(dir, None).unwrap())), ("memory", |_| Arc::new(MemoryStore::new()))];

const SENDER: &str = "1370000011";
const RECEIVER: &str = "1370000029";
const SUBJECT: &str = "10月分の予定";
const DAY: OffsetDateTime = datetime!(2026-04-01 09:00 UTC);
/// Nothing is past its time yet.
const ALL: OffsetDateTime = datetime!(2026-01-01 00:00 UTC);

fn each(test: impl Fn(&str, &dyn Store)) {
    for (name, make) in BACKENDS {
        let dir = tempfile::tempdir().unwrap();
        test(name, &*make(dir.path()));
    }
}

fn id(n: u8) -> MessageId {
    MessageId([n; 32])
}

fn new(n: u8, size: usize) -> NewMessage {
    NewMessage {
        id: id(n),
        sender: SENDER.to_owned(),
        receiver: RECEIVER.to_owned(),
        unit: format!("43 11 202604010900{n:02}"),
        kind: "attachments".to_owned(),
        subject: SUBJECT.to_owned(),
        size: size as u64,
        at: DAY + Duration::days(n.into()),
        agent: None,
    }
}

/// A receipt that says its place in the chain.
fn receipt(link: Link) -> Result<Vec<u8>> {
    Ok(format!("{} {:?}", link.number, link.previous).into_bytes())
}

fn unsigned(_: Link) -> Result<Vec<u8>> {
    Err(StoreError::Receipt)
}

fn accept(store: &dyn Store, n: u8) -> Vec<u8> {
    match store.accept(&new(n, 3), &mut &b"abc"[..], ALL, &receipt).unwrap() {
        Accepted::New(receipt) => receipt,
        other => panic!("{n}: {other:?}"),
    }
}

fn pick_up(store: &dyn Store, n: u8, kept_since: OffsetDateTime) -> PickUp {
    store.pick_up(&id(n), kept_since, &|_, link| receipt(link)).unwrap()
}

fn state(store: &dyn Store, n: u8, kept_since: OffsetDateTime) -> (State, bool) {
    let message = store.message(&id(n), kept_since).unwrap().unwrap();
    (message.state, message.kept)
}

fn inbox(store: &dyn Store, after: u64, kept_since: OffsetDateTime) -> (Vec<MessageId>, u64) {
    let page = store.inbox(RECEIVER, after, 2, kept_since).unwrap();
    (page.entries.into_iter().map(|message| message.id).collect(), page.next)
}
