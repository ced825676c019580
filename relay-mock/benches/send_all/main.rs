//! `Client::send_all` against curl. `cargo bench -p relay-mock --bench send_all [-- ROUNDS]`
//!
//! 60 usage slips to 60 offices, one relay, one new connection each time. `send_all` checks, seals, keeps, sends and
//! verifies the receipts; curl puts 60 containers of the same size that were sealed before, in one process and over one
//! connection, and looks at no answer.
//!
//! Both have what they send at hand: the one its units in memory, the other its containers, just written, in the system's
//! cache. Both have one connection, opened within the time, as is the start of curl and of the threads of `send_all`.
//!
//! - `ratio send_all`: the time of `send_all` against curl's. Lower is better; 1.2 is the limit.
//!
//! Both take turns in rounds, now the one first, now the other; the ratio is the median over the rounds' ratios. The
//! best round of each is told too. `TMPDIR` says which disk. `send_all` needs a second processor, and a disk that others do
//! not wait for: where they are busy the ratio says nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod curl;
mod slips;
mod world;

use std::time::{Duration, Instant};

use world::World;

const ROUNDS: usize = 9;

struct Round {
    send_all: Duration,
    curl: Duration,
}

fn timed(run: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    run();
    begin.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let rounds = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let mut world = World::new();
    let mut round = |number: usize| {
        let mut sending = world.sending();
        let put = world.sealed();
        let mut send_all = || timed(|| drop(sending.send()));
        let curl = || timed(|| put.put());
        if number.is_multiple_of(2) {
            Round { send_all: send_all(), curl: curl() }
        } else {
            let curl = curl();
            Round { send_all: send_all(), curl }
        }
    };
    // The first ones fill caches.
    round(0);
    round(1);
    let rounds: Vec<Round> = (0..rounds).map(round).collect();
    let over = |value: &dyn Fn(&Round) -> f64| median(rounds.iter().map(value).collect());
    println!(
        "ratio send_all {:.3}  ({:.0} ms for {} units against {:.0} ms)",
        over(&|round| round.send_all.as_secs_f64() / round.curl.as_secs_f64()),
        over(&|round| round.send_all.as_secs_f64()) * 1e3,
        slips::COUNT,
        over(&|round| round.curl.as_secs_f64()) * 1e3,
    );
    let best = |value: fn(&Round) -> Duration| rounds.iter().map(value).min().unwrap_or_default().as_secs_f64();
    let (send_all, curl) = (best(|round| round.send_all), best(|round| round.curl));
    println!("best rounds {:.3}  ({:.1} ms against {:.1} ms)", send_all / curl, send_all * 1e3, curl * 1e3);
}
