//! The verbs, as a host calls them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use cplink::Code;
use cplink::client::{MessageReference, Outcome, ReceiveOptions, SendOptions, Sent};
use cplink::file::Source;
use cplink::finding::Severity;
use cplink::progress::Job;
use cplink::record::Table;
use cplink::relay::State;
use cplink::seal::ReceiptKind;
use cplink::spec::Kind;
use cplink::unit::{Address, Serial, Unit};
use relay_mock::directory;

use crate::desk::{Desk, desks, empty, one, withdrawal};
use crate::world::{RECEIVER, SENDER, STRANGER, World, office};

#[test]
fn the_same_unit_is_one_message_from_any_machine() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let first = here.send(&one()).unwrap();
    let again = here.send(&one()).unwrap();
    assert_eq!((again.id, &again.receipt), (first.id, &first.receipt));
    // Another machine with no memory of the first: the signature differs, the message does not.
    let mut other = Desk::new(&world, &world.sender);
    let elsewhere = other.send(&one()).unwrap();
    assert_eq!((elsewhere.id, &elsewhere.receipt), (first.id, &first.receipt));
    assert_ne!(fs::read(&elsewhere.container).unwrap(), fs::read(&first.container).unwrap());
    assert_eq!(there.receive().messages.len(), 1);
    assert!(there.receive().messages.is_empty());
    assert_eq!(here.client.sent("", &mut Job::new()).unwrap().messages.len(), 1);
}

#[test]
fn who_follows_the_cursors_of_the_lists_comes_to_an_end() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    assert_eq!(here.client.sent("", &mut Job::new()).unwrap().next, None, "an empty list has no next page");
    let sent = here.send(&one()).unwrap();
    let (mut seen, mut next, mut calls, mut last) = (Vec::new(), Some(String::new()), 0, String::new());
    while let Some(cursor) = next {
        let page = here.client.sent(&cursor, &mut Job::new()).unwrap();
        seen.extend(page.messages.into_iter().map(|message| message.id));
        next = page.next;
        last = cursor;
        calls += 1;
        assert!(calls <= 2, "it asks for ever");
    }
    assert_eq!((seen, calls), (vec![sent.id], 2));

    there.receive();
    let changed = here.client.sent(&last, &mut Job::new()).unwrap();
    assert_eq!(changed.messages[0].state, State::PickedUp, "the last cursor leads to what has changed since");
}

