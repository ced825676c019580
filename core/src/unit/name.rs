//! File names by the standard's grammar (標準仕様4.1 ファイル名):
//! `KIND[_YYYYMM]_SENDER_TYPE_RECEIVER_TYPE_SERIAL.CSV`, and for images
//! `UPKIHON_IMAGE_SENDER_TYPE_RECEIVER_TYPE_SERIAL_BRANCH.jpg`. The third edition (CSV version 202208)
//! has no service types in its names: `KIND[_YYYYMM]_SENDER_RECEIVER_SERIAL.CSV`. The number of parts
//! shows which one it is.

use std::fmt;

use super::{Address, Serial};
use crate::error::Code;
use crate::finding::Rule;
use crate::spec::{Kind, Version, layout};

/// What the names of family images begin with.
const IMAGE: &str = "UPKIHON_IMAGE";
/// The month part of a file that goes with the care plan.
const ZERO_MONTH: &str = "000000";

/// With fewer parts it is a name of somebody's own.
const FEW: usize = 3;

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

/// The part of a name that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WrongPart {
    /// The rule that says which one it is.
    pub(super) rule: Rule,
    /// The part as the name has it, or how many parts there must be.
    pub(super) part: String,
}

fn wrong(rule: Rule, part: impl Into<String>) -> WrongPart {
    WrongPart { rule, part: part.into() }
}

/// The parts of a name without its ending.
///
/// # Errors
/// The first part that is wrong.
pub(super) fn strict(stem: &str, image: bool, rules: &mut Vec<Rule>) -> Result<FileName, WrongPart> {
    let (kind, prefix) = kind_of(stem, image).ok_or_else(|| wrong(Rule::NameKind, ""))?;
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
fn parts(kind: NameKind, rest: &str, rules: &mut Vec<Rule>) -> Result<FileName, WrongPart> {
    let mut parts: Vec<&str> = rest.strip_prefix('_').unwrap_or(rest).split('_').collect();
    if parts.len() < FEW {
        return Err(wrong(Rule::NameGrammar, ""));
    }
    let mut kind = kind;
    let mut month = None;
    // Behind kind and month; the third edition has no service types.
    let mut count = 5;
    match &mut kind {
        NameKind::Image(branch) => {
            let last = parts.pop().unwrap_or_default();
            let digits = Some(last).filter(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
            *branch = digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| wrong(Rule::NamePartBranch, last))?;
            count += 1;
        }
        NameKind::Csv(kind) => {
            let has_month = layout(*kind).month.is_some();
            if has_month {
                month = Some(take_month(&mut parts)?);
                count += 1;
            } else if matches!(parts.len(), 4 | 6) && parts[0] == ZERO_MONTH {
                // One official example shows it, the rule does not have it.
                parts.remove(0);
                rules.push(Rule::NameSurplusMonth);
            }
        }
    }
    let (from, to, serial) = match (parts.as_slice(), kind) {
        ([from, from_type, to, to_type, serial], _) => (address(from, from_type)?, address(to, to_type)?, serial),
        ([from, to, serial], NameKind::Csv(kind)) if Version::V202208.layout(kind).is_some() => {
            let office =
                |part: &str| Address::without_service_type(part).map_err(|_| wrong(Rule::NamePartOffice, part));
            (office(from)?, office(to)?, serial)
        }
        // The kind counts as a part.
        _ => return Err(wrong(Rule::NamePartCount, (count + 1).to_string())),
    };
    let serial = Serial::new(serial).map_err(|_| wrong(Rule::NamePartSerial, *serial))?;
    Ok(FileName { kind, month, from, to, serial })
}

fn address(office: &str, service_type: &str) -> Result<Address, WrongPart> {
    Address::new(office, service_type).map_err(|error| match error.code() {
        Code::ServiceType => wrong(Rule::NamePartServiceType, service_type),
        _ => wrong(Rule::NamePartOffice, office),
    })
}

fn take_month(parts: &mut Vec<&str>) -> Result<String, WrongPart> {
    let month = parts.remove(0);
    let number = |text: &str| text.parse::<u16>().ok();
    let is_month = month.len() == 6
        && month.bytes().all(|byte| byte.is_ascii_digit())
        && (month == ZERO_MONTH || number(&month[4..]).is_some_and(|month| (1..=12).contains(&month)));
    if is_month { Ok(month.to_owned()) } else { Err(wrong(Rule::NamePartMonth, month)) }
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
