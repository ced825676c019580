//! The relay, the authority and the offices' clients.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::client::Client;
use cplink::finding::Severity;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink_cli::Language;
use relay_mock::console::ConsoleOptions;
use relay_mock::directory::{self, day_in_japan};
use relay_mock::month::{Month, MonthOffice};
use relay_mock::pki::{WriteAll, write_all};
use relay_mock::server::{Relay, RelayOptions, Running};
use time::OffsetDateTime;

use super::super::samples::PKI;
use super::forms::Forms;
use super::show::Show;

/// An office with its client and its folder.
pub(super) struct Actor {
    pub(super) name: String,
    pub(super) client: Client,
    pub(super) trust: Trust,
    pub(super) folder: PathBuf,
    /// The office's cursor in its inbox.
    pub(super) cursor: String,
}

pub(super) struct Stage {
    pub(super) actors: BTreeMap<String, Actor>,
    pub(super) lang: Language,
    pub(super) total: usize,
    /// Where the forms are drawn, if anybody wants them.
    pub(super) forms: Option<Forms>,
    pub(super) show: Show,
    // Last: the relay stops when nobody needs it any more.
    relay: Running,
}

/// Where the demo works.
pub(super) struct Folders<'a> {
    /// What is kept: messages, receipts, evidence.
    pub(super) out: &'a Path,
    /// What is not: keys, and what the console needs.
    pub(super) work: &'a Path,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

impl Stage {
    /// Issues certificates, starts the relay, registers the offices and lets each look at itself.
    pub(super) fn build(
        folders: &Folders<'_>,
        month: &Month,
        console: Option<SocketAddr>,
        lang: Language,
    ) -> Result<Self> {
        let now = OffsetDateTime::now_utc();
        let mut wanted = WriteAll::new(now);
        wanted.offices = month.offices.iter().map(|office| (office.number.clone(), office.name.clone())).collect();
        let pki = folders.work.join(PKI);
        write_all(&pki, &wanted)?;
        let [ca, crl] = [pki.join("root.pem"), pki.join("crl.pem")];
        std::fs::copy(&ca, folders.out.join("ca.pem"))?;
        std::fs::copy(&crl, folders.out.join("crl.pem"))?;
        println!(
            "{}",
            lang.pick("[準備] 試験用の認証局と証明書を作りました。", "[setup] test authority and certificates made")
        );

        let mut options = RelayOptions::of_folder(&folders.out.join("relay"), &pki)?;
        options.console = console.map(|listen| ConsoleOptions {
            listen,
            pki: Some(pki.clone()),
            ..ConsoleOptions::new(folders.work.join("console"))
        });
        let relay = Relay::start(options)?;
        println!("{} {}", lang.pick("[準備] 中継サーバーを起動しました。", "[setup] relay started"), relay.url());

        let trust = Trust::from_pem(&std::fs::read(&ca)?)?.with_pem(&std::fs::read(&crl)?)?;
        let mut actors = BTreeMap::new();
        for (index, office) in month.offices.iter().enumerate() {
            directory::add(relay.store(), &office.number, &office.name, &office.service_types, day_in_japan(now))?;
            // Both kinds that the field uses.
            let kind = if index % 2 == 0 { "care-insurance" } else { "care-dx" };
            let key = std::fs::read(pki.join(format!("office-{}-{kind}.pem", office.number)))?;
            let signer = Arc::new(FileSigner::from_pem(&key, None)?);
            let transport = connect(&ConnectOptions::new(relay.url()), signer.clone(), &trust)?;
            let mut client = Client::new(transport, signer, trust.clone())?;
            doctor(&mut client, office, lang)?;
            let folder = folders.out.join(&office.number);
            let actor =
                Actor { name: office.name.clone(), client, trust: trust.clone(), folder, cursor: String::new() };
            actors.insert(office.number.clone(), actor);
        }
        Ok(Self { actors, lang, total: month.messages.len(), forms: None, show: Show::to_nobody(), relay })
    }

    /// Where a browser finds the console, if there is one.
    pub(super) fn console(&self) -> Option<String> {
        self.relay.console_url()
    }
}

/// One line an office; a fault ends the demo.
fn doctor(client: &mut Client, office: &MonthOffice, lang: Language) -> Result<()> {
    let diagnosis = client.doctor(&mut Job::new())?;
    let bad: Vec<_> = diagnosis.lines.iter().filter(|line| line.severity == Severity::Error).collect();
    for line in &bad {
        println!(
            "{} {}: {}{}",
            lang.pick("[診断]", "[doctor]"),
            office.name,
            lang.pick(&line.text_ja, &line.text_en),
            lang.pick(&line.remedy_ja, &line.remedy_en)
        );
    }
    if !bad.is_empty() {
        return Err(lang.pick("自己診断に異常があります。", "a self-check failed").into());
    }
    println!(
        "{} {} {} {}",
        lang.pick("[診断]", "[doctor]"),
        office.number,
        office.name,
        lang.pick(
            "鍵・証明書・接続・時計・登録・ライセンスに異常ありません。",
            "key, certificate, relay, clock, registration, licence: well"
        )
    );
    Ok(())
}