#[test]
fn a_torn_container_is_sealed_anew() {
    let world = World::new();
    let (mut here, _) = desks(&world);
    let first = here.send(&one()).unwrap();
    let bytes = fs::read(&first.container).unwrap();
    fs::write(&first.container, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(here.send(&one()).unwrap().receipt, first.receipt);
    assert_eq!(fs::read_dir(here.folder.path()).unwrap().count(), 1, "no partial file stays");
}

#[test]
fn a_refusal_to_send_has_its_own_code_and_sends_nothing() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let mut refused = Vec::new();
    let mut refuse = |unit: &Unit| {
        let error = here.send(unit).unwrap_err();
        assert!(!error.in_doubt());
        refused.push((error.code(), error.findings().first().map(|finding| finding.rule().id())));
    };

    let own = Address::new(SENDER, "43").unwrap();
    let mut unit = Unit::new(Address::new(SENDER, "11").unwrap(), own, Serial::new("20251104090000").unwrap());
    unit.add_attachment("a.pdf", b"%PDF-1.4".to_vec());
    refuse(&unit);

    // 第6表 alone is no unit.
    let name = format!("UPPLAN_202510_{SENDER}_11_{RECEIVER}_43_20251104090000.CSV");
    let mut unit = empty("20251104090000");
    unit.add_csv(name.as_str(), b"202407\r\n".to_vec());
    refuse(&unit);

    let mut unit = one();
    let other = withdrawal("20251104090001", "202510");
    unit.add_csv(other.csv()[0].name.as_str(), other.csv()[0].bytes.clone());
    refuse(&unit);

    let mut unit = empty("20251104090000");
    unit.add_csv("DLTJSK_results.CSV", one().csv()[0].bytes.clone());
    refuse(&unit);

    let mut unit = one();
    unit.add_attachment("macro.docx", b"PK\x03\x04".to_vec());
    refuse(&unit);

    let mut unit = one();
    unit.add_attachment("../a.pdf", b"%PDF-1.4".to_vec());
    refuse(&unit);

    refuse(&withdrawal("20251104090000", "202513"));

    let mut from_stranger = Unit::new(
        Address::new(STRANGER, "11").unwrap(),
        Address::new(RECEIVER, "43").unwrap(),
        Serial::new("20251104090000").unwrap(),
    );
    from_stranger.add_attachment("a.pdf", b"%PDF-1.4".to_vec());
    refuse(&from_stranger);

    let codes: Vec<_> = refused.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            Code::SameOffice,
            Code::UnitSet,
            Code::UnitSerial,
            Code::FileName,
            Code::AttachmentKind,
            Code::AttachmentName,
            Code::FileName,
            Code::CertOffice,
        ]
    );
    assert!(there.receive().messages.is_empty());
    assert_eq!(fs::read_dir(here.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_character_outside_cp932_is_refused_with_its_place() {
    let mut table = Table::new(Kind::Up2kyo);
    let row = table.push();
    table.set(row, "issue", "散歩😀がしたい").unwrap();
    let error = empty("20251104090000").add_table(&table).unwrap_err();
    assert_eq!(error.code(), Code::Unmappable);
    let finding = &error.findings()[0];
    assert_eq!((finding.rule().id(), finding.row(), finding.item_number()), ("text.unmappable", Some(1), Some(7)));
    assert!(finding.message_ja().contains("U+1F600"));
}

#[test]
fn error_findings_forbid_sending_unless_overridden_on_record() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let mut unit = empty("20251104090000");
    let name = format!("DLTJSK_202510_{SENDER}_11_{RECEIVER}_43_20251104090000.CSV");
    unit.add_csv(name, format!("202407,,0000000101,202510,{SENDER},11\r\n").into_bytes());
    let error = here.send(&unit).unwrap_err();
    assert_eq!(error.code(), Code::CheckFailed);
    assert_eq!(error.findings().len(), 1);
    assert_eq!(error.findings()[0].rule().id(), "field.required");

    let options = SendOptions::new(here.folder.path()).with_override("保険者番号は電話で確認済み");
    let sent = here.client.send(&unit, &options, &mut Job::new()).unwrap();
    assert_eq!(sent.findings.len(), 1);
    let mut batch = there.receive();
    let received = batch.messages[0].content.as_mut().unwrap();
    assert_eq!(received.message.override_reason.as_deref(), Some("保険者番号は電話で確認済み"));
    let checked = received.read(&mut Job::new()).unwrap();
    assert_eq!(checked.report.files[0].findings.len(), 1, "the receiver gets it too, and has the row");
    assert_eq!(checked.contents.files[0].table.as_ref().unwrap().len(), 1);
}

#[test]
fn messages_come_in_the_order_of_their_serials_and_their_fate_goes_back() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let late = here.send(&withdrawal("20251104090002", "202510")).unwrap();
    let early = here.send(&withdrawal("20251104090001", "202509")).unwrap();
    let recalled = here.send(&withdrawal("20251104090003", "202508")).unwrap();
    here.client.recall(&recalled.id, &mut Job::new()).unwrap();
    here.client.recall(&recalled.id, &mut Job::new()).unwrap();

    let batch = there.receive();
    let ids: Vec<_> = batch.messages.iter().map(|incoming| incoming.reference.id).collect();
    assert_eq!(ids, [early.id, late.id]);
    let refused = Outcome::Refused("対象の利用者がいません".to_owned());
    there.client.acknowledge(&batch.messages[0].reference, &Outcome::Imported, &mut Job::new()).unwrap();
    there.client.acknowledge(&batch.messages[1].reference, &refused, &mut Job::new()).unwrap();
    there.client.acknowledge(&batch.messages[1].reference, &refused, &mut Job::new()).unwrap();
    let stands = there.client.acknowledge(&batch.messages[1].reference, &Outcome::Imported, &mut Job::new()).unwrap();
    assert_eq!((stands.state, stands.is_repeat), (State::Refused, true), "the first outcome stands, and is told");
    assert_eq!(stands.reason.as_deref(), Some("対象の利用者がいません"));
    let error = here.client.recall(&early.id, &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::RelayState);

    let listed = here.client.sent("", &mut Job::new()).unwrap().messages;
    let state = |sent: &Sent| listed.iter().find(|message| message.id == sent.id).unwrap();
    assert_eq!(state(&early).state, State::Imported);
    assert_eq!(state(&late).state, State::Refused);
    assert_eq!(state(&recalled).state, State::Recalled);
    let receipts = &state(&late).receipts;
    assert_eq!(receipts.last().unwrap().0.receipt.kind, ReceiptKind::Recorded);
    let last = &receipts[receipts.len() - 2].0.receipt;
    assert_eq!((last.kind, last.reason.as_deref()), (ReceiptKind::Refused, Some("対象の利用者がいません")));
}

