//! 新規作成: a message is written, checked and sent.

use cplink::Code;
use cplink::client::ReceiveOptions;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::seal::MessageId;
use relay_mock::month::MonthMessage;
use relay_mock::server::faults::{Effect, Fault, Place as At, Script, When};
use time::Duration;

use crate::place::Place;
use crate::visitor::{Answer, Visitor};

const KEY: &str = "office-9970000012-care-insurance.pem";

/// The files of a message, one of them changed.
fn files(message: &MonthMessage) -> Vec<(&'static str, &str, &[u8])> {
    message.names().map(|name| ("files", name.as_str(), message.file(name).unwrap())).collect()
}

fn write(visitor: &mut Visitor, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> String {
    let fields = [&[("key", KEY)], fields].concat();
    visitor.post_files("/compose/new", &fields, files).location().to_owned()
}

fn send(visitor: &mut Visitor, at: &str, fields: &[(&str, &str)]) -> Answer {
    visitor.post_files(&format!("{at}/send"), fields, &[])
}

fn id_of(page: &Answer) -> MessageId {
    page.location().strip_prefix("/messages/").unwrap().parse().unwrap()
}

#[test]
fn a_message_is_written_checked_and_sent() {
    let place = Place::new();
    let (mut visitor, message) = (place.visitor(), place.message("02-slip-home-help"));
    visitor.see("/compose").says(KEY).says("9970000111 ヘルパーステーション架空の森（11 訪問介護）").says("あと");
    let subject = "10月分 <予定> & \"実績\"";
    let at = write(&mut visitor, &[("subject", subject)], &files(message));
    let page = visitor.see(&at);
    page.says("情報 1件")
        .says("ヘルパーステーション架空の森（9970000111）")
        .says("10月分 &#60;予定&#62; &#38;")
        .says("送信する");
    visitor.see(&format!("{at}/slip/form")).says(&format!("src=\"{at}/form?page=1\""));
    visitor.see(&format!("{at}/form?page=1")).says("サービス提供票");
    visitor.see(&format!("{at}/slip/rows")).says("被保険者番号");
    // It is kept until it is sent.
    visitor.see("/compose").says(&at).says("送信していない下書き");
    let id = id_of(&send(&mut visitor, &at, &[]));
    let mut receiver = place.client("9970000111");
    let folder = place.dir.path().join("received");
    let batch = receiver.receive("", &ReceiveOptions::new(folder), &mut Job::new()).unwrap();
    let mut received = batch.messages.into_iter().next().unwrap().content.unwrap();
    assert_eq!((received.id, received.message.subject.as_str()), (id, subject));
    for name in message.names() {
        assert_eq!(received.bytes(name, &mut Job::new()).unwrap(), message.file(name).unwrap());
    }
    let sent = place.client("9970000012").sent("", &mut Job::new()).unwrap();
    assert_eq!((sent.messages[0].id, sent.messages[0].state), (id, State::PickedUp));
    visitor.see(&at).says("送信しました").says(&format!("/messages/{id}"));
    let shown = "<bdi>10月分 &#60;予定&#62; &#38; &#34;実績&#34;</bdi>";
    for list in ["/received", "/sent", &format!("/messages/{id}"), &format!("/messages/{id}/slip/rows")] {
        visitor.see(list).says(shown);
    }
    assert!(!visitor.see("/compose").text().contains(&at));
    // Nothing is left of it beside the relay's own.
    assert_eq!(std::fs::read_dir(place.dir.path().join("data/console")).unwrap().count(), 0);
    // It cannot be sent again by going back.
    assert_ne!(visitor.post_files(&format!("{at}/send"), &[], &[]).status, 200);
}

#[test]
fn a_letter_without_csv_goes_to_whom_was_chosen() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let pdf: &[(&str, &str, &[u8])] = &[("files", "連絡票.pdf", b"%PDF-1.4 letter")];
    let refused = visitor.post_files("/compose/new", &[("key", KEY)], pdf);
    assert_eq!(refused.status, 422);
    refused.says("送信先が分かりません");
    let at = write(&mut visitor, &[("receiver", "9970000210")], pdf);
    let id = id_of(&send(&mut visitor, &at, &[]));
    visitor.see(&format!("/messages/{id}/slip/form")).says("帳票にする行がありません").says("連絡票.pdf");
}

#[test]
fn errors_stop_and_warnings_need_a_tick() {
    let place = Place::new();
    let (mut visitor, message) = (place.visitor(), place.message("02-slip-home-help"));
    let name = message.csv.iter().find(|name| name.starts_with("UPPLAN")).unwrap();
    // A sheet of a program's own in place of the plan.
    let mut bad = files(message);
    bad.iter_mut().find(|(_, own, _)| own == name).unwrap().2 = b"202407,990010\r\n";
    let at = write(&mut visitor, &[], &bad);
    visitor.see(&at).says("エラーがあるため送信できません");
    let page = visitor.post_files(&format!("{at}/send"), &[("agreed", "1")], &[]);
    assert_eq!(page.status, 422);
    page.says("エラーがあるため送信できません");
    // The right file takes its place.
    let right = [("files", name.as_str(), message.file(name).unwrap())];
    let lower = name.to_lowercase();
    visitor.post_files(&format!("{at}/change"), &[("key", KEY)], &right).location();
    visitor.see(&at).says("情報 1件");
    // A name in small letters is a warning.
    visitor.post_files(&format!("{at}/remove"), &[("file", name)], &[]).location();
    let odd = [("files", lower.as_str(), message.file(name).unwrap())];
    visitor.post_files(&format!("{at}/change"), &[("key", KEY)], &odd).location();
    visitor.see(&at).says("警告").says("name=\"agreed\"");
    let page = send(&mut visitor, &at, &[]);
    assert_eq!(page.status, 422);
    page.says("name=\"agreed\"");
    id_of(&send(&mut visitor, &at, &[("agreed", "1")]));
}

