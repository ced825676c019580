//! `relay-mock serve`: the relay until Ctrl-C.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use cplink::{Code, Error};
use cplink_cli::{Exit, Expected, Fault, Outcome, print};
use relay_mock::console::ConsoleOptions;
use relay_mock::pki::{WriteAll, write_all};
use relay_mock::server::faults::{Script, script_names, script_text};
use relay_mock::server::{PkiFolderError, Relay, RelayOptions, StartError};
use time::OffsetDateTime;

use super::fault::{of_pki, of_script, of_store};

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
        options.console = self.console.map(|listen| self.console_options(listen, &pki));
        let system = |error| Fault::io(Code::Bug, "relay-mock", error);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(system)?;
        // Before the line below is printed: whoever reads it may send the signal at once.
        let stop = runtime.block_on(async { stop_signal() }).map_err(system)?;
        let relay = Relay::start(options).map_err(|error| self.fault(error))?;
        // Programs read these lines, so they have one form in all languages.
        let control = relay.control_url().map(|url| format!("control on {url}\n")).unwrap_or_default();
        let console = relay.console_url().map(|url| format!("console on {url}\n")).unwrap_or_default();
        let faults = seed.map(|seed| format!("faults by seed {seed}\n")).unwrap_or_default();
        print(&format!("listening on {}\n{control}{console}{faults}", relay.url()))?;
        if self.until_stdin_closes {
            let closed = stdin_closed().map_err(system)?;
            runtime.block_on(async {
                tokio::select! {
                    () = stop => {}
                    _ = closed => {}
                }
            });
        } else {
            runtime.block_on(stop);
        }
        relay.shutdown();
        Ok(Exit::Done)
    }

    fn console_options(&self, listen: SocketAddr, pki: &Path) -> ConsoleOptions {
        ConsoleOptions {
            listen,
            names: self.console_name.clone(),
            pki: Some(pki.to_owned()),
            ..ConsoleOptions::new(self.data.join("console"))
        }
    }

    /// Why the relay did not start.
    fn fault(&self, error: StartError) -> Fault {
        match error {
            StartError::Store(error) => of_store(error).about(self.data.display()),
            StartError::InUse => Fault::new(
                Code::Setting,
                ["別の中継サーバーがこのフォルダーを使っています。", "Another relay uses this data folder."],
                ["そちらを終わらせるか、別の --data を指定してください。", "Stop it, or name another folder with --data."],
            )
            .about(self.data.display()),
            StartError::Listen(error) => Fault::new(
                Code::Setting,
                ["このアドレスとポートで待ち受けられません。", "The relay cannot listen on this address and port."],
                [
                    "ほかのプログラムが使用していないか確認するか、--listen で別のポートを指定してください（127.0.0.1:0 は空きポート）。",
                    "See whether another program uses the port, or name another with --listen (127.0.0.1:0 takes a free one).",
                ],
            )
            .about(self.listen)
            .detail(error),
            StartError::ControlAddress => Fault::argument(
                ["--control のアドレスは、このパソコンの中のものではありません。", "The address of --control is not on this machine alone."],
                ["127.0.0.1:0 のように指定してください。", "Give 127.0.0.1:0, for example."],
            )
            .about("--control"),
            StartError::ConsoleToken => Fault::argument(
                ["ほかのパソコンから開ける管理画面には、トークンが要ります。", "A console that other machines can reach needs a token."],
                ["127.0.0.1:8480 のように指定してください。", "Give 127.0.0.1:8480, for example."],
            )
            .about("--console"),
            other => Fault::from(Error::new(Code::CertInvalid)).about("--pki").detail(other),
        }
    }
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

/// Done once standard input is closed, which is at the latest when whoever holds its other end is gone.
fn stdin_closed() -> std::io::Result<tokio::sync::oneshot::Receiver<()>> {
    let (closed, receive) = tokio::sync::oneshot::channel();
    // A thread of its own: a read of standard input cannot be given up.
    std::thread::Builder::new().name("stdin".to_owned()).spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = closed.send(());
    })?;
    Ok(receive)
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
fn own_pki(data: &Path) -> Result<PathBuf, Fault> {
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
fn of_pki_folder(error: PkiFolderError) -> Fault {
    match error {
        PkiFolderError::Io(path, error) => Fault::io(Code::FileRead, path.display(), error),
        PkiFolderError::Form(path, what) => {
            Fault::from(Error::new(Code::CertInvalid)).about(path.display()).detail(what)
        }
        PkiFolderError::Seal(path, error) => Fault::from(error).about(path.display()),
    }
}
