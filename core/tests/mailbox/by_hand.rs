//! A mailbox over two folders between which a person carries the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cplink::Code;
use cplink::client::Client;
use cplink::file::Source;
use cplink::keys::Trust;
use cplink::mailbox::{EntryState, Filter, Mailbox, QueueOptions, Side};
use cplink::progress::Job;
use cplink::relay::folder::{FolderOptions, FolderTransport};
use cplink::unit::Unit;
use cplink_testkit::{code, fixtures, office, pki, signer, trust};
use relay_mock::pki::{Algorithm, Pki};

const MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

/// An office with a mailbox and the folders of a person.
struct Desk {
    mailbox: Mailbox,
    client: Client,
    options: FolderOptions,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(pki: &Pki, trust: &Trust, number: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = FolderOptions::new(folder.path().join("out"), folder.path().join("in"));
        fs::create_dir(&options.inward).unwrap();
        let key = Arc::new(signer(&pki.office(&office(number, Algorithm::EcdsaP256)).unwrap()));
        let transport = FolderTransport::new(options.clone(), number).unwrap();
        let client = Client::new(transport, key as _, trust.clone()).unwrap();
        let mailbox = Mailbox::open(folder.path().join("mailbox"), number).unwrap();
        Self { mailbox, client, options, folder }
    }

    fn pump(&mut self) -> cplink::mailbox::Pumped {
        let pumped = self.mailbox.pump(&mut self.client, 0, &mut Job::new()).unwrap();
        assert!(pumped.fault.is_none(), "{:?}", pumped.fault);
        pumped
    }

    fn open_entries(&self, side: Side) -> usize {
        self.mailbox.list(&Filter::new().of_side(side), &mut Job::new()).unwrap().len()
    }

    /// As a person downloads a file, a minute ago.
    fn download(&self, name: &str, bytes: &[u8]) {
        let path = self.options.inward.join(name);
        fs::write(&path, bytes).unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
    }
}

fn world() -> (Desk, Desk) {
    let pki = pki();
    let trust = trust(&pki);
    (Desk::new(&pki, &trust, MANAGER), Desk::new(&pki, &trust, PROVIDER))
}

fn slip() -> Unit {
    let paths = fixtures::files(&fixtures::newest().join("month/02-slip-home-help/files")).into_iter();
    let files = paths.map(|path| (fixtures::name(&path).to_owned(), Source::from(fs::read(&path).unwrap())));
    Unit::from_files(files).unwrap()
}

