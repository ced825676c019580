//! A part of the order of acceptance.

/// Messages in the order of acceptance, both ends included.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) first: i64,
    pub(super) last: i64,
}

impl Span {
    pub(super) const ALL: Self = Self { first: 0, last: i64::MAX };

    pub(super) fn within(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}
