//! Which part of many is on a page.

/// Rows of a CSV file on a page.
pub(super) const ROWS: usize = 50;

/// Which part of many is on a page.
pub(crate) struct Pager {
    /// From 1.
    pub(crate) page: usize,
    pub(crate) pages: usize,
    pub(crate) all: usize,
    size: usize,
}

impl Pager {
    /// The page that was asked for, or the last one there is.
    pub(crate) fn new(asked: usize, all: usize, size: usize) -> Self {
        let pages = all.div_ceil(size).max(1);
        Self { page: asked.clamp(1, pages), pages, all, size }
    }

    /// How many come before.
    pub(crate) fn skipped(&self) -> usize {
        (self.page - 1) * self.size
    }

    /// The first one's number, from 1.
    pub(crate) fn first(&self) -> usize {
        if self.all == 0 { 0 } else { self.skipped() + 1 }
    }

    /// The last one's number.
    pub(crate) fn last(&self) -> usize {
        (self.skipped() + self.size).min(self.all)
    }

    /// The parts of a list that are on the page.
    pub(crate) fn of<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        list.get(self.skipped()..self.last()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_last() {
        let list: Vec<u8> = (0..101).collect();
        for (asked, page, count) in [(0, 1, 50), (1, 1, 50), (3, 3, 1), (4, 3, 1), (usize::MAX, 3, 1)] {
            let pager = Pager::new(asked, list.len(), 50);
            assert_eq!((pager.page, pager.of(&list).len()), (page, count), "{asked}");
        }
        assert_eq!(Pager::new(1, 0, 50).pages, 1);
    }
}
