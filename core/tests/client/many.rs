//! Many units in one call, and all pages of the inbox.

use std::fs;
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use cplink::client::{Client, ReceiveOptions, SendOptions, SentOutcome};
use cplink::keys::{CertificateDer, FileSigner, SignatureScheme, Signer};
use cplink::progress::{Cancel, Job, Progress, Step};
use cplink::unit::{Address, Serial, Unit};
use cplink::{Code, Error};
use cplink_testkit::{RECEIVER, SENDER, STRANGER, World};

use crate::puppet::{Puppet, letter_of};

fn unit(to: &str, second: u32, name: &str) -> Unit {
    let address = |office: &str, service_type: &str| Address::new(office, service_type).unwrap();
    let serial = Serial::new(&format!("202511040900{second:02}")).unwrap();
    let mut unit = Unit::new(address(SENDER, "43"), address(to, "11"), serial);
    unit.add_attachment(name, format!("%PDF-1.7 {second}").into_bytes());
    unit
}

struct Host {
    relay: Puppet,
    client: Client,
    folder: tempfile::TempDir,
}

/// A key that notes who asks for its signatures.
struct Asked {
    key: FileSigner,
    relay: Puppet,
    /// By which thread, and how many messages the relay had then.
    by: Mutex<Vec<(ThreadId, usize)>>,
    /// The signature that it refuses, from 0.
    refuses: Option<usize>,
}

impl Signer for Asked {
    fn chain(&self) -> &[CertificateDer<'static>] {
        self.key.chain()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        self.key.schemes()
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> cplink::Result<Vec<u8>> {
        let mut by = self.by.lock().unwrap();
        by.push((thread::current().id(), self.relay.0.lock().unwrap().put.len()));
        if self.refuses == Some(by.len() - 1) {
            return Err(Error::new(Code::KeyPin));
        }
        self.key.sign(scheme, message)
    }
}

impl Host {
    fn new() -> Self {
        Self::asking(None).0
    }

    /// With the key that it asks, which refuses this signature.
    fn asking(refuses: Option<usize>) -> (Self, Arc<Asked>) {
        let World { trust, sender, .. } = World::new();
        let relay = Puppet::new();
        relay.set(|script| script.signs = false);
        let key = Arc::new(Asked { key: sender, relay: relay.clone(), by: Mutex::default(), refuses });
        let (client, folder) = (relay.client(&key, &trust), tempfile::tempdir().unwrap());
        relay.set(|script| script.kept_in = Some(folder.path().to_owned()));
        (Self { relay, client, folder }, key)
    }

