//! What the relay's word is worth: states follow from verified receipts.

use std::sync::Arc;

use cplink::Code;
use cplink::client::{Client, MessageReference, Outcome, SentMessage};
use cplink::keys::{CertificateKind, FileSigner, Signer, Trust, UnixTime};
use cplink::progress::Job;
use cplink::relay::{SentEntry, Standing, State};
use cplink::seal::{Link, MessageId, Receipt, ReceiptKind};
use cplink_testkit::receipts::receipt;
use cplink_testkit::{RECEIVER, SENDER, World, earlier, id, now, office, signer, trust};
use relay_mock::pki::Algorithm;
use time::OffsetDateTime;

use crate::puppet::Puppet;

const ID: u8 = 7;

struct Desk {
    world: World,
    relay: Puppet,
    client: Client,
}

impl Desk {
    fn new() -> Self {
        Self::of(World::new(), |world| FileSigner::from_pem(sender_pem(world).as_bytes(), None).unwrap())
    }

    fn of(world: World, key: impl FnOnce(&World) -> FileSigner) -> Self {
        let relay = Puppet::new();
        let client = relay.client(&Arc::new(key(&world)), &world.trust);
        Self { world, relay, client }
    }

    /// What a relay's receipt looks like that says this.
    fn by_relay(&self, kind: ReceiptKind) -> Vec<u8> {
        self.signed(kind, &self.world.relay, now())
    }

    fn by_receiver(&self, kind: ReceiptKind) -> Vec<u8> {
        self.signed(kind, &self.world.receiver, now())
    }

    fn signed(&self, kind: ReceiptKind, signer: &dyn Signer, at: UnixTime) -> Vec<u8> {
        receipt(kind, id(ID), at).sign(signer, at).unwrap()
    }

    /// That the relay has recorded this receipt.
    fn recorded(&self, own: &[u8], at: UnixTime) -> Vec<u8> {
        let mut recorded = receipt(ReceiptKind::Recorded, id(ID), at);
        recorded.records = Some(Receipt::digest(own));
        recorded.link = Some(Link { number: 3, previous: Some([1; 32]) });
        recorded.sign(&self.world.relay, at).unwrap()
    }

    /// The message as the client shows it, of which the relay says this.
    fn shown(&mut self, state: State, receipts: Vec<Vec<u8>>) -> SentMessage {
        let entry = SentEntry {
            id: id(ID),
            to: RECEIVER.to_owned(),
            kind: "slip".to_owned(),
            state,
            accepted_at: OffsetDateTime::UNIX_EPOCH,
            reason: None,
            receipts,
        };
        self.relay.set(|script| script.sent = vec![entry]);
        let mut list = self.client.sent("", &mut Job::new()).unwrap();
        list.messages.remove(0)
    }

    fn judged(&mut self, state: State, receipts: Vec<Vec<u8>>) -> (State, bool, Option<Code>) {
        let shown = self.shown(state, receipts);
        assert_eq!(shown.relay_state, state);
        (shown.state, shown.is_signed, shown.doubt.map(|doubt| doubt.code()))
    }
}

fn sender_pem(world: &World) -> String {
    world.pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap().pem().to_string()
}

