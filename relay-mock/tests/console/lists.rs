//! 受信一覧 and 送信済一覧.

use cplink::seal::MessageId;
use relay_mock::store::{NewMessage, Store};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::visitor::{Answer, Visitor, with_console};
use crate::world::{RECEIVER, SENDER, World};

const NOW: OffsetDateTime = datetime!(2026-05-10 03:00 UTC);

/// A relay with so many messages, a minute apart, by the clock of May 2026.
fn world(messages: u16) -> World {
    let world = World::with(|options, _| with_console(options));
    *world.now.lock().unwrap() = NOW;
    (0..messages).for_each(|n| put(world.relay().store(), n, (SENDER, RECEIVER), NOW + Duration::minutes(n.into())));
    world
}

fn put(store: &dyn Store, n: u16, parties: (&str, &str), at: OffsetDateTime) {
    put_called(store, n, parties, at, "10月分の予定");
}

fn put_called(store: &dyn Store, n: u16, (from, to): (&str, &str), at: OffsetDateTime, subject: &str) {
    let mut id = [0; 32];
    id[..2].copy_from_slice(&n.to_be_bytes());
    let message = NewMessage {
        id: MessageId(id),
        agent: None,
        sender: from.to_owned(),
        receiver: to.to_owned(),
        unit: n.to_string(),
        kind: "usage_slip".to_owned(),
        subject: subject.to_owned(),
        size: 3,
        at,
    };
    store.accept(&message, &mut &b"abc"[..], OffsetDateTime::UNIX_EPOCH, &|_| Ok(vec![1])).unwrap();
}

/// The numbers of the messages of a page.
fn numbers(page: &Answer) -> Vec<u16> {
    let links = page.text().split("href=\"/messages/").skip(1);
    links.map(|link| u16::from_str_radix(&link[..4], 16).unwrap()).collect()
}

/// Where a page's link of this relation leads.
fn link(page: &Answer, rel: &str) -> Option<String> {
    let link = page.text().split("<a ").find(|link| link.contains(&format!("rel=\"{rel}\"")))?;
    Some(link.split('"').nth(3).unwrap().replace("&amp;", "&").replace("&#38;", "&"))
}

#[test]
fn an_empty_list_says_what_to_do_next() {
    let world = world(0);
    let mut visitor = Visitor::new(world.relay());
    for path in ["/received", "/sent"] {
        let page = visitor.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("まだありません") && page.text().contains("href=\"/compose\""), "{path}");
    }
}

#[test]
fn pages_of_fifty_go_to_the_oldest_and_back() {
    let world = world(120);
    let mut visitor = Visitor::new(world.relay());
    let first = visitor.get("/received");
    assert_eq!(numbers(&first), (70..120).rev().collect::<Vec<_>>());
    assert_eq!(link(&first, "prev"), None);
    let second = visitor.get(&link(&first, "next").unwrap());
    assert_eq!(numbers(&second), (20..70).rev().collect::<Vec<_>>());
    let last = visitor.get(&link(&second, "next").unwrap());
    assert_eq!((numbers(&last), link(&last, "next")), ((0..20).rev().collect(), None));
    let back = visitor.get(&link(&last, "prev").unwrap());
    assert_eq!(numbers(&back), numbers(&second));
    let newest = visitor.get(&link(&back, "prev").unwrap());
    assert_eq!((numbers(&newest), link(&newest, "prev")), (numbers(&first), None), "the newest is none behind");
}

#[test]
fn offices_are_named_and_kinds_are_said_in_japanese() {
    let world = world(1);
    put(world.relay().store(), 1, ("1370000037", RECEIVER), NOW);
    let mut visitor = Visitor::new(world.relay());
    let page = visitor.get("/received");
    for text in
        ["みどり居宅介護支援事業所", "あおぞら訪問介護", "登録なし", "サービス利用票（予定）", "2026/05/10 12:00:00"]
    {
        assert!(page.text().contains(text), "{text}");
    }
}

#[test]
fn the_office_is_the_receiver_here_and_the_sender_there() {
    let world = world(1);
    put(world.relay().store(), 1, (RECEIVER, SENDER), NOW);
    let mut visitor = Visitor::new(world.relay());
    assert_eq!(numbers(&visitor.get(&format!("/received?office={RECEIVER}"))), [0]);
    assert_eq!(numbers(&visitor.get(&format!("/sent?office={RECEIVER}"))), [1]);
    assert_eq!(
        numbers(&visitor.get(
            "/sent?office=%EF%BC%91%EF%BC%93%EF%BC%97%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%91%EF%BC%91"
        )),
        [0]
    );
    let none = visitor.get("/sent?office=1370000037");
    assert!(numbers(&none).is_empty() && none.text().contains("条件に合うメッセージはありません"));
}

#[test]
fn month_and_state_are_looked_for_together_and_kept_by_the_links() {
    let world = world(60);
    put(world.relay().store(), 60, (SENDER, RECEIVER), datetime!(2026-05-31 15:00 UTC));
    let mut visitor = Visitor::new(world.relay());
    assert_eq!(numbers(&visitor.get("/sent?month=2026-06")), [60]);
    assert!(numbers(&visitor.get("/sent?month=2026-06&state=imported")).is_empty());
    let page = visitor.get("/sent?month=2026-05&state=accepted");
    assert_eq!(numbers(&page), (10..60).rev().collect::<Vec<_>>());
    assert!(page.text().contains("<option value=\"accepted\" selected>"));
    assert_eq!(numbers(&visitor.get(&link(&page, "next").unwrap())), (0..10).rev().collect::<Vec<_>>());
}

