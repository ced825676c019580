//! `relay-mock console`: a relay and its console by one command.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use cplink::Code;
use cplink_cli::{Exit, Fault, Language, Outcome, print};
use relay_mock::console::ConsoleOptions;
use relay_mock::pki::{Algorithm, WriteAll};
use relay_mock::server::{Relay, RelayOptions};
use tempfile::TempDir;
use time::OffsetDateTime;

use super::fault::of_start;
use super::running::Stop;
use super::samples::{PKI, make};
use super::serve::{address, console_line, of_pki_folder, own_pki};
use super::{browser, token};

#[derive(Args)]
pub(crate) struct Console {
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[arg(long, value_name = "ADDR", value_parser = address)]
    listen: Option<SocketAddr>,
    #[arg(long)]
    open: bool,
    #[arg(long)]
    until_stdin_closes: bool,
}

/// The relay's data, and its authority. A folder of its own goes when this does.
struct Folder {
    data: PathBuf,
    pki: PathBuf,
    _own: Option<TempDir>,
}

impl Console {
    pub(crate) fn run(self, lang: Language) -> Outcome {
        let folder = match &self.data {
            Some(data) => Folder { data: data.clone(), pki: own_pki(data)?, _own: None },
            None => fresh()?,
        };
        let mut options = RelayOptions::of_folder(&folder.data, &folder.pki).map_err(of_pki_folder)?;
        let listen = self.listen.unwrap_or_else(browser::console_address);
        let token = token::of(None, listen)?;
        options.console = Some(ConsoleOptions {
            listen,
            token: token.clone(),
            pki: Some(folder.pki.clone()),
            ..ConsoleOptions::new(folder.data.join("console"))
        });
        let at = options.listen;
        let stop = Stop::new()?;
        let relay = Relay::start(options).map_err(|error| of_start(error, &folder.data, at))?;
        // Programs read these lines, so they have one form in all languages.
        let console = console_line(&relay, token.as_deref());
        print(&format!("listening on {}\n{console}keys in {}\n", relay.url(), folder.pki.display()))?;
        if let Some(url) = relay.console_url().filter(|_| self.open) {
            browser::open(&url, lang);
        }
        stop.wait(self.until_stdin_closes)?;
        relay.shutdown();
        Ok(Exit::Done)
    }
}

/// What the samples need, in a folder that is there as long as the program.
fn fresh() -> Result<Folder, Fault> {
    let own = tempfile::tempdir().map_err(|error| no_folder(&std::env::temp_dir(), error))?;
    let mut offices = WriteAll::new(OffsetDateTime::now_utc());
    // Quick to make, and gone soon.
    offices.algorithm = Algorithm::EcdsaP256;
    make(own.path(), offices)?;
    Ok(Folder { data: own.path().to_owned(), pki: own.path().join(PKI), _own: Some(own) })
}

fn no_folder(path: &Path, error: std::io::Error) -> Fault {
    Fault::io(Code::FileWrite, path.display(), error)
}
