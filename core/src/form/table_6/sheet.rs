//! 第6表 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise is set right here.

/// The width of a day; everything else is a multiple of it.
pub(super) const UNIT: f32 = 4.86;
/// The left edge of everything.
pub(super) const LEFT: f32 = 10.0;
/// The upper edges of title, head and services.
pub(super) const TITLE_TOP: f32 = 8.0;
pub(super) const HEAD_TOP: f32 = 17.0;
pub(super) const GRID_TOP: f32 = 47.0;
/// The services of a page.
pub(super) const SERVICES: usize = 10;

/// The columns before the days: 提供時間帯, サービス内容, 事業所名, 予定・実績.
pub(super) const BEFORE: [(&str, usize); 4] =
    [("提供時間帯", 6), ("サービス内容", 6), ("サービス事業者\n事業所名", 8), ("", 2)];
pub(super) const DAYS: usize = 31;
pub(super) const TOTAL: (&str, usize) = ("合計\n回数", 4);
/// Above the days.
pub(super) const RECORD: &str = "月間サービス計画及び実績の記録";
/// The heights of the three rows of heads, and of a line of a service.
pub(super) const GRID_HEAD: [f32; 3] = [4.2, 4.2, 4.2];
pub(super) const LINE: f32 = 6.3;

/// The heights of the rows of the head: insurer; フリガナ and name; three lines of 要介護状態区分.
pub(super) const HEAD: [f32; 6] = [6.0, 4.2, 4.8, 4.2, 4.2, 4.2];

/// Title and direction where the slip is a plan, where results alone, and where both.
pub(super) const PLAN: [&str; 2] = ["サービス提供票（予定）", "居宅介護支援事業者→サービス事業者"];
pub(super) const RESULTS: [&str; 2] = ["サービス提供票（実績）", "サービス事業所→居宅介護支援事業所"];
pub(super) const BOTH: [&str; 2] = ["サービス提供票（予定と実績）", "太枠：予定と実績が異なる日"];
/// Beside the page number of several.
pub(super) const SIZE: f32 = 2.8;