    /// The names of the files that are kept.
    fn kept(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn send(&mut self, units: &[Unit]) -> Vec<Option<Code>> {
        self.send_with(units, SendOptions::new(self.folder.path()), &mut Job::new())
    }

    /// The code of each unit that was not sent.
    fn send_with(&mut self, units: &[Unit], options: SendOptions, job: &mut Job<'_>) -> Vec<Option<Code>> {
        let outcomes = self.client.send_all(units, &options, job);
        for (outcome, unit) in outcomes.iter().zip(units) {
            assert_eq!((&outcome.to, outcome.serial), (unit.to(), unit.serial()));
        }
        outcomes.iter().map(|SentOutcome { result, .. }| result.as_ref().err().map(|error| error.code())).collect()
    }

    /// The serials' last digits, in the order in which the relay was given them.
    fn put(&self) -> Vec<String> {
        self.relay.0.lock().unwrap().put.iter().map(|(serial, _)| serial[12..].to_owned()).collect()
    }
}

#[test]
fn units_go_in_the_order_of_their_serials_and_are_answered_in_the_order_given() {
    let mut host = Host::new();
    let units = [unit(RECEIVER, 3, "a.pdf"), unit(STRANGER, 1, "a.pdf"), unit(RECEIVER, 2, "a.pdf")];
    assert_eq!(host.send(&units), [None; 3]);
    assert_eq!(host.put(), ["01", "02", "03"]);
    // Again: the same messages.
    let ids = |host: &Host| host.relay.0.lock().unwrap().put.iter().map(|(_, id)| *id).collect::<Vec<_>>();
    assert_eq!(host.send(&units), [None; 3]);
    let put = ids(&host);
    assert_eq!(put[..3], put[3..]);
}

#[test]
fn one_that_cannot_be_sent_does_not_stop_the_others_unless_it_is_all_or_none() {
    let mut host = Host::new();
    let units = [unit(RECEIVER, 1, "a.pdf"), unit(RECEIVER, 2, "a.exe"), unit(RECEIVER, 3, "a.pdf")];
    assert_eq!(host.send(&units), [None, Some(Code::AttachmentKind), None]);
    assert_eq!(host.put(), ["01", "03"]);
    let options = SendOptions::new(host.folder.path()).with_all_or_none();
    let codes = host.send_with(&units, options, &mut Job::new());
    assert_eq!(codes, [Some(Code::NotSent), Some(Code::AttachmentKind), Some(Code::NotSent)]);
    assert_eq!(host.put().len(), 2);
}

#[test]
fn what_follows_a_lost_one_to_the_same_office_waits() {
    let mut host = Host::new();
    host.relay.set(|script| script.refusing = vec![None, Some(Code::Timeout)]);
    let units = [
        unit(STRANGER, 1, "a.pdf"),
        unit(RECEIVER, 2, "a.pdf"),
        unit(RECEIVER, 3, "a.pdf"),
        unit(STRANGER, 4, "a.pdf"),
    ];
    assert_eq!(host.send(&units), [None, Some(Code::Timeout), Some(Code::NotSent), None]);
    assert_eq!(host.put(), ["01", "04"]);
    assert_eq!(host.send(&units), [None; 4]);
}

#[test]
fn what_the_relay_refuses_for_good_holds_up_nobody() {
    let mut host = Host::new();
    host.relay.set(|script| script.refusing = vec![Some(Code::RelayContent)]);
    let units = [unit(RECEIVER, 1, "a.pdf"), unit(RECEIVER, 2, "a.pdf")];
    assert_eq!(host.send(&units), [Some(Code::RelayContent), None]);
}

#[test]
fn the_rest_is_not_tried_once_the_relay_is_away_or_refuses_us() {
    for (refusing, codes) in [
        (vec![Some(Code::Connect)], [Code::Connect, Code::NotSent, Code::NotSent]),
        (vec![Some(Code::RelaySenderLicence)], [Code::RelaySenderLicence, Code::NotSent, Code::NotSent]),
        (vec![Some(Code::ConnectionLost); 2], [Code::ConnectionLost, Code::ConnectionLost, Code::NotSent]),
    ] {
        let mut host = Host::new();
        host.relay.set(|script| script.refusing = refusing);
        let units = [unit(RECEIVER, 1, "a.pdf"), unit(STRANGER, 2, "a.pdf"), unit("1370000045", 3, "a.pdf")];
        assert_eq!(host.send(&units), codes.map(Some));
        assert!(host.put().is_empty());
    }
}

#[test]
fn a_folder_without_a_name_and_a_cancel_are_told_once() {
    let mut host = Host::new();
    let units = [unit(RECEIVER, 2, "a.pdf"), unit(RECEIVER, 1, "a.pdf")];
    let codes = host.send_with(&units, SendOptions::new(""), &mut Job::new());
    assert_eq!(codes, [Some(Code::NotSent), Some(Code::KeepFolder)]);
    let cancel = Cancel::new();
    cancel.cancel();
    let options = SendOptions::new(host.folder.path());
    let codes = host.send_with(&units, options, &mut Job::new().with_cancel(&cancel));
    assert_eq!(codes, [Some(Code::NotSent), Some(Code::Cancelled)]);
    assert!(host.put().is_empty());
    assert!(host.send(&[]).is_empty());
}

#[test]
fn progress_is_over_all_and_a_cancel_stops_all() {
    let mut host = Host::new();
    let units: Vec<Unit> = (1..=5).map(|second| unit(RECEIVER, second, "a.pdf")).collect();
    let (mut seen, options) = (Vec::new(), SendOptions::new(host.folder.path()));
    let mut report = |progress: Progress| seen.push(progress);
    host.send_with(&units, options.clone(), &mut Job::new().with_progress(&mut report));
    let sending: Vec<&Progress> = seen.iter().filter(|progress| progress.step == Step::Sending).collect();
    let total = sending[0].total;
    assert!(total > 0 && sending.iter().all(|progress| progress.total == total));
    assert!(sending.windows(2).all(|two| two[0].done <= two[1].done));
    assert_eq!((sending[0].done, sending.last().unwrap().done), (0, total));

    let (mut host, cancel) = (Host::new(), Cancel::new());
    let mut report = |progress: Progress| {
        if progress.step == Step::Sending && progress.done * 5 > progress.total * 2 {
            cancel.cancel();
        }
    };
    let mut job = Job::new().with_cancel(&cancel).with_progress(&mut report);
    let codes = host.send_with(&units, SendOptions::new(host.folder.path()), &mut job);
    assert_eq!(codes, [None, None, Some(Code::Cancelled), Some(Code::NotSent), Some(Code::NotSent)]);
}

/// How many messages the relay had when each was sealed; all by this thread.
fn sealed_at(key: &Asked) -> Vec<usize> {
    let (me, by) = (thread::current().id(), key.by.lock().unwrap());
    assert!(by.iter().all(|(thread, _)| *thread == me));
    by.iter().map(|(_, put)| *put).collect()
}

#[test]
fn more_and_more_are_sealed_ahead_by_the_callers_thread_as_the_relay_takes_them() {
    let (mut host, key) = Host::asking(None);
    let units: Vec<Unit> = (1..=30).map(|second| unit(RECEIVER, second, "a.pdf")).collect();
    assert_eq!(host.send(&units), [None; 30]);
    // At first one is ahead, then twice as many each time, and 16 from then on; they are begun half of them at a time.
    let begun = [(0, 2), (1, 2), (2, 3), (3, 5), (4, 9), (12, 8), (20, 1)];
    assert_eq!(sealed_at(&key), begun.into_iter().flat_map(|(put, count)| vec![put; count]).collect::<Vec<_>>());
    assert_eq!(host.put(), (1..=30).map(|second| format!("{second:02}")).collect::<Vec<_>>());
}

#[test]
fn of_large_messages_one_is_ahead() {
    let (mut host, key) = Host::asking(None);
    let large = [b"%PDF-1.7 ".as_slice(), &vec![b'x'; 5 << 20]].concat();
    let units = [1, 2, 3, 4].map(|second| {
        let mut unit = unit(RECEIVER, second, "a.pdf");
        unit.add_attachment("b.pdf", large.clone());
        unit
    });
    assert_eq!(host.send(&units), [None; 4]);
    assert_eq!(sealed_at(&key), [0, 0, 1, 2]);
    assert!(host.kept().iter().all(|name| name.ends_with(".asice")));
}

#[test]
fn without_a_valid_receipt_what_follows_to_the_same_office_waits() {
    let mut host = Host::new();
    host.relay.set(|script| script.signs = true);
    let units = [unit(RECEIVER, 1, "a.pdf"), unit(STRANGER, 2, "a.pdf"), unit(RECEIVER, 3, "a.pdf")];
    let outcomes = host.client.send_all(&units, &SendOptions::new(host.folder.path()), &mut Job::new());
    let errors: Vec<&Error> = outcomes.iter().map(|outcome| outcome.result.as_ref().unwrap_err()).collect();
    assert_eq!(
        errors.iter().map(|error| error.code()).collect::<Vec<_>>(),
        [Code::ReceiptFormat, Code::ReceiptFormat, Code::NotSent]
    );
    assert!(errors[0].in_doubt() && errors[1].in_doubt());
    assert_eq!(host.put(), ["01", "02"]);
}

#[test]
fn each_unit_has_its_own_findings_and_faults_in_whatever_order_they_are_checked() {
    let mut host = Host::new();
    let units: Vec<Unit> =
        (1..=30).map(|second| unit(RECEIVER, second, if second % 3 == 0 { "a.exe" } else { "a.pdf" })).collect();
    let wanted: Vec<Option<Code>> = (1..=30).map(|second| (second % 3 == 0).then_some(Code::AttachmentKind)).collect();
    assert_eq!(host.send(&units), wanted);
    assert_eq!(host.put().len(), 20);
}

#[test]
fn a_key_that_refuses_the_next_does_not_hold_up_the_one_before_it() {
    let (mut host, key) = Host::asking(Some(1));
    let units: Vec<Unit> = (1..=3).map(|second| unit(RECEIVER, second, "a.pdf")).collect();
    assert_eq!(host.send(&units), [None, Some(Code::KeyPin), Some(Code::NotSent)]);
    assert_eq!(host.put(), ["01"]);
    // Asking again and again could lock it.
    assert_eq!(key.by.lock().unwrap().len(), 2);
}

#[test]
fn what_was_sealed_and_not_sent_is_kept_and_goes_next_time_without_another_signature() {
    let (mut host, key) = Host::asking(None);
    host.relay.set(|script| script.refusing = vec![Some(Code::Connect)]);
    let units = [unit(RECEIVER, 1, "a.pdf"), unit(STRANGER, 2, "a.pdf"), unit(STRANGER, 3, "a.pdf")];
    assert_eq!(host.send(&units), [Code::Connect, Code::NotSent, Code::NotSent].map(Some));
    let kept = host.kept();
    assert!(kept.len() == 2 && kept.iter().all(|name| name.ends_with(".asice")), "{kept:?}");
    assert_eq!(host.send(&units), [None; 3]);
    assert_eq!((key.by.lock().unwrap().len(), host.kept().len()), (3, 3));
}

#[test]
fn a_container_that_cannot_be_kept_is_not_sent_and_stops_no_other() {
    let (mut host, units) = (Host::new(), [1, 2, 3].map(|second| unit(RECEIVER, second, "a.pdf")));
    assert_eq!(host.send(&units[1..2]), [None]);
    let kept = host.folder.path().join(&host.kept()[0]);
    fs::remove_file(&kept).unwrap();
    fs::create_dir(&kept).unwrap();
    host.relay.set(|script| script.put.clear());
    assert_eq!(host.send(&units), [None, Some(Code::FileWrite), None]);
    assert_eq!(host.put(), ["01", "03"]);
    assert_eq!(host.kept().len(), 3, "nothing half written is left");
}

#[test]
fn all_pages_come_in_the_order_of_import() {
    let World { trust, sender, receiver, .. } = World::new();
    let relay = Puppet::new();
    relay.set(|script| script.page = 2);
    for number in [4, 2, 5, 1, 3] {
        let (id, bytes) = letter_of(&sender, number, 10);
        let size = bytes.len() as u64;
        relay.offer((id, bytes), size);
    }
    let mut client = relay.client(&Arc::new(receiver), &trust);
    let folder = tempfile::tempdir().unwrap();
    let all = client.receive_all("", &ReceiveOptions::new(folder.path()), &mut Job::new()).unwrap();
    let serials: Vec<String> = all
        .messages
        .iter()
        .map(|message| message.content.as_ref().unwrap().serial.to_string()[12..].to_owned())
        .collect();
    assert_eq!(serials, ["01", "02", "03", "04", "05"]);
    assert!(all.fault.is_none());
    let again = client.receive_all(&all.next, &ReceiveOptions::new(folder.path()), &mut Job::new()).unwrap();
    assert!(again.messages.is_empty());
}

#[test]
fn a_fault_on_a_later_page_keeps_what_came_before() {
    let World { trust, sender, receiver, .. } = World::new();
    let relay = Puppet::new();
    relay.set(|script| script.page = 2);
    let mut ids = Vec::new();
    for number in 1..=4 {
        let (id, bytes) = letter_of(&sender, number, 10);
        let size = bytes.len() as u64;
        relay.offer((id, bytes), size);
        ids.push(id);
    }
    relay.set(|script| script.failing = vec![(ids[2], Code::Timeout), (ids[3], Code::Timeout)]);
    let mut client = relay.client(&Arc::new(receiver), &trust);
    let folder = tempfile::tempdir().unwrap();
    let options = ReceiveOptions::new(folder.path());
    let all = client.receive_all("", &options, &mut Job::new()).unwrap();
    assert_eq!((all.messages.len(), all.fault.map(|fault| fault.code())), (2, Some(Code::Timeout)));
    relay.set(|script| script.failing.clear());
    assert_eq!(client.receive_all(&all.next, &options, &mut Job::new()).unwrap().messages.len(), 2);
}
