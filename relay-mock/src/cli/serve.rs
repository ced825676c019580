//! `relay-mock serve`: the relay until Ctrl-C.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use cplink::{Code, Error};
use cplink_cli::{Exit, Expected, Fault, Outcome, print, print_error};
use relay_mock::console::ConsoleOptions;
use relay_mock::pki::{WriteAll, write_all};
use relay_mock::server::faults::{Script, script_names, script_text};
use relay_mock::server::{PkiFolderError, Relay, RelayOptions, Running};
use relay_mock::store::sqlite::DATABASE;
use time::OffsetDateTime;

use super::fault::{of_pki, of_script, of_start};
use super::running::Stop;
use super::token;

#[derive(clap::Args)]
pub(crate) struct Serve {
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443", value_parser = address)]
    listen: SocketAddr,
    #[arg(long, value_name = "DIR")]
    pki: Option<PathBuf>,
    #[arg(long, value_name = "ADDR", value_parser = address)]
    control: Option<SocketAddr>,
    #[arg(long, value_name = "ADDR", value_parser = address)]
    console: Option<SocketAddr>,
    #[arg(long, value_name = "NAME", requires = "console")]
    console_name: Vec<String>,
    #[arg(long, value_name = "FILE", requires = "console")]
    console_token_file: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    #[arg(long, value_name = "N", requires = "faults", value_parser = seed)]
    fault_seed: Option<u64>,
    #[arg(long)]
    until_stdin_closes: bool,
    #[arg(long, short)]
    verbose: bool,
}

pub(super) fn address(text: &str) -> Result<SocketAddr, Expected> {
    text.parse().map_err(|_| {
        Expected::new(
            "IPアドレスとポートを半角で指定してください（例 127.0.0.1:8443。ポート0は空きポート）。",
            "Give an IP address and a port, as 127.0.0.1:8443; port 0 takes a free one.",
        )
    })
}

pub(super) fn seed(text: &str) -> Result<u64, Expected> {
    text.parse().map_err(|_| Expected::new("0以上の整数を半角で指定してください。", "Give a whole number from 0."))
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        let pki = match &self.pki {
            Some(pki) => pki.clone(),
            None => own_pki(&self.data)?,
        };
        let mut options = RelayOptions::of_folder(&self.data, &pki).map_err(of_pki_folder)?;
        options.listen = self.listen;
        options.control = self.control;
        options.verbose = self.verbose;
        let script = self.faults.as_deref().map(script_of).transpose()?;
        let seed = script.map(|script| {
            let seed = script.seed_or_any(self.fault_seed);
            options.faults.play(script, seed);
            seed
        });
        options.console = self.console.map(|listen| self.console_options(listen, &pki)).transpose()?;
        let token = options.console.as_ref().and_then(|console| console.token.clone());
        let made = token.filter(|_| self.console_token_file.is_none());
        // Before the lines below are printed: whoever reads them may send the signal at once.
        let stop = Stop::new()?;
        let is_new = !self.data.join(DATABASE).is_file();
        let relay = Relay::start(options).map_err(|error| of_start(error, &self.data, self.listen))?;
        if is_new {
            // A slip in the name makes a relay of its own, which nobody trusts: it is said.
            print_error(&format!("新しい中継サーバーのデータ / new data of a relay: {}", self.data.display()));
        }
        // Programs read these lines, so they have one form in all languages.
        let control = relay.control_url().map(|url| format!("control on {url}\n")).unwrap_or_default();
        let faults = seed.map(|seed| format!("faults by seed {seed}\n")).unwrap_or_default();
        let console = console_line(&relay, made.as_deref());
        print(&format!("listening on {}\n{control}{console}{faults}", relay.url()))?;
        stop.wait(self.until_stdin_closes)?;
        relay.shutdown();
        Ok(Exit::Done)
    }

    fn console_options(&self, listen: SocketAddr, pki: &Path) -> Result<ConsoleOptions, Fault> {
        Ok(ConsoleOptions {
            listen,
            token: token::of(self.console_token_file.as_deref(), listen)?,
            names: self.console_name.clone(),
            pki: Some(pki.to_owned()),
            ..ConsoleOptions::new(self.data.join("console"))
        })
    }
}

/// What tells where the console is, if there is one, and the token that was made for it.
pub(super) fn console_line(relay: &Running, made: Option<&str>) -> String {
    let token = made.map(|token| format!(" token {token}")).unwrap_or_default();
    relay.console_url().map(|url| format!("console on {url}{token}\n")).unwrap_or_default()
}

/// The script of faults in a file, or the one of the program's own that is named.
fn script_of(path: &Path) -> Result<Script, Fault> {
    let own = path.to_str().filter(|_| !path.exists()).and_then(script_text);
    if let Some(text) = own {
        return Script::read(text, &path.display().to_string()).map_err(|error| of_script(&error));
    }
    let bytes = std::fs::read(path).map_err(|error| no_script(path, error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Fault::argument(
            ["障害の台本がUTF-8ではありません。", "The script of faults is not UTF-8."],
            ["文字コードをUTF-8にして保存し直してください。", "Save it as UTF-8."],
        )
        .about(path.display())
    })?;
    Script::read(&text, &path.display().to_string()).map_err(|error| of_script(&error))
}

fn no_script(path: &Path, error: std::io::Error) -> Fault {
    if error.kind() != std::io::ErrorKind::NotFound {
        return Fault::io(Code::FileRead, path.display(), error);
    }
    let names = script_names();
    let ja = format!("ファイルの場所か、次の名前を指定してください：{}", names.join("、"));
    let en = format!("Name a file, or one of: {}.", names.join(", "));
    Fault::new(Code::FileRead, ["障害の台本がありません。", "There is no such script of faults."], [&ja, &en])
        .about(path.display())
}

/// The relay's own test authority, made at the first start.
pub(super) fn own_pki(data: &Path) -> Result<PathBuf, Fault> {
    let dir = data.join("pki");
    if !dir.exists() {
        // Made beside and then renamed, so that a start cut short leaves no half of it.
        let making = data.join("pki.new");
        let _ = std::fs::remove_dir_all(&making);
        let failed = |error| Fault::io(Code::FileWrite, making.display(), error);
        relay_mock::private::folder(&making).map_err(failed)?;
        write_all(&making, &WriteAll::new(OffsetDateTime::now_utc()))
            .map_err(|error| of_pki(error).about(making.display()))?;
        std::fs::rename(&making, &dir).map_err(failed)?;
    }
    Ok(dir)
}

/// Why the folder of `--pki` cannot be used.
pub(super) fn of_pki_folder(error: PkiFolderError) -> Fault {
    match error {
        PkiFolderError::Io(path, error) => Fault::io(Code::FileRead, path.display(), error),
        PkiFolderError::Form(path, what) => {
            Fault::from(Error::new(Code::CertInvalid)).about(path.display()).detail(what)
        }
        PkiFolderError::Seal(path, error) => Fault::from(error).about(path.display()),
    }
}
