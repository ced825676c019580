//! `relay-mock certify judge`, and the end of `run`.

use std::path::PathBuf;

use cplink_cli::{Exit, Language, Outcome, print};
use relay_mock::certify::judge::{apply, judge};
use relay_mock::certify::pack::Pack;
use relay_mock::certify::report::{PageInput, badge, summary, write};
use relay_mock::certify::scenario::Known;
use relay_mock::certify::transcript::{RunFolder, Transcript};
use relay_mock::directory::day_in_japan;
use time::OffsetDateTime;

use super::fault::of_folder;
use super::open::{known, open};

#[derive(clap::Args)]
pub(super) struct Judge {
    #[arg(value_name = "DIR")]
    run: PathBuf,
    #[arg(long, value_name = "ID|DIR")]
    pack: Option<String>,
    #[arg(long = "expect", value_name = "FILE")]
    known: Option<PathBuf>,
}

impl Judge {
    pub(super) fn run(self, lang: Language) -> Outcome {
        let (folder, transcript) = RunFolder::open(&self.run).map_err(|error| of_folder(error, &self.run))?;
        let pack = open(self.pack.as_deref().unwrap_or(&transcript.run.pack.id))?;
        conclude(&pack, &transcript, &folder, known(self.known.as_deref())?.as_ref(), lang)
    }
}

/// Judges, keeps the verdict and says it.
pub(super) fn conclude(
    pack: &Pack,
    transcript: &Transcript,
    folder: &RunFolder,
    known: Option<&Known>,
    lang: Language,
) -> Outcome {
    let mut verdict = judge(pack, transcript);
    if let Some(known) = known {
        apply(&mut verdict, known, day_in_japan(OffsetDateTime::now_utc()));
    }
    let input = PageInput { pack, transcript, verdict: &verdict, tester: None, is_test_key: None };
    let path = write(&input, folder).map_err(|error| of_folder(error, folder.path()))?;
    print(&summary(&verdict, lang))?;
    print(&format!("{}: {}\n", lang.pick("詳しい結果", "Details"), path.display()))?;
    print(&format!("{}\n", badge(&verdict, None, lang)))?;
    Ok(Exit::Own(verdict.exit))
}