#[test]
fn a_refusal_is_told_in_the_library_s_words_and_the_draft_stays() {
    let place = Place::new();
    let mut visitor = place.visitor();
    let tell = |visitor: &mut Visitor, dir: &str, fields: &[(&str, &str)], code: Code| {
        let at = write(visitor, fields, &files(place.message(dir)));
        assert_eq!(send(visitor, &at, &[]).location(), at);
        visitor.see(&at).says("送信できませんでした").says(code.message_ja()).says("送信する");
        at
    };
    // A serial that was used.
    place.send(place.message("02-slip-home-help"));
    tell(&mut visitor, "02-slip-home-help", &[("subject", "別の件名")], Code::RelaySerial);
    // A receiver that is not registered.
    let store = place.relay.store();
    let office = store.office("9970000210").unwrap().unwrap();
    store.remove_office("9970000210").unwrap();
    let at = tell(&mut visitor, "03-slip-day-care", &[], Code::RelayReceiverUnknown);
    // Then it is, and its licence has ended.
    store.add_office(&office).unwrap();
    let end = |past: bool| {
        store
            .change_office("9970000210", &|office| {
                let by = Duration::days(if past { -800 } else { 800 });
                office.licence_from += by;
                office.licence_until += by;
            })
            .unwrap()
            .unwrap()
    };
    end(true);
    assert_eq!(send(&mut visitor, &at, &[]).location(), at);
    visitor.see(&at).says("送信できませんでした").says(Code::RelayReceiverLicence.message_ja());
    end(false);
    id_of(&send(&mut visitor, &at, &[]));
    // A certificate that was revoked.
    let at = write(&mut visitor, &[], &files(place.message("04-slip-rental")));
    let fields = [("key", "bad/revoked.pem")];
    visitor.post_files(&format!("{at}/change"), &fields, &[]).location();
    assert_eq!(send(&mut visitor, &at, &[]).location(), at);
    visitor.see(&at).says("送信できませんでした");
}

#[test]
fn a_message_that_takes_its_time_shows_how_far_it_is() {
    let place = Place::with(|options| {
        let delay = Effect::Delay(std::time::Duration::from_millis(1200));
        options.faults.play(Script::of([Fault::new(At::Before, delay).when(When::Every(1))]).unwrap(), 1);
    });
    let mut visitor = place.visitor();
    let at = write(&mut visitor, &[], &files(place.message("02-slip-home-help")));
    assert_eq!(send(&mut visitor, &at, &[]).location(), at);
    visitor.see(&at).says("しばらくお待ちください").says("<div id=\"draft\" data-live>");
    // Neither a second click nor a change gets in between.
    for verb in ["send", "change", "remove"] {
        let page = visitor.post_files(&format!("{at}/{verb}"), &[("key", KEY), ("agreed", "1")], &[]);
        assert_eq!(page.status, 409, "{verb}");
    }
    let mut left = 100;
    while !visitor.see(&at).text().contains("送信しました") {
        std::thread::sleep(std::time::Duration::from_millis(200));
        left -= 1;
        assert!(left > 0, "it is never sent");
    }
}

#[test]
fn another_session_sees_no_draft_and_a_dropped_one_is_gone() {
    let place = Place::new();
    let (mut mine, mut other) = (place.visitor(), place.visitor());
    let at = write(&mut mine, &[], &files(place.message("02-slip-home-help")));
    for path in ["", "/slip/form", "/slip/rows", "/form", "/slip.json", "/files/0"] {
        assert_eq!(other.get(&format!("{at}{path}")).status, 404, "{path}");
    }
    for verb in ["send", "change", "remove"] {
        assert_eq!(other.post_files(&format!("{at}/{verb}"), &[("key", KEY)], &[]).status, 404, "{verb}");
    }
    other.post_files(&format!("{at}/drop"), &[], &[]);
    mine.see(&at);
    mine.post_files(&format!("{at}/drop"), &[], &[]).location();
    assert_eq!(mine.get(&at).status, 404);
}

#[test]
fn only_a_key_of_the_list_is_opened() {
    let place = Place::new();
    let (mut visitor, message) = (place.visitor(), place.message("02-slip-home-help"));
    for key in ["", "../pki/server.pem", "server.pem", "root-key.pem", "/etc/passwd"] {
        let page = visitor.post_files("/compose/new", &[("key", key)], &files(message));
        assert_eq!(page.status, 422, "{key}");
    }
    let without = Place::with(|options| options.console.as_mut().unwrap().pki = None);
    without.visitor().see("/compose").says("relay-mock pki");
}
