//! What the relay does with a message, against what SQLite alone commits on the same disk.
//! `cargo bench -p relay-mock --bench accept [-- SECONDS]`
//!
//! 16 offices, each with a certificate (ECDSA) and a connection of its own that is kept, send containers
//! of about 2 KB that were sealed before. What is measured is the relay's whole way: TLS, HTTP, the check
//! of the container and its certificates, the store, the signed receipt, and the answer once all is on
//! disk. The senders run on the same processors, and their part is in the measured time too.
//!
//! - `ratio accept`: messages a second against the commits a second of one bare connection that inserts
//!   a row of 2 KB per transaction, WAL with `synchronous=FULL`, in the same folder. Higher is better.
//! - `ratio full`: processor time of the relay's threads for a message with 300,000 messages in the
//!   store, against an empty store. Lower is better.
//! - `ratio waiting`: the same with 150 other offices waiting for news, against nobody.
//!
//! All take turns in rounds; the ratios are medians over the rounds' ratios. `TMPDIR` says which disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod raw;
mod sender;
mod world;

use std::time::Duration;

use world::{Spent, World};

const ROUNDS: usize = 5;
const FULL: u32 = 300_000;
const WAITING: u64 = 150;

/// What was measured in turn.
struct Round {
    /// Commits a second of SQLite alone.
    commits: f64,
    alone: Spent,
    full: Spent,
    waiting: Spent,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median of what `value` gives for each round.
fn over<T>(rounds: &[T], value: impl Fn(&T) -> f64) -> f64 {
    median(rounds.iter().map(value).collect())
}

fn main() {
    let seconds = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1.0);
    let turn = Duration::from_secs_f64(seconds);
    let mut raw = raw::Raw::new();
    let mut full = World::new(0, FULL);
    let mut empty = World::new(WAITING, 0);
    for world in [&mut empty, &mut full] {
        world.send(turn / 4);
    }
    let rounds: Vec<Round> = (0..ROUNDS)
        .map(|_| {
            let commits = raw.commit(turn);
            let alone = empty.send(turn);
            let filled = full.send(turn);
            let waiting = empty.waiting();
            let crowded = empty.send(turn);
            drop(waiting);
            // The relay shall have seen them go.
            std::thread::sleep(Duration::from_millis(300));
            Round { commits, alone, full: filled, waiting: crowded }
        })
        .collect();
    println!(
        "ratio accept {:.3}  ({:.0} messages a second against {:.0} commits)",
        over(&rounds, |round| round.alone.rate / round.commits),
        over(&rounds, |round| round.alone.rate),
        over(&rounds, |round| round.commits),
    );
    growth("full", &rounds, |round| round.full.busy);
    growth("waiting", &rounds, |round| round.waiting.busy);
}

/// How much more of the relay's time a message takes than with an empty store and nobody waiting.
fn growth(name: &str, rounds: &[Round], busy: impl Fn(&Round) -> f64) {
    println!(
        "ratio {name} {:.3}  ({:.3} ms of the relay's processor time for a message against {:.3})",
        over(rounds, |round| busy(round) / round.alone.busy),
        over(rounds, &busy) * 1e3,
        over(rounds, |round| round.alone.busy) * 1e3,
    );
}
