//! Differences that a case may tolerate.

use serde::Deserialize;

/// A way of writing that the standard leaves open. What means the same for the library is never a difference
/// (`cplink::interpret::means_the_same`): an empty number and 0, zeros in front, a character and its customary form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tolerance {
    /// Half-width kana for full-width kana and the reverse.
    KanaWidth,
    /// Blanks within a text.
    Spaces,
    /// Line ends within a text.
    LineBreaks,
    /// The units of results left at 0.
    UnitsZero,
    /// Another name for a family image, which has the serial in it.
    ImageName,
    /// A name left blank where the number beside it says who it is.
    NameBlank,
    /// 給付管理単位数 of table 7 left blank, as the sender may.
    ManagementUnitsBlank,
    /// The ten nines of table 7 beside their item, or left out: the standard's text does not show where they are.
    NinesPlace,
    /// Money of table 7 at the rows of the services instead of their subtotal, or at both: the text does not show where.
    MoneyPlace,
    /// 更新業者コード left blank, which is not required.
    UpdaterBlank,
}

impl Tolerance {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::KanaWidth,
        Self::Spaces,
        Self::LineBreaks,
        Self::UnitsZero,
        Self::ImageName,
        Self::NameBlank,
        Self::ManagementUnitsBlank,
        Self::NinesPlace,
        Self::MoneyPlace,
        Self::UpdaterBlank,
    ];

    /// The id, as in a case.
    pub fn id(self) -> &'static str {
        match self {
            Self::KanaWidth => "kana-width",
            Self::Spaces => "spaces",
            Self::LineBreaks => "line-breaks",
            Self::UnitsZero => "units-zero",
            Self::ImageName => "image-name",
            Self::NameBlank => "name-blank",
            Self::ManagementUnitsBlank => "management-units-blank",
            Self::NinesPlace => "nines-place",
            Self::MoneyPlace => "money-place",
            Self::UpdaterBlank => "updater-blank",
        }
    }

    /// Why it is tolerated.
    pub fn clause(self) -> &'static str {
        match self {
            Self::KanaWidth | Self::Spaces | Self::LineBreaks | Self::NameBlank => "実装慣行（標準仕様に明記なし）",
            Self::UnitsZero => "標準仕様4.1 第6表 実績の単位数",
            Self::ImageName => "標準仕様4.1 ファイル名（家族関係等の画像）",
            Self::ManagementUnitsBlank => "CSVファイルレイアウト定義書 第7表 給付管理単位数",
            Self::NinesPlace => "CSVファイルレイアウト定義書 第7表 事業所コード・入力者コード",
            Self::MoneyPlace => "CSVファイルレイアウト定義書 第7表 費用総額～利用者負担（出力する行は明記なし）",
            Self::UpdaterBlank => "CSVファイルレイアウト定義書 更新業者コード（必須ではない項目）",
        }
    }

    /// The tolerance of an id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|each| each.id() == id)
    }
}
