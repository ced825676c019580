//! Reading and writing as ratios to a bare pass over the same bytes, in the same run.
//! `cargo bench -p cplink --bench convert`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cplink::convert::{Form, read, write};
use cplink::spec::Kind;
use cplink::typed::Upplan;

const ROWS: usize = 200_000;

/// A slip of as many rows as a large sender's whole year.
fn slip() -> Vec<u8> {
    let name = encoding_rs::SHIFT_JIS.encode("\"見本ケアプラン 髙橋\"").0.into_owned();
    let office = encoding_rs::SHIFT_JIS.encode("\"見本訪問介護ステーション\"").0.into_owned();
    let mut out = Vec::new();
    for row in 0..ROWS {
        out.extend_from_slice(format!("202407,990010,{:010},20250925,202510,9970000012,", 101 + row % 900).as_bytes());
        out.extend_from_slice(&name);
        out.extend_from_slice(
            format!(",{},,202510{:02},,0930,1030,1,117311,,,,,9970000111,", 100 + row % 500, row % 31 + 1).as_bytes(),
        );
        out.extend_from_slice(&office);
        out.extend_from_slice(b",,0,9970000012,\r\n");
    }
    out
}

/// The best of a few runs: noise only ever adds.
fn best(mut run: impl FnMut()) -> Duration {
    (0..7)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap()
}

fn main() {
    let bytes = slip();
    let bare = best(|| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap() {
            black_box(record.len());
        }
    });
    let ours = best(|| {
        let file = read(Kind::Upplan, bytes.clone()).unwrap();
        assert!(file.findings.is_empty() && file.table.len() == ROWS, "{:?}", file.findings.first());
        black_box(&file.table);
    });
    println!("ratio read_findings {:.3}", bare.as_secs_f64() / ours.as_secs_f64());

    let typed = best(|| {
        let table = read(Kind::Upplan, bytes.clone()).unwrap().table;
        for row in table.typed::<Upplan>().unwrap() {
            black_box(&row);
        }
    });
    println!("ratio read_typed {:.3}", bare.as_secs_f64() / typed.as_secs_f64());

    let table = read(Kind::Upplan, bytes.clone()).unwrap().table;
    let text = encoding_rs::SHIFT_JIS.decode(&bytes).0.into_owned();
    let encoding = best(|| drop(black_box(encoding_rs::SHIFT_JIS.encode(&text))));
    let writing = best(|| drop(black_box(write(&table, Form::Canonical).unwrap())));
    println!("ratio write {:.3}", encoding.as_secs_f64() / writing.as_secs_f64());
}
