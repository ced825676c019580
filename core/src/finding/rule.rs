//! What is asked of a rule beside its entry in `rules.toml`.

use super::generated::Rule;

impl Rule {
    /// The rule of this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// Whether it says that a file is no CSV, so that no row of it was read.
    pub fn is_of_foreign_file(self) -> bool {
        matches!(
            self,
            Self::CsvEncoding
                | Self::CsvTabs
                | Self::CsvSeparator
                | Self::CsvNoCommas
                | Self::CsvQuotedLines
                | Self::CsvOtherKind
                | Self::CsvShifted
                | Self::CsvRowMark
                | Self::CsvCommaBlanks
                | Self::CsvEscaped
                | Self::CsvGarbled
                | Self::CsvWorkbook
                | Self::CsvNotCsv
                | Self::CsvBinary
        )
    }

    /// Whether it is a rule of this CSV version. Versions are compared by their digits, so that an
    /// unofficial one has the rules of the versions around it.
    pub fn applies_to(self, version: &str) -> bool {
        self.since().is_none_or(|since| version >= since) && self.until().is_none_or(|until| version <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_id() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_id(rule.id()), Some(*rule));
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
