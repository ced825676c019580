//! Many offices in one process: turns, faults, time and connections.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cplink::client::{Client, Offices, Pause, Round};
use cplink::error::{Code, Error, Result};
use cplink::keys::FileSigner;
use cplink::progress::Job;
use cplink::relay::memory::MemoryTransport;
use cplink::relay::{
    Acceptance, Acknowledgement, Capabilities, DirectoryEntry, InboxPage, MemoryRelay, Outgoing, SentPage, Standing,
    Transport,
};
use cplink::seal::MessageId;
use cplink_testkit::{World, code, signer};
use relay_mock::pki::Algorithm;

const LONG: Duration = Duration::from_secs(60);

/// Connections that are open now, and the most that were.
#[derive(Default)]
struct Lines {
    open: AtomicUsize,
    most: AtomicUsize,
    opened: AtomicUsize,
}

/// A line whose connection opens with a call and closes when it rests.
struct Line {
    inner: MemoryTransport,
    lines: Arc<Lines>,
    is_open: bool,
}

impl Line {
    fn open(&mut self) {
        if !self.is_open {
            self.is_open = true;
            self.lines.opened.fetch_add(1, Ordering::SeqCst);
            let open = self.lines.open.fetch_add(1, Ordering::SeqCst) + 1;
            self.lines.most.fetch_max(open, Ordering::SeqCst);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.rest();
    }
}

impl Transport for Line {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        self.open();
        self.inner.capabilities(job)
    }

    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        self.open();
        self.inner.office(number, job)
    }

    fn put_message(&mut self, _: &Outgoing<'_>, _: &mut dyn Read, _: u64, _: &mut Job<'_>) -> Result<Acceptance> {
        Err(Error::new(Code::RelayRequest))
    }

    fn get_message(&mut self, _: &MessageId, _: &mut dyn Write, _: u64, _: &mut Job<'_>) -> Result<u64> {
        Err(Error::new(Code::RelayRequest))
    }

    /// A relay that never answers, but looks at the job.
    fn inbox(&mut self, _: &str, _: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        loop {
            job.check()?;
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        self.inner.sent(after, job)
    }

    fn acknowledge(&mut self, _: &MessageId, _: &Acknowledgement<'_>, _: &mut Job<'_>) -> Result<Standing> {
        Err(Error::new(Code::RelayRequest))
    }

    fn rest(&mut self) {
        if self.is_open {
            self.is_open = false;
            self.lines.open.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// So many offices at one relay, and their numbers.
struct Town {
    offices: Offices,
    numbers: Vec<String>,
    lines: Arc<Lines>,
}

impl Town {
    fn new(offices: usize, connections: usize) -> Self {
        let (world, relay, lines) = (World::new(), MemoryRelay::new(), Arc::new(Lines::default()));
        let all = Offices::new(connections);
        let numbers: Vec<String> = (0..offices).map(|n| format!("99700{n:05}")).collect();
        for number in numbers.iter().rev() {
            relay.register(number, "試験事業所");
            let key = world.pki.office(&cplink_testkit::office(number, Algorithm::EcdsaP256)).unwrap();
            let line = Line { inner: relay.transport(number), lines: Arc::clone(&lines), is_open: false };
            let signer: Arc<FileSigner> = Arc::new(signer(&key));
            all.add(Client::new(line, signer, world.trust.clone()).unwrap()).unwrap();
        }
        Self { offices: all, numbers, lines }
    }

    fn with_pause(self, pause: Pause) -> Self {
        Self { offices: self.offices.with_pause(pause), ..self }
    }

    /// Goes around, and gives in which order.
    fn round(&self, work: impl Fn(&str, &mut Client, &mut Job<'_>) -> Result<()>) -> (Round, Vec<String>) {
        let mut order = Vec::new();
        let round = self.offices.each(LONG, &mut Job::new(), |number, client, job| {
            order.push(number.to_owned());
            work(number, client, job)
        });
        (round.unwrap(), order)
    }
}

fn ask(_: &str, client: &mut Client, job: &mut Job<'_>) -> Result<()> {
    let own = client.office_number().to_owned();
    client.office(&own, job)?.map(drop).ok_or(Error::new(Code::RelaySenderUnknown))
}

#[test]
fn each_office_has_one_turn_and_a_fault_stops_no_other() {
    let town = Town::new(5, 8).with_pause(Pause { first: LONG, longest: LONG });
    let (round, order) = town.round(ask);
    assert_eq!((round.done, round.pausing, order), (5, 0, town.numbers.clone()));
    assert!(round.failed.is_empty());

    let bad = town.numbers[1].clone();
    let (round, order) =
        town.round(
            |number, client, job| {
                if number == bad { Err(Error::new(Code::KeySign)) } else { ask(number, client, job) }
            },
        );
    assert_eq!((round.done, order), (4, town.numbers.clone()));
    assert_eq!(
        round.failed.iter().map(|(number, error)| (number, error.code())).collect::<Vec<_>>(),
        [(&bad, Code::KeySign)]
    );

    let (round, order) = town.round(ask);
    let others: Vec<String> = town.numbers.iter().filter(|number| **number != bad).cloned().collect();
    assert_eq!((round.done, round.pausing, order), (4, 1, others), "it pauses, and the others keep their order");
    town.offices.one(&bad, LONG, &mut Job::new(), ask).unwrap();
    assert_eq!(town.round(ask).0.done, 5, "a good turn that a person asked for ends the pause");
}

#[test]
fn a_pause_ends() {
    let pause = Duration::from_millis(50);
    let town = Town::new(1, 1).with_pause(Pause { first: pause, longest: pause });
    assert_eq!(town.round(|_, _, _| Err(Error::new(Code::Timeout))).0.failed.len(), 1);
    std::thread::sleep(pause);
    assert_eq!(town.round(ask).0.done, 1);
}

#[test]
fn a_slow_answer_takes_no_more_than_its_own_time() {
    let town = Town::new(3, 3);
    let slow = town.numbers[0].clone();
    let began = Instant::now();
    let round = town.offices.each(Duration::from_millis(200), &mut Job::new(), |number, client, job| {
        let folder = std::env::temp_dir();
        if number == slow {
            client.inbox("", &cplink::client::ReceiveOptions::new(folder), job)?;
        }
        ask(number, client, job)
    });
    let round = round.unwrap();
    assert_eq!((round.done, round.failed.len(), round.failed[0].1.code()), (2, 1, Code::Timeout));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn connections_are_bounded_and_kept_where_there_is_room() {
    let town = Town::new(9, 3);
    for _ in 0..2 {
        assert_eq!(town.round(ask).0.done, 9);
    }
    assert_eq!(town.lines.most.load(Ordering::SeqCst), 3);
    let roomy = Town::new(3, 3);
    for _ in 0..4 {
        assert_eq!(roomy.round(ask).0.done, 3);
    }
    assert_eq!(roomy.lines.opened.load(Ordering::SeqCst), 3, "each opened once");
}

#[test]
fn threads_share_a_round_and_the_connections() {
    let town = Town::new(40, 2);
    let turns: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let began = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                began.wait();
                town.round(|number, client, job| {
                    *turns.lock().unwrap().entry(number.to_owned()).or_default() += 1;
                    std::thread::sleep(Duration::from_millis(5));
                    ask(number, client, job)
                })
            });
        }
    });
    let turns = turns.into_inner().unwrap();
    assert_eq!(turns.len(), 40);
    assert!(turns.values().all(|turns| *turns <= 4) && turns.values().sum::<usize>() < 60, "{turns:?}");
    assert!(town.lines.most.load(Ordering::SeqCst) <= 2);
}

