//! The slips as people know them: pages of paper, made of the rows.
//!
//! [`Slip`] has the rows, [`Slip::pages`] makes the pages one by one, and a painter takes them: [`HtmlPainter`], or with
//! feature `pdf` also `PdfPainter`. A [`Page`] says in millimetres what stands where, so every painter shows the same. A
//! text that does not fit in its cell is made smaller, then broken into lines; then the cell ends in a mark (`…※1`), and
//! the whole text is on a sheet of its own behind the form: nothing is cut in silence.
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
//! What is on which form is in the module of its name; what the ministry's own sheet may have otherwise (widths,
//! words) is in the file `sheet.rs` of each.

mod about;
mod basic_information;
mod cells;
mod changes;
mod clean;
mod draw;
mod era;
mod family;
mod fit;
mod frame;
mod grid;
mod head;
mod html;
mod image;
mod lines;
mod listing;
mod marks;
mod merged;
mod names;
mod note;
mod overflow;
mod overflow_pages;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod people;
mod pictures;
mod plan_head;
mod prevention_plan;
mod print;
mod record;
mod rows;
mod sequence;
mod service;
mod slip;
mod table_1;
mod table_2;
mod table_3;
mod table_6;
mod table_7;
mod user;
mod withdrawals;

pub(crate) use about::about;
pub use changes::Changes;
pub(crate) use era::month as era_month;
pub use fit::LEAST;
pub use frame::Frame;
pub use grid::{Borders, Cell, Fill, Grid, Role, Stroke};
pub use html::HtmlPainter;
pub use image::ImageFormat;
pub use lines::{Align, Lines, Run, Style, VerticalAlign};
pub use names::{NameTable, ServiceNames};
pub use note::noted;
pub use page::{FormKind, Item, LANGUAGE, Label, LabelRole, Page, Picture, Rule, Sheet};
#[cfg(feature = "pdf")]
pub use pdf::PdfPainter;
pub use print::{Printable, Printed, Printing};
pub use slip::Slip;
