//! Generated files of all kinds and versions, there and back: byte-equal.
//!
//! The canonical bytes of each file are put together here with encoding_rs, not by our writer. Rows set
//! field by field must give these bytes; so must the same rows read in another form (quotes, line ends)
//! and written anew; and unchanged rows must give back what they were read from.

use std::time::Instant;

use cplink::convert::{CsvStyle, Reader, Writer, read, write};
use cplink::record::Table;
use cplink::spec::{Field, FieldType, Layout, Version};
use cplink_testkit::random::Random;

use crate::cases;

const PIECES: &[&str] = &[
    "\"",
    ",",
    "\r\n",
    "\n",
    "髙",
    "①",
    "ｶﾅ",
    "～",
    "表",
    "ソ",
    "能",
    "a",
    "0",
    " ",
    "　",
    "\"\"",
    "㈱",
    "﨑",
    "－",
    "訪問介護",
    "週２回",
    "「見本」",
    "∥",
    "￢",
    "黑",
    "纊",
    "Ⅳ",
    "№",
    "-",
];

fn digits(numbers: &mut Random, length: u16) -> String {
    (0..length).map(|_| char::from(b'0' + numbers.below(10) as u8)).collect()
}

/// A text that the field may hold, most of the time without a fault.
fn cell(field: &Field, version: Version, numbers: &mut Random) -> String {
    if field.id == "csv_version" {
        return version.value().to_owned();
    }
    if numbers.below(5) == 0 {
        return String::new();
    }
    let length = field.length.unwrap_or(8);
    match field.kind {
        FieldType::FreeText => (0..numbers.below(9)).map(|_| PIECES[numbers.below(PIECES.len())]).collect(),
        FieldType::Date => format!("2025{:02}{:02}", numbers.below(12) + 1, numbers.below(30) + 1),
        FieldType::Month => format!("2025{:02}", numbers.below(12) + 1),
        FieldType::Time => format!("{:02}{:02}", numbers.below(24), numbers.below(60)),
        FieldType::Integer | FieldType::Decimal => (numbers.below(200_000) as i64 - 9).to_string(),
        FieldType::Code => {
            let codes = field.codes.unwrap().codes;
            codes[numbers.below(codes.len())].code.to_owned()
        }
        FieldType::PostalCode => format!("{}-{}", digits(numbers, 3), digits(numbers, 4)),
        FieldType::Flags31 => (0..31).map(|_| if numbers.below(3) == 0 { '1' } else { '0' }).collect(),
        FieldType::Digits | FieldType::Alnum | FieldType::Phone => digits(numbers, length),
    }
}

#[derive(Clone, Copy)]
enum Quotes {
    /// Around free text that is not empty, and where they must be.
    Standard,
    Needed,
    All,
}

fn bytes(layout: &Layout, rows: &[Vec<String>], quotes: Quotes, line_end: &str) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        for (at, (field, cell)) in layout.fields.iter().zip(row).enumerate() {
            text.push_str(if at > 0 { "," } else { "" });
            let quoted = match quotes {
                Quotes::All => true,
                Quotes::Standard if field.kind == FieldType::FreeText && !cell.is_empty() => true,
                _ => cell.contains(['"', ',', '\r', '\n']),
            };
            if quoted {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str(line_end);
    }
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lossy);
    bytes.into_owned()
}

fn one(layout: &'static Layout, numbers: &mut Random) {
    let row = |numbers: &mut Random| -> Vec<String> {
        layout.fields.iter().map(|field| cell(field, layout.version, numbers)).collect()
    };
    let rows: Vec<_> = (0..=numbers.below(3)).map(|_| row(numbers)).collect();
    let canonical = bytes(layout, &rows, Quotes::Standard, "\r\n");

    let mut table = Table::with_version(layout.kind, layout.version).unwrap();
    for row in &rows {
        let index = table.push();
        for (field, cell) in layout.fields.iter().zip(row) {
            table.set(index, field.id, cell.as_str()).unwrap();
        }
    }
    assert_eq!(write(&table, CsvStyle::Canonical).unwrap().0, canonical, "rows that were set");

    let quotes = [Quotes::Standard, Quotes::Needed, Quotes::All][numbers.below(3)];
    let line_end = ["\r\n", "\n", "\r"][numbers.below(3)];
    let given = bytes(layout, &rows, quotes, line_end);
    let table = read(layout.kind, given.clone()).unwrap().table;
    assert_eq!(table.len(), rows.len());
    for (row, texts) in table.rows().zip(&rows) {
        assert!((0..row.len()).all(|at| row.text(at).unwrap() == texts[at]));
    }
    assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, given, "unchanged rows");
    let mut reader = Reader::new(layout.kind, given.as_slice());
    let mut writer = Writer::new(layout.kind, CsvStyle::Canonical, Vec::with_capacity(canonical.len()));
    while let Some(record) = reader.next_record().unwrap() {
        writer.write(record.row).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), canonical, "rows that were read");
}

#[test]
fn files_of_every_layout_come_back_byte_equal() {
    let (count, seed) = (cases::count(5_000), cases::seed(20_251_001));
    let layouts: Vec<&'static Layout> = Version::ALL.iter().flat_map(|version| version.layouts()).collect();
    let (start, mut numbers) = (Instant::now(), Random::new(seed));
    for number in 0..count {
        one(layouts[number as usize % layouts.len()], &mut numbers);
    }
    println!("{} layouts, seed {seed}, {:.0?}", layouts.len(), start.elapsed());
    cases::close(count, 0);
}
