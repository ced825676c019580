//! 第7表 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise is set right here.

pub(super) const TITLE: &str = "サービス提供票別表";
/// Where two slips are compared.
pub(super) const CHANGES: &str = "サービス提供票別表の変更";
pub(super) const MARKED: &str = "変更前と異なります";
pub(super) const FRAMES: &str = "太枠：変更前と異なるところ";
pub(super) const SECTION: &str = "区分支給限度管理・利用者負担計算";
pub(super) const LIMITS: &str = "種類別支給限度管理";
pub(super) const STAY: &str = "要介護認定期間中の短期入所利用日数";
/// In the last row, before the limit.
pub(super) const LIMIT: &str = "区分支給限度基準額（単位）";

/// The left edge of everything, and the upper edges from title to short stays.
pub(super) const LEFT: f32 = 10.0;
pub(super) const TITLE_TOP: f32 = 8.0;
pub(super) const HEAD_TOP: f32 = 16.0;
pub(super) const GRID_TOP: f32 = 27.4;
pub(super) const LIMITS_TOP: f32 = 146.0;
pub(super) const STAY_TOP: f32 = 182.6;

/// The widths of 作成年月日, 被保険者番号, 被保険者氏名 with their heads.
pub(super) const HEAD: [f32; 6] = [22.0, 50.0, 26.0, 60.0, 26.0, 93.0];
pub(super) const HEAD_HEIGHT: f32 = 7.0;
/// The heights of the two rows of heads, and of a row.
pub(super) const GRID_HEAD: [f32; 2] = [10.0, 5.0];
pub(super) const ROW: f32 = 6.6;
/// The rows of a page.
pub(super) const ROWS: usize = 15;

/// The widths in a block of 種類別支給限度管理, and its heads.
pub(super) const BLOCK: [(&str, f32); 4] = [
    ("サービス種類", 38.0),
    ("種類支給限度基準額\n（単位）", 30.0),
    ("合計単位数", 30.0),
    ("種類支給限度基準を\n超える単位数", 30.0),
];
/// The rows of a block; the last place of the second one is 合計.
pub(super) const BLOCK_ROWS: usize = 5;
pub(super) const BLOCK_HEAD: f32 = 7.0;
pub(super) const BLOCK_ROW: f32 = 5.0;

/// 短期入所: the heads with the fields of 第7表.
pub(super) const DAYS: [(&str, &str); 3] = [
    ("前月までの利用日数", "days_to_previous_month"),
    ("当月の計画利用日数", "planned_days_this_month"),
    ("累積利用日数", "cumulative_days"),
];
pub(super) const DAYS_WIDTH: f32 = 40.0;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Detail,
    /// ○○合計.
    Subtotal,
    /// 合計.
    Total,
}

/// How a column shows its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The office's name, the service: text.
    Text,
    /// A code.
    Code,
    /// A number.
    Number,
    /// Units, which are in brackets in a row whose money is in the subtotal.
    Units,
}

/// A column.
pub(super) struct Column {
    pub(super) head: &'static str,
    pub(super) width: f32,
    pub(super) field: &'static str,
    pub(super) shown: Shown,
    /// The rows in which it has a meaning.
    pub(super) means: &'static [RowKind],
}

const fn column(
    head: &'static str,
    width: f32,
    field: &'static str,
    shown: Shown,
    means: &'static [RowKind],
) -> Column {
    Column { head, width, field, shown, means }
}

const ALL: &[RowKind] = &[RowKind::Detail, RowKind::Subtotal, RowKind::Total];
const DETAIL: &[RowKind] = &[RowKind::Detail];
const SUMS: &[RowKind] = &[RowKind::Subtotal, RowKind::Total];
const SUBTOTAL: &[RowKind] = &[RowKind::Subtotal];

/// The columns; 割引適用後 stands above two of them.
pub(super) const COLUMNS: [Column; 21] = [
    column("事業所名", 27.0, "provider_name", Shown::Text, ALL),
    column("事業所番号", 18.0, "provider_number", Shown::Code, ALL),
    column("サービス内容\n／種類", 27.0, "", Shown::Text, ALL),
    column("サービス\nコード", 12.0, "service_code", Shown::Code, ALL),
    column("単位数", 11.0, "units", Shown::Number, DETAIL),
    column("率%", 8.0, "discount_rate", Shown::Number, DETAIL),
    column("単位数", 11.0, "discounted_units", Shown::Number, DETAIL),
    column("回数", 8.0, "count_or_days", Shown::Number, DETAIL),
    column("サービス\n単位／金額", 14.0, "service_units_or_amount", Shown::Units, ALL),
    column("給付管理\n単位数", 13.0, "benefit_management_units", Shown::Units, ALL),
    column("種類支給限度基準を超える単位数", 12.0, "type_limit_excess_units", Shown::Number, SUMS),
    column("種類支給限度基準内単位数", 12.0, "type_limit_within_units", Shown::Number, SUMS),
    column("区分支給限度基準を超える単位数", 12.0, "category_limit_excess_units", Shown::Number, SUMS),
    column("区分支給限度基準内単位数", 13.0, "category_limit_within_units", Shown::Number, SUMS),
    column("単位数\n単価", 11.0, "unit_price", Shown::Number, SUBTOTAL),
    column("費用総額\n（保険／事業\n対象分）", 15.0, "total_cost_insured", Shown::Number, SUMS),
    column("給付率\n（%）", 8.0, "benefit_rate", Shown::Number, SUBTOTAL),
    column("保険／事業費\n請求額", 14.0, "insurance_claim_amount", Shown::Number, SUMS),
    column("定額利用者負担単価金額", 9.0, "fixed_copay_unit_amount", Shown::Number, SUBTOTAL),
    column("利用者負担（保険／事業対象分）", 12.0, "copay_insured", Shown::Number, SUMS),
    column("利用者負担（全額負担分）", 10.0, "copay_full", Shown::Number, SUMS),
];
/// Above 率% and 単位数: the words, the first of the columns, how many.
pub(super) const DISCOUNT: (&str, usize, usize) = ("割引適用後", 5, 2);
/// The columns that the last row fills otherwise: 区分支給限度基準額, the limit, 合計.
pub(super) const TOTAL: [usize; 3] = [0, 2, 3];
