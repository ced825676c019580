//! The table of all messages.

use super::link::{Link, anchor, link, subject};
use crate::error::{Error, Result};
use crate::evidence::forms::Forms;
use crate::evidence::verified::VerifiedMessage;
use crate::evidence::view::View;
use crate::keys::UnixTime;
use crate::seal::{ReceiptKind, japan_time};

/// A message's line in the table of all.
pub(super) struct Line {
    pub(super) anchor: String,
    pub(super) subject: String,
    pub(super) about: [String; 2],
    pub(super) from: Office,
    pub(super) to: Office,
    pub(super) accepted: When,
    pub(super) picked_up: When,
    pub(super) taken: When,
    pub(super) forms: Option<Link>,
}

/// An office by number, and by name where there is one.
pub(super) struct Office {
    pub(super) number: String,
    pub(super) name: Option<String>,
}

/// When something was, and what is to be said of that time.
pub(super) struct When {
    /// Day and time.
    pub(super) at: Option<[String; 2]>,
    pub(super) note: &'static str,
}

/// A message's line. What a receiver has no receipt of is told by what it has: the signature, and its own receipt.
pub(super) fn line(view: &View<'_>, item: &VerifiedMessage, forms: &Forms) -> Result<Line> {
    let time = |kinds: &[ReceiptKind]| {
        let mut found = view.of(item.id).filter(|(verified, _)| kinds.contains(&verified.receipt.kind));
        found.next().map(|(verified, _)| (verified.receipt.kind, verified.receipt.at))
    };
    let when = |at: UnixTime, note| {
        let at = japan_time(at)?;
        let (day, time) = at.split_once(' ').unwrap_or((&at, ""));
        Ok::<_, Error>(When { at: Some([day.to_owned(), time.to_owned()]), note })
    };
    let taken = time(&[ReceiptKind::Imported, ReceiptKind::Refused]);
    let office =
        |number: &str| Office { number: number.to_owned(), name: view.offices.name(number).map(str::to_owned) };
    Ok(Line {
        anchor: anchor(item),
        subject: subject(item),
        about: item.about(),
        from: office(&item.message.from.office),
        to: office(&item.message.to.office),
        accepted: match time(&[ReceiptKind::Accepted]) {
            Some((_, at)) => when(at, "")?,
            None => when(item.signer.signing_time, "（署名の日時）")?,
        },
        picked_up: match (time(&[ReceiptKind::PickedUp]), taken) {
            (Some((_, at)), _) => when(at, "")?,
            (None, Some((_, at))) => when(at, "（この日時まで）")?,
            (None, None) => When { at: None, note: "" },
        },
        taken: match taken {
            Some((kind, at)) => when(at, kind.name_ja())?,
            None => When { at: None, note: "" },
        },
        forms: link(item, forms),
    })
}
