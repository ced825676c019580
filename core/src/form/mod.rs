//! The slips as people know them: pages of paper, made of the rows.
//!
//! [`Slip`] has the rows, [`Slip::pages`] makes the pages one by one, and a painter takes them: [`HtmlPainter`]. A
//! [`Page`] says in millimetres what stands where, so every painter shows the same. A text that does not fit in its cell is
//! made smaller, then broken into lines; then the cell ends in a mark (`…※1`), and the whole text is on a sheet of its
//! own behind the form: nothing is cut in silence.
//!
//! [`Printable`] is what of a unit is printed, and [`Printing`] writes it, for `cplink` and for every language alike.
//!
//! ```
//! use cplink::form::{FormKind, HtmlPainter, NameTable, Slip};
//! use cplink::record::Table;
//! use cplink::spec::Kind;
//!
//! let table = Table::new(Kind::Upplan);
//! let slip = Slip::of_unit([&table]);
//! let mut painter = HtmlPainter::begin(Vec::new())?;
//! for page in slip.pages(FormKind::ALL, &NameTable::default()) {
//!     painter.page(&page)?;
//! }
//! assert!(painter.end()?.starts_with(b"<!DOCTYPE html>"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What is on which form is in `table_6` and `table_7`; what the ministry's own sheet may have otherwise (widths,
//! words) is in the file `sheet.rs` of each.

mod cells;
mod clean;
mod draw;
mod era;
mod family;
mod fit;
mod frame;
mod grid;
mod head;
mod html;
mod lines;
mod names;
mod overflow;
mod overflow_pages;
mod page;
mod print;
mod service;
mod slip;
mod table_6;
mod table_7;
mod user;

pub use fit::LEAST;
pub use frame::Frame;
pub use grid::{Borders, Cell, Fill, Grid, Role, Stroke};
pub use html::HtmlPainter;
pub use lines::{Align, Lines, Run, Style};
pub use names::{NameTable, ServiceNames};
pub use page::{FormKind, Item, LANGUAGE, Label, LabelRole, Page, Rule, Sheet};
pub use print::{Printable, Printed, Printing};
pub use slip::Slip;
