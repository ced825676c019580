//! What else may lie in the folder.

use std::fs;

use cplink::Code;
use cplink::mailbox::{EntryState, Filter, Mailbox, QueueOptions, Side};
use cplink::progress::Job;
use cplink_testkit::{RECEIVER, SENDER, code};
use time::OffsetDateTime;

#[cfg(unix)]
use crate::kit::files;
use crate::kit::{Offices, unit};

#[test]
fn only_an_empty_folder_or_a_mailbox_is_one() {
    let outer = tempfile::tempdir().unwrap();
    let at = |name: &str| outer.path().join(name);
    fs::create_dir(at("full")).unwrap();
    fs::write(at("full/手紙.txt"), b"x").unwrap();
    assert_eq!(code(Mailbox::open(at("full"), SENDER)), Code::MailboxFolder);
    fs::write(at("file"), b"x").unwrap();
    assert_eq!(code(Mailbox::open(at("file"), SENDER)), Code::MailboxFolder);
    assert_eq!(code(Mailbox::open("", SENDER)), Code::MailboxFolder);
    assert_eq!(code(Mailbox::open(at("new"), "12")), Code::OfficeNumber);
    let mailbox = Mailbox::open(at("new"), SENDER).unwrap();
    assert_eq!((mailbox.office(), mailbox.folder()), (SENDER, at("new").as_path()));
    assert_eq!(code(Mailbox::open(at("new"), RECEIVER)), Code::MailboxOffice);
    for (content, expected) in [
        (format!(r#"{{"format":"CPX-mailbox/2","office":"{SENDER}"}}"#), Code::MailboxVersion),
        (format!(r#"{{"format":"CPX-mailbox/0","office":"{SENDER}"}}"#), Code::MailboxFolder),
        (format!(r#"{{"format":"another","office":"{SENDER}"}}"#), Code::MailboxFolder),
        ("{".to_owned(), Code::MailboxFolder),
        (String::new(), Code::MailboxFolder),
    ] {
        fs::write(at("new/mailbox.json"), content).unwrap();
        assert_eq!(code(Mailbox::open(at("new"), SENDER)), expected);
    }
}

#[test]
fn what_cannot_be_read_is_told_and_stops_nothing_else() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let ids = [sender.queue(&unit(1)), sender.queue(&unit(2)), sender.queue(&unit(3))];
    let entries = sender.mailbox.folder().join("outbox/entries");
    let record = |id: &cplink::seal::MessageId| entries.join(id.to_string()).join("00000001.json");
    let whole = fs::read(record(&ids[1])).unwrap();
    fs::write(record(&ids[1]), &whole[..whole.len() / 2]).unwrap();
    fs::write(entries.join("メモ.txt"), b"x").unwrap();
    fs::write(entries.join("Thumbs.db"), b"x").unwrap();
    fs::create_dir(entries.join("a".repeat(64))).unwrap();
    let due = sender.mailbox.folder().join("outbox/due");
    fs::write(due.join("foreign"), b"x").unwrap();
    fs::write(due.join(format!("{RECEIVER}-99999999999999-{}", ids[0])), b"x").unwrap();
    fs::write(due.join(format!("{RECEIVER}-20261101000000-{}", "b".repeat(64))), b"x").unwrap();
    assert_eq!(sender.pump().sent, 2);
    let told: Vec<_> = sender.list(Side::Outbox).into_iter().filter(|entry| entry.fault.is_some()).collect();
    let names: Vec<&str> = told.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(told.len(), 2, "{names:?}");
    assert!(told.iter().all(|entry| entry.state == EntryState::Attention));
    assert!(told.iter().all(|entry| entry.fault.as_ref().unwrap().error_code() == Code::MailboxDamaged));
    // Restored from a backup it goes its way.
    fs::write(record(&ids[1]), whole).unwrap();
    assert_eq!(sender.pump().sent, 1);
    receiver.pump();
    let inbox = receiver.mailbox.folder().join("inbox/entries");
    let damaged = inbox.join(ids[0].to_string()).join("00000001.json");
    fs::write(damaged, b"[]").unwrap();
    let due = receiver.mailbox.folder().join("inbox/due");
    for name in ["0".to_owned(), "foreign".to_owned(), format!("{SENDER}-{}", ids[2]), format!("{SENDER}-x-y-z")] {
        fs::write(due.join(name), b"x").unwrap();
    }
    assert_eq!(receiver.import_all().len(), 2);
    receiver.pump();
}

#[test]
fn a_record_that_names_another_entry_or_a_path_is_damaged() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let (id, other) = (sender.queue(&unit(1)), sender.queue(&unit(2)));
    let record = sender.mailbox.folder().join("outbox/entries").join(id.to_string()).join("00000001.json");
    let whole = cplink_testkit::fixtures::json(&record);
    let outside = offices.path("outside");
    let path = format!("../../../../{}", outside.file_name().unwrap().display());
    for (member, value) in
        [("id", other.to_string().into()), ("serial", "../x".into()), ("to", vec![path, "11".to_owned()].into())]
    {
        let mut json = whole.clone();
        json[member] = value;
        fs::write(&record, json.to_string()).unwrap();
        for failed in [sender.mailbox.cancel(&id), sender.mailbox.retry(&id), sender.mailbox.release(&id)] {
            assert_eq!(code(failed), Code::MailboxDamaged, "{member}");
        }
    }
    assert_eq!((sender.pump().sent, sender.state(&other)), (1, EntryState::Accepted));
    let strangers = fs::read_dir(outside.parent().unwrap()).unwrap().count();
    assert_eq!(strangers, 1, "only the mailbox's own folder");
    // A moment that Japan has not is no reason to fall.
    let mut json = whole;
    json["queued_at"] = "9999-12-31T23:59:59Z".into();
    fs::write(&record, json.to_string()).unwrap();
    assert_eq!(sender.list(Side::Outbox).len(), 2);
    sender.pump();
}

#[test]
fn a_folder_that_is_gone_is_told_and_nothing_is_begun_in_its_place() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let id = sender.queue(&unit(1));
    sender.pump();
    receiver.pump();
    let waiting = sender.queue(&unit(2));
    let job = &mut Job::new();
    let delivery = receiver.next().unwrap();
    for desk in [&mut sender, &mut receiver] {
        let (folder, away) = (desk.mailbox.folder().to_owned(), offices.path("away"));
        fs::rename(&folder, &away).unwrap();
        // As an empty folder it looks where a share is not connected.
        for is_empty in [false, true] {
            if is_empty {
                fs::create_dir(&folder).unwrap();
            }
            let mailbox = desk.mailbox.clone();
            assert_eq!(code(mailbox.pump(&mut desk.client, 0, job)), Code::MailboxMissing);
            assert_eq!(code(mailbox.next(&desk.client, job)), Code::MailboxMissing);
            assert_eq!(code(mailbox.queue(&unit(3), &QueueOptions::new(), job)), Code::MailboxMissing);
            assert_eq!(code(mailbox.list(&Filter::new(), job)), Code::MailboxMissing);
            assert_eq!(code(mailbox.cancel(&id)), Code::MailboxMissing);
            assert_eq!(code(mailbox.entry(&id)), Code::MailboxMissing);
            assert_eq!(code(Mailbox::open_existing(&folder)), Code::MailboxMissing);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        fs::remove_dir(&folder).unwrap();
        fs::rename(&away, &folder).unwrap();
    }
    // Back in its place all goes on.
    let mut delivery = delivery;
    delivery.done().unwrap();
    assert_eq!((sender.pump().sent, sender.state(&waiting)), (1, EntryState::Accepted));
}

#[test]
fn a_record_of_a_newer_version_is_not_written_over() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    let record = sender.mailbox.folder().join("outbox/entries").join(id.to_string()).join("00000001.json");
    let mut json = cplink_testkit::fixtures::json(&record);
    json["new_member"] = true.into();
    fs::write(&record, json.to_string()).unwrap();
    assert_eq!(sender.pump().sent, 0);
    assert_eq!(code(sender.mailbox.cancel(&id)), Code::MailboxDamaged);
    assert_eq!(cplink_testkit::fixtures::json(&record), json);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;

    let offices = Offices::new();
    let mut sender = offices.sender();
    let id = sender.queue(&unit(1));
    let entry = sender.mailbox.folder().join("outbox/entries").join(id.to_string());
    let elsewhere = offices.path("elsewhere");
    fs::rename(entry.join("unit-1"), &elsewhere).unwrap();
    symlink(&elsewhere, entry.join("unit-1")).unwrap();
    assert_eq!(sender.pump().sent, 0);
    assert_eq!(sender.entry(&id).fault.unwrap().error_code(), Code::FileRead);
    // An entry that is a link to a folder is none.
    let other = offices.path("other");
    fs::rename(&entry, &other).unwrap();
    symlink(&other, &entry).unwrap();
    assert!(sender.mailbox.entry(&id).unwrap().is_none());
    let listed = sender.list(Side::Outbox);
    assert_eq!(listed[0].fault.as_ref().unwrap().error_code(), Code::MailboxDamaged);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_can_be_listed() {
    let offices = Offices::new();
    let sender = offices.sender();
    let id = sender.queue(&unit(1));
    // Where a folder should be is a file: nobody can write there, the administrator neither.
    let index = sender.mailbox.folder().join("outbox/done");
    let _ = fs::remove_dir(&index);
    fs::write(&index, b"").unwrap();
    assert_eq!(code(sender.mailbox.cancel(&id)), Code::FileWrite);
    assert_eq!(sender.state(&id), EntryState::Waiting);
    assert_eq!(sender.list(Side::Outbox).len(), 1);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    sender.queue(&unit(1));
    sender.queue(&unit(2));
    sender.pump();
    receiver.pump();
    receiver.import_all();
    receiver.pump();
    for desk in [&sender, &receiver] {
        for path in files(desk.mailbox.folder()) {
            let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o077;
            let is_marker = path.metadata().unwrap().len() == 0;
            assert!(is_marker || mode(&path) == 0, "{}", path.display());
            assert_eq!(mode(path.parent().unwrap()), 0, "{}", path.display());
        }
    }
}

#[test]
fn done_entries_are_cleared_by_month_and_their_evidence_only_when_it_is_said() {
    let offices = Offices::new();
    let (mut sender, mut receiver) = (offices.sender(), offices.receiver());
    let done = sender.queue(&unit(1));
    sender.pump();
    receiver.pump();
    receiver.import_all();
    receiver.pump();
    sender.pump();
    let waiting = sender.queue(&unit(2));
    let now = OffsetDateTime::now_utc();
    let job = &mut Job::new();
    assert_eq!(sender.mailbox.clear(now, true, job).unwrap(), 0, "the month has not ended");
    let container = sender.entry(&done).container.unwrap();
    let later = now + time::Duration::days(62);
    assert_eq!(sender.mailbox.clear(later, true, job).unwrap(), 1);
    assert!(container.is_file());
    assert!(sender.mailbox.entry(&done).unwrap().is_none());
    assert_eq!(sender.state(&waiting), EntryState::Waiting);
    let container = receiver.entry(&done).container.unwrap();
    assert_eq!(receiver.mailbox.clear(later, false, job).unwrap(), 1);
    assert!(!container.exists());
}

#[test]
fn a_hundred_thousand_done_entries_are_not_read_by_a_pump() {
    let offices = Offices::new();
    let mut sender = offices.sender();
    // A few thousand stand for them here: damaged, so that reading one would show.
    let archive = sender.mailbox.folder().join("outbox/archive/2026-10");
    for number in 0..3000 {
        let entry = archive.join(format!("{number:064x}"));
        fs::create_dir_all(&entry).unwrap();
        fs::write(entry.join("00000001.json"), b"x").unwrap();
    }
    sender.queue(&unit(1));
    let start = std::time::Instant::now();
    assert_eq!(sender.pump().sent, 1);
    println!("a pump beside 3,000 done entries: {:.0?}", start.elapsed());
    let open = sender.mailbox.list(&Filter::new(), &mut Job::new()).unwrap();
    assert_eq!(open.len(), 1);
}
