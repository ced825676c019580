//! Reading what was received as the standard means it: the rules that are often misread.
//!
//! | question | answer |
//! |---|---|
//! | Which rows of a slip are our own work? | [`own_rows`] |
//! | Which rows count if a monthly add-on is on many days? | [`monthly_once`] |
//! | What does a blank in 第2表 or 別表 mean? | [`fill_down`] |
//! | In which order are units imported, and what do they take away? | [`import_steps`], [`remaining_rows`] |
//! | Do two cells, rows, tables say the same? | [`means_the_same`], [`compare`] |
//! | What of a plan was done? | [`compare_results`] |

mod compare;
mod fill;
mod import;
mod meaning;
mod monthly;
mod offices;
mod own;
mod results;

pub use compare::{Comparison, Difference, compare, is_compared};
pub(crate) use fill::from_above;
pub use fill::{Filled, fill_down};
pub(crate) use import::every_one_is_another;
pub use import::{ImportStep, Reason, ReceivedTable, import_steps, remaining_rows};
pub use meaning::means_the_same;
pub use monthly::monthly_once;
pub(crate) use offices::office_names;
pub use own::own_rows;
pub use results::{
    Count, Recorded, ResultsComparison, ResultsLine, ResultsStatus, ResultsSum, Service, SumKey, SumOf, UserMonth,
    compare_received, compare_results, compare_tables,
};
pub(crate) use results::{Gathering, day_of, service_of};