#[test]
fn one_spoilt_message_does_not_stand_in_the_way_of_the_others() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let spoilt = here.send(&withdrawal("20251104090001", "202509")).unwrap();
    let good = here.send(&withdrawal("20251104090002", "202510")).unwrap();
    spoil(&world, &spoilt);

    let batch = there.receive();
    assert_eq!(batch.messages.len(), 2);
    assert_eq!(batch.messages[0].reference.id, good.id);
    assert!(batch.messages[0].content.is_ok());
    let incoming = &batch.messages[1];
    let error = incoming.content.as_ref().err().unwrap();
    assert_eq!(error.code() as i32 / 100, 3, "{error}");
    assert!(!there.folder.path().join("20251104090001").exists());
    let why = Outcome::Refused(error.message_ja().to_owned());
    there.client.acknowledge(&incoming.reference, &why, &mut Job::new()).unwrap();
    let listed = here.client.sent("", &mut Job::new()).unwrap().messages;
    assert_eq!(listed.iter().find(|message| message.id == spoilt.id).unwrap().state, State::Refused);
}

/// Changes one byte of a message where the relay keeps it.
fn spoil(world: &World, sent: &Sent) {
    let database = rusqlite::Connection::open(world.dir.path().join("relay.sqlite")).unwrap();
    let needle = &fs::read(&sent.container).unwrap();
    let rows: Vec<(i64, Vec<u8>)> = {
        let mut query = database.prepare("SELECT rowid, bytes FROM chunk").unwrap();
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let (id, mut bytes) = rows.into_iter().find(|(_, bytes)| bytes == needle).unwrap();
    let at = bytes.windows(10).position(|window| window == b"0000000101").unwrap();
    bytes[at] = b'1';
    database.execute("UPDATE chunk SET bytes = ?2 WHERE rowid = ?1", rusqlite::params![id, bytes]).unwrap();
}

#[test]
fn what_was_received_is_saved_byte_for_byte() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("source.pdf");
    fs::write(&pdf, [b"%PDF-1.7\n".as_slice(), &vec![7; 300_000]].concat()).unwrap();
    let mut unit = one();
    unit.set_subject("10月分の実績の取下げ");
    unit.add_attachment("連絡票.pdf", Source::File(pdf.clone()));
    here.send(&unit).unwrap();

    let mut batch = there.receive();
    let received = batch.messages[0].content.as_mut().unwrap();
    assert_eq!(received.message.subject, "10月分の実績の取下げ");
    let target = folder.path().join("saved");
    received.save(&target, &mut Job::new()).unwrap();
    assert_eq!(fs::read(target.join("連絡票.pdf")).unwrap(), fs::read(&pdf).unwrap());
    assert_eq!(fs::read(target.join(&unit.csv()[0].name)).unwrap(), *unit.csv()[0].bytes);
    assert_eq!(fs::read_dir(&target).unwrap().count(), 2);

    // A second call with the old cursor delivers again.
    let options = ReceiveOptions::new(there.folder.path());
    let again = there.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(again.messages[0].reference.id, batch.messages[0].reference.id);
}

#[test]
fn a_file_in_the_way_is_told_as_such() {
    let world = World::new();
    let (mut here, _) = desks(&world);
    let blocked = here.folder.path().join("not-a-folder");
    fs::write(&blocked, "").unwrap();
    let error = here.client.send(&one(), &SendOptions::new(&blocked), &mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::FileWrite);
    let mut unit = one();
    unit.add_attachment("a.pdf", Source::File(Path::new("/no/such.pdf").to_owned()));
    assert_eq!(here.send(&unit).unwrap_err().code(), Code::FileRead);
}

#[test]
fn the_directory_answers() {
    let world = World::new();
    let (mut here, _) = desks(&world);
    let office = here.client.office(RECEIVER, &mut Job::new()).unwrap().unwrap();
    assert!(office.registered && office.licensed);
    assert!(here.client.office(STRANGER, &mut Job::new()).unwrap().is_none());
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let world = World::new();
    let (mut here, _) = desks(&world);
    let diagnosis = here.client.doctor(&mut Job::new()).unwrap();
    assert!(diagnosis.is_well(), "{diagnosis:?}");
    let ids: Vec<_> = diagnosis.lines.iter().map(|line| line.id).collect();
    let offline = ["key", "certificate", "chain", "crl"];
    let online = ["relay", "tls", "proxy", "protocol", "clock", "registration", "licence"];
    assert_eq!(ids, [&offline[..], &online].concat());
    let line = |id: &str| diagnosis.lines.iter().find(|line| line.id == id).unwrap();
    assert_eq!((line("tls").text_en.as_str(), line("tls").severity), ("The connection uses TLS 1.3.", Severity::Info));
    // A missing revocation list is reported, with what to do about it.
    assert!(!line("crl").remedy_ja.is_empty() && !line("crl").remedy_en.is_empty());

    let lapsed = directory::day_in_japan(*world.now.lock().unwrap()).previous_day().unwrap();
    directory::set_licence(world.relay().store(), SENDER, lapsed, lapsed).unwrap();
    wrong(&mut here, "licence");

    let stranger = world.pki.office(&office(STRANGER, cplink::keys::CertificateKind::CareInsurance)).unwrap();
    wrong(&mut Desk::new(&world, &stranger), "registration");
    let agent = world.pki.office(&office(SENDER, cplink::keys::CertificateKind::Agent)).unwrap();
    wrong(&mut Desk::new(&world, &agent), "certificate");

    let (_, mut late) = desks(&world);
    *world.now.lock().unwrap() += Duration::from_secs(900);
    let diagnosis = late.client.doctor(&mut Job::new()).unwrap();
    let clock = diagnosis.lines.iter().find(|line| line.id == "clock").unwrap();
    assert_eq!(clock.severity, Severity::Warning);
    assert!(!clock.remedy_ja.is_empty() && !clock.remedy_en.is_empty());
}

