//! Rules: what a finding is about. The catalogue stands in `rules.toml`.

use super::generated::RULES;
pub use super::generated::Rule;

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
    fn a_rule_applies_from_its_first_version_on() {
        assert_eq!(Rule::RowEquipmentCode.since(), Some("202407"));
        assert!(!Rule::RowEquipmentCode.applies_to("202208"));
        assert!(Rule::RowEquipmentCode.applies_to("202407") && Rule::RowEquipmentCode.applies_to("202410"));
        assert!(Rule::FieldRequired.applies_to("202208") && Rule::FieldRequired.until().is_none());
    }
}
