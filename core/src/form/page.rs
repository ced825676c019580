//! A page, as both painters take it: what stands where, in millimetres from the top left corner.

use super::frame::Frame;
use super::grid::Grid;
use super::lines::{Align, Lines};

/// The language of every form.
pub const LANGUAGE: &str = "ja";
/// The title of a file of forms: it stands in window titles and lists, so it names nobody.
pub(super) const TITLE: &str = "ケアプランデータの帳票";

/// How the sheet of A4 lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// 210 mm wide.
    Portrait,
    /// 297 mm wide.
    Landscape,
}

impl Sheet {
    /// Its width in millimetres.
    pub fn width(self) -> f32 {
        if self == Self::Portrait { 210.0 } else { 297.0 }
    }

    /// Its height in millimetres.
    pub fn height(self) -> f32 {
        if self == Self::Portrait { 297.0 } else { 210.0 }
    }
}

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// 第6表 サービス利用票／提供票.
    Table6,
    /// 第7表 サービス利用票別表／提供票別表.
    Table7,
}

impl FormKind {
    /// Every form, in the order in which they are printed.
    pub const ALL: &'static [Self] = &[Self::Table6, Self::Table7];

    /// Its number, as people call it: 第6表 is `6`.
    pub fn number(self) -> u8 {
        match self {
            Self::Table6 => 6,
            Self::Table7 => 7,
        }
    }

    /// The form of a number.
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|form| form.number() == number)
    }
}

/// What a text on a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelRole {
    /// The title of the form.
    Heading,
    /// Any other text.
    Text,
}

/// A text outside of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its place.
    pub frame: Frame,
    /// What it says.
    pub lines: Lines,
    /// Where in its place.
    pub align: Align,
    /// What it is.
    pub role: LabelRole,
    /// Whether there is a frame around it.
    pub is_boxed: bool,
}

/// A line across the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Its beginning: from the left, from the top.
    pub from: (f32, f32),
    /// Its end.
    pub to: (f32, f32),
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A text.
    Label(Label),
    /// A table.
    Grid(Grid),
    /// A line.
    Rule(Rule),
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Of which form.
    pub form: FormKind,
    /// What it is called in a list of pages; names nobody.
    pub title: String,
    /// How the sheet lies.
    pub sheet: Sheet,
    /// Which page of this form and user it is, from 1.
    pub number: usize,
    /// How many there are; sheets for what did not fit are counted apart.
    pub count: usize,
    /// What is on it, in the order in which it is read.
    pub items: Vec<Item>,
}

impl Page {
    /// The tables on it.
    pub fn grids(&self) -> impl Iterator<Item = &Grid> {
        self.items.iter().filter_map(|item| match item {
            Item::Grid(grid) => Some(grid),
            _ => None,
        })
    }
}
