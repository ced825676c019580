//! Typed rows: a struct for every kind of file, with a date where the layout says date, an enum where
//! it has a code list. Made from the layout tables.
//!
//! A typed row is lossless: each [`Cell`] knows the text it was read from, so what is no value of its
//! type, or a value in another form (`000163`, full-width digits), and columns that the layout does
//! not know come back exactly as they were. What a host sets is written in the canonical form.
//!
//! The structs are of each kind's newest layout. Rows of an older version have a typed form where each of
//! their fields is there too ([`Layout::has_typed_form`](crate::spec::Layout::has_typed_form)); other
//! rows are refused, never cut: read them by field id, or move them to another version by [`crate::translate`].
//!
//! ```
//! use cplink::record::Table;
//! use cplink::spec::Kind;
//! use cplink::typed::{Date, TypedRow, Upplan};
//!
//! let mut slip = Upplan::default();
//! slip.insurer_number = "990010".into();
//! slip.service_date = Date::new(2025, 10, 1).into();
//! slip.service_count.set(1);
//! let mut table = Table::new(Kind::Upplan);
//! slip.write_to(&mut table)?;
//! for row in table.typed::<Upplan>()? {
//!     assert_eq!(row.service_date.get(), Date::new(2025, 10, 1).as_ref());
//! }
//! # Ok::<(), cplink::Error>(())
//! ```

mod cell;
mod code;
mod date;
mod decimal;
mod decoded;
mod define;
mod fields;
mod flags31;
#[rustfmt::skip]
mod generated;
mod integer;
mod json;
mod month;
mod rest;
mod row;
mod text;
mod texts;
mod time;
mod value;

pub use cell::Cell;
pub use date::Date;
pub use decimal::Decimal;
pub use flags31::Flags31;
pub use generated::*;
pub use month::Month;
pub use rest::Rest;
pub use row::TypedRow;
pub use text::Text;
pub use texts::Texts;
pub use time::Time;
pub use value::CellValue;
