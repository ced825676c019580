//! Reading what was received as the standard means it: the rules that are often misread.
//!
//! | question | answer |
//! |---|---|
//! | Which rows of a slip are our own work? | [`own_rows`] |
//! | Which rows count if a monthly add-on is on many days? | [`monthly_once`] |
//! | What does a blank in 第2表 or 別表 mean? | [`fill_down`] |
//! | In which order are units imported, and what do they take away? | [`import_steps`], [`remaining_rows`] |
//! | Do two cells, rows, tables say the same? | [`means_the_same`], [`compare`] |

mod compare;
mod fill;
mod import;
mod meaning;
mod monthly;
mod offices;
mod own;

pub use compare::{Comparison, Difference, compare, is_compared};
pub(crate) use fill::from_above;
pub use fill::{Filled, fill_down};
pub use import::{ImportStep, Reason, ReceivedTable, import_steps, remaining_rows};
pub use meaning::means_the_same;
pub use monthly::monthly_once;
pub(crate) use offices::office_names;
pub use own::own_rows;

use crate::record::Row;

/// A cell that identifies, as half-width text without spaces around.
fn key(row: &Row<'_>, column: usize) -> String {
    let text = row.text(column).unwrap_or_default();
    let text = text.trim();
    crate::text::to_half_width(text).unwrap_or_else(|| text.to_owned())
}
