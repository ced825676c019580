//! The programs of a test with many programs: this test binary, started again as a relay or as a host.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cplink::client::Client;
use cplink::keys::{CertificateDer, CertificateKind, FileSigner, Trust};
use cplink::mailbox::{EntryState, Filter, Mailbox, QueueOptions, Side};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink_testkit::random::Random;
use cplink_testkit::{RECEIVER, SENDER, office, pki};
use relay_mock::directory;
use relay_mock::pki::Algorithm;
use relay_mock::server::{Relay, RelayOptions};
use time::OffsetDateTime;

use crate::kit::{serial, unit};

const FOLDER: &str = "CPLINK_MAILBOX_FOLDER";
const ROLE: &str = "CPLINK_MAILBOX_ROLE";
const NUMBER: &str = "CPLINK_MAILBOX_NUMBER";
/// Leaves the scene's folder where it is: programs of another machine are at it.
const KEEP: &str = "CPLINK_MAILBOX_KEEP";

/// What a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Relay,
    Sender,
    Receiver,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Sender => "sender",
            Self::Receiver => "receiver",
        }
    }
}

/// A folder in which everything is that the programs have in common.
pub(crate) struct Scene {
    folder: tempfile::TempDir,
    total: u32,
}

impl Scene {
    /// Keys, a relay's address and its offices. The sender is to send so many messages.
    pub(crate) fn new(total: u32) -> Self {
        let keep = std::env::var_os(KEEP).is_some();
        let (pki, folder) = (pki(), tempfile::Builder::new().disable_cleanup(keep).tempdir().unwrap());
        let at = |name: &str| folder.path().join(name);
        for (number, kind) in [(SENDER, CertificateKind::CareInsurance), (RECEIVER, CertificateKind::CareDx)] {
            let key = pki.office(&office(number, Algorithm::EcdsaP256).kind(kind)).unwrap();
            fs::write(at(number), key.pem()).unwrap();
        }
        fs::write(at("root"), pki.ca_pem()).unwrap();
        fs::write(at("root.der"), pki.ca_der()).unwrap();
        fs::write(at("seal"), pki.relay_seal().unwrap().pem()).unwrap();
        let server = pki.server(&[]).unwrap();
        fs::write(at("server.key"), &server.key_pkcs8).unwrap();
        for (place, certificate) in server.chain.iter().enumerate() {
            fs::write(at(&format!("server-{place}.der")), certificate).unwrap();
        }
        for name in ["imported", "queued", "faults"] {
            fs::create_dir(at(name)).unwrap();
        }
        fs::write(at("total"), total.to_string()).unwrap();
        let scene = Self { folder, total };
        // The first start gives it its port and its offices.
        let running = Relay::start(relay_options(scene.path(), None)).unwrap();
        let today = directory::day_in_japan(OffsetDateTime::now_utc());
        for number in [SENDER, RECEIVER] {
            let services = ["43".to_owned(), "11".to_owned()];
            directory::add(running.store(), number, "みどり", &services, today).unwrap();
        }
        fs::write(scene.path().join("port"), running.addr().port().to_string()).unwrap();
        fs::write(scene.path().join("url"), running.url()).unwrap();
        running.shutdown();
        scene
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a program.
    pub(crate) fn start(&self, role: Role, number: u64) -> Child {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "roles::a_program_of_a_scene", "--nocapture", "--test-threads=1"]);
        command.env(FOLDER, self.path()).env(ROLE, role.name()).env(NUMBER, number.to_string());
        let said = fs::File::create(self.path().join(format!("said-{number}"))).unwrap();
        command.stdout(Stdio::null()).stderr(said).spawn().unwrap()
    }

    /// How many messages are in the host's database.
    pub(crate) fn imported(&self) -> u32 {
        names(&self.path().join("imported")).len() as u32
    }

    /// How many messages each of the programs imported.
    pub(crate) fn importers(&self) -> BTreeMap<String, u32> {
        let folder = self.path().join("imported");
        let mut importers = BTreeMap::new();
        for name in names(&folder) {
            *importers.entry(fs::read_to_string(folder.join(name)).unwrap()).or_default() += 1;
        }
        importers
    }

    /// What the programs found wrong, and what is wrong now that all should be done.
    pub(crate) fn faults(&self) -> Vec<String> {
        let folder = self.path().join("faults");
        let mut faults: Vec<String> =
            names(&folder).iter().map(|name| fs::read_to_string(folder.join(name)).unwrap()).collect();
        let said = names(self.path()).into_iter().filter(|name| name.starts_with("said-"));
        let said = said.map(|name| String::from_utf8_lossy(&fs::read(self.path().join(name)).unwrap()).into_owned());
        faults.extend(said.filter(|said| said.contains("panicked")));
        let expected: BTreeSet<String> = (1..=self.total).map(|number| serial(number).to_string()).collect();
        let imported = names(&self.path().join("imported"));
        if imported != expected {
            faults.push(format!("imported {} of {}", imported.len(), expected.len()));
        }
        let sender = Mailbox::open(self.path().join("out"), SENDER).unwrap();
        let listed = sender.list(&Filter::new().with_archive(), &mut Job::new()).unwrap();
        let open = listed.iter().filter(|entry| entry.state != EntryState::Imported);
        faults.extend(open.map(|entry| format!("the sender has {} as {}", entry.serial, entry.state.token())));
        if listed.len() as u32 != self.total {
            faults.push(format!("the sender has {} entries", listed.len()));
        }
        faults
    }

    /// Whether the sender knows of every message that it was imported.
    pub(crate) fn is_over(&self) -> bool {
        if self.imported() < self.total {
            return false;
        }
        let sender = Mailbox::open(self.path().join("out"), SENDER).unwrap();
        let archived = Filter::new().of_side(Side::Outbox).of_state(EntryState::Imported).with_archive();
        sender.list(&archived, &mut Job::new()).unwrap().len() as u32 == self.total
    }
}

