//! A large attachment takes blocks, not its size. Alone in its binary: the peak is the process's. On Linux
//! only, whose /proc tells and forgets the peak; the code under test is the same everywhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{BufWriter, Write};

use cplink::progress::Job;
use cplink::seal::{Draft, Limits, Part, open};
use cplink_testkit::*;

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_hundred_mebibytes_take_less_than_two() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let (source, container) = (folder.path().join("big.pdf"), folder.path().join("big.asice"));
    let mut file = BufWriter::new(File::create(&source).unwrap());
    let mut block = vec![0u8; 1 << 20];
    for number in 0..100u8 {
        block.iter_mut().zip(0usize..).for_each(|(byte, n)| *byte = n as u8 ^ number);
        file.write_all(&block).unwrap();
    }
    file.into_inner().unwrap();
    let parts = vec![Part::new("big.pdf", "application/pdf", source.clone())];

    // Forgets the peak so far, which making the certificates may have set.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak_kib();
    let draft = Draft::prepare(message(), parts, &Limits::default(), &mut Job::new()).unwrap();
    let mut out = File::create(&container).unwrap();
    draft.seal(&world.sender, now(), &mut out, &mut Job::new()).unwrap();
    let sealed = peak_kib();
    let reader = File::open(&container).unwrap();
    let mut opened = open(reader, &Limits::default(), &world.trust, now(), &mut Job::new()).unwrap();
    let mut copy = File::create(folder.path().join("copy.pdf")).unwrap();
    opened.copy_part(0, &mut copy, &mut Job::new()).unwrap();
    let after = peak_kib();
    assert_eq!(copy.metadata().unwrap().len(), 100 << 20);
    println!("sealing {} KiB, opening and copying {} KiB", sealed - before, after - sealed);
    assert!(after - before < 2 << 10, "peak rose by {} KiB", after - before);
}
