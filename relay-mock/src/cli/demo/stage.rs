//! The relay, the authority and the offices' clients.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::client::Client;
use cplink::finding::Severity;
use cplink::keys::{CertificateKind, FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink_cli::Language;
use indicatif::{ProgressBar, ProgressStyle};
use relay_mock::directory::{self, day_in_japan};
use relay_mock::month::{Month, MonthOffice};
use relay_mock::pki::{OfficeCert, Pki};
use relay_mock::server::{Relay, RelayOptions, Running};
use time::OffsetDateTime;

use super::forms::Forms;

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
    // Last: the relay stops when nobody needs it any more.
    _relay: Running,
}

impl Stage {
    /// Issues certificates, starts the relay, registers the offices and lets each look at itself.
    pub(super) fn build(out: &Path, month: &Month, lang: Language) -> Result<Self, Box<dyn Error>> {
        let now = OffsetDateTime::now_utc();
        let bar = bar(month.offices.len() as u64 + 3, lang.pick("証明書を発行しています", "issuing certificates"));
        let pki = Pki::new(now)?;
        bar.inc(1);
        let server = pki.server(&[])?;
        bar.inc(1);
        let seal = pki.relay_seal()?;
        bar.inc(1);
        let mut identities = Vec::new();
        for (index, office) in month.offices.iter().enumerate() {
            // Both kinds that the field uses.
            let kind = if index % 2 == 0 { CertificateKind::CareInsurance } else { CertificateKind::CareDx };
            identities.push(pki.office(&OfficeCert::new(&office.number, &office.name).kind(kind))?);
            bar.inc(1);
        }
        bar.finish_and_clear();
        std::fs::write(out.join("ca.pem"), pki.ca_pem())?;
        std::fs::write(out.join("crl.pem"), pki.crls_pem()?)?;
        println!(
            "{}",
            lang.pick("[準備] 試験用の認証局と証明書を作りました。", "[setup] test authority and certificates made")
        );

        let seal = FileSigner::from_pem(seal.pem().as_bytes(), None)?;
        let anchors = vec![pki.ca_der().to_vec().into()];
        let mut options = RelayOptions::new(
            out.join("relay"),
            server.chain.clone(),
            server.key_pkcs8.clone(),
            anchors,
            Arc::new(seal),
        );
        options.crls = vec![pki.crl_der()?.into(), pki.root_crl_der()?.into()];
        let relay = Relay::start(options)?;
        println!("{} {}", lang.pick("[準備] 中継サーバーを起動しました。", "[setup] relay started"), relay.url());

        let mut actors = BTreeMap::new();
        for (office, identity) in month.offices.iter().zip(&identities) {
            directory::add(relay.store(), &office.number, &office.name, &office.service_types, day_in_japan(now))?;
            let signer = Arc::new(FileSigner::from_pem(identity.pem().as_bytes(), None)?);
            let trust = Trust::from_pem(pki.ca_pem().as_bytes())?.with_pem(pki.crls_pem()?.as_bytes())?;
            let transport = connect(&ConnectOptions::new(relay.url()), signer.clone(), &trust)?;
            let mut client = Client::new(transport, signer, trust.clone())?;
            doctor(&mut client, office, lang)?;
            let folder = out.join(&office.number);
            let actor = Actor { name: office.name.clone(), client, trust, folder, cursor: String::new() };
            actors.insert(office.number.clone(), actor);
        }
        Ok(Self { actors, lang, total: month.messages.len(), forms: None, _relay: relay })
    }
}

/// One line an office; a fault ends the demo.
fn doctor(client: &mut Client, office: &MonthOffice, lang: Language) -> Result<(), Box<dyn Error>> {
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

/// A bar that shows on a terminal only.
pub(super) fn bar(length: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}
