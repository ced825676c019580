//! A line above a form that says where it comes from.

use super::draw::label;
use super::frame::Frame;
use super::lines::{Align, Run};
use super::page::{Item, Page};

/// The place above the titles, within what printers reach.
const TOP: f32 = 4.4;
const HEIGHT: f32 = 3.0;
const SIDE: f32 = 10.0;
const SIZE: f32 = 2.3;

/// The page with a line above everything: what the form is drawn from, and what it is not.
pub fn noted(mut page: Page, note: &str) -> Page {
    let frame = Frame { left: SIDE, top: TOP, width: page.sheet.width() - 2.0 * SIDE, height: HEIGHT };
    page.items.insert(0, Item::Label(label(frame, vec![Run::plain(note)], SIZE, Align::Right)));
    page
}
