//! Remarks on a certificate that was accepted all the same.

#[rustfmt::skip]
mod generated;

pub use generated::Notice;

/// The remark on a certificate with so many days left.
pub(super) fn of_days_left(days: i64) -> Option<Notice> {
    match days {
        ..0 => Some(Notice::Expired),
        0..7 => Some(Notice::Expires7),
        7..30 => Some(Notice::Expires30),
        30..90 => Some(Notice::Expires90),
        _ => None,
    }
}
