//! The fuzz targets over fixtures with random changes: a few thousand of them, or as many as
//! `CPLINK_FUZZ_SECONDS` allow for each target. The fixtures are written to the folder in
//! `CPLINK_FUZZ_CORPUS`, if any, as the corpus cargo-fuzz starts from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// It is a library of its own there.
#[allow(unreachable_pub)]
#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cplink_testkit::fixtures;
use cplink_testkit::random::Random;

/// Changes tried where no time is given.
const CHANGES: u32 = 1500;
/// What makes CSV, CP932, names and JSON difficult.
const PIECES: &[&[u8]] = &[
    b"\"",
    b",",
    b"\r\n",
    b"\n",
    b"\r",
    b"\"\"",
    b"202407",
    b"202208",
    b"\xEF\xBB\xBF",
    b"\x81",
    b"\xF0\x40",
    b"\xED\x95",
    b"\xFA\xB1",
    b"\x80",
    b"\x00",
    b"\xFF",
    b"\x87\x40",
    "〜".as_bytes(),
    "か\u{3099}".as_bytes(),
    "𠮷".as_bytes(),
    b"_43_",
    b".csv",
    b"{",
    b"}",
    b"[",
    b"\\u",
    b":null",
    b"9999",
    b"0",
    b"-",
];

fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Random) {
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let length = numbers.below((bytes.len() - at).min(40) + 1);
        match numbers.below(6) {
            0 if at < bytes.len() => bytes[at] = numbers.below(256) as u8,
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let again = bytes[at..at + length].to_vec();
                bytes.splice(at..at, again);
            }
            3 => {
                let from = numbers.below(other.len() + 1);
                let length = numbers.below((other.len() - from).min(200) + 1);
                bytes.splice(at..at, other[from..from + length].iter().copied());
            }
            _ => {
                bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].iter().copied());
            }
        }
    }
}

/// Files' names and bytes.
fn named(paths: Vec<PathBuf>) -> Vec<(String, Vec<u8>)> {
    paths.into_iter().map(|path| (fixtures::name(&path).to_owned(), fs::read(path).unwrap())).collect()
}

/// The fixtures whose name ends so, none of them long.
fn ending_with(ending: &str) -> Vec<(String, Vec<u8>)> {
    let mut all = named(fixtures::files_below(&fixtures::root()));
    all.retain(|(name, bytes)| name.to_lowercase().ends_with(ending) && bytes.len() < 20_000);
    assert!(all.len() > 10, "only {} fixtures end with {ending}", all.len());
    all
}

fn run(name: &str, target: fn(&[u8]), seeds: &[Vec<u8>]) {
    if let Some(corpus) = std::env::var_os("CPLINK_FUZZ_CORPUS") {
        let folder = Path::new(&corpus).join(name);
        fs::create_dir_all(&folder).unwrap();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("fixture-{number}")), seed).unwrap();
        }
    }
    let seconds = std::env::var("CPLINK_FUZZ_SECONDS").ok().map(|seconds| seconds.parse().unwrap());
    let (start, mut numbers, mut done) = (Instant::now(), Random::new(20_251_001), 0);
    while match seconds {
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds),
        None => done < CHANGES,
    } {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        let other = &seeds[numbers.below(seeds.len())];
        change(&mut bytes, other, &mut numbers);
        let tried = bytes.clone();
        if std::panic::catch_unwind(|| target(&bytes)).is_err() {
            panic!("the bytes are: {tried:02X?}");
        }
        done += 1;
    }
    println!("{done} changes in {:.0?}", start.elapsed());
}

#[test]
fn reader() {
    let seeds: Vec<Vec<u8>> = ending_with(".csv")
        .into_iter()
        .map(|(name, bytes)| {
            let kind = cplink::unit::FileName::parse(&name).name.map_or(0, |name| match name.kind {
                cplink::unit::NameKind::Csv(kind) => kind as u8,
                _ => 0,
            });
            [vec![kind], bytes].concat()
        })
        .collect();
    run("reader", targets::reader, &seeds);
}

#[test]
fn name() {
    run("name", targets::name, &ending_with(".csv").into_iter().map(|(name, _)| name.into_bytes()).collect::<Vec<_>>());
}

#[test]
fn unit() {
    // The folders that hold the files of a unit.
    let all = fixtures::files_below(&fixtures::root());
    let cases: BTreeSet<&Path> =
        all.iter().filter_map(|path| path.parent().filter(|folder| folder.ends_with("files"))).collect();
    let part = |(name, bytes): (String, Vec<u8>)| [name.as_bytes(), b"\n", &bytes].concat();
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for case in cases {
        let mut all = named(fixtures::files(case));
        all.retain(|(name, _)| name.to_lowercase().ends_with(".csv"));
        seeds.push(all.into_iter().map(part).collect::<Vec<_>>().join(&0));
    }
    seeds.retain(|seed| seed.len() < 40_000);
    assert!(seeds.len() > 50, "only {} units", seeds.len());
    run("unit", targets::unit, &seeds);
}

#[test]
fn json() {
    let mut seeds: Vec<Vec<u8>> = ending_with("rows.json").into_iter().map(|(_, bytes)| bytes).collect();
    for (name, bytes) in ending_with(".csv") {
        if let Some(cplink::unit::NameKind::Csv(kind)) = cplink::unit::FileName::parse(&name).kind {
            seeds.push(cplink::json::write_table(&cplink::convert::read(kind, bytes).unwrap().table));
        }
    }
    run("json", targets::json, &seeds);
}

#[test]
fn cp932() {
    let mut seeds: Vec<Vec<u8>> = ending_with(".csv").into_iter().map(|(_, bytes)| bytes).collect();
    seeds.push(include_bytes!("../src/text/substitutions.toml").to_vec());
    run("cp932", targets::cp932, &seeds);
}
