//! `relay-mock certify`: a product is put through a pack of cases and judged.

mod exit;
mod fault;
mod judge;
mod list;
mod open;
mod product;
mod report;
mod run;
mod show;
mod verify;

pub(crate) use exit::exit_of;

use clap::{Args, Subcommand};
use cplink::{Code, Error};
use cplink_cli::{Language, Outcome};

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
    Report(report::Report),
    Verify(verify::Verify),
}

impl Certify {
    pub(crate) fn run(self, lang: Language) -> Outcome {
        let act = || match self.action {
            Action::Run(run) => run.run(lang),
            Action::Judge(judge) => judge.run(lang),
            Action::List(list) => list.run(lang),
            Action::Show(show) => show.run(lang),
            Action::Report(report) => report.run(lang),
            Action::Verify(verify) => verify.run(lang),
        };
        // A fault of ours must not look like one of the product's: it has an exit code of its own.
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(act))
            .unwrap_or_else(|_| Err(Error::new(Code::Bug).into()))
    }
}
