//! How the structures are made from the core's.

mod acknowledged;
mod candidate;
mod diagnosis;
mod difference;
mod error;
mod finding;
mod import;
mod made_unit;
mod mailbox;
mod message;
mod obstacle;
mod office;
mod printed;
mod remark;
mod results;
mod sent;
mod sent_list;
mod sent_result;
mod verification;

pub use mailbox::{filter, moment};

use cplink::keys::UnixTime;

/// Seconds since 1970; a time that no signed number holds is the last one.
fn seconds(time: UnixTime) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

/// Rows are counted in 32 bits: a file is shorter than 256 MiB.
fn row_number(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