/// The doctor finds this line at fault, with a remedy.
fn wrong(desk: &mut Desk, id: &str) {
    let diagnosis = desk.client.doctor(&mut Job::new()).unwrap();
    assert!(!diagnosis.is_well());
    let line = diagnosis.lines.iter().find(|line| line.id == id && line.severity == Severity::Error);
    let line = line.unwrap_or_else(|| panic!("{id} is well: {diagnosis:?}"));
    assert!(!line.text_ja.is_empty() && !line.remedy_ja.is_empty() && !line.remedy_en.is_empty());
}

#[test]
fn a_reference_can_be_kept_and_used_later() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let sent = here.send(&one()).unwrap();
    let container = {
        let batch = there.receive();
        batch.messages[0].content.as_ref().unwrap().container.clone()
    };
    let mut received = there.client.open_received(&sent.id, &container, &mut Job::new()).unwrap();
    assert_eq!(received.read(&mut Job::new()).unwrap().contents.files.len(), 1);
    let reference = MessageReference { id: sent.id, from: SENDER.to_owned(), to: RECEIVER.to_owned() };
    there.client.acknowledge(&reference, &Outcome::Imported, &mut Job::new()).unwrap();
}

#[test]
fn the_relays_own_check_of_the_unit_comes_back_as_findings() {
    let world = World::new();
    let (mut here, _) = desks(&world);
    let mut unit = empty("20251104090000");
    let name = format!("UP1KYO_{SENDER}_11_{RECEIVER}_43_20251104090000.CSV");
    unit.add_csv(name, b"202407\r\n".to_vec());
    // Our own check is overridden, the relay's cannot be.
    let options = SendOptions::new(here.folder.path()).with_override("試験");
    let mut refused = |unit: &Unit| {
        let error = here.client.send(unit, &options, &mut Job::new()).unwrap_err();
        assert_eq!(error.code(), Code::RelayFileSet);
        error
    };
    // A kind that the relay has not named is not even sent.
    let error = refused(&unit);
    assert_eq!(error.relay_code(), None);
    assert_eq!(error.findings()[0].rule().id(), "unit.file_missing");
    let missing = format!("UP2KYO_{SENDER}_11_{RECEIVER}_43_20251104090000.CSV");
    assert!(error.findings()[0].message_ja().contains(&missing), "{error:?}");

    let mut unit = empty("20251104090000");
    let name = format!("DLTJSK_202510_{SENDER}_11_{RECEIVER}_43_20251104090001.CSV");
    unit.add_csv(name, one().csv()[0].bytes.clone());
    let error = refused(&unit);
    assert_eq!(error.relay_code(), Some("file-set"));
    assert_eq!(error.findings()[0].rule().id(), "unit.serial_mixed");
}

#[test]
fn the_relays_narrower_limits_hold_from_the_first_verb_on() {
    let world = World::with(|options, _| options.container_bytes = 20_000);
    let (mut here, _) = desks(&world);
    let mut unit = one();
    unit.add_attachment("a.pdf", [b"%PDF-1.4".as_slice(), &[0; 30_000]].concat());
    for _ in 0..2 {
        let error = here.send(&unit).unwrap_err();
        assert_eq!(
            (error.code(), error.relay_code()),
            (Code::RelayTooLarge, None),
            "the relay was not asked to take it"
        );
        assert_eq!(fs::read_dir(here.folder.path()).unwrap().count(), 0, "nothing was sealed");
        // Looking changes nothing.
        assert_eq!(here.client.capabilities(&mut Job::new()).unwrap().limits.container_bytes, 20_000);
    }
}

#[test]
fn two_offices_may_keep_their_containers_in_one_folder() {
    let world = World::new();
    let (mut here, mut there) = desks(&world);
    let sent = here.send(&one()).unwrap();
    let options = ReceiveOptions::new(here.folder.path());
    let batch = there.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(batch.messages[0].content.as_ref().unwrap().container, sent.container);
    there.client.acknowledge(&batch.messages[0].reference, &Outcome::Imported, &mut Job::new()).unwrap();
    assert_eq!(here.client.sent("", &mut Job::new()).unwrap().messages[0].state, State::Imported);
}
