//! Agents: an office that sends and receives for another one, with its own certificate.

mod directory;
mod evidence;
mod receiving;
mod sending;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cplink::client::Client;
use cplink::keys::CertificateKind;
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::{
    Acceptance, Acknowledgement, Capabilities, InboxEntry, InboxPage, Outgoing, SentEntry, SentPage, Standing, State,
    Transport,
};
use cplink::seal::MessageId;
use relay_mock::directory as registry;
use relay_mock::pki::CertifiedKey;

use crate::desk::Desk;
use crate::world::{STRANGER, World, office, signer};

/// The office that acts for others.
const AGENT: &str = STRANGER;
/// One that acts for nobody.
const OTHER: &str = "1370000045";

/// A certificate of an office that is in the directory.
fn registered(world: &World, number: &str, name: &str) -> CertifiedKey {
    let today = registry::day_in_japan(*world.now.lock().unwrap());
    let types = ["43", "11"].map(str::to_owned);
    registry::add(world.relay().store(), number, name, &types, today).unwrap();
    world.pki.office(&office(number, CertificateKind::CareDx)).unwrap()
}

/// The agent's certificate, which may act for this office.
fn agent_of(world: &World, number: &str) -> CertifiedKey {
    let identity = registered(world, AGENT, "代行センター");
    registry::add_agent(world.relay().store(), number, AGENT).unwrap();
    identity
}

/// The agent's desk, whose client acts for this office.
fn acting(world: &World, identity: &CertifiedKey, number: &str) -> Desk {
    let mut desk = Desk::new(world, identity);
    desk.client = desk.client.for_office(number).unwrap();
    desk
}

/// A line whose relay says something else than ours does.
struct Spoiled {
    line: HttpTransport,
    inbox: Arc<dyn Fn(&mut InboxEntry) + Send + Sync>,
    sent: Arc<dyn Fn(&mut SentEntry) + Send + Sync>,
    standing: Arc<dyn Fn(&mut Standing) + Send + Sync>,
}

impl Spoiled {
    fn new(line: HttpTransport) -> Self {
        Self { line, inbox: Arc::new(|_| {}), sent: Arc::new(|_| {}), standing: Arc::new(|_| {}) }
    }

    fn inbox(self, spoil: impl Fn(&mut InboxEntry) + Send + Sync + 'static) -> Self {
        Self { inbox: Arc::new(spoil), ..self }
    }

    fn sent(self, spoil: impl Fn(&mut SentEntry) + Send + Sync + 'static) -> Self {
        Self { sent: Arc::new(spoil), ..self }
    }

    fn standing(self, spoil: impl Fn(&mut Standing) + Send + Sync + 'static) -> Self {
        Self { standing: Arc::new(spoil), ..self }
    }

    fn desk(self, world: &World, identity: &CertifiedKey) -> Desk {
        let client = Client::new(self, signer(identity), world.trust()).unwrap();
        Desk { client, folder: tempfile::tempdir().unwrap(), cursor: String::new() }
    }
}

impl Transport for Spoiled {
    fn capabilities(&mut self, job: &mut Job<'_>) -> cplink::Result<Capabilities> {
        Transport::capabilities(&mut self.line, job)
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> cplink::Result<Acceptance> {
        Transport::put_message(&mut self.line, outgoing, body, len, job)
    }

    fn get_message(
        &mut self,
        id: &MessageId,
        sink: &mut dyn Write,
        max: u64,
        job: &mut Job<'_>,
    ) -> cplink::Result<u64> {
        self.line.get_message(id, sink, max, job)
    }

    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> cplink::Result<InboxPage> {
        let mut page = Transport::inbox(&mut self.line, after, wait, job)?;
        page.entries.iter_mut().for_each(&*self.inbox);
        Ok(page)
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> cplink::Result<SentPage> {
        let mut page = Transport::sent(&mut self.line, after, job)?;
        page.entries.iter_mut().for_each(&*self.sent);
        Ok(page)
    }

    fn acknowledge(
        &mut self,
        id: &MessageId,
        said: &Acknowledgement<'_>,
        job: &mut Job<'_>,
    ) -> cplink::Result<Standing> {
        let mut standing = Transport::acknowledge(&mut self.line, id, said, job)?;
        (self.standing)(&mut standing);
        Ok(standing)
    }

    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> cplink::Result<State> {
        Transport::recall(&mut self.line, id, job)
    }

    fn for_office(&self, office: &str) -> cplink::Result<Box<dyn Transport>> {
        let (inbox, sent, standing) = (Arc::clone(&self.inbox), Arc::clone(&self.sent), Arc::clone(&self.standing));
        Ok(Box::new(Self { line: self.line.for_office(office)?, inbox, sent, standing }))
    }
}

/// Where the *accepted* receipt of a message lies in a desk's folder.
fn beside(desk: &Desk, id: &MessageId) -> PathBuf {
    desk.folder.path().join(format!("{id}.accepted.p7s"))
}
