//! The calls that a peer answers, with what the client does with the answer.

use std::io::{Read, Seek};
use std::time::Duration;

use cplink::keys::Trust;
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::seal::{Limits, MessageId, Receipt, open};
use cplink_testkit::{RECEIVER, World, draft, now, seal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Capabilities,
    Office,
    Inbox,
    Sent,
    Put,
    /// With a body for which the relay is asked first.
    PutLarge,
    Get,
    Recall,
}

/// The largest container that the calls take.
pub(crate) const LARGEST: u64 = 1 << 20;

/// What the calls need.
pub(crate) struct Message {
    pub(crate) id: MessageId,
    pub(crate) container: Vec<u8>,
    trust: Trust,
}

impl Message {
    pub(crate) fn new(world: &World) -> Self {
        Self { id: draft().id(), container: seal(&world.sender), trust: world.trust.clone() }
    }
}

impl Call {
    pub(crate) fn make(self, with: &Message, transport: &mut HttpTransport, job: &mut Job<'_>) -> cplink::Result<()> {
        match self {
            Self::Capabilities => transport.capabilities(job).map(drop),
            Self::Office => transport.office(RECEIVER, job).map(drop),
            Self::Inbox => transport.inbox("", Duration::ZERO, job).map(drop),
            Self::Sent => {
                let page = transport.sent("", job)?;
                let mut receipts = page.entries.iter().flat_map(|entry| &entry.receipts);
                receipts.try_for_each(|receipt| Receipt::verify(receipt, &with.trust, now()).map(drop))
            }
            Self::Put => {
                let length = with.container.len() as u64;
                let receipt = transport.put_message(&with.id, &mut with.container.as_slice(), length, job)?;
                Receipt::verify(&receipt, &with.trust, now()).map(drop)
            }
            Self::PutLarge => {
                let length = 300_000;
                transport.put_message(&with.id, &mut std::io::repeat(7).take(length), length, job).map(drop)
            }
            Self::Get => {
                let mut file = tempfile::tempfile().unwrap();
                transport.get_message(&with.id, &mut file, LARGEST, job)?;
                file.rewind().unwrap();
                open(file, &Limits::default(), &with.trust, now(), job).map(drop)
            }
            Self::Recall => transport.recall(&with.id, job).map(drop),
        }
    }
}
