//! Sending.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use cplink::client::{Client, SendOptions, Sent};
use cplink::progress::{Job, Progress, Step};
use cplink::relay::ConnectOptions;
use cplink::unit::Unit;
use cplink::{Code, Error, Result};

use super::draft::{Draft, Stage};
use super::keys;
use crate::console::Console;
use crate::private;

/// Sends a unit, and notes in the draft what becomes of it. It takes its time: not on an async worker.
pub(crate) fn send(console: &Console, pki: &Path, key: &str, unit: &Unit, draft: &Draft) {
    let stage = match try_send(console, pki, key, unit, draft) {
        Ok(sent) => Stage::Sent(sent.id),
        Err(error) => Stage::failed(&error),
    };
    draft.set(stage);
    // A failure is no change of the store.
    console.relay.store.touch();
}

fn try_send(console: &Console, pki: &Path, key: &str, unit: &Unit, draft: &Draft) -> Result<Sent> {
    let signer = keys::open(pki, key)?;
    let options = ConnectOptions::new(format!("https://{}", reached(console.addr)));
    let mut client = Client::of(&options, Arc::clone(&signer), console.relay.sealing.trust.clone())?;
    let folder = &console.options.folder;
    let unwritable = |error| Error::path(Code::FileWrite, folder, error);
    private::folder(folder).map_err(unwritable)?;
    // Gone with the call: the relay keeps the container.
    let keep = tempfile::Builder::new().prefix("sending-").tempdir_in(folder).map_err(unwritable)?;
    let mut tell = |progress: Progress| {
        let percent = (progress.total > 0).then(|| progress.done.saturating_mul(100) / progress.total);
        draft.set(Stage::Sending(word(progress.step), percent));
    };
    client.send(unit, &SendOptions::new(keep.path()), &mut Job::new().with_progress(&mut tell))
}

/// Where a relay is reached from this machine.
fn reached(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

fn word(step: Step) -> &'static str {
    match step {
        Step::Checking => "ファイルを調べています",
        Step::Hashing | Step::Signing => "電子署名を付けています",
        Step::Sending => "送信しています",
        Step::Receiving | Step::Verifying | Step::Waiting => "受領証を確認しています",
    }
}