/// Runs only as a program of a [`Scene`], until it is killed.
#[test]
fn a_program_of_a_scene() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let number: u64 = std::env::var(NUMBER).unwrap().parse().unwrap();
    match std::env::var(ROLE).unwrap().as_str() {
        "relay" => relay(&folder),
        "sender" => Host::new(&folder, SENDER, "out", number).send(),
        _ => Host::new(&folder, RECEIVER, "in", number).receive(),
    }
}

fn relay_options(folder: &Path, port: Option<u16>) -> RelayOptions {
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let chain = (0..).map(|place| folder.join(format!("server-{place}.der"))).map_while(|path| fs::read(path).ok());
    let chain = chain.map(CertificateDer::from).collect();
    let seal = Arc::new(FileSigner::from_pem(&read("seal"), None).unwrap());
    let anchors = vec![CertificateDer::from(read("root.der"))];
    let mut options = RelayOptions::new(folder.join("relay"), chain, read("server.key"), anchors, seal);
    options.listen = SocketAddr::from(([127, 0, 0, 1], port.unwrap_or(0)));
    options
}

fn relay(folder: &Path) {
    let port = fs::read_to_string(folder.join("port")).unwrap().parse().unwrap();
    // The one before may still be dying.
    let running = (0..100).find_map(|_| {
        Relay::start(relay_options(folder, Some(port))).map_err(|_| thread::sleep(Duration::from_millis(50))).ok()
    });
    let _running = running.expect("a relay");
    loop {
        thread::sleep(Duration::from_secs(60));
    }
}

/// An office's client in the folder of a scene.
pub(crate) fn client(folder: &Path, office: &str) -> Client {
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let key = Arc::new(FileSigner::from_pem(&read(office), None).unwrap());
    let trust = Trust::from_pem(&read("root")).unwrap();
    let url = String::from_utf8(read("url")).unwrap();
    let transport = connect(&ConnectOptions::new(url), Arc::clone(&key) as _, &trust).unwrap();
    Client::new(transport, key, trust).unwrap()
}

/// A host of few lines: no cursor, no ledger, no retry of its own; a database with a unique index of message ids.
struct Host {
    folder: PathBuf,
    mailbox: Mailbox,
    client: Client,
    random: Random,
    /// Which of the programs it is.
    number: u64,
}

impl Host {
    fn new(folder: &Path, office: &str, name: &str, number: u64) -> Self {
        let client = client(folder, office);
        let mailbox = Mailbox::open(folder.join(name), office).unwrap();
        let random = Random::new(number.wrapping_mul(0x9E37_79B9) + 1);
        Self { folder: folder.to_owned(), mailbox, client, random, number }
    }

    fn send(&mut self) {
        let total: u32 = fs::read_to_string(self.folder.join("total")).unwrap().parse().unwrap();
        loop {
            let queued = self.folder.join("queued");
            let next = names(&queued).len() as u32 + 1;
            if next <= total {
                self.mailbox.queue(&unit(next), &QueueOptions::new(), &mut Job::new()).unwrap();
                // What was queued is never queued again.
                File::create_new(queued.join(format!("{next:06}"))).unwrap();
            }
            self.pump();
        }
    }

    fn receive(&mut self) {
        loop {
            self.pump();
            while let Some(mut delivery) = self.mailbox.next(&self.client, &mut Job::new()).unwrap() {
                let id = delivery.message.id.to_string();
                let is_new = self.import(delivery.message.serial.as_str(), &id);
                if !is_new && !delivery.offered_before() {
                    self.fault(&format!("{id} was handed out twice"));
                }
                if self.random.below(10) > 0 {
                    delivery.done().unwrap();
                }
            }
        }
    }

    /// One transaction: the row and the id. Whether it was new.
    fn import(&mut self, serial: &str, id: &str) -> bool {
        let imported = self.folder.join("imported");
        let before = names(&imported);
        let row = File::create_new(imported.join(serial));
        let is_new = row.is_ok();
        if let Ok(mut row) = row {
            write!(row, "{}", self.number).unwrap();
            let number = (1..).find(|number| crate::kit::serial(*number).as_str() == serial).unwrap();
            let missing = (1..number).find(|number| !before.contains(crate::kit::serial(*number).as_str()));
            if let Some(missing) = missing {
                self.fault(&format!("{id} came before number {missing}"));
            }
        }
        thread::sleep(Duration::from_millis(self.random.below(4) as u64));
        is_new
    }

    fn fault(&mut self, what: &str) {
        let name = format!("{}-{}", std::process::id(), self.random.below(1 << 30));
        fs::write(self.folder.join("faults").join(name), what).unwrap();
    }

    fn pump(&mut self) {
        let pumped = self.mailbox.pump(&mut self.client, 0, &mut Job::new()).unwrap();
        let wait = if pumped.fault.is_some() { 50 } else { 5 };
        thread::sleep(Duration::from_millis(wait + self.random.below(5) as u64));
        // Somebody impatient stands at the screen.
        if pumped.next_attempt.is_some() || !pumped.attention.is_empty() {
            for entry in self.mailbox.list(&Filter::new(), &mut Job::new()).unwrap() {
                if entry.fault.is_some() {
                    let _ = self.mailbox.retry(&entry.id.parse().unwrap());
                }
            }
        }
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
