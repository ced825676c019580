//! 経過: what became of a message, and its receipts.

use cplink::progress::Job;
use cplink::seal::{Receipt, ReceiptKind};
use cplink_testkit::receipts::receipt;
use time::Duration;

use crate::visitor::{Answer, Visitor, with_console};
use crate::world::{Sealed, World, signer, unix_now};

fn world() -> (World, Visitor) {
    let world = World::with(|options, _| with_console(options));
    let visitor = Visitor::new(world.relay());
    (world, visitor)
}

fn sent(world: &World) -> Sealed {
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    message
}

/// The names of the line of events, and which of them have come.
fn events(page: &Answer) -> Vec<(String, bool)> {
    let line = page.between("<ol class=\"events\">", "</ol>");
    let steps = line.split("<li").skip(1);
    steps
        .map(|step| {
            let name = step.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
            (name.to_owned(), step.starts_with(" class="))
        })
        .collect()
}

fn names(page: &Answer) -> Vec<String> {
    events(page).into_iter().filter(|(_, has_come)| *has_come).map(|(name, _)| name).collect()
}

#[test]
fn the_line_of_events_grows_until_the_outcome_is_recorded() {
    let (world, mut visitor) = world();
    let message = sent(&world);
    let path = format!("/messages/{}", message.id);
    let page = visitor.get(&path);
    assert_eq!(page.status, 200);
    let all: Vec<String> = events(&page).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        (all, names(&page)),
        (["受付", "受信", "取込", "記録"].map(str::to_owned).to_vec(), vec!["受付".to_owned()])
    );
    message.get(&mut world.receiving()).unwrap();
    assert_eq!(names(&visitor.get(&path)), ["受付", "受信"]);
    let ack = world.ack(&message.id, ReceiptKind::Imported, &world.receiver);
    world.receiving().acknowledge(&message.id, &ack, &mut Job::new()).unwrap();
    let page = visitor.get(&path);
    assert_eq!(names(&page), ["受付", "受信", "取込", "記録"]);
    assert_eq!(page.text().matches("確認できました").count(), 4);
    for said in ["通し番号1", "送信先が署名した受領証を記録しています", "あおぞら訪問介護"]
    {
        assert!(page.text().contains(said), "{said}");
    }
}

#[test]
fn a_refusal_says_its_reason_and_nothing_in_it_is_markup() {
    let (world, mut visitor) = world();
    let message = sent(&world);
    message.get(&mut world.receiving()).unwrap();
    let refusal = Receipt {
        reason: Some("<b>読めない</b>".to_owned()),
        ..receipt(ReceiptKind::Refused, message.id, unix_now())
    };
    let refusal = refusal.sign(&*signer(&world.receiver), unix_now()).unwrap();
    world.receiving().acknowledge(&message.id, &refusal, &mut Job::new()).unwrap();
    let page = visitor.get(&format!("/messages/{}", message.id));
    assert_eq!(names(&page), ["受付", "受信", "取込不可", "記録"]);
    assert!(page.text().contains("読めない") && !page.text().contains("<b>"));
}

#[test]
fn recalled_and_expired_are_ends_and_their_contents_are_gone() {
    let (world, mut visitor) = world();
    let (recalled, expired) = (sent(&world), sent(&world));
    world.sending().recall(&recalled.id, &mut Job::new()).unwrap();
    assert_eq!(names(&visitor.get(&format!("/messages/{}", recalled.id))), ["受付", "取消"]);
    *world.now.lock().unwrap() += Duration::days(91);
    let page = visitor.get(&format!("/messages/{}", expired.id));
    assert_eq!(names(&page), ["受付", "期限切れ"]);
    for message in [&recalled, &expired] {
        let gone = visitor.get(&format!("/messages/{}/container", message.id));
        assert!(gone.status == 410 && gone.text().contains("送信し直す"), "{}", gone.status);
    }
}

#[test]
fn container_and_receipts_are_the_bytes_that_the_relay_has() {
    let (world, mut visitor) = world();
    let message =
        Sealed::new(&world.sender, cplink_testkit::SENDER, cplink_testkit::RECEIVER, &[("large.pdf", 700_000)]);
    let accepted = message.put(&mut world.sending()).unwrap();
    let container = visitor.get(&format!("/messages/{}/container", message.id));
    assert_eq!(container.bytes, message.bytes);
    assert_eq!(container.header("content-disposition"), format!("attachment; filename=\"{}.asice\"", message.id));
    assert_eq!(visitor.get(&format!("/messages/{}/receipts/1.p7s", message.id)).bytes, accepted);
    let receipts = world.relay().store().receipts(&message.id).unwrap();
    assert_eq!(receipts.len(), 1, "to look at a message is no pick-up");
    for path in ["receipts/0.p7s", "receipts/2.p7s", "receipts/1", "receipts/x.p7s"] {
        assert_eq!(visitor.get(&format!("/messages/{}/{path}", message.id)).status, 404, "{path}");
    }
}

#[test]
fn a_receipt_that_does_not_hold_says_so_and_nothing_else() {
    let (world, mut visitor) = world();
    // Put there past the relay: signed by nobody.
    let id = cplink::seal::MessageId([7; 32]);
    let message = relay_mock::store::NewMessage {
        id,
        agent: None,
        sender: cplink_testkit::SENDER.to_owned(),
        receiver: cplink_testkit::RECEIVER.to_owned(),
        unit: "1".to_owned(),
        kind: "attachments".to_owned(),
        subject: String::new(),
        size: 1,
        at: *world.now.lock().unwrap(),
    };
    let store = world.relay().store();
    store.accept(&message, &mut &b"x"[..], time::OffsetDateTime::UNIX_EPOCH, &|_| Ok(vec![1])).unwrap();
    let page = visitor.get(&format!("/messages/{id}"));
    assert!(page.text().contains("確認できません") && !page.text().contains("確認できました"));
    // One of another message.
    let real = sent(&world);
    let of_another = store.receipts(&real.id).unwrap().remove(0);
    let other = relay_mock::store::NewMessage { id: cplink::seal::MessageId([8; 32]), unit: "2".to_owned(), ..message };
    store.accept(&other, &mut &b"x"[..], time::OffsetDateTime::UNIX_EPOCH, &|_| Ok(of_another.clone())).unwrap();
    let page = visitor.get(&format!("/messages/{}", other.id));
    assert!(page.text().contains("別のメッセージの受領証です") && page.text().contains("問題あり"));
}

#[test]
fn the_chain_of_the_sender_leads_from_message_to_message() {
    let (world, mut visitor) = world();
    let (first, second) = (sent(&world), sent(&world));
    let page = visitor.get(&format!("/messages/{}", second.id));
    assert!(page.text().contains("通し番号2で、別のメッセージの受領証に続いています"));
    assert!(page.text().contains(&format!("href=\"/messages/{}\"", first.id)));
    let page = visitor.get(&format!("/messages/{}", first.id));
    assert!(page.text().contains("通し番号1で、最初の受領証です") && page.text().contains("確認済み"));
}

#[test]
fn there_is_no_message_of_a_wrong_id() {
    let (_world, mut visitor) = world();
    for id in ["x", "%3Cscript%3E", &"0".repeat(64), &"F".repeat(64), &"0".repeat(65)] {
        for path in ["", "/container", "/receipts/1.p7s"] {
            let page = visitor.get(&format!("/messages/{id}{path}"));
            assert!(page.status == 404 && !page.text().contains("<script>"), "{id}{path}");
        }
    }
}
