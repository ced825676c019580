//! Rows as texts: what other languages make their typed rows from says what the rows say, and goes back
//! without loss.

use std::ops::Range;

use cplink::Code;
use cplink::convert::{CsvStyle, read, write};
use cplink::record::Table;
use cplink::spec::Kind;

/// Quotes, a short row, a long one, doubled quotes, bytes that are no text, an empty cell.
const ODD: &[u8] = b"202407,\"990010\",\"a\"\"b\"\r\n202407\r\n202407,\x81\x20,,\x82\xa0\r\n\
202407,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27\r\n";

fn rows(table: &Table, range: Range<usize>) -> Vec<Vec<String>> {
    let texts = table.texts(table.kind(), range).unwrap();
    let all: Vec<&str> = texts.iter().collect();
    assert_eq!(all.first(), Some(&""));
    assert_eq!(texts.text().1.len(), all.len() + 1);
    let starts = texts.starts().windows(2);
    starts
        .map(|pair| {
            let cells = &texts.cells()[pair[0] as usize..pair[1] as usize];
            cells.iter().map(|number| all[*number as usize].to_owned()).collect()
        })
        .collect()
}

#[test]
fn texts_are_those_of_the_rows() {
    let mut table = read(Kind::Upplan, ODD).unwrap().table;
    table.push();
    table.set(0, "provider_name", "見本﨑").unwrap();
    let all = rows(&table, 0..usize::MAX);
    assert_eq!(all.len(), 5);
    for (row, cells) in table.rows().zip(&all) {
        let wanted: Vec<_> =
            (0..row.len()).map(|at| row.text(at).map_or("\u{FFFD}".to_owned(), |text| text.into_owned())).collect();
        assert_eq!(*cells, wanted);
    }
    assert_eq!(rows(&table, 1..3), all[1..3]);
    assert!(rows(&table, 5..9).is_empty() && rows(&table, Range { start: 9, end: 2 }).is_empty());
    assert_eq!(table.texts(Kind::Upjsk, 0..1).unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn a_text_that_stands_often_is_listed_once() {
    let csv = b"202407,990010,0000000101\r\n".repeat(1000);
    let table = read(Kind::Upplan, csv).unwrap().table;
    let texts = table.texts(Kind::Upplan, 0..1000).unwrap();
    assert_eq!(texts.iter().collect::<Vec<_>>(), ["", "202407", "990010", "0000000101"]);
    assert_eq!(texts.cells().len(), 3000);
}

#[test]
fn rows_of_other_columns_are_refused() {
    let table = read(Kind::Upplan, b"202407,1\r\n202208,1\r\n".as_slice()).unwrap().table;
    assert!(table.texts(Kind::Upplan, 0..1).is_ok());
    assert_eq!(table.texts(Kind::Upplan, 0..2).unwrap_err().code(), Code::LayoutVersion);
}

#[test]
fn texts_put_back_change_nothing() {
    let mut table = read(Kind::Upplan, ODD).unwrap().table;
    for (index, cells) in rows(&table, 0..4).iter().enumerate() {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        table.set_texts(index, &cells).unwrap();
    }
    assert_eq!(write(&table, CsvStyle::AsRead).unwrap().0, ODD);
    assert_eq!(table.set_texts(0, &[]).unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(table.set_texts(4, &["202407"]).unwrap_err().code(), Code::InvalidArgument);
    table.set_texts(2, &["202407", "\u{FFFD}", "", "い"]).unwrap();
    let bytes = write(&table, CsvStyle::AsRead).unwrap().0;
    let third = bytes.split(|byte| *byte == b'\n').nth(2).unwrap();
    assert!(third.windows(2).any(|two| two == b"\x81\x20"), "bytes that are no text stay");
    assert!(third.windows(2).any(|two| two == b"\x82\xa2"));
}

#[test]
fn a_row_of_texts_is_as_wide_as_they_are() {
    let mut table = Table::new(Kind::Upplan);
    for cells in [&["202407"][..], &["202407"; 30]] {
        let index = table.push_texts(cells).unwrap();
        assert_eq!(rows(&table, index..index + 1), [cells]);
    }
    table.set(0, "units", "600").unwrap();
    assert_eq!(rows(&table, 0..1), [["202407", "", "", "", "", "", "", "600"]]);
    assert_eq!(table.push_texts(&[]).unwrap_err().code(), Code::InvalidArgument);
}
