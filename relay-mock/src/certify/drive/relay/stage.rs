//! The relay of a run, its certificates and its offices.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::keys::{FileSigner, Signer, Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{MessageId, Receipt, ReceiptKind};
use tempfile::TempDir;
use time::OffsetDateTime;

use super::offices::Offices;
use super::partner::Partner;
use super::spoilt::Spoilt;
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Tamper};
use crate::certify::transcript::{KeptFile, KeptReceipt, Receipts, verified};
use crate::directory::{self, day_in_japan};
use crate::pki::{Algorithm, OfficeCert, Pki, PkiError, WriteAll, add_offices, write_all};
use crate::private;
use crate::server::{Faults, Relay, RelayOptions, Running};
use crate::store::memory::MemoryStore;
use crate::store::{NewMessage, Store as _, StoreError};

/// The relay of a run.
pub(super) struct Stage {
    pub(super) offices: Offices,
    pub(super) faults: Faults,
    pub(super) relay: Running,
    pub(super) store: Arc<MemoryStore>,
    partners: BTreeMap<String, Partner>,
    pki: PathBuf,
    /// Signs the relay's receipts.
    seal: Arc<dyn Signer>,
    /// What travels is on the disk as long as the relay runs, and never in the folder of the run.
    spool: TempDir,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

impl Stage {
    /// Starts the relay; `out` has its certificates, of which those stay that are there, and its address.
    pub(super) fn build(pack: &Pack, out: &Path, listen: SocketAddr) -> Result<Self> {
        let offices = Offices::in_cases(&pack.cases);
        let pki = out.join("pki");
        let now = OffsetDateTime::now_utc();
        let mut write = WriteAll::new(now);
        write.offices = offices.all().map(|(number, _)| (number.to_owned(), name(number))).collect();
        write.algorithm = Algorithm::EcdsaP256;
        if pack.cases.iter().any(Case::is_tampered) {
            // The product reads the list of revocations before it knows which case is the first.
            write.revoked = offices.all().map(|(number, _)| number.to_owned()).collect();
        }
        if !listen.ip().is_loopback() {
            write.server_names = vec![listen.ip().to_string()];
        }
        private::folder(&pki)?;
        if pki.join("README.txt").exists() {
            add_offices(&pki, &write)?
        } else {
            write_all(&pki, &write)?
        };
        let store = Arc::new(MemoryStore::new());
        let spool = TempDir::with_prefix("certify-relay-")?;
        let faults = Faults::default();
        let mut options = RelayOptions::of_folder(spool.path(), &pki)?;
        options.listen = listen;
        options.faults = faults.clone();
        options.judging = true;
        let seal = Arc::clone(&options.seal);
        let relay = Relay::start_with(options, store.clone())?;
        for (number, types) in offices.all() {
            directory::add(relay.store(), number, &name(number), &types, day_in_japan(now))?;
        }
        std::fs::write(out.join("address.txt"), format!("{}\n", relay.url()))?;
        Ok(Self { offices, faults, relay, store, partners: BTreeMap::new(), pki, seal, spool })
    }

    /// Connects the judge in each role that it has in a case, so that no handshake of its own meets a fault that is meant
    /// for the product's.
    pub(super) fn connect(&mut self, case: &Case) -> cplink::Result<()> {
        let offices = Offices::in_cases([case]);
        for (number, _) in offices.all().filter(|(number, _)| *number != case.office.office()) {
            self.partner(number)?.connect(&mut Job::new())?;
        }
        Ok(())
    }

    /// Delivers a container as it is, as a relay would that looks at nothing.
    pub(super) fn deliver(&self, message: &Spoilt, to: &str) -> Result<()> {
        let Spoilt { id, header, container } = message;
        let new = NewMessage {
            id: *id,
            sender: header.from.office.clone(),
            receiver: to.to_owned(),
            unit: id.to_string(),
            kind: header.kind.clone(),
            subject: header.subject.clone(),
            size: container.len() as u64,
            at: OffsetDateTime::now_utc(),
            agent: None,
        };
        let accepted = |link| {
            let receipt = Receipt {
                kind: ReceiptKind::Accepted,
                message: new.id,
                from: new.sender.clone(),
                to: new.receiver.clone(),
                at: UnixTime::now(),
                reason: None,
                previous: None,
                link: Some(link),
                records: None,
                agent: None,
            };
            receipt.sign(&*self.seal, UnixTime::now()).map_err(|_| StoreError::Receipt)
        };
        self.store.accept(&new, &mut container.as_slice(), OffsetDateTime::UNIX_EPOCH, &accepted)?;
        Ok(())
    }

