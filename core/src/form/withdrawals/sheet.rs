//! The list of withdrawals on its sheet: words and measures in millimetres. No ministry has a sheet for it; it is ours.

use crate::spec::Kind;

pub(super) const TITLE: &str = "取下げ一覧";
/// Below the title.
pub(super) const ABOUT: &str =
    "送信元の事業所が取り下げました。これより前に届いた右端の記録は無効です。後から送り直された記録は使えます。";
pub(super) const CAPTION: &str = "取り下げられた記録";

pub(super) const LEFT: f32 = 10.0;
pub(super) const WIDTH: f32 = 277.0;
pub(super) const TITLE_TOP: f32 = 8.0;
pub(super) const ABOUT_TOP: f32 = 16.0;
pub(super) const TOP: f32 = 25.0;
pub(super) const HEAD: f32 = 7.0;
pub(super) const ROOM: f32 = 168.0;

pub(super) const HEADS: &[&str] = &[
    "取下げの種類",
    "保険者番号",
    "被保険者番号",
    "対象の年月・日付",
    "サービス事業者番号",
    "サービス種類",
    "無効になる記録",
];
pub(super) const WIDTHS: [f32; 7] = [48.0, 20.0, 28.0, 48.0, 29.0, 36.0, 68.0];

/// What a kind is in plain words, what its date is, its field, and what it takes away.
pub(super) struct Withdrawal {
    pub(super) name: &'static str,
    pub(super) date: &'static str,
    pub(super) field: &'static str,
    pub(super) takes: &'static str,
}

/// Of a kind that withdraws.
pub(super) fn withdrawal(kind: Kind) -> Option<Withdrawal> {
    let (name, date, field, takes) = match kind {
        Kind::Dlt1kyo => (
            "居宅サービス計画の取下げ",
            "計画作成日",
            "care_plan_date",
            "この日に作成した第1表・第2表・第3表と利用者補足情報",
        ),
        Kind::Dltplan => (
            "サービス利用票（予定）の取下げ",
            "",
            "deletion_target_month",
            "この月の第6表（予定）・第7表と利用者補足情報",
        ),
        Kind::Dltjsk => (
            "サービス利用票（実績）の取下げ",
            "",
            "deletion_target_month",
            "この月・この事業者・このサービス種類の第6表（実績）",
        ),
        Kind::Dltkihon => (
            "利用者基本情報の取下げ",
            "相談日",
            "consultation_date",
            "この日の利用者基本情報（別表1・別表2・家族構成の図を含む）",
        ),
        Kind::Dltyobo => (
            "介護予防サービス・支援計画書の取下げ",
            "計画作成日",
            "prevention_plan_date",
            "この日に作成した支援計画書（別表を含む）",
        ),
        _ => return None,
    };
    Some(Withdrawal { name, date, field, takes })
}
