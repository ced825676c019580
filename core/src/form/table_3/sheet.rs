//! 第3表 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise is set right here.

pub(super) const TITLE: &str = "週間サービス計画表";

/// The left edge of everything, and the upper edges of week and foot.
pub(super) const LEFT: f32 = 10.0;
pub(super) const GRID_TOP: f32 = 23.5;
pub(super) const FOOT_TOP: f32 = 188.3;

/// The widths of 深夜 …, of the hours, of all days, of 主な日常生活上の活動. (?) How wide they are on the paper.
pub(super) const BAND_WIDTH: f32 = 8.0;
pub(super) const HOURS_WIDTH: f32 = 12.0;
pub(super) const DAYS_WIDTH: f32 = 210.0;
pub(super) const ACTIVITIES_WIDTH: f32 = 47.0;
/// The heights of the heads and of all hours.
pub(super) const HEAD: f32 = 5.0;
pub(super) const HOURS: f32 = 158.4;
pub(super) const SIZE: f32 = 2.6;

/// Monday to Sunday; a weekday of the file is the column of this place. (?) Whether before 4:00 it is meant as the end of
/// the column, as on the paper, whose days run from 4:00 to 4:00.
pub(super) const DAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
pub(super) const ACTIVITIES: &str = "主な日常生活上の活動";

/// The hour at which a column begins, and the hours between two lines.
pub(super) const FIRST_HOUR: u32 = 4;
pub(super) const HOURS_OF_LINE: u32 = 2;
/// The bands with the hour at which each ends, counted on over midnight. (?) The exact hours.
pub(super) const BANDS: [(&str, u32); 6] =
    [("深夜", 6), ("早朝", 8), ("午前", 12), ("午後", 18), ("夜間", 22), ("深夜", 28)];

/// Boxes begin and end at such minutes, and are not lower than so many: then a line can be read in them. Where nothing
/// follows they have room for two lines.
pub(super) const SLOT: u32 = 5;
pub(super) const ONE_LINE: u32 = 30;
pub(super) const TWO_LINES: u32 = 50;
/// So many stand side by side in a column; what is more is told below.
pub(super) const BESIDE: usize = 3;
/// By how much of a day's width a day is wider for each box beside another.
pub(super) const WIDER: f32 = 0.35;

/// The foot: the width of its heads, of its texts, and the heights of its rows.
pub(super) const FOOT: [f32; 2] = [40.0, 237.0];
pub(super) const FOOT_ROWS: [f32; 2] = [9.5, 7.0];
pub(super) const OTHERS: &str = "週単位以外のサービス";
pub(super) const BELOW: &str = "上の表に書けないもの\n（時間の定めがない等）";
/// Behind what began in the column before, or at the foot of its own.
pub(super) const CONTINUED: &str = "（続き）";