#[test]
fn who_is_stopped_loses_nothing_and_has_no_fault() {
    let town = Town::new(3, 3);
    let mut job = Job::new();
    let cancel = job.cancel().clone();
    let stopped = town.offices.each(LONG, &mut job, |_, _, job| {
        cancel.cancel();
        job.check()
    });
    assert_eq!(code(stopped), Code::Cancelled);
    let (round, order) = town.round(ask);
    assert_eq!((round.done, round.pausing), (3, 0));
    assert_eq!(order[..2], town.numbers[1..], "those that had no turn come first");
}

#[test]
fn a_panic_of_the_host_puts_the_office_back() {
    let town = Town::new(2, 2);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        town.offices.each(LONG, &mut Job::new(), |_, _, _| panic!("the host's own fault"))
    }));
    assert!(panicked.is_err());
    assert_eq!(town.round(ask).0.done, 2);
}

#[test]
fn an_office_is_there_once_and_cannot_be_taken_out_in_its_turn() {
    let town = Town::new(2, 2);
    let number = town.numbers[0].clone();
    let taken = town.offices.one(&number, LONG, &mut Job::new(), |number, _, _| {
        let busy = code(town.offices.remove(number));
        Ok((busy, code(town.offices.one(number, LONG, &mut Job::new(), ask))))
    });
    assert_eq!(taken.unwrap(), (Code::Busy, Code::Busy));
    let client = town.offices.remove(&number).unwrap().unwrap();
    assert_eq!(town.offices.len(), 1);
    assert!(town.offices.remove(&number).unwrap().is_none());
    assert_eq!(code(town.offices.one(&number, LONG, &mut Job::new(), ask)), Code::InvalidArgument);
    town.offices.add(client).unwrap();
    let other = town.offices.remove(&town.numbers[1]).unwrap().unwrap();
    town.offices.add(other).unwrap();
    let twin = town.offices.remove(&number).unwrap().unwrap();
    assert!(twin.another().is_none(), "this transport has one line");
    assert!(!town.offices.is_empty());
}

