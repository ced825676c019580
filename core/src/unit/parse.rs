//! Taking names apart, leniently, and the name that a file should have.

use super::inner::{Inner, inner};
use super::name::{FileName, NameKind, kind_of, strict};
use crate::file::{composed, is_short_form};
use crate::finding::{Finding, Rule};

/// The rules about a part of a name.
const PARTS: [Rule; 6] = [
    Rule::NamePartCount,
    Rule::NamePartMonth,
    Rule::NamePartOffice,
    Rule::NamePartServiceType,
    Rule::NamePartSerial,
    Rule::NamePartBranch,
];

/// What came of taking a name apart.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The parts, where they could be read.
    pub name: Option<FileName>,
    /// The kind, where at least it could be read.
    pub kind: Option<NameKind>,
    /// The rules that the name breaks.
    pub rules: Vec<Rule>,
    /// What must be taken off the name, each piece in 「」.
    pub surplus: String,
    /// The part of the name that is wrong, as it is there, or how many parts there must be.
    pub part: String,
}

impl Parsed {
    /// Whether the name is the standard one but for what surrounds it or how it is written: then the file is
    /// read, checked and sent under [`Parsed::name`].
    pub fn is_mended(&self) -> bool {
        let rules = [
            Rule::NameSurplus,
            Rule::NameBlank,
            Rule::NameWidth,
            Rule::NameEnding,
            Rule::NameCase,
            Rule::NameSeparator,
        ];
        self.name.is_some() && self.rules.iter().any(|rule| rules.contains(rule))
    }

    /// What is to be said of the name.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.rules.iter().map(|rule| {
            let finding = Finding::new(*rule);
            match rule {
                Rule::NameSurplus => finding.with_parameter(self.surplus.as_str()),
                _ if PARTS.contains(rule) => finding.with_parameter(self.part.as_str()),
                _ => finding,
            }
        })
    }

    /// Whether that takes more than other letter case.
    pub(crate) fn is_other_name(&self) -> bool {
        self.is_mended() && !self.rules.iter().all(|rule| matches!(rule, Rule::NameCase | Rule::NameSurplusMonth))
    }
}

/// The name under which a file is sealed: a standard name without what does not belong to it, any other with its
/// letters composed (NFC).
pub fn sealed_name(given: &str) -> String {
    let parsed = FileName::parse(given);
    match &parsed.name {
        Some(name) if parsed.is_mended() => name.to_string(),
        _ => composed(given).into_owned(),
    }
}

impl FileName {
    /// Takes a name apart, leniently: other letter case, a surplus `000000`, and what copying and saving have put
    /// around the name are reported, not refused.
    pub fn parse(name: &str) -> Parsed {
        let parsed = Self::as_given(name);
        if parsed.name.is_some() {
            return parsed;
        }
        if let Some(Inner { name, rules, surplus }) = inner(name) {
            return Parsed { kind: Some(name.kind), name: Some(name), rules, surplus, part: String::new() };
        }
        let joined = Self::as_given(&joined(name));
        // Without service types a part may be missing: nobody knows.
        if let Some(name) = joined.name.filter(|name| !name.is_third_edition()) {
            let rules = [vec![Rule::NameSeparator], joined.rules].concat();
            return Parsed { kind: Some(name.kind), name: Some(name), rules, ..parsed };
        }
        if is_short_form(name) { Parsed { rules: vec![Rule::NameShortForm], ..parsed } } else { parsed }
    }

    fn as_given(name: &str) -> Parsed {
        let mut parsed = Parsed::default();
        let Some((stem, ending)) = name.rsplit_once('.') else {
            parsed.rules.push(Rule::NameGrammar);
            return parsed;
        };
        let image = ending.eq_ignore_ascii_case("jpg");
        if !image && !ending.eq_ignore_ascii_case("csv") {
            parsed.rules.push(Rule::NameGrammar);
            return parsed;
        }
        let Some((kind, prefix)) = kind_of(stem, image) else {
            parsed.rules.push(Rule::NameKind);
            return parsed;
        };
        parsed.kind = Some(kind);
        match strict(stem, image, &mut parsed.rules) {
            Err(wrong) => {
                parsed.rules.push(wrong.rule);
                parsed.part = wrong.part;
            }
            Ok(name) => {
                parsed.kind = Some(name.kind);
                // The standard prints both .jpg and .JPG.
                if !stem.starts_with(prefix) || !(image || ending == "CSV") {
                    parsed.rules.push(Rule::NameCase);
                }
                parsed.name = Some(name);
            }
        }
        parsed
    }
}

