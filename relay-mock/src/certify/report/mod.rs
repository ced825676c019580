//! A verdict, and a case, as text for a terminal.

mod case;
mod summary;
mod words;

pub use case::case;
pub use summary::summary;
pub use words::{level, role, shape};
