//! The user's own files, folders and texts: each fault names what it is about, and nothing is overwritten.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::client::{Outcome, ReceiveOptions, ReceivedMessage, SendOptions};
use cplink::convert::MAX_FILE;
use cplink::error::{Code, Error};
use cplink::file::Source;
use cplink::progress::Job;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::{RECEIVER, SENDER};

use crate::memory::{Desk, Stage, unit};

fn received(receiver: &mut Desk) -> Vec<ReceivedMessage> {
    let options = ReceiveOptions::new(receiver.folder.path());
    let batch = receiver.client.receive("", &options, &mut Job::new()).unwrap();
    batch.messages.into_iter().map(|incoming| incoming.content.unwrap()).collect()
}

/// Two units whose attachments have one name and other bytes.
fn two_notes() -> (Stage, Desk, Vec<ReceivedMessage>) {
    let stage = Stage::new();
    let (mut sender, mut receiver) = stage.desks();
    for (serial, text) in [("20251104090512", "%PDF-1.4 one"), ("20251104090513", "%PDF-1.4 two")] {
        let mut unit = unit(serial);
        unit.add_attachment("連絡票.pdf", text.as_bytes().to_vec());
        sender.send(&unit).unwrap();
    }
    let messages = received(&mut receiver);
    (stage, receiver, messages)
}

#[test]
fn saving_never_replaces_another_file() {
    let (_stage, _receiver, mut messages) = two_notes();
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("連絡票.pdf");
    messages[0].save(folder.path(), &mut Job::new()).unwrap();
    let first = fs::read(&note).unwrap();
    // Once more, and the files of the other message: the same bytes are fine, other bytes are told.
    messages[0].save(folder.path(), &mut Job::new()).unwrap();
    let error = messages[1].save(folder.path(), &mut Job::new()).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileExists, note.to_str()));
    assert_eq!(fs::read(&note).unwrap(), first);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing of the second message was written");
}

#[test]
fn two_who_save_at_once_lose_nothing() {
    let (_stage, _receiver, messages) = two_notes();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let outcomes: Vec<Result<(), Error>> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            messages.into_iter().map(|mut message| scope.spawn(move || message.save(path, &mut Job::new()))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let failed: Vec<_> = outcomes.into_iter().filter_map(Result::err).map(|error| error.code()).collect();
    assert_eq!(failed, [Code::FileExists]);
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.iter().all(|path| path.extension().is_none_or(|ending| ending != "part")), "{left:?}");
}

#[test]
fn errors_of_files_name_them() {
    let missing = PathBuf::from("/no/such/folder/UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV");
    let name = missing.file_name().unwrap().to_str().unwrap().to_owned();
    let error = Unit::from_files([(name, Source::from(missing.clone()))]).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileRead, missing.to_str()));

    let error = Unit::from_files([("list.CSV".to_owned(), Source::from(Vec::new()))]).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileName, Some("list.CSV")));
    let error = Unit::from_files([(".DS_Store".to_owned(), Source::from(Vec::new()))]).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::NoFiles, Some(".DS_Store")));
    let files = ["手紙.pdf", "実績.CSV"].map(|name| (name.to_owned(), Source::from(Vec::new())));
    let error = Unit::from_files(files).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileName, Some("実績.CSV")), "the nearest to a name");
    let name = "UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV";
    let error = Unit::from_files([(name.to_owned(), Source::from(vec![b','; MAX_FILE + 1]))]).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::TooLarge, Some(name)));

    // A keep folder in the place of which there is a file.
    let stage = Stage::new();
    let (mut sender, mut receiver) = stage.desks();
    sender.send(&unit("20251104090512")).unwrap();
    let taken = sender.folder.path().join("taken");
    fs::write(&taken, "x").unwrap();
    let names_it = |error: Error| {
        let file = error.at().file.clone().unwrap_or_default();
        assert!(error.code() == Code::FileWrite && Path::new(&file).starts_with(&taken), "{error:?}");
    };
    let options = SendOptions::new(&taken);
    names_it(sender.client.send(&unit("20251104090513"), &options, &mut Job::new()).unwrap_err());
    names_it(receiver.client.receive("", &ReceiveOptions::new(&taken), &mut Job::new()).unwrap_err());
}

