//! The forms of many users take the memory of one page. Alone in its binary: the peak is the process's. On Linux
//! only, whose /proc tells and forgets the peak; the code under test is the same everywhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_os = "linux")]

use std::io::Write;

use cplink::form::{NameTable, Printing, Slip};
use cplink::unit::FileContents;

const USERS: usize = 500;

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A slip with twelve services on every day.
fn slip() -> FileContents {
    let mut csv = Vec::new();
    for user in 0..USERS {
        for service in 0..12 {
            for day in 1..=31 {
                writeln!(
                    csv,
                    "202407,990010,{user:010},20250925,202510,9970000012,\"a\",387,,202510{day:02},,09{service:02},0955,1,\
                     111211,,,,,9970000111,\"b\",,0,9970000012,\r"
                )
                .unwrap();
            }
        }
    }
    FileContents::read("UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV", csv).unwrap()
}

#[test]
fn five_hundred_users_take_no_more_than_one() {
    let contents = slip();
    assert!(contents.findings.is_empty());
    let slip = Slip::of_unit(contents.table.as_ref());
    assert_eq!(slip.users(), USERS);
    let (folder, names) = (tempfile::tempdir().unwrap(), NameTable::default());
    // Forgets the peak so far, which reading has set.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak_kib();
    let printing = Printing::begin(&slip, &[], &names).unwrap();
    let printed = printing.save_html(&folder.path().join("forms.html")).unwrap();
    assert_eq!(printed.pages, 2 * USERS);
    let after = peak_kib();
    println!("{} pages, {} KiB", printed.pages, after - before);
    assert!(after - before < 4 << 10, "peak rose by {} KiB", after - before);
}
