//! What the check of a bundle found.

use cplink_cli::Language;

use super::record::BundleRecord;
use crate::certify::judge::Verdict;

/// How much something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It is as it should be.
    Good,
    /// To be known; it takes nothing away.
    Note,
    /// It could not be checked.
    Unsure,
    /// It is not as it should be.
    Wrong,
}

impl Mark {
    /// The sign before what was found.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Good => "○",
            Self::Note => "・",
            Self::Unsure => "△",
            Self::Wrong => "×",
        }
    }

    /// What is said of a bundle of which this is the worst.
    pub fn heading(self, lang: Language) -> &'static str {
        match self {
            Self::Good | Self::Note => lang.pick("確認できました。", "Valid"),
            Self::Unsure => lang.pick("一部を確かめられませんでした。", "Some of it could not be checked"),
            Self::Wrong => lang.pick("確認できません", "Not valid"),
        }
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How much it counts.
    pub mark: Mark,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// A bundle whose signature holds, and what was found in it.
pub struct Checked {
    /// What it says of itself.
    pub record: BundleRecord,
    /// The verdict in it.
    pub verdict: Verdict,
    /// What was found, in the order of the check.
    pub told: Vec<Told>,
}

impl Checked {
    /// The worst of what was found.
    pub fn worst(&self) -> Mark {
        self.told.iter().map(|told| told.mark).max().unwrap_or(Mark::Unsure)
    }

    pub(super) fn tell(&mut self, mark: Mark, ja: impl Into<String>, en: impl Into<String>) {
        self.told.push(Told { mark, ja: ja.into(), en: en.into() });
    }
}