#[test]
fn what_a_user_gets_wrong_has_a_code_of_its_own() {
    let stage = Stage::new();
    let (mut sender, mut receiver) = stage.desks();
    let sent = sender.send(&unit("20251104090512")).unwrap();
    let code = |error: Error| error.code();
    assert_eq!(code(Address::new("997", "11").unwrap_err()), Code::OfficeNumber);
    assert_eq!(code(Address::new(SENDER, "1").unwrap_err()), Code::ServiceType);
    assert_eq!(code(Serial::new("2025").unwrap_err()), Code::Serial);
    assert_eq!(code("abc".parse::<cplink::seal::MessageId>().unwrap_err()), Code::MessageReference);
    let nowhere = SendOptions::new("");
    assert_eq!(
        code(sender.client.send(&unit("20251104090513"), &nowhere, &mut Job::new()).unwrap_err()),
        Code::KeepFolder
    );
    let mut long = unit("20251104090513");
    long.set_subject("あ".repeat(201));
    assert_eq!(code(sender.send(&long).unwrap_err()), Code::Subject);
    for no_reason in ["a\nb", "", " \u{3000}"] {
        let reason = SendOptions::new(sender.folder.path()).with_override(no_reason);
        let error = sender.client.send(&unit("20251104090513"), &reason, &mut Job::new()).unwrap_err();
        assert_eq!(code(error), Code::Reason, "{no_reason:?}");
    }
    let message = cplink::client::MessageReference { id: sent.id, from: SENDER.into(), to: RECEIVER.into() };
    // A refusal that says nothing would stand for good, and the sender would not know what to mend.
    for no_reason in ["あ".repeat(501), String::new(), " \u{3000}".to_owned(), "a\nb".to_owned()] {
        let refusal = Outcome::Refused(no_reason);
        assert_eq!(code(receiver.client.acknowledge(&message, &refusal, &mut Job::new()).unwrap_err()), Code::Reason);
    }
    let address = |office, service_type| Address::new(office, service_type).unwrap();
    let foreign = Unit::new(address(RECEIVER, "43"), address(SENDER, "11"), Serial::new("20251104090513").unwrap());
    let error = sender.send(&foreign).unwrap_err();
    let offices = error.detail().unwrap();
    assert!(error.code() == Code::CertOffice && offices.contains(SENDER) && offices.contains(RECEIVER), "{error:?}");
}

#[test]
fn a_first_row_without_its_month_is_named() {
    let address = |office, service_type| Address::new(office, service_type).unwrap();
    let mut unit = Unit::new(address(SENDER, "11"), address(RECEIVER, "43"), Serial::next().unwrap());
    let mut table = Table::new(Kind::Upjsk);
    table.push();
    let error = unit.add_table(&table).unwrap_err();
    let at = error.at();
    assert_eq!((error.code(), at.file.as_deref(), at.row), (Code::MonthMissing, Some("UPJSK"), Some(1)));
    let number = table.layout().field("target_month").unwrap().number;
    assert_eq!(at.item_number, Some(number));
    assert!(error.detail().unwrap().contains("target_month") && error.remedy_ja().contains("年月"), "{error}");
}

/// Names of two attachments that a disk of another system would take for one.
#[test]
fn names_that_another_system_takes_for_one_collide() {
    let stage = Stage::new();
    let (mut sender, _) = stage.desks();
    for other in ["カ\u{3099}イド.pdf", "ｶﾞｲﾄﾞ.pdf", "ガイド.PDF", "ガイド．pdf"] {
        let mut unit = unit("20251104090512");
        unit.add_attachment("ガイド.pdf", b"%PDF-1.4".to_vec());
        unit.add_attachment(other, b"%PDF-1.4".to_vec());
        let error = sender.send(&unit).unwrap_err();
        assert!(
            error.findings().iter().any(|finding| finding.rule().id() == "unit.duplicate_name"),
            "{other}: {error}"
        );
    }
}
