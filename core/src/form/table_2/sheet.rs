//! 第2表 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise is set right here.

use crate::form::lines::VerticalAlign;
use crate::form::rows::Look;

pub(super) const TITLE: &str = "居宅サービス計画書（２）";

/// The left edge of everything, the upper edges of head and rows, where rows end, and the notes below them.
pub(super) const LEFT: f32 = 10.0;
pub(super) const GRID_TOP: f32 = 25.0;
pub(super) const GRID_BOTTOM: f32 = 197.0;
pub(super) const NOTES_TOP: f32 = 198.0;
pub(super) const NOTES: &str =
    "※１ 保険給付の対象となるサービスに○（対象外と記録されたものは－）　※２ サービスを提供する事業所";

/// The heights of the two rows of heads, and that for rows on a page.
pub(super) const HEAD: [f32; 2] = [5.0, 6.0];
pub(super) const ROOM: f32 = GRID_BOTTOM - GRID_TOP - HEAD[0] - HEAD[1];
/// Texts are smaller only where one is higher than a page. Signs and frequencies stand in the middle.
pub(super) const LOOK: Look =
    Look { size: 2.6, least: 8.0, most: ROOM, has_row_heads: false, centred: &[6, 9], vertical: VerticalAlign::Top };

/// Heads above several columns: the words, the first of the columns, how many.
pub(super) const GROUPS: [(&str, usize, usize); 2] = [("目標", 1, 4), ("援助内容", 5, 6)];
/// The columns with their widths. (?) How wide they are on the paper.
pub(super) const COLUMNS: [(&str, f32); 11] = [
    ("生活全般の解決すべき\n課題（ニーズ）", 38.0),
    ("長期目標", 33.0),
    ("（期間）", 17.0),
    ("短期目標", 33.0),
    ("（期間）", 17.0),
    ("サービス内容", 44.0),
    ("※１", 7.0),
    ("サービス種別", 22.0),
    ("※２", 34.0),
    ("頻度", 15.0),
    ("期間", 17.0),
];
/// What each column is about, also where its own head says little: a period is that of the goal before it.
pub(super) const ABOUT: [&str; 11] = [
    "生活全般の解決すべき課題（ニーズ）",
    "目標 長期目標",
    "長期目標（期間）",
    "目標 短期目標",
    "短期目標（期間）",
    "援助内容 サービス内容",
    "援助内容 ※１",
    "援助内容 サービス種別",
    "援助内容 ※２",
    "援助内容 頻度",
    "援助内容 期間",
];

/// 保険対象区分 as it is written in ※１, code by code. (?) Whether 対象外 is written or left blank.
pub(super) const COVERED: [(&str, &str); 2] = [("Y", "○"), ("N", "－")];
