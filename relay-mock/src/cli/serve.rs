//! `relay-mock serve`: the relay until Ctrl-C.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use cplink::keys::FileSigner;
use relay_mock::pki::{WriteAll, write_all};
use relay_mock::server::{Relay, RelayOptions};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivatePkcs8KeyDer};
use time::OffsetDateTime;

use super::Outcome;

/// Runs the relay.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// Where database and spool are kept.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// A folder as `relay-mock pki` writes it; without it one is made below the data folder.
    #[arg(long, value_name = "DIR")]
    pki: Option<PathBuf>,
    /// One line per request on stderr.
    #[arg(long, short)]
    verbose: bool,
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        let pki = match self.pki {
            Some(pki) => pki,
            None => own_pki(&self.data)?,
        };
        let mut options = options(&self.data, &pki)?;
        options.listen = self.listen;
        options.verbose = self.verbose;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        // Before the line below is printed: whoever reads it may send the signal at once.
        let stop = runtime.block_on(async { stop_signal() })?;
        let relay = Relay::start(options)?;
        println!("listening on {}", relay.url());
        std::io::stdout().flush()?;
        runtime.block_on(stop);
        relay.shutdown();
        Ok(ExitCode::SUCCESS)
    }
}

#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// The relay's own test authority, made at the first start.
fn own_pki(data: &Path) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let dir = data.join("pki");
    if !dir.exists() {
        // Made beside and then renamed, so that a start cut short leaves no half of it.
        let making = data.join("pki.new");
        let _ = std::fs::remove_dir_all(&making);
        std::fs::create_dir_all(&making)?;
        write_all(&making, &WriteAll::new(OffsetDateTime::now_utc()))?;
        std::fs::rename(&making, &dir)?;
    }
    Ok(dir)
}

fn options(data: &Path, pki: &Path) -> Result<RelayOptions, Box<dyn std::error::Error>> {
    let certificates = |name: &str| -> Result<Vec<CertificateDer<'static>>, rustls::pki_types::pem::Error> {
        CertificateDer::pem_file_iter(pki.join(name))?.collect()
    };
    let key = PrivatePkcs8KeyDer::from_pem_file(pki.join("server.pem"))?;
    let seal = FileSigner::from_pem(&std::fs::read(pki.join("relay-seal.pem"))?, None)?;
    let mut options = RelayOptions::new(
        data,
        certificates("server.pem")?,
        key.secret_pkcs8_der().to_vec(),
        certificates("root.pem")?,
        Arc::new(seal),
    );
    options.crls = CertificateRevocationListDer::pem_file_iter(pki.join("crl.pem"))?.collect::<Result<_, _>>()?;
    Ok(options)
}
