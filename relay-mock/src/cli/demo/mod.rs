//! `relay-mock demo`: a month between five invented offices, through the SDK and over real TLS.

mod act;
mod forms;
mod proof;
mod stage;
mod table;

use std::path::{Path, PathBuf};

use clap::Args;
use cplink::Code;
use cplink_cli::{Exit, Fault, Language, Outcome};
use relay_mock::month::Month;

use self::act::Scene;
use self::forms::Forms;
use self::stage::Stage;
use super::fault::of_any;

#[derive(Args)]
pub(crate) struct Demo {
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Demo {
    /// Exit code 0 only if every byte, row and receipt is as it should be.
    pub(crate) fn run(self, lang: Language) -> Outcome {
        if let Some(out) = &self.out {
            empty(out)?;
        }
        self.play(lang).map_err(of_any)
    }

    fn play(&self, lang: Language) -> Result<Exit, Box<dyn std::error::Error>> {
        let month = Month::load()?;
        let scratch;
        let out = match &self.out {
            Some(out) => out.as_path(),
            None => {
                scratch = tempfile::tempdir()?;
                scratch.path()
            }
        };
        println!(
            "{}",
            lang.pick(
                "CarePlanLink デモ: 架空の5事業所が、2025年10月の1か月分をやり取りします。",
                "CarePlanLink demo: five invented offices exchange the month of October 2025."
            )
        );
        let mut stage = Stage::build(out, &month, lang)?;
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
