//! Lines that are quoted as a whole: `"a,b,c"` is one item to CSV, though somebody meant three. Spreadsheets write so
//! what was pasted into a single column, and some mail programs and databases what they take for a line of text.

use super::separator::is_sep_line;

/// Records that are looked at.
const RECORDS: usize = 32;
/// Fewer commas are those of a sentence.
const COMMAS: usize = 2;

/// Whether each of the first records is one quoted item with commas in it.
pub(super) fn every_line(text: &[u8]) -> bool {
    let (mut records, mut commas) = (0, 0);
    let (mut quoted, mut start) = (false, 0);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => return false,
            b'\r' | b'\n' if !quoted => {
                match inside(&text[start..at]) {
                    Record::Quoted(inside) => (records, commas) = (records + 1, commas + inside),
                    Record::Other => return false,
                    Record::None => {}
                }
                start = at + 1;
                if records == RECORDS {
                    break;
                }
            }
            _ => {}
        }
    }
    // The part that is looked at may end within a record.
    if !quoted && records < RECORDS {
        match inside(&text[start..]) {
            Record::Quoted(inside) => (records, commas) = (records + 1, commas + inside),
            Record::Other => return false,
            Record::None => {}
        }
    }
    // A record of several lines may have been quoted line by line.
    records > 0 && commas >= COMMAS * records
}

/// A record without commas outside of quotes.
enum Record {
    /// One quoted item, and how many commas are in it.
    Quoted(usize),
    /// Something else.
    Other,
    /// Nothing, or the line that some programs write for spreadsheets.
    None,
}

fn inside(record: &[u8]) -> Record {
    let is_blank = |byte: &u8| matches!(byte, 0 | 0x0C | 0x1A | b' ' | b'\t' | b'\r' | b'\n');
    let first = record.iter().position(|byte| !is_blank(byte)).unwrap_or(record.len());
    let end = record.iter().rposition(|byte| !is_blank(byte)).map_or(first, |last| last + 1);
    let record = &record[first..end];
    if record.is_empty() || is_sep_line(record) {
        Record::None
    } else if record.len() > 1 && record.starts_with(b"\"") && record.ends_with(b"\"") {
        Record::Quoted(memchr::memchr_iter(b',', record).count())
    } else {
        Record::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_quoted_as_a_whole_are_known() {
        for text in [
            "\"202407,990010,0000000101\"\r\n\"202407,990010,0000000102\"\r\n",
            "\"202407,990010,0000000101\"",
            "\"202407,990010,0000000101\"\n\n  \"202407,990010,1\" \n\x1A",
            "\"sep=,\"\r\n\"202407,990010,\"\"見本 江\"\",1\"\r\n",
            "\"202407,990010,\"見本 江\",1\"\r",
            "\"202407,,\"\"課題\r\n散歩\"\",1\"\r\n",
            "\"202407,990010,\"\"課題\"\r\n\"散歩\"\",1,2,3\"\r\n",
            "\"202407,990010,0000000101\"\r\n\"202407,99",
        ] {
            assert!(every_line(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn items_that_are_quoted_are_something_else() {
        for text in [
            "",
            "\r\n",
            "\"202407\",\"990010\",\"1\"\r\n",
            "\"202407\"\r\n\"990010\"\r\n",
            "\"散歩,買い物\"\r\n",
            "\"202407,990010,1\"\r\n202407,990010,1\r\n",
            "\"202407,990010,1\",\r\n",
            "202407 \"a,b,c\"\r\n",
            "\"202407,990010,0000000101\r\n202407,990010,1\r\n",
            "\"",
        ] {
            assert!(!every_line(text.as_bytes()), "{text}");
        }
    }
}
