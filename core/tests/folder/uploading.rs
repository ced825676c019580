//! What is laid ready for a person, and what they say of it.

use std::fs;

use cplink::Code;
use cplink::evidence::Evidence;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::unit::Unit;
use cplink_testkit::now;

use crate::kit::{MANAGER, PROVIDER, SLIP, Town, below, files, opened, unit, uploaded};

fn state(office: &mut crate::kit::Office) -> State {
    office.client.sent("", &mut Job::new()).unwrap().messages[0].state
}

#[test]
fn a_repeat_has_the_same_answer_and_mends_what_was_taken_away() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let sent = manager.send(&unit(SLIP)).unwrap();
    manager.restart();
    let again = manager.send(&unit(SLIP)).unwrap();
    assert_eq!((again.id, again.accepted_at, &again.prepared), (sent.id, sent.accepted_at, &sent.prepared));
    let prepared = sent.prepared.unwrap();
    fs::remove_dir_all(&prepared).unwrap();
    manager.send(&unit(SLIP)).unwrap();
    assert_eq!(uploaded(&prepared), files(SLIP));
    assert_eq!(fs::read_dir(manager.options.out.join("送信待ち")).unwrap().count(), 1);
    assert_eq!(manager.client.sent("", &mut Job::new()).unwrap().messages.len(), 1);
}

#[test]
fn another_content_under_the_same_serial_is_a_conflict_until_the_first_is_recalled() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let job = &mut Job::new();
    let first = manager.send(&unit(SLIP)).unwrap();
    let mut other: Unit = unit(SLIP);
    other.set_subject("10月分");
    let error = manager.send(&other).unwrap_err();
    assert_eq!(error.code(), Code::FolderConflict);
    assert_eq!(error.at().file.as_deref(), first.prepared.as_ref().and_then(|folder| folder.to_str()));

    manager.client.recall(&first.id, job).unwrap();
    manager.client.recall(&first.id, job).unwrap();
    assert_eq!(state(&mut manager), State::Recalled);
    assert!(!first.prepared.as_ref().unwrap().exists());
    let name = first.prepared.as_ref().unwrap().file_name().unwrap().to_owned();
    assert!(manager.options.out.join("取消").join(&name).is_dir());
    let second = manager.send(&other).unwrap();
    assert!(second.prepared.unwrap().is_dir());
    assert_eq!(manager.send(&unit(SLIP)).unwrap_err().code(), Code::RelayState, "what was recalled stays so");
    manager.client.recall(&second.id, job).unwrap();
    assert_eq!(fs::read_dir(manager.options.out.join("取消")).unwrap().count(), 2, "neither replaces the other");
}

#[test]
fn the_word_of_a_person_counts_once_and_nothing_is_recalled_after_it() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let job = &mut Job::new();
    let sent = manager.send(&unit(SLIP)).unwrap();
    let before = manager.client.sent("", job).unwrap();
    manager.client.confirm_uploaded(&sent.id, job).unwrap();
    let list = manager.client.sent(&before.next.unwrap(), job).unwrap();
    let [message] = &list.messages[..] else { panic!("the one that has changed") };
    assert_eq!((message.id, message.state, message.is_signed), (sent.id, State::Uploaded, false));
    assert!(message.doubt.is_none() && message.receipts.is_empty());
    assert_eq!(message.state.name_ja(), "送信済（担当者の確認による）");
    manager.client.confirm_uploaded(&sent.id, job).unwrap();
    assert!(manager.client.sent(&list.next.unwrap(), job).unwrap().messages.is_empty(), "the first time remains");
    assert_eq!(manager.client.recall(&sent.id, job).unwrap_err().code(), Code::RelayState);
    let again = manager.send(&unit(SLIP)).unwrap();
    assert_eq!((again.prepared, again.accepted_at), (None, message.accepted_at), "it is not laid ready twice");
    let unknown = cplink_testkit::id(7);
    assert_eq!(manager.client.confirm_uploaded(&unknown, job).unwrap_err().code(), Code::RelayNotFound);
}

#[test]
fn a_recalled_message_cannot_be_said_to_be_uploaded() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let sent = manager.send(&unit(SLIP)).unwrap();
    manager.client.recall(&sent.id, &mut Job::new()).unwrap();
    assert_eq!(manager.client.confirm_uploaded(&sent.id, &mut Job::new()).unwrap_err().code(), Code::RelayState);
}

#[test]
fn what_a_crash_has_left_half_done_is_finished_by_repeating() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let job = &mut Job::new();
    let sent = manager.send(&unit(SLIP)).unwrap();
    let record = manager.options.out.join("記録/sent.jsonl");
    let noted = fs::read(&record).unwrap();
    // The folder was there, and its line was not: cut in the middle.
    fs::write(&record, &noted[..noted.len() / 2]).unwrap();
    assert!(manager.client.sent("", job).unwrap().messages.is_empty());
    assert_eq!(manager.send(&unit(SLIP)).unwrap().prepared, sent.prepared);
    assert_eq!(state(&mut manager), State::Prepared);
    // The folder was moved, and the line was not written.
    let name = sent.prepared.as_ref().unwrap().file_name().unwrap();
    fs::create_dir_all(manager.options.out.join("送信済")).unwrap();
    fs::rename(sent.prepared.as_ref().unwrap(), manager.options.out.join("送信済").join(name)).unwrap();
    manager.client.confirm_uploaded(&sent.id, job).unwrap();
    assert_eq!(state(&mut manager), State::Uploaded);
}

#[test]
fn a_folder_holds_what_is_uploaded_and_what_explains_it_and_nothing_else() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let prepared = manager.send(&unit(SLIP)).unwrap().prepared.unwrap();
    let mut expected: Vec<String> = files(SLIP).into_keys().collect();
    expected.extend(
        ["cplink-message-id.txt", "forms/帳票.html", "アップロード票.html", "アップロード票.txt"].map(str::to_owned),
    );
    expected.sort();
    let mut found = below(&prepared);
    found.sort();
    assert_eq!(found, expected);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(prepared.metadata().unwrap().permissions().mode() & 0o077, 0, "health data are nobody else's");
    }
}

#[test]
fn what_came_without_a_signature_is_no_evidence() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let mut incoming = provider.receive_one();
    let mut evidence = Evidence::new(town.trust.clone(), now());
    let error = evidence.add_container(&opened(&mut incoming).container, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::EvidenceUnsigned);
    assert!(error.message_ja().contains("手作業で受け取った"));

    // Our own, which we have signed before a person carried it, is.
    let mut manager = town.office(MANAGER);
    let sent = manager.send(&unit(SLIP)).unwrap();
    evidence.add_container(&sent.container, &mut Job::new()).unwrap();
}
