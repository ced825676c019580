//! A folder of messages and receipts as years leave it: certificates that ended or were revoked since, and a relay
//! whose clock was wrong. Each file is told right, and none spoils another.

use std::path::{Path, PathBuf};

use cplink::Code;
use cplink::evidence::{Evidence, VerificationTime};
use cplink::keys::CertificateKind::{CareDx, CareInsurance, Relay};
use cplink::keys::{FileSigner, Notice, UnixTime};
use cplink::progress::Job;
use cplink::seal::{MessageId, Receipt, ReceiptKind};
use cplink_testkit::receipts::{Chain, keep, receipt};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey, OfficeCert};

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// The world, with one chain of the relay's receipts, and what is in the folder.
struct Folder {
    world: World,
    chain: Chain,
    path: PathBuf,
    count: u32,
    receipts: Vec<Vec<u8>>,
}

impl Folder {
    fn new(world: World, path: &Path) -> Self {
        Self { world, chain: Chain::default(), path: path.to_owned(), count: 0, receipts: Vec::new() }
    }

    /// Another message, signed at this time.
    fn message(&mut self, at: UnixTime) -> (MessageId, PathBuf) {
        self.count += 1;
        let mut header = message();
        header.serial = format!("202609010930{:02}", self.count);
        header.created = cplink::seal::MessageHeader::created_at(&header.serial).unwrap();
        keep(&self.world, &self.path, header, at, None)
    }

    fn relay(&mut self, kind: ReceiptKind, id: MessageId, at: UnixTime, records: Option<&[u8]>) -> Vec<u8> {
        let mut unsigned = receipt(kind, id, at);
        unsigned.records = records.map(Receipt::digest);
        let der = self.chain.next(&self.world, unsigned);
        self.receipts.push(der.clone());
        der
    }

    /// The receiver's receipt, signed by this key at this time, and the relay's that recorded it, where it did.
    fn imported(&mut self, key: &FileSigner, id: MessageId, at: UnixTime, recorded: Option<UnixTime>) -> Vec<u8> {
        let own = receipt(ReceiptKind::Imported, id, at).sign(key, at).unwrap();
        self.receipts.push(own.clone());
        if let Some(recorded) = recorded {
            self.relay(ReceiptKind::Recorded, id, recorded, Some(&own));
        }
        own
    }

    /// Everything as of this time, each receipt with what is said of it.
    fn read(&self, at: UnixTime) -> (Evidence, Vec<(Vec<u8>, Code)>) {
        let mut evidence = Evidence::new(trust(&self.world.pki), at);
        let mut refused = Vec::new();
        for der in &self.receipts {
            if let Err(error) = evidence.add_receipt(der) {
                refused.push((der.clone(), error.code()));
            }
        }
        for (verified, _) in evidence.receipts() {
            // Lists are newer than what is verified as of years ago.
            assert!(!verified.signer.notices.contains(&Notice::CrlFuture));
        }
        refused.extend(evidence.unrecorded().iter().map(|der| (der.clone(), Code::CertRevoked)));
        (evidence, refused)
    }
}

/// A key of an office, whose certificate was made 1200 days ago and ends in so many days.
fn key(world: &World, number: &str, days_left: i64) -> CertifiedKey {
    let present = time::OffsetDateTime::now_utc();
    let kind = if number == RECEIVER { CareDx } else { CareInsurance };
    let office = OfficeCert::new(number, "みどり").kind(kind).algorithm(Algorithm::EcdsaP256);
    let from = present - time::Duration::days(1200);
    world.pki.office(&office.validity(from, present + time::Duration::days(days_left))).unwrap()
}

/// The same of the relay.
fn relay_key(world: &World, days_left: i64) -> FileSigner {
    let present = time::OffsetDateTime::now_utc();
    let relay = OfficeCert::new("relay-mock", "中継").kind(Relay).algorithm(Algorithm::EcdsaP256);
    let from = present - time::Duration::days(1200);
    signer(&world.pki.office(&relay.validity(from, present + time::Duration::days(days_left))).unwrap())
}

fn told(evidence: &Evidence, own: &[u8]) -> Vec<Notice> {
    let found = evidence.receipts().iter().find(|(_, der)| der == own).unwrap();
    found.0.signer.notices.clone()
}

