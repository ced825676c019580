//! Rules: what a finding is about. The catalogue stands in `rules.toml`.

pub use super::generated::Rule;
use super::generated::{RULES, VERSIONS};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Read or written all the same; another program may stumble over it.
    Warning,
    /// Against the standard: sending refuses.
    Error,
}

impl Severity {
    /// The severity of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|severity| severity.name() == name)
    }

    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

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

/// A dated pack of rules: those of one CSV version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The CSV version.
    pub version: &'static str,
    /// The first service month (`YYYYMM`) to which it applies.
    pub from: &'static str,
    /// The last one, where a later version has followed.
    pub to: Option<&'static str>,
}

impl Pack {
    /// All packs, oldest first.
    pub const ALL: &'static [Self] = VERSIONS;

    /// The pack of a CSV version.
    pub fn of_version(version: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|pack| pack.version == version)
    }

    /// The pack that applies to a service month (`YYYYMM`).
    pub fn of_month(month: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|pack| month >= pack.from && pack.to.is_none_or(|to| month <= to))
    }
}

impl Rule {
    fn entry(self) -> &'static Entry {
        // The generator writes the entries in the order of the rules.
        &RULES[self as usize]
    }

    /// The rule of this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The stable id.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The usual severity.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Document and clause the rule stands in.
    pub fn clause(self) -> &'static str {
        self.entry().clause
    }

    /// The CSV version that brought the rule; `None` where every version has it.
    pub fn since(self) -> Option<&'static str> {
        self.entry().since
    }

    /// The last CSV version that had the rule; `None` where it still holds.
    pub fn until(self) -> Option<&'static str> {
        self.entry().until
    }

    /// Whether it is a rule of this CSV version. Versions are told apart by their digits, so that an
    /// unofficial one has the rules of the versions around it.
    pub fn applies_to(self, version: &str) -> bool {
        self.since().is_none_or(|since| version >= since) && self.until().is_none_or(|until| version <= until)
    }

    pub(crate) fn message_ja(self) -> &'static str {
        self.entry().ja
    }

    pub(crate) fn remedy_ja(self) -> &'static str {
        self.entry().remedy_ja
    }

    pub(crate) fn message_en(self) -> &'static str {
        self.entry().en
    }

    pub(crate) fn remedy_en(self) -> &'static str {
        self.entry().remedy_en
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_in_the_order_of_their_entries() {
        assert_eq!(Rule::ALL.len(), RULES.len());
        for (rule, entry) in Rule::ALL.iter().zip(RULES) {
            assert_eq!(rule.id(), entry.id);
            assert_eq!(Rule::from_id(entry.id), Some(*rule));
        }
        assert_eq!(Rule::CsvBom.id(), "csv.bom");
        assert_eq!(Rule::from_id("csv.none"), None);
    }

    #[test]
    fn packs_follow_each_other() {
        assert_eq!(Pack::of_month("202503").map(|pack| pack.version), Some("202208"));
        assert_eq!(Pack::of_month("202504").map(|pack| pack.version), Some("202407"));
        assert_eq!(Pack::of_month("202212"), None);
        assert_eq!(Pack::of_month("209912").map(|pack| pack.version), Some("202407"));
        assert_eq!(Pack::of_version("202208").and_then(|pack| pack.to), Some("202503"));
        assert_eq!(Pack::of_version("202410"), None);
    }

    #[test]
    fn a_rule_applies_from_its_first_version_on() {
        assert_eq!(Rule::RowEquipmentCode.since(), Some("202407"));
        assert!(!Rule::RowEquipmentCode.applies_to("202208"));
        assert!(Rule::RowEquipmentCode.applies_to("202407") && Rule::RowEquipmentCode.applies_to("202410"));
        assert!(Rule::FieldRequired.applies_to("202208") && Rule::FieldRequired.until().is_none());
    }
}
