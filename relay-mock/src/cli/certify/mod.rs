//! `relay-mock certify`: a product is put through a pack of cases and judged.

mod fault;
mod judge;
mod list;
mod run;
mod show;

use std::ffi::OsString;
use std::path::Path;

use clap::{Args, Subcommand};
use cplink::Code;
use cplink_cli::{Exit, Fault, Language, Outcome};
use relay_mock::certify::pack::Pack;
use relay_mock::certify::scenario::Known;

#[derive(Args)]
pub(crate) struct Certify {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Run(run::Run),
    Judge(judge::Judge),
    List(list::List),
    Show(show::Show),
}

impl Certify {
    pub(crate) fn run(self, lang: Language) -> Outcome {
        match self.action {
            Action::Run(run) => run.run(lang),
            Action::Judge(judge) => judge.run(lang),
            Action::List(list) => list.run(lang),
            Action::Show(show) => show.run(lang),
        }
    }
}

/// How a command of this program that could not do its work ends: of `certify` with 3, the set-up, or 4, a fault of
/// ours; of the others as ever.
pub(crate) fn exit_of(arguments: &[OsString], fault: &Fault) -> Exit {
    let mut words = arguments.iter().skip(1);
    let verb = loop {
        match words.next().map(|word| word.to_string_lossy()) {
            Some(word) if word == "--lang" => drop(words.next()),
            Some(word) if word.starts_with('-') => {}
            word => break word,
        }
    };
    match verb.as_deref() {
        Some("certify") if fault.code() == Code::Bug => Exit::Own(4),
        Some("certify") => Exit::Own(3),
        _ => fault.exit(),
    }
}

fn open(pack: &str) -> Result<Pack, Fault> {
    Pack::open(pack).map_err(|error| fault::of_pack(&error))
}

fn known(path: Option<&Path>) -> Result<Option<Known>, Fault> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
    Known::read(&text, &path.display().to_string()).map(Some).map_err(|error| fault::of_pack(&error))
}
