//! A relay with a console, the offices of the month, and their keys.

use std::sync::{Arc, Mutex};

use cplink::client::{Client, SendOptions};
use cplink::file::Source;
use cplink::keys::{CertificateKind, FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::ConnectOptions;
use cplink::seal::MessageId;
use cplink::unit::{Address, Serial, Unit};
use relay_mock::console::ConsoleOptions;
use relay_mock::directory;
use relay_mock::month::{Month, MonthMessage};
use relay_mock::pki::{Algorithm, WriteAll, write_all};
use relay_mock::server::{Relay, RelayOptions, Running};
use time::OffsetDateTime;

use crate::visitor::Visitor;

/// A relay with a console.
pub(crate) struct Place {
    pub(crate) relay: Running,
    pub(crate) month: Month,
    pub(crate) now: Arc<Mutex<OffsetDateTime>>,
    pub(crate) dir: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut RelayOptions)) -> Self {
        let (dir, month) = (tempfile::tempdir().unwrap(), Month::load().unwrap());
        let mut pki = WriteAll::new(OffsetDateTime::now_utc());
        pki.algorithm = Algorithm::EcdsaP256;
        pki.offices = month.offices.iter().map(|office| (office.number.clone(), office.name.clone())).collect();
        write_all(&dir.path().join("pki"), &pki).unwrap();
        let mut options = RelayOptions::of_folder(&dir.path().join("data"), &dir.path().join("pki")).unwrap();
        let mut console = ConsoleOptions::new(dir.path().join("data/console"));
        console.pki = Some(dir.path().join("pki"));
        options.console = Some(console);
        let now = Arc::new(Mutex::new(OffsetDateTime::now_utc()));
        let shown = Arc::clone(&now);
        options.now = Arc::new(move || *shown.lock().unwrap());
        change(&mut options);
        let relay = Relay::start(options).unwrap();
        let today = directory::day_in_japan(OffsetDateTime::now_utc());
        for office in &month.offices {
            directory::add(relay.store(), &office.number, &office.name, &office.service_types, today).unwrap();
        }
        Self { relay, month, now, dir }
    }

    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(&self.relay)
    }

    pub(crate) fn client(&self, office: &str) -> Client {
        let pki = self.dir.path().join("pki");
        let read = |name: &str| std::fs::read(pki.join(name)).unwrap();
        let kind = CertificateKind::CareInsurance.id().replace('_', "-");
        let signer = FileSigner::from_pem(&read(&format!("office-{office}-{kind}.pem")), None).unwrap();
        let trust = Trust::from_pem(&read("root.pem")).unwrap().with_pem(&read("crl.pem")).unwrap();
        Client::of(&ConnectOptions::new(self.relay.url()), Arc::new(signer), trust).unwrap()
    }

    pub(crate) fn message(&self, dir: &str) -> &MonthMessage {
        self.month.messages.iter().find(|message| message.dir == dir).unwrap()
    }

    /// Sends a message of the month.
    pub(crate) fn send(&self, message: &MonthMessage) -> MessageId {
        self.send_unit(&unit(message, &message.subject), None)
    }

    pub(crate) fn send_unit(&self, unit: &Unit, reason: Option<&str>) -> MessageId {
        let mut client = self.client(unit.from().office());
        let mut options = SendOptions::new(self.dir.path().join("sent"));
        if let Some(reason) = reason {
            options = options.with_override(reason);
        }
        client.send(unit, &options, &mut Job::new()).unwrap().id
    }
}

/// A message of the month as a unit.
pub(crate) fn unit(message: &MonthMessage, subject: &str) -> Unit {
    let address = |party: &relay_mock::month::Party| Address::new(&*party.office, &*party.service_type).unwrap();
    let serial = Serial::new(&message.serial).unwrap();
    let mut unit = Unit::new(address(&message.from), address(&message.to), serial);
    unit.set_subject(subject);
    for name in &message.csv {
        unit.add_csv(name.clone(), message.file(name).unwrap());
    }
    for name in &message.attachments {
        unit.add_attachment(name.clone(), Source::from(message.file(name).unwrap().to_vec()));
    }
    unit
}
