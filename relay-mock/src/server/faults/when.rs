//! Which of the calls that it could meet a fault meets.

/// Which of the calls that it could meet a fault meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// This one, and where `times` says more, those after it.
    Nth(u64),
    /// Every so many: 3 is the third, the sixth …
    Every(u64),
    /// Any, with this probability.
    Chance(f64),
}
