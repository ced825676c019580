//! File names by the standard's grammar (標準仕様4.1 ファイル名):
//! `KIND[_YYYYMM]_SENDER_TYPE_RECEIVER_TYPE_SERIAL.CSV`, and for images
//! `UPKIHON_IMAGE_SENDER_TYPE_RECEIVER_TYPE_SERIAL_BRANCH.jpg`. The third edition (CSV version 202208)
//! has no service types in its names: `KIND[_YYYYMM]_SENDER_RECEIVER_SERIAL.CSV`. The number of parts
//! shows which one it is.

use std::fmt;

use super::{Address, Serial};
use crate::finding::Rule;
use crate::spec::{Kind, Version, layout};

/// What the names of family images begin with.
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

/// A file name taken apart: [`FileName::parse`]. [`fmt::Display`] builds it.
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

impl FileName {
    /// Whether it is a name of the third edition, which has no service types.
    pub fn is_third_edition(&self) -> bool {
        !self.from.has_service_type() && !self.to.has_service_type()
    }
}

/// The parts of a name without its ending.
pub(super) fn strict(stem: &str, image: bool, rules: &mut Vec<Rule>) -> Option<FileName> {
    let (kind, prefix) = kind_of(stem, image)?;
    // The kind's own text may hold underscores, so it is cut off before the parts are separated.
    parts(kind, &stem[prefix.len()..], rules)
}

/// The kind that a name begins with, and how the standard writes it.
pub(super) fn kind_of(stem: &str, image: bool) -> Option<(NameKind, &'static str)> {
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
