//! Numbers at the border: signed there, unsigned within.

/// A number that goes out. None of ours has 64 bits.
pub(crate) fn signed<T: TryInto<i64>>(number: T) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// A place that came in: one that nothing has, where it is negative or the platform's are shorter.
pub(crate) fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
