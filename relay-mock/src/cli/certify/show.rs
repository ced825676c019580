//! `relay-mock certify show`.

use cplink_cli::{Exit, Fault, Language, Outcome, print};
use relay_mock::certify::report;

use super::open::open;

#[derive(clap::Args)]
pub(super) struct Show {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "ID|DIR", default_value = "v4")]
    pack: String,
}

impl Show {
    pub(super) fn run(self, lang: Language) -> Outcome {
        let pack = open(&self.pack)?;
        let case = pack.case(&self.id).ok_or_else(|| no_such_case(&self.id))?;
        print(&report::case(case, lang))?;
        Ok(Exit::Done)
    }
}

/// The pack has no case of this id.
pub(super) fn no_such_case(id: &str) -> Fault {
    Fault::argument(
        ["このケースはパックにありません。", "The pack has no such case."],
        ["certify list でケースのIDを確認してください。", "See certify list for the ids."],
    )
    .about(id)
}