/// The files that a person uploads.
fn laid(prepared: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = fixtures::files(prepared).into_iter();
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "CSV"));
    paths.map(|path| (fixtures::name(&path).to_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_unit_waits_for_a_persons_upload_and_is_sent_by_their_word() {
    let (mut manager, mut provider) = world();
    let job = &mut Job::new();
    let id = manager.mailbox.queue(&slip(), &QueueOptions::new(), job).unwrap().id;
    let early = manager.mailbox.confirm_uploaded(&mut manager.client, &id, job);
    assert_eq!(code(early), Code::MailboxState, "nothing is laid ready yet");
    let pumped = manager.pump();
    assert_eq!((pumped.prepared, pumped.sent), (1, 0), "nothing was sent yet");
    let entry = manager.mailbox.entry(&id).unwrap().unwrap();
    assert_eq!((entry.state, entry.state_ja), (EntryState::Prepared, "アップロード待ち"));
    let prepared = entry.prepared.unwrap();
    let files = laid(&prepared);
    assert!(!files.is_empty());
    let again = manager.pump();
    assert_eq!((again.prepared, again.changed), (0, 0), "it is laid ready once");
    assert_eq!(manager.open_entries(Side::Outbox), 1);

    let theirs = manager.mailbox.confirm_uploaded(&mut provider.client, &id, job);
    assert_eq!(code(theirs), Code::MailboxOffice);
    let entry = manager.mailbox.confirm_uploaded(&mut manager.client, &id, job).unwrap();
    assert_eq!((entry.state, entry.state_ja), (EntryState::Uploaded, "送信済（担当者の確認による）"));
    assert!(!entry.is_signed && entry.prepared.is_none());
    assert_eq!(
        manager.mailbox.confirm_uploaded(&mut manager.client, &id, job).unwrap().state,
        EntryState::Uploaded,
        "repeating it has no effect"
    );
    assert_eq!(manager.pump().changed, 0);
    assert_eq!(manager.open_entries(Side::Outbox), 0, "nothing is to be done about it any more");
    assert_eq!(code(manager.mailbox.cancel(&id)), Code::MailboxState, "only the national client can take it back");

    files.iter().for_each(|(name, bytes)| provider.download(name, bytes));
    assert_eq!(provider.pump().received, 1);
    let mut delivery = provider.mailbox.next(&provider.client, job).unwrap().unwrap();
    assert_eq!(delivery.message.message.from.office, MANAGER);
    delivery.done().unwrap();
    assert_eq!(provider.pump().reported, 1);
    assert_eq!(provider.pump().received, 0);
    assert_eq!(provider.open_entries(Side::Inbox), 0);
}

#[test]
fn the_word_of_a_person_that_was_told_the_client_reaches_the_entry() {
    let (mut manager, _) = world();
    let job = &mut Job::new();
    let id = manager.mailbox.queue(&slip(), &QueueOptions::new(), job).unwrap().id;
    manager.pump();
    // As where the program ended between the journal and the record.
    manager.client.confirm_uploaded(&id, job).unwrap();
    assert_eq!(manager.pump().changed, 1);
    assert_eq!(manager.mailbox.entry(&id).unwrap().unwrap().state, EntryState::Uploaded);
}

#[test]
fn what_is_laid_ready_can_be_cancelled() {
    let (mut manager, _) = world();
    let job = &mut Job::new();
    let id = manager.mailbox.queue(&slip(), &QueueOptions::new(), job).unwrap().id;
    manager.pump();
    let prepared = manager.mailbox.entry(&id).unwrap().unwrap().prepared.unwrap();
    assert!(manager.mailbox.cancel(&id).unwrap().is_to_recall);
    assert_eq!(manager.pump().recalled, 1);
    assert!(!prepared.exists());
    assert_eq!(manager.mailbox.entry(&id).unwrap().unwrap().state, EntryState::Recalled);
    assert_eq!(code(manager.mailbox.confirm_uploaded(&mut manager.client, &id, job)), Code::MailboxState);
}

#[test]
fn what_is_in_the_way_of_a_message_comes_with_every_pump() {
    let (mut manager, mut provider) = world();
    let job = &mut Job::new();
    let id = manager.mailbox.queue(&slip(), &QueueOptions::new(), job).unwrap().id;
    manager.pump();
    let files = laid(&manager.mailbox.entry(&id).unwrap().unwrap().prepared.unwrap());
    let (last, rest) =
        files.iter().collect::<Vec<_>>().split_last().map(|(last, rest)| (*last, rest.to_vec())).unwrap();
    rest.iter().for_each(|(name, bytes)| provider.download(name, bytes));
    for _ in 0..2 {
        let pumped = provider.pump();
        assert_eq!(pumped.received, 0);
        assert!(!pumped.obstacles.is_empty(), "a file is missing: {}", last.0);
    }
    provider.download(last.0, last.1);
    let pumped = provider.pump();
    assert_eq!((pumped.received, pumped.obstacles.len()), (1, 0), "in {}", provider.folder.path().display());
}

#[test]
fn a_second_line_confirms_and_imports_what_the_first_has_laid_ready_and_found() {
    let (mut manager, mut provider) = world();
    let job = &mut Job::new();
    let id = manager.mailbox.queue(&slip(), &QueueOptions::new(), job).unwrap().id;
    manager.pump();
    let prepared = manager.mailbox.entry(&id).unwrap().unwrap().prepared.unwrap();
    laid(&prepared).iter().for_each(|(name, bytes)| provider.download(name, bytes));
    let mut line = manager.client.another().unwrap();
    assert_eq!(manager.mailbox.confirm_uploaded(&mut line, &id, job).unwrap().state, EntryState::Uploaded);
    provider.pump();
    let mut line = provider.client.another().unwrap();
    provider.mailbox.next(&line, job).unwrap().unwrap().done().unwrap();
    assert_eq!(provider.mailbox.pump(&mut line, 0, job).unwrap().reported, 1);
}