    /// The receipts of these messages, each with its step.
    pub(super) fn receipts(&self, messages: &[(usize, MessageId)]) -> Result<Receipts> {
        let root = std::fs::read(self.pki.join("root.pem"))?;
        let trust = Trust::from_pem(&root)?;
        let mut list = Vec::new();
        for (step, id) in messages {
            for (place, der) in self.store.receipts(id)?.into_iter().enumerate() {
                let said = verified(&der, &trust, UnixTime::now()).map(|verified| verified.receipt);
                let kind = said.as_ref().map(|said| said.kind.token());
                let message = id.to_string();
                let name = format!("receipt-{}-{place}-{}.p7s", &message[..16], kind.unwrap_or("unknown"));
                list.push(KeptReceipt {
                    step: *step,
                    kind: kind.map(str::to_owned),
                    reason: said.and_then(|said| said.reason),
                    file: KeptFile::new(name, der),
                    message,
                });
            }
        }
        Ok(Receipts { authority: KeptFile::new("relay-root.pem", root), list })
    }

    /// A key of this office whose certificate is not to be trusted.
    pub(super) fn distrusted(&self, tamper: Tamper, office: &str) -> cplink::Result<FileSigner> {
        let (now, day) = (OffsetDateTime::now_utc(), time::Duration::DAY);
        let certificate = OfficeCert::new(office, name(office)).algorithm(Algorithm::EcdsaP256);
        let made = match tamper {
            Tamper::Revoked => self.key(&format!("bad/revoked-{office}")),
            Tamper::OtherSigner => self.key("bad/wrong-office"),
            Tamper::Expired => Pki::read(&self.pki, now)
                .and_then(|pki| pki.office(&certificate.validity(now - day * 1096, now - day)))
                .map(|key| key.pem().to_owned()),
            _ => {
                Pki::named(now, "Unknown Test").and_then(|pki| pki.office(&certificate)).map(|key| key.pem().to_owned())
            }
        };
        signer(made)
    }

    /// A new key of this office, as good as its first.
    pub(super) fn renewed(&self, office: &str) -> cplink::Result<Arc<dyn Signer>> {
        let certificate = OfficeCert::new(office, name(office)).algorithm(Algorithm::EcdsaP256);
        let made = Pki::read(&self.pki, OffsetDateTime::now_utc()).and_then(|pki| pki.office(&certificate));
        Ok(Arc::new(signer(made.map(|key| key.pem().to_owned()))?))
    }

    fn key(&self, stem: &str) -> std::result::Result<String, PkiError> {
        Ok(std::fs::read_to_string(self.pki.join(format!("{stem}.pem")))?)
    }

    /// The judge in the role of this office.
    pub(super) fn partner(&mut self, office: &str) -> cplink::Result<&mut Partner> {
        if !self.partners.contains_key(office) {
            let key = self.pki.join(format!("office-{office}-care-insurance.pem"));
            let partner = Partner::new(&self.relay.url(), &self.pki, &key, &self.spool.path().join(office))?;
            self.partners.insert(office.to_owned(), partner);
        }
        self.partners.get_mut(office).ok_or_else(|| cplink::Error::new(cplink::Code::Bug))
    }
}

fn name(number: &str) -> String {
    format!("試験事業所{number}")
}

/// The key of this PEM text.
fn signer(pem: std::result::Result<String, PkiError>) -> cplink::Result<FileSigner> {
    let pem = pem.map_err(|error| cplink::Error::new(cplink::Code::KeyFile).with_detail(error.to_string()))?;
    FileSigner::from_pem(pem.as_bytes(), None)
}
