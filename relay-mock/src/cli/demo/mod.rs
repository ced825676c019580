//! `relay-mock demo`: a month between five invented offices, through the SDK and over real TLS.

mod act;
mod proof;
mod stage;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use relay_mock::month::Month;

use self::act::Scene;
use self::stage::Stage;
use super::Outcome;
use super::language::Language;

/// Plays a month between invented offices on this machine.
#[derive(Args)]
pub(crate) struct Demo {
    /// Keeps the containers, receipts and received files here; the folder must be empty or missing.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Language of the texts.
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
}

impl Demo {
    /// Exit code 0 only if every byte, row and receipt is as it should be.
    pub(crate) fn run(self) -> Outcome {
        let (lang, month) = (self.lang, Month::load()?);
        let scratch;
        let out = match &self.out {
            Some(out) => {
                std::fs::create_dir_all(out)?;
                if out.read_dir()?.next().is_some() {
                    return Err(lang
                        .pick("--out のフォルダーが空ではありません。", "the folder of --out is not empty")
                        .into());
                }
                out.as_path()
            }
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
        let mut scenes = Vec::new();
        for (index, message) in month.messages.iter().enumerate() {
            scenes.push(stage.play(index, message)?);
        }
        stage.close(&mut scenes)?;
        stage.prove(&mut scenes)?;
        println!("{}", table::render(&scenes, lang));
        let wrong = scenes.iter().flat_map(|scene| &scene.faults).count();
        for fault in scenes.iter().flat_map(|scene| &scene.faults) {
            println!("{}: {fault}", lang.pick("不一致", "not as it should be"));
        }
        if let Some(out) = &self.out {
            println!("{}: {}", lang.pick("証跡の保存先", "evidence kept in"), out.display());
        }
        println!("{}", summary(&scenes, wrong, lang));
        Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