#[test]
fn whoever_has_a_turn_does_not_wait_for_its_own_end() {
    let town = Town::new(2, 1);
    let [first, second] = [town.numbers[0].clone(), town.numbers[1].clone()];
    let within = town.offices.one(&first, LONG, &mut Job::new(), |_, _, job| {
        Ok((code(town.offices.one(&second, LONG, job, ask)), code(town.offices.each(LONG, job, ask))))
    });
    assert_eq!(within.unwrap(), (Code::Busy, Code::Busy), "there is one connection, and it has it");
    assert_eq!(town.round(ask).0.done, 2);
}

#[test]
fn a_turn_that_a_host_ends_itself() {
    let town = Town::new(3, 3).with_pause(Pause { first: LONG, longest: LONG });
    let job = &mut Job::new();
    let turns = town.offices.turns(LONG);
    let mut kept = Vec::new();
    while let Some(turn) = turns.next(job).unwrap() {
        let client = turn.client();
        ask(turn.number(), client.hold().unwrap().client().unwrap(), job).unwrap();
        if turn.number() == town.numbers[0] {
            turn.done().unwrap();
            assert_eq!(code(turn.done()), Code::InvalidArgument, "it is over");
        } else if turn.number() == town.numbers[1] {
            turn.failed(&Error::new(Code::Timeout)).unwrap();
        }
        kept.push(client);
    }
    assert_eq!(turns.pausing(), 0);
    for client in kept {
        assert_eq!(code(client.hold().map(drop)), Code::InvalidArgument, "no client outlives its turn");
    }
    let (round, order) = town.round(ask);
    assert_eq!((round.done, round.pausing), (2, 1), "a turn without a word has no fault");
    assert_eq!(order, [town.numbers[0].clone(), town.numbers[2].clone()]);
}

#[test]
fn an_office_is_put_back_once_its_last_verb_has_ended() {
    let town = Town::new(1, 1);
    let number = town.numbers[0].clone();
    let turn = town.offices.turn(&number, LONG, &mut Job::new()).unwrap();
    let client = turn.client();
    let mut hold = client.hold().unwrap();
    assert_eq!(code(turn.done()), Code::Busy, "a verb runs");
    assert_eq!(code(turn.client().hold().map(drop)), Code::Busy);
    drop(turn);
    hold.client().unwrap();
    assert_eq!(code(town.offices.remove(&number)), Code::Busy, "the verb goes on");
    drop(hold);
    assert_eq!(town.round(ask).0.done, 1);
}
