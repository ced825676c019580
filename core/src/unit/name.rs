//! File names by the standard's grammar (標準仕様4.1 ファイル名):
//! `KIND[_YYYYMM]_SENDER_TYPE_RECEIVER_TYPE_SERIAL.CSV`, and for images
//! `UPKIHON_IMAGE_SENDER_TYPE_RECEIVER_TYPE_SERIAL_BRANCH.jpg`. The third edition (CSV version 202208)
//! has no service types in its names: `KIND[_YYYYMM]_SENDER_RECEIVER_SERIAL.CSV`. The number of parts
//! shows which one it is.

use std::fmt;

use super::{Address, Serial};
use crate::finding::Rule;
use crate::spec::{Kind, Version, layout};

const IMAGE: &str = "UPKIHON_IMAGE";
/// The month part of a file that goes with the care plan.
const ZERO_MONTH: &str = "000000";

/// What a name says the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A CSV file.
    Csv(Kind),
    /// A family image with its branch number, 0 to 9999.
    Image(u16),
}

/// A file name taken apart. [`fmt::Display`] builds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileName {
    /// The kind.
    pub kind: NameKind,
    /// `YYYYMM`, `000000` with a care plan, `None` for kinds without a month.
    pub month: Option<String>,
    /// The sender; without its service type in a name of the third edition.
    pub from: Address,
    /// The receiver; likewise.
    pub to: Address,
    /// The serial.
    pub serial: Serial,
}

/// What came of taking a name apart.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The parts, where they could be read.
    pub name: Option<FileName>,
    /// The kind, where at least it could be read.
    pub kind: Option<NameKind>,
    /// The rules that the name breaks.
    pub rules: Vec<Rule>,
}

impl FileName {
    /// Whether it is a name of the third edition, which has no service types.
    pub fn is_third_edition(&self) -> bool {
        !self.from.has_service_type() && !self.to.has_service_type()
    }

    /// Takes a name apart, leniently: other letter case and a surplus `000000` are reported, not refused.
    pub fn parse(name: &str) -> Parsed {
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
        // The kind's own text may hold underscores, so it is cut off before the parts are separated.
        let (written, rest) = stem.split_at(prefix.len());
        parsed.kind = Some(if image { NameKind::Image(0) } else { kind });
        parsed.name = parts(kind, rest, &mut parsed.rules);
        match &parsed.name {
            None => parsed.rules.push(Rule::NameGrammar),
            Some(name) => {
                parsed.kind = Some(name.kind);
                // The standard prints both .jpg and .JPG.
                if written != prefix || !(image || ending == "CSV") {
                    parsed.rules.push(Rule::NameCase);
                }
            }
        }
        parsed
    }
}

fn kind_of(stem: &str, image: bool) -> Option<(NameKind, &'static str)> {
    let begins = |prefix: &str| {
        stem.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && stem.as_bytes().get(prefix.len()) == Some(&b'_')
    };
    if image {
        return begins(IMAGE).then_some((NameKind::Image(0), IMAGE));
    }
    // UPKIHON_SUB1 also begins with UPKIHON: the longest prefix counts.
    let kind = Kind::ALL.iter().copied().filter(|kind| begins(kind.name())).max_by_key(|kind| kind.name().len())?;
    Some((NameKind::Csv(kind), kind.name()))
}

/// `rest` begins with the underscore behind the kind.
fn parts(kind: NameKind, rest: &str, rules: &mut Vec<Rule>) -> Option<FileName> {
    let mut parts: Vec<&str> = rest.get(1..)?.split('_').collect();
    let mut kind = kind;
    let mut month = None;
    match &mut kind {
        NameKind::Image(branch) => {
            let digits =
                parts.pop().filter(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
            *branch = digits.parse().ok()?;
        }
        NameKind::Csv(kind) => {
            let has_month = layout(*kind).month.is_some();
            if has_month {
                month = Some(take_month(&mut parts)?);
            } else if matches!(parts.len(), 4 | 6) && parts[0] == ZERO_MONTH {
                // One official example shows it, the rule does not have it.
                parts.remove(0);
                rules.push(Rule::NameSurplusMonth);
            }
        }
    }
    let (from, to, serial) = match (parts.as_slice(), kind) {
        ([from, from_type, to, to_type, serial], _) => {
            (Address::new(*from, *from_type).ok()?, Address::new(*to, *to_type).ok()?, serial)
        }
        ([from, to, serial], NameKind::Csv(kind)) if Version::V202208.layout(kind).is_some() => {
            (Address::without_service_type(*from).ok()?, Address::without_service_type(*to).ok()?, serial)
        }
        _ => return None,
    };
    let serial = Serial::new(serial).ok().filter(|serial| serial.moment().is_some())?;
    Some(FileName { kind, month, from, to, serial })
}

fn take_month(parts: &mut Vec<&str>) -> Option<String> {
    if parts.is_empty() {
        return None;
    }
    let month = parts.remove(0);
    let number = |text: &str| text.parse::<u16>().ok();
    let is_month = month.len() == 6
        && month.bytes().all(|byte| byte.is_ascii_digit())
        && (month == ZERO_MONTH || (1..=12).contains(&number(&month[4..])?));
    is_month.then(|| month.to_owned())
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, month, from, to, serial } = self;
        match kind {
            NameKind::Csv(kind) => f.write_str(kind.name())?,
            NameKind::Image(_) => f.write_str(IMAGE)?,
        }
        if let Some(month) = month {
            write!(f, "_{month}")?;
        }
        for address in [from, to] {
            write!(f, "_{}", address.office())?;
            if address.has_service_type() {
                write!(f, "_{}", address.service_type())?;
            }
        }
        write!(f, "_{serial}")?;
        match kind {
            NameKind::Csv(_) => f.write_str(".CSV"),
            NameKind::Image(branch) => write!(f, "_{branch:04}.jpg"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                assert_eq!((parsed.name, parsed.rules), (None, vec![Rule::NameGrammar]));
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
            ("UPPLAN_0300000100_43_0300000005_11_20191025200201.CSV", Rule::NameGrammar, false),
            ("UPPLAN_201913_0300000100_43_0300000005_11_20191025200201.CSV", Rule::NameGrammar, false),
            ("UPPLAN_201912_030000010_43_0300000005_11_20191025200201.CSV", Rule::NameGrammar, false),
            ("UPPLAN_201912_0300000100_43__11_20191025200201.CSV", Rule::NameGrammar, false),
            ("UPPLAN_201912_0300000100_43_0300000005_11_20191325200201.CSV", Rule::NameGrammar, false),
            ("UPPLAN_201912_0300000100_43_0300000005_11_20191025200201_1.CSV", Rule::NameGrammar, false),
            ("UPPLAN_201912_０300000100_43_0300000005_11_20191025200201.CSV", Rule::NameGrammar, false),
            ("UPPLAN", Rule::NameGrammar, false),
            ("名簿.xlsx", Rule::NameGrammar, false),
        ] {
            let parsed = FileName::parse(name);
            assert_eq!(parsed.rules, [rule], "{name}");
            assert_eq!(parsed.name.is_some(), readable, "{name}");
        }
    }
}
