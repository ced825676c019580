//! What a product wrote beside what is right, as forms, with thick frames around what differs.

mod align;
mod mark;
mod pages;
mod people;
mod view;

pub(super) use pages::style;
pub(super) use view::{Pair, pairs};
