//! How many cases a proof tries, and what became of them.

/// How many cases: what the environment says, else so many.
pub(crate) fn count(few: u64) -> u64 {
    number("CPLINK_PROOF_COUNT").unwrap_or(few)
}

/// Where the random numbers begin: what the environment says, else here.
pub(crate) fn seed(usual: u64) -> u64 {
    number("CPLINK_PROOF_SEED").unwrap_or(usual)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// Prints the line that `cargo xtask proof` reads, and fails where a case failed.
pub(crate) fn close(tried: u64, failed: u64) {
    assert!(tried > 0, "nothing was tried");
    println!("{} passed, {failed} failed", tried - failed);
    assert_eq!(failed, 0);
}
