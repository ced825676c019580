//! `cargo xtask proof NAME [COUNT] [SEED]`: the long proofs, of which the suites run a short form.

mod hosts;
mod share;
mod tests_of_core;

use crate::test::c::random_calls;
use crate::test::count::Count;

/// A proof, with its default count and seed.
struct Proof {
    name: &'static str,
    about: &'static str,
    count: u64,
    seed: u64,
    run: fn(count: u64, seed: u64) -> Result<Count, String>,
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "spoil",
        about: "single-byte changes over containers, signatures and receipts: none is accepted",
        count: 1_000_000,
        seed: 20_260_901,
        run: tests_of_core::spoil,
    },
    Proof {
        name: "round-trip",
        about: "files of every kind and version, written, read and written again: byte-equal",
        count: 1_000_000,
        seed: 20_251_001,
        run: tests_of_core::round_trip,
    },
    Proof {
        name: "peers",
        about: "hostile answers of a relay or proxy: each ends in time with a typed error, in 32 MiB",
        count: 1_000,
        seed: 20_261_128,
        run: tests_of_core::peers,
    },
    Proof {
        name: "race",
        about: "4 processes of 8 threads send and receive in one folder: no call fails, every kept file is whole",
        count: 2_000,
        seed: 1,
        run: tests_of_core::race,
    },
    Proof {
        name: "mailbox",
        about: "hosts with a mailbox (Rust, C++, C#, Python) and their relay, killed at random: no message is lost or doubled",
        count: 2_000,
        seed: 1,
        run: tests_of_core::mailbox,
    },
    Proof {
        name: "mailbox-hosts",
        about: "the same of C++, C# and Python alone, so many kills in each; then 8 programs on one folder",
        count: 500,
        seed: 1,
        run: hosts::prove,
    },
    Proof {
        name: "share",
        about: "programs of two machines on one mailbox, over NFS and over SMB: each message is imported once",
        count: 1,
        seed: 1,
        run: share::prove,
    },
    Proof {
        name: "calls",
        about: "random calls of every function of the C header, under AddressSanitizer",
        count: 1_000_000,
        seed: 1,
        run: random_calls::prove,
    },
];

/// Runs one proof; the last line says `N passed, N failed`.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let (name, numbers) = arguments.split_first().ok_or_else(help)?;
    let proof = PROOFS.iter().find(|proof| proof.name == *name).ok_or_else(help)?;
    let number = |at: usize, usual: u64| {
        let given = numbers.get(at).map(|text| text.replace(['_', ','], "").parse());
        given.unwrap_or(Ok(usual)).map_err(|_| format!("not a number: {}", numbers[at]))
    };
    if numbers.len() > 2 {
        return Err(help());
    }
    let (count, seed) = (number(0, proof.count)?, number(1, proof.seed)?);
    println!("== {}: {count} cases, seed {seed}", proof.name);
    let count = (proof.run)(count, seed)?;
    println!("{} passed, {} failed", count.passed, count.failed);
    if count.failed > 0 || count.passed == 0 { Err(format!("proof {} failed", proof.name)) } else { Ok(()) }
}

fn help() -> String {
    let mut text = "usage: cargo xtask proof NAME [COUNT] [SEED], where NAME is one of".to_owned();
    for proof in PROOFS {
        text.push_str(&format!("\n  {:<13} {} ({} where no count is given)", proof.name, proof.about, proof.count));
    }
    text
}
