//! `relay-mock demo`: a month between five invented offices, through the SDK and over real TLS.

mod act;
mod forms;
mod proof;
mod show;
mod stage;
mod table;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{ArgGroup, Args};
use cplink::Code;
use cplink_cli::{Exit, Expected, Fault, Language, Outcome};
use relay_mock::month::Month;
use relay_mock::server::StartError;

use self::act::Scene;
use self::forms::Forms;
use self::show::{Show, Stopped};
use self::stage::{Folders, Stage};
use super::browser;
use super::fault::{of_any, of_start};
use super::serve::address;

/// How long a step is shown.
const PACE: Duration = Duration::from_secs(2);
/// The longest time for one step, in seconds.
const LONGEST: f64 = 3600.0;

#[derive(Args)]
#[command(group = ArgGroup::new("spectators").args(["console", "open"]).multiple(true))]
pub(crate) struct Demo {
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "ADDR", value_parser = on_this_machine)]
    console: Option<SocketAddr>,
    #[arg(long)]
    open: bool,
    #[arg(long, value_name = "SECONDS", requires = "spectators", value_parser = pace)]
    pace: Option<Duration>,
}

fn on_this_machine(text: &str) -> Result<SocketAddr, Expected> {
    let address = address(text)?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(Expected::new(
        "実演の管理画面は、このパソコンの中だけで開けます（例 127.0.0.1:8480）。",
        "The demo's console is on this machine alone, as 127.0.0.1:8480.",
    ))
}

fn pace(text: &str) -> Result<Duration, Expected> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=LONGEST).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| {
        Expected::new("0から3600までの秒数を半角で指定してください（例 0.5）。", "Give seconds from 0 to 3600, as 0.5.")
    })
}

impl Demo {
    /// Exit code 0 only if every byte, row and receipt is as it should be.
    pub(crate) fn run(self, lang: Language) -> Outcome {
        if let Some(out) = &self.out {
            empty(out)?;
        }
        self.play(lang).or_else(|error| if error.is::<Stopped>() { Ok(Exit::Done) } else { Err(self.fault(error)) })
    }

    fn fault(&self, error: Box<dyn std::error::Error>) -> Fault {
        let data = self.out.clone().unwrap_or_else(std::env::temp_dir);
        match error.downcast::<StartError>() {
            Ok(error) => of_start(*error, &data, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
            Err(error) => of_any(error),
        }
    }

    fn play(&self, lang: Language) -> Result<Exit, Box<dyn std::error::Error>> {
        let month = Month::load()?;
        let (scratch, work) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let out = self.out.as_deref().unwrap_or(scratch.path());
        println!(
            "{}",
            lang.pick(
                "CarePlanLink デモ: 架空の5事業所が、2025年10月の1か月分をやり取りします。",
                "CarePlanLink demo: five invented offices exchange the month of October 2025."
            )
        );
        let console = self.console.or_else(|| self.open.then(browser::console_address));
        let mut stage = Stage::build(&Folders { out, work: work.path() }, &month, console, lang)?;
        if let Some(url) = stage.console() {
            println!("{} {url}", lang.pick("[準備] 管理画面を開けます。", "[setup] the console is at"));
            if self.open {
                browser::open(&url, lang);
            }
            stage.show = Show::new(url, self.pace.unwrap_or(PACE), lang);
        }
        stage.forms = self.out.as_ref().map(|out| Forms::new(out.join("forms")));
        let mut scenes = Vec::new();
        for (index, message) in month.messages.iter().enumerate() {
            scenes.push(stage.play(index, message)?);
        }
        stage.close(&mut scenes)?;
        stage.prove(&mut scenes)?;
        println!("{}", table::render(&scenes, lang));
        let wrong = scenes.iter().flat_map(|scene| &scene.faults).count();
        for fault in scenes.iter().flat_map(|scene| &scene.faults) {
            println!("{}: {fault}", lang.pick("不一致", "mismatch"));
        }
        if let Some(out) = &self.out {
            println!("{}: {}", lang.pick("証跡の保存先", "evidence kept in"), out.display());
        }
        if let Some(forms) = &stage.forms {
            println!("{}", drawn(forms, lang));
        }
        println!("{}", summary(&scenes, wrong, lang));
        if stage.show.has_spectators() {
            println!(
                "{}",
                lang.pick("管理画面は開いたままです。Ctrl-C で終わります。", "The console stays open until Ctrl-C.")
            );
            stage.show.stay();
        }
        Ok(if wrong == 0 { Exit::Done } else { Exit::Refused })
    }
}

/// Makes the folder; one with something in it is left alone.
fn empty(out: &Path) -> Result<(), Fault> {
    let failed = |error| Fault::io(Code::FileWrite, out.display(), error);
    std::fs::create_dir_all(out).map_err(failed)?;
    if out.read_dir().map_err(failed)?.next().is_none() {
        return Ok(());
    }
    Err(Fault::argument(
        ["--out のフォルダーが空ではありません。", "The folder of --out is not empty."],
        ["空のフォルダーか、まだない名前を指定してください。", "Name an empty folder, or one that is not there yet."],
    )
    .about(out.display()))
}

fn drawn(forms: &Forms, lang: Language) -> String {
    let Forms { folder, files, pages } = forms;
    match lang {
        Language::Ja => format!("帳票の保存先: {}（{files}通分、{pages}ページのHTML）", folder.display()),
        Language::En => format!("forms kept in: {} ({files} messages, {pages} pages of HTML)", folder.display()),
    }
}

fn summary(scenes: &[Scene], wrong: usize, lang: Language) -> String {
    let (messages, rows) = (scenes.len(), scenes.iter().map(|scene| scene.rows).sum::<usize>());
    let files: usize = scenes.iter().map(|scene| scene.files).sum();
    match (lang, wrong) {
        (Language::Ja, 0) => format!("{messages}通、{files}ファイル、{rows}行がすべて正しく届きました。"),
        (Language::Ja, _) => format!("{messages}通のうち、{wrong}件の不一致がありました。"),
        (Language::En, 0) => format!("{messages} messages, {files} files, {rows} rows: all arrived as they should."),
        (Language::En, _) => format!("{wrong} faults in {messages} messages."),
    }
}
