//! A set of cases.

mod about;
mod open;
mod ranges;
mod source;

pub use about::{About, Pattern};
pub use open::Pack;
pub use ranges::Ranges;
pub use source::embedded;
