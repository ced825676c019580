//! The chain of a sending office's receipts, looked at for gaps.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::id::MessageId;
use super::receipt::{Receipt, VerifiedReceipt};
use crate::error::{Code, Error, Result};

/// The last receipt up to which a chain is known to be whole. The host stores its text,
/// `NUMBER:SHA-256`, beside its cursor: the library keeps nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The receipt's number.
    pub number: u64,
    /// Its digest.
    pub digest: [u8; 32],
}

impl fmt::Display for ChainHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, MessageId(self.digest))
    }
}

impl FromStr for ChainHead {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::new(Code::InvalidArgument).with_detail("not the head of a chain");
        let (number, digest) = text.split_once(':').ok_or_else(wrong)?;
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let head = Self { number, digest: digest.parse::<MessageId>().map_err(|_| wrong())?.0 };
        if number > 0 && head.to_string() == text { Ok(head) } else { Err(wrong()) }
    }
}

/// What is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceiptGap {
    /// Receipts of these numbers, first and last, are not there.
    Missing(u64, u64),
    /// The receipt of this number names another one before it than the one that is there.
    Broken(u64),
    /// Two different receipts have this number.
    Twice(u64),
    /// The receipt of this number records one of the receiving office that is not there.
    Unrecorded(u64),
}

impl ReceiptGap {
    /// What is wrong, in Japanese.
    pub fn message_ja(self) -> String {
        match self {
            Self::Missing(first, last) if first == last => format!("{first}番の受領証がありません。"),
            Self::Missing(first, last) => format!("{first}番から{last}番までの受領証がありません。"),
            Self::Broken(number) => format!("{number}番の受領証が示す直前の受領証が、保存されているものと異なります。"),
            Self::Twice(number) => format!("{number}番の受領証が2通あります。"),
            Self::Unrecorded(number) => format!("{number}番の受領証が示す、受信側の受領証がありません。"),
        }
    }

    /// What is wrong, in English.
    pub fn message_en(self) -> String {
        match self {
            Self::Missing(first, last) if first == last => format!("Receipt {first} is missing."),
            Self::Missing(first, last) => format!("Receipts {first} to {last} are missing."),
            Self::Broken(number) => format!("Receipt {number} names another preceding receipt than the one at hand."),
            Self::Twice(number) => format!("There are two receipts of number {number}."),
            Self::Unrecorded(number) => format!("The receiver's receipt that receipt {number} names is missing."),
        }
    }
}

/// The receipts of one sending office, put in order by their numbers.
///
/// Fill in every receipt of the sent list, read to its end, then ask: a list that is still being
/// read has gaps that its next page fills.
#[derive(Clone, Debug, Default)]
pub struct ReceiptChain {
    start: Option<ChainHead>,
    links: BTreeMap<u64, Entry>,
    twice: Vec<u64>,
    others: Vec<[u8; 32]>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    digest: [u8; 32],
    previous: Option<[u8; 32]>,
    records: Option<[u8; 32]>,
}

impl ReceiptChain {
    /// From the beginning, or from behind the head that is known to be whole.
    pub fn new(start: Option<ChainHead>) -> Self {
        Self { start, ..Self::default() }
    }

    /// Adds a verified receipt with its bytes. The same one may come any number of times.
    pub fn add(&mut self, verified: &VerifiedReceipt, der: &[u8]) {
        let digest = Receipt::digest(der);
        let Some(link) = verified.receipt.link else {
            self.others.push(digest);
            return;
        };
        let entry = Entry { digest, previous: link.previous, records: verified.receipt.records };
        let before = self.links.insert(link.number, entry);
        if before.is_some_and(|before| before.digest != digest) && !self.twice.contains(&link.number) {
            self.twice.push(link.number);
        }
    }

    /// Everything that is not whole behind the start; empty where all is.
    pub fn gaps(&self) -> Vec<ReceiptGap> {
        let mut gaps: Vec<ReceiptGap> = self.twice.iter().copied().map(ReceiptGap::Twice).collect();
        let (mut last, mut digest) = self.start.map_or((0, None), |head| (head.number, Some(head.digest)));
        if let Some(known) = self.links.get(&last)
            && digest.is_some_and(|digest| digest != known.digest)
        {
            gaps.push(ReceiptGap::Twice(last));
        }
        for (&number, entry) in self.links.range(last.saturating_add(1)..) {
            if number > last.saturating_add(1) {
                gaps.push(ReceiptGap::Missing(last.saturating_add(1), number - 1));
            } else if entry.previous != digest {
                gaps.push(ReceiptGap::Broken(number));
            }
            if entry.records.is_some_and(|records| !self.others.contains(&records)) {
                gaps.push(ReceiptGap::Unrecorded(number));
            }
            (last, digest) = (number, Some(entry.digest));
        }
        gaps
    }

    /// The place up to which the chain is whole, for the next call.
    pub fn head(&self) -> Option<ChainHead> {
        let mut head = self.start;
        for (&number, entry) in self.links.range(head.map_or(1, |head| head.number.saturating_add(1))..) {
            let next = head.map_or(1, |head| head.number.saturating_add(1));
            if number != next || entry.previous != head.map(|head| head.digest) || self.twice.contains(&number) {
                break;
            }
            head = Some(ChainHead { number, digest: entry.digest });
        }
        head
    }
}
