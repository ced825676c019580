//! `pack.toml`.

use serde::Deserialize;

use super::ranges::RawRanges;

/// What a pack says of itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The form of the pack: `CPX-pack/1`.
    pub format: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title in Japanese.
    pub title_ja: String,
    /// Its title in English.
    pub title_en: String,
    /// Which text the clauses of its cases are of.
    pub clauses: String,
    /// Whether the text that it follows is not final, or not all of it public.
    pub provisional: bool,
    /// Service codes of monthly add-ons, `?` for any one character: they are in no file, and both sides must know
    /// them.
    pub monthly: Vec<String>,
    /// The patterns for which cases count.
    pub pattern: Vec<Pattern>,
    pub(super) synthetic: RawRanges,
}

/// A pattern of the vendor test.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Its id, as `D2`.
    pub id: String,
    /// Its title in Japanese.
    pub title_ja: String,
    /// Its title in English.
    pub title_en: String,
}
