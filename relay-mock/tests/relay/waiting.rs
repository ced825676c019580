//! Many wait for news: a message wakes the office that it is for, and nobody else.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cplink::keys::CertificateKind;
use cplink::relay::State;
use cplink::seal::MessageId;
use relay_mock::directory;
use relay_mock::pki::CertifiedKey;
use relay_mock::server::Relay;
use relay_mock::store::memory::MemoryStore;
use relay_mock::store::{
    Accepted, Acknowledged, Claim, Due, Listed, NewMessage, Page, PickUp, Recalled, RegisteredOffice, Result, Search,
    SignNextReceipt, SignReceipt, Store, StoredMessage, Turn,
};
use time::OffsetDateTime;

use crate::raw::{Asked, ask};
use crate::world::{RECEIVER, SENDER, World, office};

const WAITING: usize = 150;

#[test]
fn a_message_wakes_its_receiver_only() {
    let mut world = World::new();
    let store = Arc::new(Counting::default());
    world.relay.take().unwrap().shutdown();
    world.relay = Some(Relay::start_with(world.start_options(), store.clone()).unwrap());
    let others: Vec<String> = (1..WAITING).map(|n| (1_370_001_000 + n).to_string()).collect();
    let today = directory::day_in_japan(OffsetDateTime::now_utc());
    for number in [SENDER, RECEIVER].into_iter().chain(others.iter().map(String::as_str)) {
        directory::add(&*store, number, "試験事業所", &[], today).unwrap();
    }
    let wait = |identity: &CertifiedKey| ask(&world, identity, "GET", "/v1/inbox?wait=60", &[("Accept", "*/*")], b"");
    let receiver = wait(&world.receiver);
    let others = others.iter().map(|number| world.pki.office(&office(number, CertificateKind::CareInsurance)).unwrap());
    let others: Vec<Asked<'_>> = others.map(|identity| wait(&identity)).collect();
    let begin = Instant::now();
    while store.looked() < WAITING {
        assert!(begin.elapsed() < Duration::from_secs(40), "{} of {WAITING} have looked", store.looked());
        std::thread::sleep(Duration::from_millis(10));
    }

    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let answer = receiver.answer();
    assert_eq!(answer.status, 200);
    assert!(String::from_utf8(answer.body).unwrap().contains(&message.id.to_string()));
    // Time for others to look, were they woken.
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(store.looked(), WAITING + 1, "one looked once more");
    drop(others);
}

#[test]
fn who_waits_while_the_store_is_emptied_gets_what_comes_into_the_new_one() {
    let mut world = World::new();
    let store = Arc::new(Counting::default());
    world.relay.take().unwrap().shutdown();
    world.relay = Some(Relay::start_with(world.start_options(), store.clone()).unwrap());
    let today = directory::day_in_japan(OffsetDateTime::now_utc());
    for number in [SENDER, RECEIVER] {
        directory::add(&*store, number, "試験事業所", &[], today).unwrap();
    }
    let list = |path: &str| ask(&world, &world.receiver, "GET", path, &[("Accept", "*/*")], b"");
    let next = |body: &[u8]| {
        let page: serde_json::Value = serde_json::from_slice(body).unwrap();
        page["next"].as_str().unwrap().to_owned()
    };
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    let cursor = next(&list("/v1/inbox").answer().body);
    let looked = store.looked();
    let waiting = list(&format!("/v1/inbox?wait=60&after={cursor}"));
    while store.looked() == looked {
        std::thread::sleep(Duration::from_millis(10));
    }
    // What comes next has the place again behind which the receiver waits.
    store.clear().unwrap();
    message.put(&mut world.sending()).unwrap();
    let answer = String::from_utf8(waiting.answer().body).unwrap();
    assert!(answer.contains(&message.id.to_string()), "{answer}");
    assert_ne!(next(answer.as_bytes()), cursor);
}

/// A store in memory that counts how often somebody looks for news.
#[derive(Default)]
struct Counting {
    store: MemoryStore,
    looks: AtomicUsize,
}

impl Counting {
    fn looked(&self) -> usize {
        self.looks.load(Ordering::SeqCst)
    }
}

impl Store for Counting {
    fn inbox(
        &self,
        receiver: &str,
        after: u64,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Page<StoredMessage>> {
        self.looks.fetch_add(1, Ordering::SeqCst);
        self.store.inbox(receiver, after, most, kept_since)
    }

    fn claim(&self) -> Result<Option<Claim>> {
        self.store.claim()
    }

    fn id(&self) -> u64 {
        self.store.id()
    }

    fn offices(&self) -> Result<Vec<RegisteredOffice>> {
        self.store.offices()
    }

    fn office(&self, number: &str) -> Result<Option<RegisteredOffice>> {
        self.store.office(number)
    }

    fn add_office(&self, office: &RegisteredOffice) -> Result<bool> {
        self.store.add_office(office)
    }

    fn change_office(&self, number: &str, change: &dyn Fn(&mut RegisteredOffice)) -> Result<Option<RegisteredOffice>> {
        self.store.change_office(number, change)
    }

    fn accept(
        &self,
        message: &NewMessage,
        container: &mut dyn Read,
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Accepted> {
        self.store.accept(message, container, kept_since, sign)
    }

    fn remove_office(&self, number: &str) -> Result<bool> {
        self.store.remove_office(number)
    }

    fn messages(&self, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<StoredMessage>> {
        self.store.messages(after, most, kept_since)
    }

    fn search(
        &self,
        search: &Search,
        turn: Turn,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Vec<StoredMessage>> {
        self.store.search(search, turn, most, kept_since)
    }

    fn clear(&self) -> Result<()> {
        self.store.clear()
    }

    fn message(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Option<StoredMessage>> {
        self.store.message(id, kept_since)
    }

    fn piece(&self, id: &MessageId, n: u64, kept_since: OffsetDateTime) -> Result<Option<Vec<u8>>> {
        self.store.piece(id, n, kept_since)
    }

    fn receipts(&self, id: &MessageId) -> Result<Vec<Vec<u8>>> {
        self.store.receipts(id)
    }

    fn sent(&self, sender: &str, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<Listed>> {
        self.store.sent(sender, after, most, kept_since)
    }

    fn reserve_pick_up(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<PickUp> {
        self.store.reserve_pick_up(id, kept_since)
    }

    fn pick_up(&self, id: &MessageId, kept_since: OffsetDateTime, sign: SignNextReceipt<'_>) -> Result<PickUp> {
        self.store.pick_up(id, kept_since, sign)
    }

    fn acknowledge(
        &self,
        id: &MessageId,
        state: State,
        receipt: &[u8],
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Acknowledged> {
        self.store.acknowledge(id, state, receipt, kept_since, sign)
    }

    fn recall(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Recalled> {
        self.store.recall(id, kept_since)
    }

    fn due(&self, kept_since: OffsetDateTime) -> Result<Due> {
        self.store.due(kept_since)
    }

    fn expire(&self, kept_since: OffsetDateTime, most: usize) -> Result<usize> {
        self.store.expire(kept_since, most)
    }
}
