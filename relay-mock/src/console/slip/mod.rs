//! The files of a unit as pages show them: as forms, rows, JSON and findings. What they mean and what is wrong with them
//! is said by the library alone; here it is only brought into pieces of which a page never has too many.

mod compare;
mod container;
mod desk;
mod files;
mod findings;
mod folder;
mod forms;
mod inspections;
mod json;
mod pager;
mod reading;
pub(super) mod real;
mod rows;
mod shelf;
mod stream;
mod units;

pub(super) use compare::{DiffView, Sides, document as compared, look as look_at_both};
pub(super) use container::{copy, name_of, of_store};
pub(super) use desk::{Desk, Interrupted};
pub(super) use files::{Given, SlipFile, SlipFiles};
pub(super) use findings::{FindingView, FindingsView};
pub(super) use folder::{FolderError, files as of_folder};
pub(super) use forms::{FormView, Pages, Sheets, document, look, message, told};
pub(super) use inspections::{Compared, Inspection, Inspections};
pub(super) use json::{JsonView, write as write_json};
pub(super) use pager::Pager;
pub(super) use reading::Reading;
pub(super) use rows::{OtherFile, RowsView, shown_size};
pub(super) use shelf::{Full, Room, Shelf};
use stream::streamed;
pub(super) use units::{Upload, units};