#[test]
fn what_cannot_be_looked_for_is_said_beside_the_form() {
    let world = world(1);
    let mut visitor = Visitor::new(world.relay());
    let hostile = "%3Cscript%3Ealert(1)%3C/script%3E";
    for query in [
        "month=2026-13".to_owned(),
        "office=137".to_owned(),
        "state=prepared".to_owned(),
        format!("state={hostile}"),
        format!("office={hostile}"),
        format!("month={hostile}"),
    ] {
        let page = visitor.get(&format!("/received?{query}"));
        assert_eq!(page.status, 400, "{query}");
        assert!(page.text().contains("role=\"alert\"") && !page.text().contains("<script>"), "{query}");
        assert!(numbers(&page).is_empty(), "{query}: nobody takes all for what was asked for");
    }
    for query in ["before=-1", "after=x", "month=2026-05&month=2026-06"] {
        assert_eq!(visitor.get(&format!("/received?{query}")).status, 400, "{query}");
    }
    for query in ["before=0", "before=18446744073709551615", "after=18446744073709551615"] {
        assert_eq!(visitor.get(&format!("/received?{query}")).status, 200, "{query}");
    }
}

/// A relay with these messages, the last of them above.
fn called(subjects: &[&str]) -> (World, Visitor) {
    let world = world(0);
    for (n, subject) in (0..).zip(subjects) {
        put_called(world.relay().store(), n, (SENDER, RECEIVER), NOW, subject);
    }
    let visitor = Visitor::new(world.relay());
    (world, visitor)
}

/// What the list has as subjects.
fn subjects(page: &Answer) -> Vec<&str> {
    page.all_between("<td class=\"subject\">", "</td>")
}

#[test]
fn subjects_are_shown_in_both_lists_until_the_container_is_gone() {
    let (world, mut visitor) = called(&["10月分の予定", ""]);
    for path in ["/received", "/sent"] {
        let page = visitor.see(path);
        assert_eq!(subjects(&page), ["<span class=\"quiet\">なし</span>", "<bdi>10月分の予定</bdi>"], "{path}");
    }
    let detail = format!("/messages/{}", "0".repeat(64));
    visitor.see(&detail).says("<dt>件名</dt><dd><bdi>10月分の予定</bdi></dd>");
    *world.now.lock().unwrap() = NOW + Duration::days(91);
    let page = visitor.see("/received");
    assert_eq!(subjects(&page), ["<span class=\"quiet\">保管終了</span>"; 2], "it may name somebody");
    assert!(!visitor.see(&detail).text().contains("10月分の予定"));
}

#[test]
fn a_hostile_subject_is_a_short_line_of_text_and_whole_in_the_detail() {
    let long = "長い件名".repeat(2500);
    let turned = "\u{202E}定予\u{2069}\u{2066}\u{200B}";
    let (_world, mut visitor) = called(&["</bdi></td><script>alert(1)</script>", turned, &long, "\u{0}\r\nx"]);
    let page = visitor.see("/received");
    let short = format!("<bdi>{}…</bdi>", "長い件名".repeat(10));
    let expected = [
        "<bdi>\u{FFFD}\u{FFFD}\u{FFFD}x</bdi>",
        &short,
        "<bdi>\u{FFFD}定予\u{FFFD}\u{FFFD}\u{FFFD}</bdi>",
        "<bdi>&#60;/bdi&#62;&#60;/td&#62;&#60;script&#62;alert(1)&#60;/script&#62;</bdi>",
    ];
    assert_eq!(subjects(&page), expected);
    assert!(page.bytes.len() < 20_000 && !page.text().contains("<script>alert"), "{}", page.bytes.len());
    let detail = |n: u16| format!("/messages/{n:04x}{}", "0".repeat(60));
    visitor.see(&detail(0)).says("<bdi>&#60;/bdi&#62;&#60;/td&#62;&#60;script&#62;alert(1)&#60;/script&#62;</bdi>");
    visitor.see(&detail(1)).says("<bdi>\u{FFFD}定予\u{FFFD}\u{FFFD}\u{FFFD}</bdi>");
    visitor.see(&detail(2)).says(&format!("<bdi>{long}</bdi>"));
}

#[test]
fn a_number_in_a_subject_that_could_be_somebodys_gives_the_warning() {
    const WARNING: &str = "実在の方の被保険者番号かもしれない";
    let (world, mut visitor) = called(&["9970000012 の予定"]);
    for path in ["/received", "/messages/0000000000000000000000000000000000000000000000000000000000000000"] {
        assert!(!visitor.see(path).text().contains(WARNING), "{path}");
    }
    put_called(world.relay().store(), 1, (SENDER, RECEIVER), NOW, "１２３４５６７８９０ 様の予定");
    for path in ["/received", "/sent", "/messages/0001000000000000000000000000000000000000000000000000000000000000"] {
        visitor.see(path).says(WARNING);
    }
}
