//! Reading and writing as ratios to a bare pass over the same bytes, in the same run.
//! `cargo bench -p cplink --bench convert`
//!
//! | line | ours ÷ theirs, as throughput |
//! |---|---|
//! | `read_findings` | reading with all findings ÷ `csv::ByteRecord` over the same bytes |
//! | `read_typed` | the same into typed rows ÷ `csv::ByteRecord` |
//! | `write` | canonical bytes of rows that were read ÷ encoding_rs encoding the same text |
//! | `write_set` | the same of rows that a host set as text ÷ encoding_rs |
//! | `read_stream` | row by row from a stream ÷ `csv::ByteRecord` |
//!
//! with the suffix `_text` for a 第2表 full of text, without one for a 第6表. `peak_mib stream_1gb` is
//! the peak of a process that reads 1 GB from a stream and writes it to another, in MiB.
//!
//! Times are those of the processor where the system measures them, so that other programs do not count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod files;
mod peers;
mod stream;

use std::hint::black_box;
use std::time::{Duration, Instant};

use cplink::convert::{CsvStyle, Reader, read, write};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::typed::{TypedRow, Up2kyo, Upplan};

/// The process's time on a processor.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The kernel counts processor time in steps of some milliseconds: so long is one measurement at least.
const MEASURED: Duration = Duration::from_millis(100);

/// The best of a few measurements, each of as many runs as it takes, each run on its own input: noise only
/// ever adds.
fn best<T>(input: impl Fn() -> T, mut run: impl FnMut(T)) -> f64 {
    let mut time = |runs: u32| {
        let inputs: Vec<T> = (0..runs).map(|_| input()).collect();
        let (start, processor) = (Instant::now(), processor_time());
        inputs.into_iter().for_each(&mut run);
        let spent = match (processor, processor_time()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed(),
        };
        (spent, start.elapsed())
    };
    let once = time(1).1.max(Duration::from_millis(1));
    let runs = (MEASURED.as_secs_f64() / once.as_secs_f64()).ceil() as u32;
    (0..7).map(|_| time(runs).0).min().unwrap().as_secs_f64() / f64::from(runs)
}

fn report(name: &str, theirs: f64, ours: f64) {
    println!("ratio {name} {:.3}  ({:.1} ms against {:.1} ms)", theirs / ours, ours * 1e3, theirs * 1e3);
}

/// The rows set anew as text, as a host does.
fn set_anew(table: &Table) -> Table {
    let mut anew = Table::new(table.kind());
    for row in table.rows() {
        let index = anew.push();
        for (column, field) in table.layout().fields.iter().enumerate() {
            anew.set(index, field.id, row.text(column).unwrap()).unwrap();
        }
    }
    anew
}

fn bench<T: TypedRow>(kind: Kind, suffix: &str, bytes: &[u8], rows: usize) {
    let name = |what: &str| format!("{what}{suffix}");
    let bare = best(
        || (),
        |()| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
            let mut record = csv::ByteRecord::new();
            while reader.read_byte_record(&mut record).unwrap() {
                black_box(record.len());
            }
        },
    );
    // A host hands over the bytes it has; that it copies them is not our time.
    let host_bytes = || black_box(bytes.to_vec());
    let reading = best(host_bytes, |bytes| {
        let file = read(kind, bytes).unwrap();
        assert!(file.findings.is_empty() && file.table.len() == rows, "{:?}", file.findings.first());
        black_box(&file.table);
    });
    report(&name("read_findings"), bare, reading);
    let typed = best(host_bytes, |bytes| {
        let table = read(kind, bytes).unwrap().table;
        table.typed::<T>().unwrap().for_each(|row| drop(black_box(row)));
    });
    report(&name("read_typed"), bare, typed);
    let streaming = best(
        || (),
        |()| {
            let mut reader = Reader::new(kind, bytes);
            while let Some(record) = reader.next_record().unwrap() {
                assert!(record.findings.is_empty());
                black_box(record.row);
            }
        },
    );
    report(&name("read_stream"), bare, streaming);

    let table = read(kind, bytes).unwrap().table;
    let text = encoding_rs::SHIFT_JIS.decode(bytes).0.into_owned();
    let encoding = best(|| (), |()| drop(black_box(encoding_rs::SHIFT_JIS.encode(&text))));
    let writing = best(|| (), |()| drop(black_box(write(&table, CsvStyle::Canonical).unwrap())));
    report(&name("write"), encoding, writing);
    let anew = set_anew(&table);
    let writing = best(|| (), |()| assert_eq!(write(&anew, CsvStyle::Canonical).unwrap().0, bytes));
    report(&name("write_set"), encoding, writing);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [stream::ARGUMENT] => return stream::run(),
        [peers::ARGUMENT, file, out] => return peers::run(file.as_ref(), out.as_ref()),
        _ => {}
    }
    bench::<Upplan>(Kind::Upplan, "", &files::slip(200_000), 200_000);
    bench::<Up2kyo>(Kind::Up2kyo, "_text", &files::plan(20_000), 20_000);
    stream::report();
}
