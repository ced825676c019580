//! The values that cross CarePlanLink's border: plain structures that hold texts, numbers and bytes alone.
//!
//! The structures follow from the description of the border (`ffi/api`). How each is made from what the core has is
//! written here, once for every language: the C ABI lends them behind handles, the UniFFI crate takes them apart.

mod capabilities;
mod convert;
#[rustfmt::skip]
mod generated;
mod units;

pub use capabilities::capabilities_json;
pub use convert::{filter, moment};
pub use generated::*;
pub use units::Units;
