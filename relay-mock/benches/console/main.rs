//! How long a page of the console's lists takes with 300,000 messages in the store: by HTTP through the console, on a
//! connection that stays, against the bare query of the same rows over a connection of its own.
//!
//! - `ratio console list page to bare query`: the newest page of all messages. At most 3, and at most 50 ms.
//! - `ratio NAME`: the same with what is looked for: an office that sends or receives, a month, a state, several of
//!   them, and a page far behind.
//!
//! The ratios are of the medians. `TMPDIR` says which disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod browser;
mod raw;
mod world;

use std::time::{Duration, Instant};

use browser::Browser;
use raw::Raw;
use world::World;

const ROUNDS: usize = 40;

/// What is looked for, as the page's query and as the bare one's clause.
const SEARCHES: [(&str, &str, &str); 8] = [
    ("console list page to bare query", "/received", "TRUE"),
    ("page far behind", "/received?before=1000", "seq < 1000"),
    ("receiver", "/received?office=1370020003", "receiver = '1370020003'"),
    ("sender", "/sent?office=1370010003", "sender = '1370010003'"),
    ("month", "/received?month=2026-02", "seq BETWEEN 100001 AND 200000"),
    ("rare state", "/received?state=refused", "state = 'refused'"),
    (
        "sender, month and state",
        "/sent?office=1370010003&month=2026-02&state=accepted",
        "sender = '1370010003' AND seq BETWEEN 100001 AND 200000 AND state = 'accepted'",
    ),
    ("nothing found", "/sent?office=1370019999&state=imported", "sender = '1370019999' AND state = 'imported'"),
];

fn median(mut values: Vec<Duration>) -> f64 {
    values.sort();
    values[values.len() / 2].as_secs_f64() * 1e3
}

fn took<T>(call: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let made = call();
    (begin.elapsed(), made)
}

fn main() {
    let world = World::new();
    let (mut browser, raw) = (Browser::new(&world.console()), Raw::new(world.database()));
    for (name, path, clause) in SEARCHES {
        // One after the other: a query that takes long leaves the processor to others for a while.
        let rows = raw.rows(clause);
        let pages = (0..ROUNDS).map(|_| {
            let (time, page) = took(|| browser.get(path));
            assert_eq!(page.matches("href=\"/messages/").count(), rows.min(50), "{name}");
            time
        });
        let pages = pages.collect();
        let queries = (0..ROUNDS).map(|_| took(|| raw.rows(clause)).0).collect();
        let (page, query) = (median(pages), median(queries));
        println!("ratio {name} {:.3}  ({page:.3} ms against {query:.3} ms)", page / query);
    }
}
