//! A verdict, and a case, as text for a terminal; a verdict as a page, as JUnit XML and on one line.

mod badge;
mod case;
mod case_view;
mod form;
mod junit;
mod page;
mod plain;
mod proof;
mod summary;
mod time;
mod told;
mod words;
mod write;

pub use badge::badge;
pub use case::case;
pub use junit::junit;
pub use page::{PageInput, forms, page};
pub use plain::plain;
pub use proof::not_proven;
pub use summary::summary;
pub(crate) use time::japan;
pub use words::{level, role, shape};
pub use write::write;
