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

/// The words that differ by what is shown.
pub(super) struct Words {
    pub(super) title: &'static str,
    /// Whence and whither, or what a thick frame means.
    pub(super) direction: &'static str,
    /// The two lines of a service.
    pub(super) lines: [&'static str; 2],
    /// What a thick frame means.
    pub(super) marked: &'static str,
}

const fn words(title: &'static str, direction: &'static str) -> Words {
    Words { title, direction, lines: ["予定", "実績"], marked: "予定と異なります" }
}

const fn changes(title: &'static str) -> Words {
    Words {
        title, direction: "太枠：変更前と異なるところ", lines: ["変更前", "変更後"], marked: "変更前と異なります"
    }
}

/// Where the slip is a plan, where results alone, and where both.
pub(super) const PLAN: Words = words("サービス提供票（予定）", "居宅介護支援事業者→サービス事業者");
pub(super) const RESULTS: Words = words("サービス提供票（実績）", "サービス事業所→居宅介護支援事業所");
pub(super) const BOTH: Words = words("サービス提供票（予定と実績）", "太枠：予定と実績が異なる日");
/// Where two plans or two results are compared.
pub(super) const PLAN_CHANGES: Words = changes("サービス提供票（予定）の変更");
pub(super) const RESULTS_CHANGES: Words = changes("サービス提供票（実績）の変更");
/// Beside the page number of several.
pub(super) const SIZE: f32 = 2.8;
