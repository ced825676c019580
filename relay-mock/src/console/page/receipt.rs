//! A receipt, verified now, before the eyes of whoever looks: what was checked is said in words.

use std::collections::HashMap;

use cplink::Code;
use cplink::keys::{Trust, UnixTime};
use cplink::seal::{Link, MessageId, Receipt, ReceiptKind, VerifiedReceipt};
use time::OffsetDateTime;

use super::words;
use crate::server::sealing::unix;
use crate::store::{Search, Store, StoreError, StoredMessage, Turn};

/// What came of a check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Holds,
    Fails,
    /// It could not be checked here.
    Open,
}

impl Outcome {
    pub(super) fn style(self) -> &'static str {
        match self {
            Self::Holds => "yes",
            Self::Fails => "no",
            Self::Open => "open",
        }
    }

    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Holds => "○",
            Self::Fails => "×",
            Self::Open => "－",
        }
    }
}

/// One thing that was checked.
pub(super) struct Check {
    pub(super) result: Outcome,
    pub(super) says: String,
    /// Where it does not hold: what helps.
    pub(super) remedy: String,
    /// The message that it speaks of, where that is another.
    pub(super) other: Option<MessageId>,
}

impl Check {
    fn holds(says: impl Into<String>) -> Self {
        Self { result: Outcome::Holds, says: says.into(), remedy: String::new(), other: None }
    }

    fn fails(says: &str, remedy: &str) -> Self {
        Self { result: Outcome::Fails, says: says.to_owned(), remedy: remedy.to_owned(), other: None }
    }

    fn new(holds: bool, yes: &str, no: &str) -> Self {
        if holds { Self::holds(yes) } else { Self::fails(no, NOT_OURS) }
    }
}

/// A receipt as it is shown.
pub(super) struct Shown {
    pub(super) name: &'static str,
    pub(super) checks: Vec<Check>,
    /// What it says; nothing is said of one whose signature does not hold.
    pub(super) said: Option<Said>,
    pub(super) size: String,
}

/// What a receipt says whose signature holds.
pub(super) struct Said {
    pub(super) kind: ReceiptKind,
    pub(super) at: String,
    pub(super) reason: Option<String>,
    pub(super) signer: String,
    pub(super) number: String,
    pub(super) certificate: &'static str,
    pub(super) serial: String,
    pub(super) until: String,
    pub(super) days_left: i64,
}

impl Shown {
    pub(super) fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.result != Outcome::Fails)
    }
}

/// What an agent did.
fn acted(kind: ReceiptKind, office: &str) -> String {
    match kind {
        ReceiptKind::Accepted => format!("送信元の代行として、事業所{office}が送信しました。"),
        ReceiptKind::PickedUp => format!("送信先の代行として、事業所{office}が受信しました。"),
        _ => format!("送信先の代行として、事業所{office}が取込の結果を回答しました。"),
    }
}

const NOT_OURS: &str = "中継サーバーのデータが書き換えられたおそれがあります。中継サーバーの管理者に確認してください。";

/// So many of the sender's messages on each side of one are looked at for the receipt before.
const NEAR: usize = 150;

/// The receipts of the sender's messages that were accepted shortly before this one or after it, by their digests.
pub(super) type Near = HashMap<[u8; 32], MessageId>;

/// See [`Near`].
pub(super) fn near(store: &dyn Store, message: &StoredMessage, kept_since: OffsetDateTime) -> Result<Near, StoreError> {
    let own = Search { sender: Some(message.sender.clone()), ..Search::default() };
    let mut near = Near::new();
    for turn in [Turn::Before(message.place), Turn::After(message.place)] {
        for other in store.search(&own, turn, NEAR, kept_since)? {
            let receipts = store.receipts(&other.id)?;
            near.extend(receipts.iter().map(|der| (Receipt::digest(der), other.id)));
        }
    }
    Ok(near)
}

/// Verifies the receipts of a message against the relay's trust, in their order. It calculates: not on an async worker.
pub(super) fn verified(
    ders: &[Vec<u8>],
    message: &StoredMessage,
    near: &Near,
    trust: &Trust,
    now: OffsetDateTime,
) -> Vec<Shown> {
    let digests: Vec<[u8; 32]> = ders.iter().map(|der| Receipt::digest(der)).collect();
    let known = Known { message, ders, digests, near, trust, now: unix(now) };
    (0..ders.len()).map(|place| known.shown(place)).collect()
}

/// A message with all of its receipts.
struct Known<'a> {
    message: &'a StoredMessage,
    ders: &'a [Vec<u8>],
    digests: Vec<[u8; 32]>,
    near: &'a Near,
    trust: &'a Trust,
    now: UnixTime,
}