#[test]
fn a_state_follows_from_receipts() {
    use ReceiptKind::{Accepted, Imported, PickedUp, Refused};
    let mut desk = Desk::new();
    let (accepted, picked_up) = (desk.by_relay(Accepted), desk.by_relay(PickedUp));
    let (imported, refused) = (desk.by_receiver(Imported), desk.by_receiver(Refused));
    let two = vec![accepted.clone(), picked_up.clone()];
    let with = |more: &[&Vec<u8>]| two.iter().chain(more.iter().copied()).cloned().collect::<Vec<_>>();
    let (unproven, contradicted) = (Some(Code::StateUnproven), Some(Code::StateContradicted));

    assert_eq!(desk.judged(State::Accepted, vec![accepted.clone()]), (State::Accepted, true, None));
    assert_eq!(desk.judged(State::PickedUp, two.clone()), (State::PickedUp, true, None));
    assert_eq!(desk.judged(State::Imported, with(&[&imported])), (State::Imported, true, None));
    // The relay's bare word, and its word against the receiver's.
    assert_eq!(desk.judged(State::Imported, two.clone()), (State::PickedUp, true, unproven));
    assert_eq!(desk.judged(State::PickedUp, vec![accepted.clone()]), (State::Accepted, true, unproven));
    assert_eq!(desk.judged(State::Imported, with(&[&refused])), (State::Refused, true, contradicted));
    assert_eq!(desk.judged(State::Refused, with(&[&imported])), (State::Imported, true, contradicted));
    assert_eq!(desk.judged(State::Recalled, two.clone()), (State::PickedUp, true, contradicted));
    assert_eq!(desk.judged(State::Imported, Vec::new()), (State::Unknown, false, unproven));
    // Both were signed by the receiver: the one counts that the relay recorded first.
    let recorded = desk.recorded(&refused, now());
    let both = with(&[&imported, &refused, &recorded]);
    assert_eq!(desk.judged(State::Imported, both), (State::Refused, true, contradicted));
    // Nobody signs these.
    assert_eq!(desk.judged(State::Recalled, vec![accepted.clone()]), (State::Recalled, false, None));
    assert_eq!(desk.judged(State::Expired, vec![accepted.clone()]), (State::Expired, false, None));
    // A list that lags behind its receipts lies about nothing.
    assert_eq!(desk.judged(State::Accepted, two.clone()), (State::PickedUp, true, None));

    let shown = desk.shown(State::Refused, with(&[&refused]));
    assert_eq!(shown.reason.as_deref(), Some("<b>様式が違います</b>"));
    let minutes = OffsetDateTime::now_utc() - shown.accepted_at;
    assert!(minutes < time::Duration::minutes(5), "as the receipt says, not as the relay says: {minutes}");
}

#[test]
fn a_bad_receipt_is_listed_as_such_and_stops_nothing() {
    let mut desk = Desk::new();
    let accepted = desk.by_relay(ReceiptKind::Accepted);
    let stranger = desk.signed(ReceiptKind::Imported, &desk.world.sender, now());
    let other = receipt(ReceiptKind::PickedUp, id(8), now()).sign(&desk.world.relay, now()).unwrap();
    let shown = desk.shown(State::Imported, vec![b"junk".to_vec(), accepted.clone(), stranger, other.clone()]);
    assert_eq!(shown.receipts.len(), 1);
    assert_eq!(shown.receipts[0].1, accepted);
    let codes: Vec<_> = shown.bad_receipts.iter().map(|(error, _)| error.code()).collect();
    assert_eq!(codes, [Code::SignatureFormat, Code::CertOffice, Code::ReceiptFormat]);
    assert_eq!(shown.bad_receipts[2].1, other, "the bytes are there for whoever looks into it");
    assert_eq!((shown.state, shown.doubt.unwrap().code()), (State::Accepted, Code::StateUnproven));
}

#[test]
fn a_receipt_is_judged_as_of_its_signing() {
    let mut world = World::new();
    let present = OffsetDateTime::now_utc();
    let receiver = || office(RECEIVER, Algorithm::EcdsaP256).kind(CertificateKind::CareDx);
    // Long ended, years after it signed.
    let day = time::Duration::DAY;
    let ended = world.pki.office(&receiver().validity(present - day * 1200, present - day * 900)).unwrap();
    // Stolen: since an hour ago.
    let stolen = world.pki.office(&receiver()).unwrap();
    world.pki.revoke_compromised(&stolen.serial);
    world.trust = trust(&world.pki);
    let mut desk = Desk::of(world, |world| FileSigner::from_pem(sender_pem(world).as_bytes(), None).unwrap());

    let long_ago = earlier(1000 * 86_400);
    let own = desk.signed(ReceiptKind::Imported, &signer(&ended), long_ago);
    assert_eq!(desk.judged(State::Imported, vec![own]), (State::Imported, true, None));

    let before = earlier(2 * 3600);
    let own = desk.signed(ReceiptKind::Imported, &signer(&stolen), before);
    let recorded = desk.recorded(&own, before);
    let shown = desk.shown(State::Imported, vec![own.clone(), recorded]);
    assert_eq!((shown.state, shown.bad_receipts.len()), (State::Imported, 0), "the relay had it before the theft");
    // Nothing but the thief's word says that it was before.
    let accepted = desk.by_relay(ReceiptKind::Accepted);
    let shown = desk.shown(State::Imported, vec![accepted.clone(), own.clone()]);
    assert_eq!((shown.state, shown.bad_receipts[0].0.code()), (State::Accepted, Code::CertRevoked));
    let recorded = desk.recorded(&own, now());
    assert_eq!(desk.shown(State::Imported, vec![accepted, own, recorded]).state, State::Accepted, "recorded too late");
}