/// A name whose parts are joined by single underscores, where other signs, or several, stand between them.
fn joined(name: &str) -> String {
    let is_sign = |c: char| c == '_' || c.is_whitespace() || matches!(c, '-' | '‐' | '−' | '－' | '―' | '＿');
    let name = name.replace("%5F", "_").replace("%20", "_");
    let parts: Vec<&str> = name.split(is_sign).filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Kind, Version, layout};
    use crate::unit::{Address, Serial};

    #[test]
    fn a_file_is_sealed_under_its_standard_name() {
        let good = "UPPLAN_201912_0300000100_43_0300000005_11_20191025200201.CSV";
        for given in [good.to_owned(), good.to_lowercase(), good.replace(".CSV", " - コピー.CSV.txt")] {
            assert_eq!(sealed_name(&given), good, "{given}");
        }
        assert_eq!(sealed_name("カ\u{3099}イド.pdf"), "ガイド.pdf");
        assert_eq!(sealed_name("連絡票 (1).pdf"), "連絡票 (1).pdf");
    }

    #[test]
    fn every_kind_goes_both_ways() {
        for kind in Kind::ALL {
            let name = FileName {
                kind: NameKind::Csv(*kind),
                month: layout(*kind).month.map(|_| "202510".to_owned()),
                from: Address::new("9970000012", "43").unwrap(),
                to: Address::new("9970000111", "2A").unwrap(),
                serial: Serial::new("20251023094512").unwrap(),
            };
            let parsed = FileName::parse(&name.to_string());
            assert_eq!(parsed.name.as_ref(), Some(&name));
            assert!(parsed.rules.is_empty());
        }
    }

    #[test]
    fn names_of_the_third_edition_go_both_ways() {
        for kind in Kind::ALL {
            let name = FileName {
                kind: NameKind::Csv(*kind),
                month: layout(*kind).month.map(|_| "202302".to_owned()),
                from: Address::without_service_type("9970000012").unwrap(),
                to: Address::without_service_type("9970000111").unwrap(),
                serial: Serial::new("20230223094512").unwrap(),
            };
            assert!(name.is_third_edition());
            let parsed = FileName::parse(&name.to_string());
            if Version::V202208.layout(*kind).is_some() {
                assert_eq!(parsed.name.as_ref(), Some(&name));
                assert!(parsed.rules.is_empty());
            } else {
                assert_eq!((parsed.name, parsed.rules), (None, vec![Rule::NamePartCount]));
            }
        }
    }

    #[test]
    fn official_examples_are_read() {
        // The examples of the layout document; the results example has its service types swapped.
        for good in [
            "UPPLAN_201912_0300000100_43_0300000005_11_20191025200201.CSV",
            "UPHOSOKU_000000_0300000100_43_0300000005_11_20191025200201.CSV",
            "UPJSK_201912_0300000005_43_0300000100_11_20191025200201.CSV",
            "UPKIHON_IMAGE_0300000100_43_0300000005_11_20191025200201_0001.JPG",
            "UPKIHON_SUB2_0300000100_43_0300000005_11_20191025200201.CSV",
            "UPHOSOKU_201909_0300000100_0300000005_20191025200201.CSV",
            "DLT1KYO_0300000100_0300000005_20191025200201.CSV",
        ] {
            let parsed = FileName::parse(good);
            assert!(parsed.name.is_some() && parsed.rules.is_empty(), "{good}: {:?}", parsed.rules);
        }
    }

    #[test]
    fn odd_names_are_told() {
        for (name, rule, readable) in [
            ("upplan_201912_0300000100_43_0300000005_11_20191025200201.csv", Rule::NameCase, true),
            ("UPKIHON_000000_0300000100_43_0300000005_11_20191025200201.CSV", Rule::NameSurplusMonth, true),
            ("UPKHON_0300000100_43_0300000005_11_20191025200201.CSV", Rule::NameKind, false),
            ("UPPLAN_0300000100_43_0300000005_11_20191025200201.CSV", Rule::NamePartMonth, false),
            ("UPPLAN_201913_0300000100_43_0300000005_11_20191025200201.CSV", Rule::NamePartMonth, false),
            ("UPPLAN_201912_030000010_43_0300000005_11_20191025200201.CSV", Rule::NamePartOffice, false),
            ("UPPLAN_201912_0300000100_43__11_20191025200201.CSV", Rule::NamePartOffice, false),
            ("UPPLAN-201912-0300000100-43-0300000005-11-20191025200201.CSV", Rule::NameSeparator, true),
            ("UPPLAN 201912 0300000100 43 0300000005 11 20191025200201.CSV", Rule::NameSeparator, true),
            ("UPPLAN__201912_0300000100_43_0300000005__11_20191025200201.CSV", Rule::NameSeparator, true),
            ("UPPLAN%5F201912%5F0300000100%5F43%5F0300000005%5F11%5F20191025200201.CSV", Rule::NameSeparator, true),
            ("UPPLAN-201912-0300000100-43-0300000005-20191025200201.CSV", Rule::NameKind, false),
            ("UPPLAN_201912_0300000100__0300000005__20191025200201.CSV", Rule::NamePartServiceType, false),
            ("UPPLAN_201912_0300000100_43_0300000005_11_20191325200201.CSV", Rule::NamePartSerial, false),
            ("UPPLAN_201912_0300000100_43_0300000005_11_20191025200201_1.CSV", Rule::NameSurplus, true),
            ("UPPLAN_201912_０300000100_43_0300000005_11_20191025200201.CSV", Rule::NameWidth, true),
            ("UPPLAN_201912_0300000100_43_0300000005_11_201910252002011.CSV", Rule::NamePartSerial, false),
            ("UPPLAN~1.CSV", Rule::NameShortForm, false),
            ("UPPLAN_201912_0300000100_43_0300000005_20191025200201.CSV", Rule::NamePartCount, false),
            ("UPPLAN_201912_0300000100_4_0300000005_11_20191025200201.CSV", Rule::NamePartServiceType, false),
            ("UPPLAN_201912_0300000100_43_0300000005_11_20190230200201.CSV", Rule::NamePartSerial, false),
            ("UPPLAN_201912_0300000100_43_0300000005_11_20191025200260.CSV", Rule::NamePartSerial, false),
            ("UPKIHON_IMAGE_0300000100_43_0300000005_11_20191025200201_1.jpg", Rule::NamePartBranch, false),
            ("UPPLAN", Rule::NameGrammar, false),
            ("名簿.xlsx", Rule::NameGrammar, false),
        ] {
            let parsed = FileName::parse(name);
            assert_eq!(parsed.rules, [rule], "{name}");
            assert_eq!(parsed.name.is_some(), readable, "{name}");
        }
    }
}
