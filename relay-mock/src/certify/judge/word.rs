//! The words of a verdict.

use serde::{Deserialize, Serialize};

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// 対象外: the product's profile says so.
    NotApplicable,
    /// 合格.
    Pass,
    /// 注意付き合格.
    PassWithNotes,
    /// 未実施.
    NotRun,
    /// 判定不能.
    Inconclusive,
    /// 不合格.
    Fail,
}

impl Word {
    /// All of them, the best first.
    pub const ALL: [Self; 6] =
        [Self::Pass, Self::PassWithNotes, Self::Fail, Self::Inconclusive, Self::NotApplicable, Self::NotRun];

    /// In Japanese.
    pub fn ja(self) -> &'static str {
        match self {
            Self::Pass => "合格",
            Self::PassWithNotes => "注意付き合格",
            Self::Fail => "不合格",
            Self::Inconclusive => "判定不能",
            Self::NotApplicable => "対象外",
            Self::NotRun => "未実施",
        }
    }

    /// In English.
    pub fn en(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::PassWithNotes => "pass with notes",
            Self::Fail => "fail",
            Self::Inconclusive => "inconclusive",
            Self::NotApplicable => "not applicable",
            Self::NotRun => "not run",
        }
    }

    /// The word of what has several: the worst. Nothing at all is not applicable.
    pub fn worst(words: impl IntoIterator<Item = Self>) -> Self {
        words.into_iter().max().unwrap_or(Self::NotApplicable)
    }

    /// Whether it is 合格, with notes or without.
    pub fn is_pass(self) -> bool {
        matches!(self, Self::Pass | Self::PassWithNotes)
    }
}
