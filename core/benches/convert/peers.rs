//! The file that others read and write too, and our own time for it. `cargo xtask bench-peers` runs this.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use cplink::convert::{CsvStyle, Writer, read};
use cplink::record::Table;
use cplink::spec::Kind;

use crate::{best, files, set_anew};

/// Tells this program to do so, with the paths of the file and of what is written.
pub(crate) const ARGUMENT: &str = "--peers";

/// Writes the file, then reads it with all findings, and writes rows that were set as text.
pub(crate) fn run(file: &Path, out: &Path) {
    let bytes = files::slip(200_000);
    fs::write(file, &bytes).unwrap();
    let reading = best(|| (), |()| drop(black_box(read(Kind::Upplan, fs::read(file).unwrap()).unwrap())));
    println!("seconds read {reading:.4}");
    let rows = set_anew(&read(Kind::Upplan, bytes).unwrap().table);
    let writing = best(|| (), |()| write_to(&rows, out));
    println!("seconds write {writing:.4}");
    assert_eq!(fs::read(file).unwrap(), fs::read(out).unwrap());
}

/// Row by row, as the others write.
fn write_to(rows: &Table, out: &Path) {
    let mut writer = Writer::new(rows.kind(), CsvStyle::Canonical, fs::File::create(out).unwrap());
    rows.rows().for_each(|row| assert!(writer.write(row).unwrap().is_empty()));
    writer.finish().unwrap();
}