#[test]
fn a_receivers_certificate_that_ended_or_was_revoked() {
    let mut world = World::new();
    let (ended, renewed, stolen) = (key(&world, RECEIVER, -100), key(&world, RECEIVER, 90), key(&world, RECEIVER, 90));
    // Both since an hour ago.
    world.pki.revoke(&renewed.serial);
    world.pki.revoke_compromised(&stolen.serial);
    let temp = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(world, temp.path());
    let (before, after) = (earlier(2 * HOUR), earlier(HOUR / 2));
    let (id, _) = folder.message(before);
    folder.relay(ReceiptKind::Accepted, id, before, None);

    let old = folder.imported(&signer(&ended), id, earlier(200 * DAY), None);
    let renewed_before = folder.imported(&signer(&renewed), id, before, None);
    let stolen_before = folder.imported(&signer(&stolen), id, earlier(3 * HOUR), Some(before));
    let good = [&old, &renewed_before, &stolen_before].map(Clone::clone);
    let bad = [
        // With a key that was no longer the office's, whoever recorded it.
        folder.imported(&signer(&renewed), id, after, None),
        folder.imported(&signer(&stolen), id, after, Some(after)),
        // A stolen key's own word for an earlier time, which nobody recorded, or only later.
        folder.imported(&signer(&stolen), id, earlier(4 * HOUR), None),
        folder.imported(&signer(&stolen), id, earlier(5 * HOUR), Some(now())),
    ];
    // After the end of its certificate nobody signs.
    let late = folder.imported(&signer(&ended), id, earlier(50 * DAY), None);

    let (evidence, refused) = folder.read(now());
    for own in &good {
        assert!(!refused.iter().any(|(der, _)| der == own));
    }
    assert!(told(&evidence, &renewed_before).contains(&Notice::RevokedSince));
    assert!(!told(&evidence, &old).contains(&Notice::RevokedSince));
    let mut wanted: Vec<_> = bad.into_iter().map(|der| (der, Code::CertRevoked)).collect();
    wanted.push((late, Code::CertExpired));
    let mut found = refused;
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let codes = |all: &[(Vec<u8>, Code)]| all.iter().map(|(_, code)| *code).collect::<Vec<_>>();
    assert_eq!(codes(&found), codes(&wanted));
    assert!(found == wanted);
}

#[test]
fn a_relays_clock_that_was_ahead_or_behind() {
    let mut world = World::new();
    (world.sender, world.relay) = (signer(&key(&world, SENDER, 90)), relay_key(&world, 90));
    let temp = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(world, temp.path());
    let signed = earlier(10 * DAY);
    let (right, ahead, future, behind, little) = (
        folder.message(signed),
        folder.message(signed),
        folder.message(signed),
        folder.message(signed),
        folder.message(signed),
    );
    folder.relay(ReceiptKind::Accepted, right.0, signed, None);
    // Ahead, but it is past by now; ahead of now; three days behind; an hour behind, as clocks are.
    folder.relay(ReceiptKind::Accepted, ahead.0, earlier(7 * DAY), None);
    let not_yet = folder.relay(ReceiptKind::Accepted, future.0, later(3 * DAY), None);
    folder.relay(ReceiptKind::Accepted, behind.0, earlier(13 * DAY), None);
    folder.relay(ReceiptKind::Accepted, little.0, earlier(10 * DAY + HOUR), None);

    let (mut evidence, refused) = folder.read(now());
    let [(der, ahead_of_now)] = &refused[..] else { panic!("{} refused", refused.len()) };
    assert_eq!((*ahead_of_now, *der == not_yet), (Code::ClockAhead, true));
    let accepted = |seconds| VerificationTime::Accepted(earlier(seconds));
    for (name, (id, path), wanted) in [
        ("right", &right, Some(accepted(10 * DAY))),
        ("ahead", &ahead, Some(accepted(7 * DAY))),
        ("ahead of now", &future, None),
        ("behind", &behind, None),
        ("a little behind", &little, Some(accepted(10 * DAY + HOUR))),
    ] {
        assert_eq!(evidence.add_container(path, &mut Job::new()).unwrap(), *id, "{name}");
        let found = evidence.messages().iter().find(|message| message.id == *id).unwrap().verification_time;
        match wanted {
            // To a second, as the test itself takes time.
            Some(wanted) => assert!(found.at().as_secs().abs_diff(wanted.at().as_secs()) <= 2, "{name}: {found:?}"),
            None => assert!(matches!(found, VerificationTime::Now(_)), "{name}: {found:?}"),
        }
    }
}

/// Where the sender's certificate has ended, a receipt is needed, and one of before the signature is told as what it is.
#[test]
fn a_receipt_that_is_older_than_the_signature_proves_nothing() {
    let mut world = World::new();
    world.sender = signer(&key(&world, SENDER, -100));
    world.relay = relay_key(&world, 0);
    let temp = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(world, temp.path());
    let signed = earlier(200 * DAY);
    let (behind, little, none) = (folder.message(signed), folder.message(signed), folder.message(signed));
    folder.relay(ReceiptKind::Accepted, behind.0, earlier(203 * DAY), None);
    folder.relay(ReceiptKind::Accepted, little.0, earlier(200 * DAY + HOUR), None);
    let (mut evidence, refused) = folder.read(now());
    assert!(refused.is_empty(), "{} refused", refused.len());
    assert_eq!(evidence.add_container(&little.1, &mut Job::new()).unwrap(), little.0);
    assert!(!evidence.messages()[0].signer.notices.contains(&Notice::CrlFuture));
    assert_eq!(code(evidence.add_container(&behind.1, &mut Job::new())), Code::ReceiptTime);
    assert_eq!(code(evidence.add_container(&none.1, &mut Job::new())), Code::CertExpired);
}
