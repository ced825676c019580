//! The real program as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use cplink::keys::FileSigner;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use relay_mock::directory;
use relay_mock::pki::{Algorithm, WriteAll, write_all};
use relay_mock::store::sqlite::SqliteStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use time::OffsetDateTime;

/// The key of the test authority's first office.
pub(crate) const SENDER_KEY: &str = "office-1370000011-care-insurance.pem";
/// That of the second.
pub(crate) const RECEIVER_KEY: &str = "office-1370000029-care-dx.pem";

/// `relay-mock serve` on a data folder.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
}

impl Served {
    pub(crate) fn start(data: &Path) -> Self {
        Self::with(data, &[], Stdio::inherit())
    }

    /// The same with more arguments, its log going elsewhere.
    pub(crate) fn with(data: &Path, more: &[&str], log: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_relay-mock"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, url }
    }

    #[allow(dead_code)] // Of the memory test, which includes this file.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: nothing is said goodbye to.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As if the process that started it were gone, and how it ended.
    #[allow(dead_code)] // Of the memory test, which includes this file.
    pub(crate) fn close_stdin(&mut self) -> std::process::ExitStatus {
        drop(self.child.stdin.take());
        self.child.wait().unwrap()
    }

    /// Ctrl-C, and how it ended.
    pub(crate) fn interrupt(&mut self) -> std::process::ExitStatus {
        // The shell's own kill: a bare machine may have no other.
        let kill = format!("kill -INT {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.child.wait().unwrap()
    }

    /// A transport of the office with this certificate file.
    pub(crate) fn transport(&self, data: &Path, name: &str) -> HttpTransport {
        let anchor = CertificateDer::from_pem_file(data.join("pki/root.pem")).unwrap();
        HttpTransport::new(HttpOptions::new(self.url.clone(), vec![anchor], key(data, name))).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn key(data: &Path, name: &str) -> Arc<FileSigner> {
    let pem = std::fs::read(data.join("pki").join(name)).unwrap();
    Arc::new(FileSigner::from_pem(&pem, None).unwrap())
}

/// A data folder with a test authority whose keys are quick to make, as `relay-mock pki` does, and with these
/// offices, as `relay-mock office add` does.
pub(crate) fn prepare(data: &Path, offices: &[&str]) {
    let mut options = WriteAll::new(OffsetDateTime::now_utc());
    options.algorithm = Algorithm::EcdsaP256;
    write_all(&data.join("pki"), &options).unwrap();
    let store = SqliteStore::open(data, None).unwrap();
    let today = directory::day_in_japan(OffsetDateTime::now_utc());
    for number in offices {
        directory::add(&store, number, "試験事業所", &[], today).unwrap();
    }
}
