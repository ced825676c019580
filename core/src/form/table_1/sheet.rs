//! 第1表 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise is set right here.

use crate::form::head::Choices;

pub(super) const TITLE: &str = "居宅サービス計画書（１）";
/// How the user is addressed.
pub(super) const ADDRESSED: &str = "殿";

/// The left edge of everything, and the upper edges of the choices at the right, of the head and of the boxes.
pub(super) const LEFT: f32 = 10.0;
pub(super) const CHOICES_PLACE: (f32, f32) = (147.0, 14.5);
pub(super) const HEAD_TOP: f32 = 23.0;
pub(super) const BODY_TOP: f32 = 60.0;

/// 作成年月日 with its head; 初回・紹介・継続; 認定済・申請中.
pub(super) const CHOICES: [f32; 4] = [22.0, 36.0, 44.0, 38.0];
pub(super) const CHOICES_HEIGHT: f32 = 6.5;
/// Three heads in a row of the head, each before what it says. (?) On the paper these stand without frames.
pub(super) const HEAD: [f32; 6] = [28.0, 66.0, 26.0, 54.0, 30.0, 73.0];
pub(super) const HEAD_ROWS: [f32; 4] = [8.5, 8.5, 8.5, 8.5];
/// The heads at the left of the boxes, and the boxes.
pub(super) const BODY: [f32; 3] = [40.0, 127.0, 110.0];
/// 要介護状態区分, the three large boxes, 生活援助中心型の算定理由. (?) How the paper divides the height.
pub(super) const BODY_ROWS: [f32; 5] = [8.0, 53.0, 22.0, 50.0, 10.0];
/// The size of the texts in the large boxes.
pub(super) const TEXT: f32 = 3.0;

/// 計画書区分: some codes say two or three of them at once.
pub(super) const CATEGORIES: Choices =
    &[("初回", &["11", "51", "52", "54"]), ("紹介", &["12", "51", "53", "54"]), ("継続", &["21", "52", "53", "54"])];
pub(super) const STATUSES: Choices = &[("認定済", &["2"]), ("申請中", &["1"])];
pub(super) const LEVELS: Choices = &[
    ("要介護１", &["21"]),
    ("要介護２", &["22"]),
    ("要介護３", &["23"]),
    ("要介護４", &["24"]),
    ("要介護５", &["25"]),
];
pub(super) const REASONS: Choices =
    &[("１ 一人暮らし", &["1"]), ("２ 家族等が障害、疾病等", &["2"]), ("３ その他", &["3"])];
/// Before what the other reason is.
pub(super) const REASON: &str = "生活援助中心型の算定理由";

/// The large boxes with their fields.
pub(super) const BOXES: [(&str, &str); 3] = [
    ("利用者及び家族の生活に対する意向を踏まえた課題分析の結果", "needs_analysis_result"),
    ("介護認定審査会の意見及びサービスの種類の指定", "review_board_opinion"),
    ("総合的な援助の方針", "overall_support_policy"),
];
