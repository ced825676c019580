//! `relay-mock certify list`.

use cplink_cli::{Exit, Language, Outcome, print};
use relay_mock::certify::report::{level, role};

use super::open::open;

#[derive(clap::Args)]
pub(super) struct List {
    #[arg(long, value_name = "ID|DIR", default_value = "v4")]
    pack: String,
}

impl List {
    pub(super) fn run(self, lang: Language) -> Outcome {
        for case in &open(&self.pack)?.cases {
            let title = lang.pick(&case.title_ja, &case.title_en);
            print(&format!("{}\t{}\t{}\t{title}\n", case.id, role(case.role, lang), level(case.level, lang)))?;
        }
        Ok(Exit::Done)
    }
}
