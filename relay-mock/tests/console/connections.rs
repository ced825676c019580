//! 接続: who is connected, and the last calls.

use std::time::{Duration, Instant};

use cplink::progress::Job;

use crate::visitor::{Answer, Visitor, with_console};
use crate::world::World;

/// The page, as soon as this is true of it.
fn eventually(visitor: &mut Visitor, is_there: impl Fn(&Answer) -> bool) -> Answer {
    let begin = Instant::now();
    loop {
        let page = visitor.get("/connections");
        if is_there(&page) {
            return page;
        }
        assert!(begin.elapsed() < Duration::from_secs(10), "{}", page.text());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn who_waits_for_news_is_shown_and_goes() {
    let world = World::with(|options, _| with_console(options));
    let mut visitor = Visitor::new(world.relay());
    assert!(visitor.get("/connections").text().contains("接続しているソフトウェアは、今はありません"));
    let mut receiving = world.receiving();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(move || receiving.inbox("", Duration::from_secs(30), &mut Job::new()).unwrap());
        let page = eventually(&mut visitor, |page| page.text().contains("新着を待っています"));
        assert!(page.text().contains("あおぞら訪問介護") && page.text().contains("うち新着待ち 1件"));
        world.message().put(&mut world.sending()).unwrap();
        assert_eq!(waiting.join().unwrap().entries.len(), 1);
    });
    eventually(&mut visitor, |page| page.text().contains("接続 0件"));
}

#[test]
fn the_last_calls_are_shown_without_ids_and_offices() {
    let world = World::with(|options, _| with_console(options));
    let mut visitor = Visitor::new(world.relay());
    let message = world.message();
    message.put(&mut world.sending()).unwrap();
    assert!(message.get(&mut world.sending()).is_ok());
    assert!(world.message().get(&mut world.receiving()).is_err());
    let page = visitor.get("/connections");
    let calls = page.text().split("最近の要求").nth(1).unwrap();
    for said in ["PUT /v1/messages/{id}", "GET /v1/messages/{id}", "送信", "201", "404", "受け付けず", "正常"]
    {
        assert!(calls.contains(said), "{said}: {calls}");
    }
    assert!(!calls.contains(&message.id.to_string()) && !calls.contains("13700000"), "{calls}");
}
