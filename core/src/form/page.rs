//! A page, as both painters take it: what stands where, in millimetres from the top left corner.

use std::fmt;
use std::sync::Arc;

use super::frame::Frame;
use super::grid::Grid;
use super::image::ImageFormat;
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
    /// 第1表 居宅サービス計画書(1).
    Table1,
    /// 第2表 居宅サービス計画書(2).
    Table2,
    /// 第3表 週間サービス計画表.
    Table3,
    /// 第6表 サービス利用票／提供票.
    Table6,
    /// 第7表 サービス利用票別表／提供票別表.
    Table7,
    /// 利用者基本情報 with its 別表.
    BasicInformation,
    /// 介護予防サービス・支援計画書 with its 別表.
    PreventionPlan,
    /// A list of what is withdrawn.
    Withdrawals,
    /// A list of what changed between two slips; it is made by [`Changes`](super::Changes) alone, and not in
    /// [`FormKind::ALL`].
    Changes,
}

impl FormKind {
    /// Every form, in the order in which they are printed.
    pub const ALL: &'static [Self] = &[
        Self::Table1,
        Self::Table2,
        Self::Table3,
        Self::Table6,
        Self::Table7,
        Self::BasicInformation,
        Self::PreventionPlan,
        Self::Withdrawals,
    ];

    /// What commands and settings call it: of a numbered form its number.
    pub fn id(self) -> &'static str {
        match self {
            Self::Table1 => "1",
            Self::Table2 => "2",
            Self::Table3 => "3",
            Self::Table6 => "6",
            Self::Table7 => "7",
            Self::BasicInformation => "basic",
            Self::PreventionPlan => "prevention",
            Self::Withdrawals => "withdrawals",
            Self::Changes => "changes",
        }
    }

    /// What people call it.
    pub fn name_ja(self) -> &'static str {
        match self {
            Self::Table1 => "第1表",
            Self::Table2 => "第2表",
            Self::Table3 => "第3表",
            Self::Table6 => "第6表",
            Self::Table7 => "第7表",
            Self::BasicInformation => "利用者基本情報",
            Self::PreventionPlan => "介護予防支援計画書",
            Self::Withdrawals => "取下げ一覧",
            Self::Changes => "変更点の一覧",
        }
    }

    /// Whether its paper has a number: 第1表 … 第7表.
    pub(super) fn is_numbered(self) -> bool {
        matches!(self, Self::Table1 | Self::Table2 | Self::Table3 | Self::Table6 | Self::Table7)
    }

    /// The form of an id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|form| form.id() == id)
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

/// A picture, which is made as large as its place allows and not distorted.
#[derive(Clone, PartialEq)]
pub struct Picture {
    /// Its place.
    pub frame: Frame,
    /// Its file's bytes, as they were given.
    pub bytes: Arc<[u8]>,
    /// What they are.
    pub format: ImageFormat,
    /// How many pixels it is wide.
    pub width: u32,
    /// How many pixels it is high.
    pub height: u32,
    /// What it shows, for who does not see it.
    pub alt: String,
}

// Without the bytes: they are long, and show people.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { frame, bytes, format, width, height, .. } = self;
        write!(f, "Picture {{ {frame:?}, {} bytes, {format:?}, {width} x {height} }}", bytes.len())
    }
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
    /// A picture.
    Picture(Picture),
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

/// A title with which page it is, where there are several: `（2/3）`.
pub(super) fn numbered(title: &str, number: usize, count: usize) -> String {
    if count > 1 { format!("{title}（{number}/{count}）") } else { title.to_owned() }
}
