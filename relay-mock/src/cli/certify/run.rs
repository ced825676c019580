//! `relay-mock certify run`.

use std::path::PathBuf;

use cplink::Code;
use cplink::progress::Cancel;
use cplink_cli::{Exit, Fault, Language, Outcome, print_error};
use relay_mock::certify::drive::Driver;
use relay_mock::certify::pack::Pack;
use relay_mock::certify::report::plain;
use relay_mock::certify::run;
use relay_mock::certify::transcript::{Profile, RunFolder, Transcript};

use super::fault::{of_folder, of_hello};
use super::open::{known, open};
use super::product::Product;

/// How much of a line that a product wrote is shown.
const MAX_LINE: usize = 400;

#[derive(clap::Args)]
pub(super) struct Run {
    #[arg(long, value_name = "ID|DIR", default_value = "v4")]
    pack: String,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long)]
    resume: bool,
    #[arg(long = "case", value_name = "ID")]
    cases: Vec<String>,
    #[arg(long = "expect", value_name = "FILE")]
    known: Option<PathBuf>,
    #[command(flatten)]
    product: Product,
}

impl Run {
    pub(super) fn run(self, lang: Language) -> Outcome {
        let pack = open(&self.pack)?;
        let known = known(self.known.as_deref())?;
        self.refuse_unknown_cases(&pack)?;
        let cancel = Cancel::new();
        stop_on_signal(&cancel);
        let mut driver = self.product.driver(&self.out, lang, &cancel)?;
        let (folder, mut transcript) = self.begin(&pack, driver.as_mut())?;
        let wanted = |case: &str| self.cases.is_empty() || self.cases.iter().any(|id| id == case);
        run::run(
            &pack,
            |case| wanted(&case.id),
            driver.as_mut(),
            &folder,
            &mut transcript,
            &cancel,
            |case| print_error(&case.id),
        )
        .map_err(|error| of_folder(error, &self.out))?;
        // What the driver started ends before anything is said of the run.
        drop(driver);
        if cancel.is_cancelled() {
            print_error(
                lang.pick(
                    "中止しました。--resume を付けると、続きから実行できます。",
                    "Stopped. Give --resume to go on.",
                ),
            );
            return Ok(Exit::Own(2));
        }
        super::judge::conclude(&pack, &transcript, &folder, known.as_ref(), lang)
    }

    /// A slip of the pen must not become a run of nothing.
    fn refuse_unknown_cases(&self, pack: &Pack) -> Result<(), Fault> {
        match self.cases.iter().find(|id| pack.case(id).is_none()) {
            None => Ok(()),
            Some(id) => Err(super::show::no_such_case(id)),
        }
    }

    fn begin(&self, pack: &Pack, driver: &mut dyn Driver) -> Result<(RunFolder, Transcript), Fault> {
        let folder = |error| of_folder(error, &self.out);
        if !self.resume {
            let product = asked(driver)?;
            let run = run::begin(pack, driver.name(), product);
            let begun = RunFolder::begin(&self.out, &run).map_err(folder)?;
            return Ok((begun, Transcript { run, cases: Default::default() }));
        }
        let (begun, transcript) = RunFolder::resume(&self.out).map_err(folder)?;
        let before = &transcript.run;
        let product = asked(driver)?;
        if before.pack.sha256 != pack.sha256 || before.product != product || before.driver != driver.name() {
            return Err(Fault::new(
                Code::Setting,
                [
                    "途中の試験とは、パック、製品または動かし方が違います。",
                    "Pack, product or driver are not those of the run that is in the folder.",
                ],
                [
                    "同じものを指定するか、別のフォルダーで始めてください。",
                    "Give the same ones, or begin in another folder.",
                ],
            )
            .about(self.out.display()));
        }
        Ok((begun, transcript))
    }
}

/// What the product says of itself. Where it does not, what it wrote on standard error says why.
fn asked(driver: &mut dyn Driver) -> Result<Profile, Fault> {
    driver.hello().map_err(|answer| {
        for line in driver.stderr().lines() {
            print_error(&plain(line, MAX_LINE));
        }
        of_hello(driver.name() == "program", &answer)
    })
}

/// The first Ctrl-C (or end by the system) ends the run after what is kept, the second ends at once.
fn stop_on_signal(cancel: &Cancel) {
    let cancel = cancel.clone();
    // Where no handler can be set, the signal ends the program, which loses nothing but the case that is running.
    let _ = ctrlc::set_handler(move || {
        if cancel.is_cancelled() {
            std::process::exit(2);
        }
        cancel.cancel();
    });
}
