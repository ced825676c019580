//! `relay-mock certify verify`.

use std::path::PathBuf;

use cplink::Code;
use cplink::keys::UnixTime;
use cplink_cli::{Exit, Fault, Language, Outcome, print};
use relay_mock::certify::bundle::{Checked, LIMITS, Mark, fault_of, is_alteration, verify};
use relay_mock::certify::pack::{Pack, embedded};
use relay_mock::certify::report::badge;
use relay_mock::certify::transcript::KeptFile;

use super::open::{open, read};
use super::report::trust;

#[derive(clap::Args)]
pub(super) struct Verify {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pack: Option<String>,
}

impl Verify {
    pub(super) fn run(self, lang: Language) -> Outcome {
        let trust = self.trust.as_deref().map(trust).transpose()?;
        let given = self.pack.as_deref().map(open).transpose()?;
        if std::fs::metadata(&self.file).is_ok_and(|about| about.len() > LIMITS.total_bytes) {
            return Err(Fault::from(cplink::Error::new(Code::TooLarge)).about(self.file.display()));
        }
        let bytes = read(&self.file)?;
        let pack = |name: &relay_mock::certify::transcript::PackName| {
            given.or_else(|| embedded().contains(&name.id.as_str()).then(|| Pack::open(&name.id).ok()).flatten())
        };
        let checked = match verify(&bytes, trust.as_ref(), pack, UnixTime::now()) {
            Ok(checked) => checked,
            Err(error) if is_alteration(error.code()) => {
                let fault = fault_of(error).about(self.file.display());
                let heading = Mark::Wrong.heading(lang);
                print(&format!("× {}\n{heading}\n", fault.text(lang)))?;
                return Ok(Exit::Own(1));
            }
            Err(error) => return Err(fault_of(error).about(self.file.display())),
        };
        print(&told(&checked, &bytes, lang))?;
        Ok(Exit::Own(match checked.worst() {
            Mark::Good | Mark::Note => 0,
            Mark::Unsure => 2,
            Mark::Wrong => 1,
        }))
    }
}

fn told(checked: &Checked, bytes: &[u8], lang: Language) -> String {
    let mut text = String::new();
    for told in &checked.told {
        text += &format!("{} {}\n", told.mark.sign(), lang.pick(&told.ja, &told.en));
    }
    text + &format!(
        "{}\n{}\n",
        checked.worst().heading(lang),
        badge(&checked.verdict, Some(&KeptFile::sum(bytes)), lang)
    )
}
