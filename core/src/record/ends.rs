//! Where the cells of a row end in its text.

/// The ends of a row's cells. There may be hundreds of thousands of rows, and hardly one is longer than 64 KiB: its
/// ends then take two bytes each.
#[derive(Clone)]
pub(crate) enum Ends {
    Short(Vec<u16>),
    Long(Vec<usize>),
}

impl Default for Ends {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Ends {
    /// No ends yet; so many are expected.
    pub(crate) fn with_capacity(cells: usize) -> Self {
        Self::Short(Vec::with_capacity(cells))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Short(ends) => ends.len(),
            Self::Long(ends) => ends.len(),
        }
    }

    /// Where a cell begins and ends. There must be such a cell.
    pub(crate) fn place(&self, cell: usize) -> (usize, usize) {
        (cell.checked_sub(1).map_or(0, |before| self.at(before)), self.at(cell))
    }

    /// All of them in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(|cell| self.at(cell))
    }

    pub(crate) fn push(&mut self, end: usize) {
        if let (Self::Short(ends), Ok(short)) = (&mut *self, u16::try_from(end)) {
            ends.push(short);
        } else if let Self::Long(ends) = self.lengthened() {
            ends.push(end);
        }
    }

    pub(crate) fn truncate(&mut self, cells: usize) {
        match self {
            Self::Short(ends) => ends.truncate(cells),
            Self::Long(ends) => ends.truncate(cells),
        }
    }

    /// A cell's text has become another one of this length: it and those behind it end elsewhere.
    pub(crate) fn resize_cell(&mut self, cell: usize, length: usize) {
        let (start, end) = self.place(cell);
        let removed = end - start;
        let last = self.at(self.len() - 1) - removed + length;
        // What fits at the end of the row fits before it.
        match (&mut *self, u16::try_from(last), u16::try_from(removed), u16::try_from(length)) {
            (Self::Short(ends), Ok(_), Ok(removed), Ok(length)) => {
                ends[cell..].iter_mut().for_each(|each| *each = *each - removed + length);
            }
            _ => {
                if let Self::Long(ends) = self.lengthened() {
                    ends[cell..].iter_mut().for_each(|each| *each = *each - removed + length);
                }
            }
        }
    }

    fn at(&self, cell: usize) -> usize {
        match self {
            Self::Short(ends) => usize::from(ends[cell]),
            Self::Long(ends) => ends[cell],
        }
    }

    fn lengthened(&mut self) -> &mut Self {
        if let Self::Short(ends) = self {
            *self = Self::Long(ends.iter().copied().map(usize::from).collect());
        }
        self
    }
}
