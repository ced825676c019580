//! A month's messages and receipts, as a relay leaves them with the sending office.

use std::path::{Path, PathBuf};
use std::{fs, str};

use cplink::keys::UnixTime;
use cplink::progress::Job;
use cplink::seal::{
    Draft, Limits, Link, MessageHeader, MessageId, Part, Receipt, ReceiptKind, SealOptions, TimeStamper,
};

use crate::message::message;
use crate::office::{RECEIVER, SENDER};
use crate::world::World;

/// Hostile to shells and to HTML, and still a file's name.
pub const NASTY: &str = "a&b 'c' $(d).pdf";
/// Hostile to HTML.
pub const SUBJECT: &str = "<script>alert(1)</script> & \"9月分\"";

/// What the sending office keeps.
pub struct Month {
    /// The containers' files.
    pub containers: Vec<PathBuf>,
    /// The messages in the same order.
    pub ids: Vec<MessageId>,
    /// The receipts in the order in which they came.
    pub receipts: Vec<Vec<u8>>,
}

/// The relay's chain of the sending office.
#[derive(Default)]
pub struct Chain {
    number: u64,
    last: Option<[u8; 32]>,
}

impl Chain {
    /// Gives a receipt the next place in the chain, and signs it with the relay's key.
    pub fn next(&mut self, world: &World, mut receipt: Receipt) -> Vec<u8> {
        self.number += 1;
        receipt.link = Some(Link { number: self.number, previous: self.last });
        let der = receipt.sign(&world.relay, receipt.at).unwrap();
        self.last = Some(Receipt::digest(&der));
        der
    }
}

/// A receipt that is not signed yet; one of the relay has the first place of a chain.
pub fn receipt(kind: ReceiptKind, id: MessageId, at: UnixTime) -> Receipt {
    Receipt {
        kind,
        message: id,
        from: SENDER.into(),
        to: RECEIVER.into(),
        at,
        reason: (kind == ReceiptKind::Refused).then(|| "<b>様式が違います</b>".to_owned()),
        previous: None,
        link: kind.by_relay().then_some(Link { number: 1, previous: None }),
        records: (kind == ReceiptKind::Recorded).then_some([8; 32]),
        agent: None,
    }
}

/// Seals one message into `folder` under its id.
pub fn keep(
    world: &World,
    folder: &Path,
    message: MessageHeader,
    at: UnixTime,
    stamper: Option<&dyn TimeStamper>,
) -> (MessageId, PathBuf) {
    let parts = vec![
        Part::new("UPPLAN_202609.CSV", "text/csv", b"\"a\",1\r\n".to_vec()),
        Part::new(NASTY, "application/pdf", b"%PDF-1.7 nasty".to_vec()),
        Part::new("添付 1.pdf", "application/pdf", b"%PDF-1.7 test".to_vec()),
    ];
    let draft = Draft::prepare(message, parts, &Limits::default(), &mut Job::new()).unwrap();
    let mut bytes = Vec::new();
    let mut options = SealOptions::new(at);
    options.stamper = stamper;
    draft.seal_with(&world.sender, &options, &mut bytes, &mut Job::new()).unwrap();
    let path = folder.join(format!("{}.asice", draft.id()));
    fs::write(&path, bytes).unwrap();
    (draft.id(), path)
}

/// Two messages, one taken over, one refused, each with its four receipts, their places in the chain
/// mixed as life mixes them.
pub fn month(world: &World, folder: &Path, at: UnixTime, stamper: Option<&dyn TimeStamper>) -> Month {
    let mut month = Month { containers: Vec::new(), ids: Vec::new(), receipts: Vec::new() };
    let mut chain = Chain::default();
    for (index, subject) in [SUBJECT, "9月分 提供票"].iter().enumerate() {
        let mut message = message();
        message.serial = format!("2026090109300{index}");
        message.created = MessageHeader::created_at(&message.serial).unwrap();
        message.subject = (*subject).to_owned();
        let (id, path) = keep(world, folder, message, at, stamper.filter(|_| index == 0));
        month.ids.push(id);
        month.containers.push(path);
        month.receipts.push(chain.next(world, receipt(ReceiptKind::Accepted, id, at)));
    }
    let ids = month.ids.clone();
    for (id, kind) in ids.iter().zip([ReceiptKind::Imported, ReceiptKind::Refused]) {
        month.receipts.push(chain.next(world, receipt(ReceiptKind::PickedUp, *id, at)));
        let own = receipt(kind, *id, at).sign(&world.receiver, at).unwrap();
        let mut recorded = receipt(ReceiptKind::Recorded, *id, at);
        recorded.records = Some(Receipt::digest(&own));
        month.receipts.push(own);
        month.receipts.push(chain.next(world, recorded));
    }
    month
}

/// The commands of a page as a reader copies them, each with the output that the page shows.
pub fn commands(page: &[u8]) -> Vec<(String, Option<String>)> {
    let text = str::from_utf8(page).unwrap();
    let unescape = |text: &str| {
        let pairs = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let mut found = Vec::new();
    for piece in text.split("<pre class=\"command\">").skip(1) {
        let (command, rest) = piece.split_once("</pre>").unwrap();
        let output = rest.trim_start().strip_prefix("<pre class=\"output\">").map(|rest| {
            let (output, _) = rest.split_once("</pre>").unwrap();
            unescape(output)
        });
        found.push((unescape(command), output));
    }
    found
}
