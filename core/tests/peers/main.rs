//! Hostile peers: every answer of a table ends within its limit with a typed error, in at most 32 MiB. In a binary
//! of its own, as the peak of memory is the process's. `cargo xtask proof peers [COUNT]` runs more of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bodies;
mod call;
#[path = "../proofs/cases.rs"]
mod cases;
mod containers;
mod heads;
mod memory;
mod pages;
mod peer;
mod table;
mod trial;
mod tunnels;

use std::sync::{Mutex, PoisonError};

use cplink_testkit::random::Random;

use peer::Pace;
use trial::Trial;

/// One test at a time, as the peak of memory is the process's.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn every_hostile_answer_ends_within_its_limit_in_bounded_memory() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let trial = Trial::new();
    let table = table::all(&trial.world);
    assert!(table.len() >= 60, "{} answers", table.len());
    // Each answer whole and byte by byte, where nothing else is asked for.
    let (count, seed) = (cases::count(2 * table.len() as u64), cases::seed(20_261_128));
    let mut numbers = Random::new(seed);
    let mut failed = 0;
    for number in 0..count as usize {
        let case = &table[number % table.len()];
        let pace = match number / table.len() {
            0 => Pace::Whole,
            1 => Pace::Bytes,
            _ => Pace::Pieces(numbers.below(3000) + 1),
        };
        if let Err(why) = trial.ends_by_itself(case, pace) {
            println!("FAILED {} {pace:?}: {why}", case.name);
            failed += 1;
        }
    }
    println!("{} answers, seed {seed}, most memory {} KiB", table.len(), trial.most_kib());
    cases::close(count, failed);
}

#[test]
fn a_cancel_comes_through_whatever_the_peer_sends() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let trial = Trial::new();
    let mut tried = 0;
    for case in table::all(&trial.world).iter().filter(|case| case.is_endless()) {
        for pace in [Pace::Whole, Pace::Bytes] {
            tried += usize::from(trial.is_cancelled(case, pace));
        }
    }
    // Where the limits of a part end the call before, there is nothing to cancel.
    assert!(tried >= 20, "{tried} were cancelled");
}

#[test]
fn what_surrounds_a_body_does_not_move_a_call_on() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let trial = Trial::new();
    let names = [
        "endless header value",
        "endless header of a 103",
        "endless 100",
        "endless extension of a container's chunk",
        "an endless trailer",
        "silence in the head",
    ];
    let table = table::all(&trial.world);
    for name in names {
        let case = table.iter().find(|case| case.name == name).unwrap();
        trial.stands_still(case);
    }
}