#[test]
fn a_recall_counts_only_where_the_relay_says_recalled() {
    let mut desk = Desk::new();
    let mut recall = |answer| {
        desk.relay.set(|script| script.recalled = answer);
        desk.client.recall(&id(ID), &mut Job::new()).map_err(|error| (error.code(), error.in_doubt()))
    };
    assert_eq!(recall(State::Recalled), Ok(()));
    for other in [State::PickedUp, State::Accepted, State::Unknown] {
        assert_eq!(recall(other), Err((Code::RelayState, true)));
    }
}

#[test]
fn an_acknowledgement_gives_what_stands() {
    let World { trust, pki, receiver, relay, .. } = World::new();
    let puppet = Puppet::new();
    let reference = MessageReference { id: id(ID), from: SENDER.to_owned(), to: RECEIVER.to_owned() };
    let first = receipt(ReceiptKind::Refused, id(ID), now()).sign(&receiver, now()).unwrap();
    let of_another = receipt(ReceiptKind::Refused, MessageId([8; 32]), now()).sign(&receiver, now()).unwrap();
    let by_relay = receipt(ReceiptKind::PickedUp, id(ID), now()).sign(&relay, now()).unwrap();
    let mut client = client(&puppet, receiver, &trust);
    let mut acknowledge = |state, is_repeat, receipt: Option<&Vec<u8>>| {
        let receipt = receipt.cloned();
        puppet.set(|script| script.standing = Some(Standing { state, is_repeat, receipt, recorded: None }));
        let stands = client.acknowledge(&reference, &Outcome::Imported, &mut Job::new());
        stands.map_err(|error| (error.code(), error.in_doubt()))
    };
    let stands = acknowledge(State::Imported, false, None).unwrap();
    assert_eq!((stands.state, stands.is_repeat, stands.reason), (State::Imported, false, None));
    let stands = acknowledge(State::Refused, true, Some(&first)).unwrap();
    assert_eq!((stands.state, stands.is_repeat), (State::Refused, true));
    assert_eq!((stands.reason.as_deref(), &stands.receipt), (Some("<b>様式が違います</b>"), &first));
    // What the relay says must be so.
    assert_eq!(acknowledge(State::Imported, true, Some(&first)).unwrap_err(), (Code::ReceiptFormat, true));
    assert_eq!(acknowledge(State::Refused, true, Some(&of_another)).unwrap_err(), (Code::ReceiptFormat, true));
    assert_eq!(acknowledge(State::Refused, true, Some(&by_relay)).unwrap_err(), (Code::ReceiptFormat, true));
    assert_eq!(acknowledge(State::PickedUp, false, None).unwrap_err(), (Code::RelayState, true));
    assert_eq!(acknowledge(State::Refused, true, None).unwrap_err(), (Code::StateUnproven, true));
    drop(pki);
}

fn client(relay: &Puppet, key: FileSigner, trust: &Trust) -> Client {
    let mut client = relay.client(&Arc::new(key), trust);
    client.capabilities(&mut Job::new()).unwrap();
    client
}
