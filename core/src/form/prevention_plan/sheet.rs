//! 介護予防サービス・支援計画書 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise
//! is set right here.

use crate::form::head::Choices;

pub(super) const TITLE: &str = "介護予防サービス・支援計画書";
pub(super) const HEAD_CAPTION: &str = "利用者と計画";
pub(super) const AREAS: &str = "アセスメント領域と現在の状況";
pub(super) const PLAN: &str = "課題と支援計画";
pub(super) const POLICIES: &str = "健康状態と方針";
pub(super) const PROGRAMS: &str = "必要な事業プログラム（基本チェックリストの該当した項目数／質問項目数）";
pub(super) const AGREEMENT: &str = "意見と同意";

/// (?) The ministry's sheet is often printed on A3; here it is A4, with the plan going on over pages.
pub(super) const LEFT: f32 = 10.0;
pub(super) const WIDTH: f32 = 277.0;
/// The head is so many columns wide.
pub(super) const UNITS: usize = 100;

pub(super) const TITLE_TOP: f32 = 6.0;
pub(super) const HEAD_TOP: f32 = 14.0;
/// Who; certification; who made it; where; 目標とする生活.
pub(super) const HEAD: [f32; 5] = [6.5, 6.5, 7.5, 8.0, 9.5];
/// On the pages behind the first.
pub(super) const SHORT_HEAD: f32 = 7.0;

/// The upper edge of areas and plan on the first page, the height of their heads, and of what is below them.
pub(super) const MAIN_TOP: f32 = 54.0;
pub(super) const MAIN_HEAD: [f32; 2] = [5.0, 12.0];
pub(super) const ROOM: f32 = 80.0;
/// The same on the pages behind it.
pub(super) const NEXT_TOP: f32 = 24.0;
pub(super) const NEXT_ROOM: f32 = 160.0;

/// The areas: the name, 現在の状況, 本人・家族の意欲・意向, 領域における課題. Each has the beginning of its fields' names.
pub(super) const AREA_WIDTHS: [f32; 4] = [15.0, 21.0, 20.0, 24.0];
pub(super) const AREA_HEADS: [(&str, usize, usize); 3] = [
    ("アセスメント領域と\n現在の状況", 0, 2),
    ("本人・家族の\n意欲・意向", 2, 1),
    ("領域における課題\n（背景・原因）", 3, 1),
];
pub(super) const AREA: [(&str, &str); 4] = [
    ("運動・移動\nについて", "mobility"),
    ("日常生活\n（家庭生活）\nについて", "daily_life"),
    ("社会参加、\n対人関係・\nコミュニケー\nションについて", "social"),
    ("健康管理\nについて", "health"),
];
/// Whether there is an issue: checked, not checked. CP932 has no box with a check.
pub(super) const BOXES: [char; 2] = ['■', '□'];

/// The columns of the plan, the last six of which are below 支援計画.
pub(super) const PLAN_HEADS: &[&str] = &[
    "総合的課題",
    "課題に対する目標と具体策の提案",
    "具体策についての意向　本人・家族",
    "目標",
    "目標についての支援のポイント",
    "本人等のセルフケアや家族の支援、インフォーマルサービス（民間サービス）",
    "介護保険サービス又は地域支援事業（総合事業のサービス）",
    "サービス種別",
    "事業所（利用先）",
    "期間",
];
pub(super) const PLAN_WIDTHS: [f32; 10] = [21.0, 23.0, 20.0, 19.0, 20.0, 22.0, 21.0, 17.0, 18.0, 16.0];
pub(super) const SUPPORT: (&str, usize, usize) = ("支援計画", 4, 6);
/// The fields of the columns; under how many of the numbers (課題, 支援計画) a text is one with that above; which of the
/// numbers stands before it.
pub(super) const PLAN_FIELDS: [(&str, usize, Option<usize>); 10] = [
    ("overall_issue", 1, Some(0)),
    ("goal_proposal", 1, None),
    ("proposal_intent", 1, None),
    ("goal", 1, None),
    ("support_point", 2, Some(1)),
    ("self_care_support", 2, None),
    ("insurance_services", 2, None),
    ("used_service_kind", 0, Some(2)),
    ("used_service_office", 0, None),
    ("used_service_period", 0, None),
];

pub(super) const POLICIES_TOP: f32 = 153.0;
pub(super) const POLICIES_ROWS: [f32; 2] = [6.0, 16.0];
pub(super) const POLICY: [(&str, f32, &str); 3] = [
    ("健康状態について：主治医意見書、健診結果、観察結果等を踏まえた留意点", 88.0, "health_notes"),
    ("【本来行うべき支援が実施できない場合】妥当な支援の実施に向けた方針", 95.0, "support_policy"),
    ("総合的な方針：生活不活発病の改善・予防のポイント", 94.0, "overall_policy"),
];

pub(super) const PROGRAMS_TOP: f32 = 181.0;
pub(super) const PROGRAMS_ROWS: [f32; 3] = [6.0, 8.0, 8.0];
pub(super) const PROGRAMS_HEAD: f32 = 30.0;
pub(super) const PROGRAMS_WIDTH: f32 = 18.0;
pub(super) const PROGRAMS_HEADS: [&str; 2] = ["該当した項目数／\n質問項目数", "事業プログラムの\n要否"];
/// The programs: the name, the end of their fields' names, (?) how many questions of the 基本チェックリスト are about it.
pub(super) const PROGRAM: [(&str, &str, u8); 6] = [
    ("運動不足", "exercise", 5),
    ("栄養改善", "nutrition", 2),
    ("口腔内ケア", "oral", 3),
    ("閉じこもり予防", "withdrawal", 2),
    ("物忘れ予防", "memory", 3),
    ("うつ予防", "depression", 5),
];

/// 意見, 確認印, 同意; as wide as what the programs leave, and as high as they.
pub(super) const AGREEMENT_WIDTHS: [f32; 5] = [16.0, 47.0, 16.0, 16.0, 44.0];

pub(super) const PLAN_KINDS: Choices = &[("介護予防支援", &["1"]), ("介護予防ケアマネジメント", &["2"])];
pub(super) const ENTRUSTED: Choices = &[("自前", &["1"]), ("委託", &["2"])];
pub(super) const CATEGORIES: Choices =
    &[("初回", &["11", "51", "52", "54"]), ("紹介", &["12", "51", "53", "54"]), ("継続", &["21", "52", "53", "54"])];
pub(super) const STATUSES: Choices = &[("認定済", &["2"]), ("申請中", &["1"])];
pub(super) const LEVELS: Choices = &[("要支援１", &["1"]), ("要支援２", &["2"]), ("地域支援事業", &["3"])];
pub(super) const NEEDS: Choices = &[("要", &["1"]), ("否", &["2"])];