impl Known<'_> {
    fn shown(&self, place: usize) -> Shown {
        let der = &self.ders[place];
        let size = words::size(der.len() as u64);
        match self.verify(place) {
            Ok((receipt, of_then)) => Shown {
                name: receipt.receipt.kind.name_ja(),
                checks: self.checks(place, &receipt, of_then),
                said: Some(said(&receipt, self.now)),
                size,
            },
            Err(error) => {
                let why = Check::fails(error.message_ja(), &error.remedy_ja());
                Shown { name: "不明な受領証", checks: vec![why], said: None, size }
            }
        }
    }

    /// The receipt, and whether its certificate was good when it was recorded, but is not now.
    fn verify(&self, place: usize) -> cplink::Result<(VerifiedReceipt, bool)> {
        let der = &self.ders[place];
        let wrong = match Receipt::verify(der, self.trust, self.now) {
            Ok(receipt) => return Ok((receipt, false)),
            Err(error) => error,
        };
        let recorded = self.ders.iter().find_map(|other| {
            let other = Receipt::verify_as_of_signing(other, self.trust, self.now).ok()?;
            (other.receipt.records == Some(self.digests[place])).then_some(other)
        });
        let then = match &recorded {
            Some(recorded) => Receipt::verify_recorded(der, self.trust, recorded),
            None => Receipt::verify_as_of_signing(der, self.trust, self.now),
        };
        // An agent's receipt always counts by the recorded one.
        let of_then = wrong.code() != Code::AgentUnrecorded;
        then.map(|receipt| (receipt, of_then)).map_err(|_| wrong)
    }

    fn checks(&self, place: usize, verified: &VerifiedReceipt, of_then: bool) -> Vec<Check> {
        let receipt = &verified.receipt;
        let mut checks = vec![
            Check::holds("署名は正しく、署名のあとで変更されていません。"),
            Check::holds(certificate(receipt.kind, of_then)),
            Check::new(
                (receipt.message, receipt.from.as_str(), receipt.to.as_str())
                    == (self.message.id, self.message.sender.as_str(), self.message.receiver.as_str()),
                "このメッセージの受領証です（メッセージID、送信元、送信先が同じ）。",
                "別のメッセージの受領証です。",
            ),
        ];
        checks.extend(receipt.agent.as_ref().map(|agent| Check::holds(acted(receipt.kind, &agent.office))));
        checks.extend(self.order(place, receipt));
        checks.extend(receipt.link.as_ref().map(|link| self.place(link)));
        checks
    }

    /// Whether the place in the sender's chain is behind a receipt that is here.
    fn place(&self, link: &Link) -> Check {
        let number = format!("送信元あての受領証の通し番号{}", link.number);
        let Some(before) = link.previous else {
            return Check::holds(format!("{number}で、最初の受領証です。"));
        };
        if self.digests.contains(&before) {
            return Check::holds(format!("{number}で、このメッセージの前の受領証に続いています。"));
        }
        match self.near.get(&before) {
            Some(other) => Check {
                other: Some(*other),
                ..Check::holds(format!("{number}で、別のメッセージの受領証に続いています。"))
            },
            None => Check {
                result: Outcome::Open,
                ..Check::holds(format!(
                    "{number}です。前の番号の受領証は、近くのメッセージにないため、照合していません。"
                ))
            },
        }
    }

    /// Whether it names the receipts of this message that it has to.
    fn order(&self, place: usize, receipt: &Receipt) -> Vec<Check> {
        let before = &self.digests[..place];
        let names = |digest: Option<[u8; 32]>| digest.is_some_and(|digest| before.contains(&digest));
        match receipt.kind {
            ReceiptKind::Accepted => {
                let is_first = place == 0 && receipt.previous.is_none();
                vec![Check::new(is_first, "このメッセージの最初の受領証です。", "受付の受領証の順序が違います。")]
            }
            ReceiptKind::Recorded => vec![Check::new(
                names(receipt.records),
                "送信先が署名した受領証を記録しています。",
                "記録したという送信先の受領証がありません。",
            )],
            // The receiver may have had none to name.
            ReceiptKind::Imported | ReceiptKind::Refused if receipt.previous.is_none() => Vec::new(),
            _ => vec![Check::new(
                names(receipt.previous),
                "このメッセージの前の受領証に続いています。",
                "前の受領証がありません。",
            )],
        }
    }
}

/// What holds of the certificate.
fn certificate(kind: ReceiptKind, of_then: bool) -> String {
    let owner = if kind.by_relay() { "中継サーバー" } else { "送信先の事業所" };
    let when = if of_then {
        "署名したときに有効でした（今は期限切れか、失効しています）"
    } else {
        "今も有効です"
    };
    format!("署名は{owner}の証明書によるもので、証明書は信頼する認証局が発行し、{when}。")
}

fn said(verified: &VerifiedReceipt, now: UnixTime) -> Said {
    let (receipt, identity) = (&verified.receipt, &verified.signer.identity);
    Said {
        kind: receipt.kind,
        at: words::moment(time_of(receipt.at)),
        reason: receipt.reason.clone(),
        signer: identity.organization.clone().unwrap_or_default(),
        number: identity.office_number.clone(),
        certificate: identity.kind.name_ja(),
        serial: base16ct::lower::encode_string(&identity.serial),
        until: words::moment(time_of(identity.not_after)),
        days_left: identity.days_left(now),
    }
}

/// The epoch where it is a time that no calendar has.
pub(super) fn time_of(at: UnixTime) -> OffsetDateTime {
    let seconds = i64::try_from(at.as_secs()).unwrap_or(0);
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
