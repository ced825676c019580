//! `relay-mock certify verify`.

use std::path::PathBuf;

use cplink::keys::UnixTime;
use cplink::{Code, Error};
use cplink_cli::{Exit, Fault, Language, Outcome, print};
use relay_mock::certify::bundle::{Checked, LIMITS, Mark, is_alteration, is_certificate, verify};
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
                let heading = lang.pick("確認できません", "Not valid");
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

/// What the library says of messages, said of a bundle; of certificates it says the right thing itself.
fn fault_of(error: Error) -> Fault {
    let code = error.code();
    if is_certificate(code) || !is_alteration(code) && code != Code::NotAContainer {
        return Fault::from(error);
    }
    let said = if is_alteration(code) {
        Fault::new(
            code,
            [
                "この署名付き試験結果は、署名のあとで変更されているか、壊れています。",
                "The bundle was changed since it was signed, or is damaged.",
            ],
            ["使用せず、作成者からもう一度受け取ってください。", "Do not use it; get it again from its maker."],
        )
    } else {
        Fault::new(
            code,
            ["このファイルは署名付き試験結果ではありません。", "The file is no bundle."],
            [
                "certify report --bundle で作成した .asice のファイルを指定してください。",
                "Name a file that certify report --bundle has made.",
            ],
        )
    };
    said.detail_of(&error)
}

fn told(checked: &Checked, bytes: &[u8], lang: Language) -> String {
    let mut text = String::new();
    for told in &checked.told {
        let sign = match told.mark {
            Mark::Good => "○",
            Mark::Note => "・",
            Mark::Unsure => "△",
            Mark::Wrong => "×",
        };
        text += &format!("{sign} {}\n", lang.pick(&told.ja, &told.en));
    }
    text += match checked.worst() {
        Mark::Good | Mark::Note => lang.pick("確認できました。\n", "Valid\n"),
        Mark::Unsure => lang.pick("一部を確かめられませんでした。\n", "Some of it could not be checked\n"),
        Mark::Wrong => lang.pick("確認できません\n", "Not valid\n"),
    };
    text + &format!("{}\n", badge(&checked.verdict, Some(&KeptFile::sum(bytes)), lang))
}
