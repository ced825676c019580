//! Time that passes in one leap, and many messages that are past their time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cplink::progress::Job;
use cplink::seal::MessageId;
use relay_mock::store::NewMessage;
use time::OffsetDateTime;

use crate::world::{RECEIVER, SENDER, World};

fn kept(world: &World) -> usize {
    let all = world.relay().store().messages(0, usize::MAX >> 1, OffsetDateTime::UNIX_EPOCH).unwrap();
    all.entries.iter().filter(|message| message.kept).count()
}

#[test]
fn a_clock_that_leaps_deletes_nothing() {
    let mut world = World::new();
    let messages: Vec<_> = (0..12).map(|_| world.message()).collect();
    messages.iter().for_each(|message| drop(message.put(&mut world.sending()).unwrap()));
    *world.now.lock().unwrap() += time::Duration::days(91);
    // At its start a relay looks for what is past its time.
    world.restart();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(kept(&world), 12);
    *world.now.lock().unwrap() -= time::Duration::days(91);
    assert_eq!(world.receiving().inbox("", Duration::ZERO, &mut Job::new()).unwrap().entries.len(), 12);
    assert_eq!(messages[7].get(&mut world.receiving()).unwrap(), messages[7].bytes);
}

#[test]
fn the_few_of_an_ordinary_day_go_by_themselves() {
    let mut world = World::new();
    world.message().put(&mut world.sending()).unwrap();
    *world.now.lock().unwrap() += time::Duration::days(91);
    world.restart();
    cplink_testkit::wait_until(|| kept(&world) == 0);
}

#[test]
fn while_many_expire_others_send_and_receive() {
    const MANY: u32 = 6_000;
    let world = World::new();
    let store = world.relay().store();
    let long_ago = *world.now.lock().unwrap() - time::Duration::days(100);
    std::thread::scope(|scope| {
        for part in 0..32 {
            scope.spawn(move || {
                for n in (0..MANY).filter(|n| n % 32 == part) {
                    let mut id = [0; 32];
                    id[..4].copy_from_slice(&n.to_be_bytes());
                    let new = NewMessage {
                        id: MessageId(id),
                        sender: SENDER.to_owned(),
                        receiver: RECEIVER.to_owned(),
                        unit: n.to_string(),
                        kind: "attachments".to_owned(),
                        subject: "10月分の予定".to_owned(),
                        size: 2000,
                        at: long_ago,
                        agent: None,
                    };
                    let sign = |_| Ok(vec![0; 500]);
                    store.accept(&new, &mut &[0; 2000][..], OffsetDateTime::UNIX_EPOCH, &sign).unwrap();
                }
            });
        }
    });
    let done = AtomicBool::new(false);
    let (sent, longest) = std::thread::scope(|scope| {
        let others = scope.spawn(|| {
            let (mut sending, mut receiving) = (world.sending(), world.receiving());
            let (mut sent, mut longest) = (0, Duration::ZERO);
            while !done.load(Ordering::SeqCst) {
                let message = world.message();
                let begin = Instant::now();
                message.put(&mut sending).unwrap();
                message.get(&mut receiving).unwrap();
                (sent, longest) = (sent + 1, longest.max(begin.elapsed()));
            }
            (sent, longest)
        });
        world.relay().expire().unwrap();
        done.store(true, Ordering::SeqCst);
        others.join().unwrap()
    });
    assert_eq!(kept(&world), sent);
    assert!(sent > 3, "{sent} were sent meanwhile");
    // One transaction for all would take as long as all.
    println!("{sent} sent and received, the longest in {longest:?}");
}
