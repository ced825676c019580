//! The last text of each column.

use super::Text;
use crate::text::{self, Encoding};

/// How many columns are distinguished.
const SLOTS: usize = 32;

/// The last text that was decoded in each column: names of offices and persons are in row after
/// row, and decoding costs several times what comparing does.
#[derive(Default)]
pub(super) struct Decoded {
    slots: Vec<Slot>,
    buffer: String,
}

#[derive(Clone, Default)]
struct Slot {
    encoding: Encoding,
    bytes: Vec<u8>,
    text: Option<Text>,
}

impl Decoded {
    /// The text of a column's bytes; `None` if they are not text.
    pub(super) fn text(&mut self, column: usize, encoding: Encoding, bytes: &[u8]) -> Option<&Text> {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot::default());
        }
        let slot = self.slots.get_mut(column % SLOTS)?;
        if slot.bytes != bytes || slot.encoding != encoding {
            slot.bytes.clear();
            slot.bytes.extend_from_slice(bytes);
            slot.encoding = encoding;
            let is_text = text::decode_into(encoding, bytes, &mut self.buffer).is_ok();
            slot.text = is_text.then(|| self.buffer.as_str().into());
        }
        slot.text.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_s_text_is_that_of_its_bytes() {
        let mut decoded = Decoded::default();
        for (column, encoding, bytes, want) in [
            (0, Encoding::Cp932, &b"\x82\xa0"[..], Some("あ")),
            (32, Encoding::Cp932, b"\x82\xa0", Some("あ")),
            (32, Encoding::Utf8, b"\x82\xa0", None),
            (0, Encoding::Cp932, b"\x82\xa2", Some("い")),
            (0, Encoding::Utf8, "い".as_bytes(), Some("い")),
            (1, Encoding::Cp932, b"\x81", None),
        ] {
            assert_eq!(decoded.text(column, encoding, bytes).map(Text::as_str), want);
        }
    }
}
