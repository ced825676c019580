//! The forms of a unit with 500 users, as HTML and as PDF. `cargo bench -p cplink --bench form`
//!
//! | line | |
//! |---|---|
//! | `pages` | making the pages, which both painters need, in pages a second |
//! | `html`, `pdf` | making and painting them, in pages a second; the bytes of a page |
//! | `ratio html`, `ratio pdf` | the same ÷ writing the bytes of the file, which nothing can be faster than |
//! | `peak_mib html`, `peak_mib pdf` | the memory that painting takes at most, in a process of its own, beside the rows |
//!
//! Each time is the best of some runs: noise only ever adds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::hint::black_box;
use std::io::{Write, sink};
use std::process::Command;
use std::time::{Duration, Instant};

use cplink::form::{FormKind, HtmlPainter, NameTable, Page, PdfPainter, Slip};
use cplink::unit::FileContents;

const USERS: usize = 500;
const RUNS: usize = 3;

/// Twelve services, each on two days of a week: 第6表 on two pages, 第7表 on one.
fn unit() -> FileContents {
    let mut csv = Vec::new();
    for user in 0..USERS {
        for service in 0..12 {
            for day in (1..=31).filter(|day| (day + service) % 7 < 2) {
                writeln!(
                    csv,
                    "202407,990010,{user:010},20250925,202510,9970000012,\"居宅介護支援　見本\",387,,202510{day:02},,09{service:02},0955,1,\
                     111211,,,,,9970000111,\"ヘルパーステーション架空の森\",,0,9970000012,\r"
                )
                .unwrap();
            }
        }
    }
    let csv = encoding_rs::SHIFT_JIS.encode(std::str::from_utf8(&csv).unwrap()).0.into_owned();
    FileContents::read("UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV", csv).unwrap()
}

fn pages<'s>(slip: &'s Slip<'_>, names: &'s NameTable) -> impl Iterator<Item = Page> + use<'s> {
    slip.pages(FormKind::ALL, names)
}

fn html<W: Write>(pages: impl Iterator<Item = Page>, out: W) -> W {
    let mut painter = HtmlPainter::begin(out).unwrap();
    pages.for_each(|page| painter.page(&page).unwrap());
    painter.end().unwrap()
}

fn pdf<W: Write>(pages: impl Iterator<Item = Page>, out: W) -> W {
    let mut painter = PdfPainter::begin(out).unwrap();
    pages.for_each(|page| painter.page(&page).unwrap());
    painter.end().unwrap()
}

fn best<T>(mut run: impl FnMut() -> T) -> f64 {
    let time = |_| {
        let begun = Instant::now();
        black_box(run());
        begun.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or(Duration::ZERO).as_secs_f64()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [painter] = arguments.as_slice() {
        return println!("{}", peak_of(painter));
    }
    let contents = unit();
    assert!(contents.findings.is_empty(), "{:?}", contents.findings.first());
    let slip = Slip::of_unit(contents.table.as_ref());
    let names = NameTable::default();
    let count = pages(&slip, &names).count();
    println!("pages {:.0} a second", count as f64 / best(|| pages(&slip, &names).count()));
    report("html", count, || html(pages(&slip, &names), Vec::new()));
    report("pdf", count, || pdf(pages(&slip, &names), Vec::new()));
}

fn report(name: &str, count: usize, paint: impl Fn() -> Vec<u8>) {
    let bytes = paint();
    let ours = best(&paint);
    let bare = best(|| {
        let mut out = Vec::with_capacity(bytes.len());
        out.write_all(black_box(&bytes)).unwrap();
        out
    });
    println!("{name} {:.0} a second, {} bytes a page", count as f64 / ours, bytes.len() / count);
    println!("ratio {name} {:.1}  ({:.1} ms against {:.1} ms for {count} pages)", ours / bare, ours * 1e3, bare * 1e3);
    let said = Command::new(std::env::current_exe().unwrap()).arg(name).output().unwrap();
    let peak = String::from_utf8(said.stdout).unwrap();
    println!(
        "peak_mib {name} {}",
        if said.status.success() { peak.trim() } else { "unknown: the system does not tell" }
    );
}

/// What painting adds to the most memory that this process ever had, in MiB. On Linux only, whose /proc tells and
/// forgets the peak.
fn peak_of(painter: &str) -> f64 {
    let contents = unit();
    let slip = Slip::of_unit(contents.table.as_ref());
    let names = NameTable::default();
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    if painter == "html" {
        black_box(html(pages(&slip, &names), sink()));
    } else {
        black_box(pdf(pages(&slip, &names), sink()));
    }
    peak() - before
}

fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    (kib / 1024.0).round()
}
