//! The cells of a row that was made or changed.

use super::ends::Ends;

/// The texts of a row one behind the other, not each in memory of its own: writing them is one pass.
#[derive(Clone, Default)]
pub(crate) struct OwnRow {
    text: String,
    ends: Ends,
    /// Bytes of cells that stay as they were read, in the file's encoding, by column; there the text is
    /// empty. ASCII is the same in every encoding and is kept as text.
    kept: Vec<(usize, Vec<u8>)>,
}

impl OwnRow {
    /// A row without cells; so many are expected.
    pub(crate) fn with_capacity(cells: usize) -> Self {
        Self { ends: Ends::with_capacity(cells), ..Self::default() }
    }

    /// A row of these texts, in no more memory than they need: there may be hundreds of thousands.
    pub(crate) fn of(cells: &[&str]) -> Self {
        let mut own = Self::with_capacity(cells.len());
        own.text.reserve_exact(cells.iter().map(|text| text.len()).sum());
        cells.iter().for_each(|text| own.push(text));
        own
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a cell with a host's text.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Adds a cell with bytes in the file's encoding.
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        self.set_bytes(self.len(), bytes);
    }

    /// Sets a cell's bytes, which are in the file's encoding.
    pub(crate) fn set_bytes(&mut self, column: usize, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => self.set(column, text),
            _ => {
                self.set(column, "");
                if let Err(at) = self.find(column) {
                    self.kept.insert(at, (column, bytes.to_vec()));
                }
            }
        }
    }

    /// Leaves out what is behind so many cells.
    pub(crate) fn truncate(&mut self, cells: usize) {
        if cells < self.len() {
            self.text.truncate(cells.checked_sub(1).map_or(0, |last| self.place(last).1));
            self.ends.truncate(cells);
            self.kept.retain(|(column, _)| *column < cells);
        }
    }

    /// Sets a cell's text. A row that was read or made short grows.
    pub(crate) fn set(&mut self, column: usize, text: &str) {
        while self.len() <= column {
            self.ends.push(self.text.len());
        }
        let (start, end) = self.place(column);
        self.text.replace_range(start..end, text);
        self.ends.resize_cell(column, text.len());
        if let Ok(at) = self.find(column) {
            self.kept.remove(at);
        }
    }

    /// The host's text of a cell; `None` where bytes are kept and where there is no cell.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        if column >= self.len() || self.find(column).is_ok() {
            return None;
        }
        let (start, end) = self.place(column);
        self.text.get(start..end)
    }

    /// The bytes kept for a cell.
    pub(crate) fn kept(&self, column: usize) -> Option<&[u8]> {
        self.find(column).ok().map(|at| self.kept[at].1.as_slice())
    }

    /// All cells' texts in order, where no bytes are kept, and each time what the row has from there on,
    /// for a look at many bytes at once.
    pub(crate) fn texts(&self) -> Option<impl Iterator<Item = (&str, &[u8])>> {
        let mut start = 0;
        let text = move |end: usize| {
            let start = std::mem::replace(&mut start, end);
            let ahead = &self.text.as_bytes()[start..];
            (&self.text[start..end], ahead)
        };
        self.kept.is_empty().then(|| self.ends.iter().map(text))
    }

    fn find(&self, column: usize) -> Result<usize, usize> {
        self.kept.binary_search_by_key(&column, |(at, _)| *at)
    }

    fn place(&self, column: usize) -> (usize, usize) {
        self.ends.place(column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_any_length_keeps_its_cells_apart() {
        let long = "長".repeat(30_000);
        let mut pushed = OwnRow::of(&["a", &long, "b", ""]);
        assert_eq!(texts(&pushed), ["a", &long, "b", ""]);
        pushed.set(1, "短");
        assert_eq!(texts(&pushed), ["a", "短", "b", ""]);
        let mut grown = OwnRow::of(&["a", "x", "b"]);
        grown.set(1, &long);
        grown.set(3, &long);
        grown.push("c");
        assert_eq!(texts(&grown), ["a", &long, "b", &long, "c"]);
        grown.truncate(2);
        assert_eq!(texts(&grown), ["a", &long]);
        let exact = "a".repeat(usize::from(u16::MAX));
        let mut full = OwnRow::of(&["", &exact]);
        full.push("");
        assert_eq!(texts(&full), ["", &exact, ""]);
        full.set(0, "b");
        assert_eq!(texts(&full), ["b", &exact, ""]);
    }

    fn texts(row: &OwnRow) -> Vec<&str> {
        let texts = row.texts().unwrap();
        texts.inspect(|(text, ahead)| assert!(ahead.starts_with(text.as_bytes()))).map(|(text, _)| text).collect()
    }

    #[test]
    fn cells_are_set_in_any_order() {
        let mut row = OwnRow::with_capacity(2);
        row.push("一");
        row.push_bytes(b"\x93\xfa");
        row.push_bytes(b"02");
        assert!(row.texts().is_none());
        assert_eq!((row.text(0), row.text(1), row.text(2), row.text(3)), (Some("一"), None, Some("02"), None));
        assert_eq!((row.kept(0), row.kept(1), row.kept(2)), (None, Some(&b"\x93\xfa"[..]), None));
        row.set(4, "四");
        row.set_bytes(4, b"\x8el");
        assert_eq!((row.text(4), row.kept(4)), (None, Some(&b"\x8el"[..])));
        row.set(4, "四");
        row.set(0, "");
        row.set(1, "二つ目");
        row.set(2, "3");
        assert_eq!(texts(&row), ["", "二つ目", "3", "", "四"]);
        assert_eq!((row.len(), row.kept(1)), (5, None));
        row.set_bytes(3, b"\x8eO");
        row.truncate(3);
        assert_eq!(texts(&row), ["", "二つ目", "3"]);
    }
}
