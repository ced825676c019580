//! A rule as the catalogue has it.

use super::severity::Severity;

/// A rule as it stands in the catalogue.
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    pub(super) clause: &'static str,
    /// The first and the last CSV version of which it is a rule.
    pub(super) since: Option<&'static str>,
    pub(super) until: Option<&'static str>,
    pub(super) ja: &'static str,
    pub(super) remedy_ja: &'static str,
    pub(super) en: &'static str,
    pub(super) remedy_en: &'static str,
}
