//! CSV that is none of the standard's: cells as text, whatever they mean.

use super::split::{Front, record};
use crate::record::Cells;
use crate::text::{self, Encoding, Undecodable};

/// The records of a whole file in UTF-8, with or without a byte order mark, or else in CP932; empty lines are passed
/// over. Each with its 1-based number.
///
/// # Errors
/// [`Undecodable`], with the offset in the file.
pub(crate) fn plain_records(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Undecodable> {
    let source = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let encoding = if std::str::from_utf8(source).is_ok() { Encoding::Utf8 } else { Encoding::Cp932 };
    let (mut records, mut cells) = (Vec::new(), Vec::new());
    let (mut start, mut number) = (0, 0);
    while start < source.len() {
        cells.clear();
        let Some(found) = record(Front { bytes: source, is_all: true }, start, &mut cells, |_, _| {}) else { break };
        number += 1;
        if !found.is_empty {
            let spans = Cells::new(source, start, &cells);
            let texts =
                spans.iter().map(|span| text::decode(encoding, span.bytes()).map(|text| text.replace("\"\"", "\"")));
            let texts =
                texts.collect::<Result<_, _>>().map_err(|wrong| Undecodable { offset: start + wrong.offset })?;
            records.push((number, texts));
        }
        start = found.next;
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_quotes_and_empty_lines_are_read() {
        let text = "111211,\"身体介護\"\"２\"\"\",202404,\r\n\n152442,通所,,\n";
        let expected = [(1, vec!["111211", "身体介護\"２\"", "202404", ""]), (3, vec!["152442", "通所", "", ""])];
        for bytes in [text.as_bytes().to_vec(), [b"\xEF\xBB\xBF", text.as_bytes()].concat(), text::cp932(text)] {
            let read = plain_records(&bytes).unwrap();
            assert!(
                read.iter()
                    .map(|(number, cells)| (*number, cells.iter().map(String::as_str).collect()))
                    .eq(expected.clone())
            );
        }
        assert!(plain_records(b"\x81").is_err());
    }
}
