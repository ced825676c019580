//! The relay driver, against a host of the library.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use relay_mock::certify::judge::{Verdict, Word};
use relay_mock::certify::pack::Pack;
use relay_mock::certify::scenario::Level;
use relay_mock::server::faults::{Told, script_text};
use serde_json::Value;
use tempfile::TempDir;

use crate::folder::profile;
use crate::host::Host;
use crate::kit::{Ran, fails_by, in_parallel, product, run, sample};
use crate::mistakes::Mistakes;

/// One case of every shape whose units travel.
const SHAPES: [&str; 4] = ["D2-01", "D2-02", "D2-03", "D3-01"];

/// Software that keeps what is imported once more beside what is there, and goes by the order of the imports.
const NAIVE: &str = "
class Naive(Care):
    imports = 0
    def order(self, names):
        return names
    def keep(self, files):
        self.imports += 1
        super().keep({f'import{self.imports}_{name}': each for name, each in files.items()})
serve(Naive())";

pub(crate) fn hosted(pack: &str, cases: &[&str], further: &[&str], mistakes: Mistakes) -> Ran {
    let (_folder, naive) = product(NAIVE);
    let software = if mistakes.has_naive_software { naive } else { sample() };
    hosted_in(tempfile::tempdir().unwrap(), pack, cases, further, mistakes, &software)
}

/// A case, what a host does wrong in it, and the finding that says so.
pub(crate) type Wrong = (&'static str, Mistakes, &'static str);

/// Puts each host through its case: it fails there, as it should.
pub(crate) fn are_caught(pack: &str, wrong: &[Wrong]) {
    in_parallel(wrong, |(id, mistakes, finding)| {
        let ran = hosted(pack, &[id], &["--limit", "60"], *mistakes);
        let case = ran.case(id);
        let found: Vec<_> = case.checks.iter().flat_map(|check| &check.findings).map(|each| &each.id).collect();
        assert_eq!((ran.exit, case.word), (Some(1), Word::Fail), "{id} {mistakes:?}: {:?} {found:?}", case.reason);
        assert!(fails_by(&case, finding), "{id} {mistakes:?}: {found:?}");
    });
}

/// Every case of the pack is one that a product must pass, and one of these hosts fails.
pub(crate) fn are_all(pack: &str, wrong: &[Wrong]) {
    let caught: BTreeSet<&str> = wrong.iter().map(|(id, _, _)| *id).collect();
    let pack = Pack::open(pack).unwrap();
    let all: BTreeSet<&str> = pack.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(all, caught);
    assert!(pack.cases.iter().all(|case| case.level == Level::Must));
}

pub(crate) fn hosted_in(
    folder: TempDir,
    pack: &str,
    cases: &[&str],
    further: &[&str],
    mistakes: Mistakes,
    software: &Path,
) -> Ran {
    let out = folder.path().join("run");
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["--lang", "en", "certify", "run", "--pack", pack, "--drive", "relay", "--out"]).arg(&out);
    command.arg("--product").arg(profile(folder.path())).args(further).stdin(Stdio::null());
    command.args(cases.iter().flat_map(|case| ["--case", *case]));
    let host = Host::start(&out, mistakes, software);
    let output = command.output().unwrap();
    drop(host);
    Ran::of(folder, output)
}

/// The pack with this script of faults in a case.
fn with_faults(case: &str, script: &str) -> TempDir {
    let pack = crate::packs::copied();
    fs::create_dir(pack.path().join("faults")).unwrap();
    fs::write(pack.path().join("faults/own.toml"), script).unwrap();
    let file = pack.path().join("cases").join(case).join("case.toml");
    let text = fs::read_to_string(&file).unwrap() + "\n[faults]\nscript = \"own.toml\"\n";
    fs::write(file, text).unwrap();
    pack
}

pub(crate) fn told(ran: &Ran, case: &str) -> Told {
    let text = fs::read_to_string(ran.out().join("cases").join(format!("{case}.json"))).unwrap();
    let record: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(record["faults"].clone()).unwrap()
}

#[test]
fn a_host_of_the_library_gets_the_verdict_that_its_software_gets_as_a_program() {
    let relay = hosted("v4", &SHAPES, &["--limit", "60"], Mistakes::NONE);
    let cases: Vec<&str> = SHAPES.iter().flat_map(|case| ["--case", case]).collect();
    let program = run(&cases, &sample());
    let words = |verdict: Verdict| {
        let asked = verdict.cases.into_iter().filter(|case| SHAPES.contains(&case.id.as_str()));
        asked.map(|case| (case.id, case.word)).collect::<Vec<_>>()
    };
    assert_eq!(words(relay.verdict()), words(program.verdict()), "{}{}", relay.said, relay.errors);
    assert_eq!(relay.verdict().run.driver, "relay");
    assert!(SHAPES.iter().all(|case| relay.case(case).word.is_pass()), "{}", relay.said);
    // What a host must know of the relay.
    let pki = relay.out().join("relay/pki");
    assert!(fs::read_to_string(relay.out().join("relay/address.txt")).unwrap().starts_with("https://127.0.0.1:"));
    assert!(["root.pem", "crl.pem", "office-9970000111-care-dx.p12"].iter().all(|name| pki.join(name).is_file()));
}

#[test]
fn a_host_that_refuses_without_a_reason_is_not_taken_at_its_word() {
    let ran = hosted("v4", &["D2-03"], &["--limit", "60"], Mistakes { no_reason: true, ..Mistakes::NONE });
    assert!(fails_by(&ran.case("D2-03"), "reason:unit.file_missing"), "{}{}", ran.said, ran.errors);
}

/// What is typed in and attached never travels to the product, and what it refuses to send never to the relay.
#[test]
fn what_is_entered_with_a_picture_is_recorded_and_an_export_that_is_refused_is_judged() {
    let ran = hosted("v4", &["D2-38", "D4-10"], &["--limit", "60"], Mistakes::NONE);
    for case in ["D2-38", "D4-10"] {
        let case = ran.case(case);
        assert!(case.word.is_pass(), "{}: {:?}{}{}", case.id, case.reason, ran.said, ran.errors);
    }
    let attached = |folder: &Path| fs::read(folder.join("family.jpg")).unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/v4/cases/D4-10/attached");
    assert_eq!(attached(&ran.out().join("files/D4-10/0")), attached(&pack));
}

#[test]
fn lost_answers_leave_a_right_host_right_and_are_told_with_their_seed() {
    let pack = with_faults("D3-01", script_text("lost-answer").unwrap());
    let pack = pack.path().to_str().unwrap();
    let ran = hosted(pack, &["D3-01"], &["--limit", "60", "--seed", "7"], Mistakes::NONE);
    assert!(ran.case("D3-01").word.is_pass(), "{}{}", ran.said, ran.errors);
    let told = told(&ran, "D3-01");
    assert_eq!((told.seed, told.title_en.as_deref()), (Some(7), Some("Answers are lost")));
    let fired: Vec<_> = told.fired.iter().map(|fired| (fired.call.as_deref(), fired.office.as_deref())).collect();
    let product = Some("9970000111");
    assert_eq!(fired, [(Some("acknowledge"), product), (Some("putMessage"), product)]);
}

#[test]
fn a_host_that_makes_the_unit_anew_after_a_lost_answer_doubles_it() {
    let pack = with_faults("D3-01", script_text("lost-answer").unwrap());
    let mistakes = Mistakes { sends_anew: true, ..Mistakes::NONE };
    let ran = hosted(pack.path().to_str().unwrap(), &["D3-01"], &["--limit", "60"], mistakes);
    assert_eq!((ran.exit, ran.case("D3-01").word), (Some(1), Word::Fail), "{}{}", ran.said, ran.errors);
}

#[test]
fn faults_that_no_call_met_leave_the_case_inconclusive_and_other_drivers_do_not_apply() {
    let script = "[[fault]]\ncall = \"recall\"\nnth = 1\nat = \"before\"\ndo = \"status:503\"\n";
    let pack = with_faults("D2-03", script);
    let pack = pack.path().to_str().unwrap();
    let ran = hosted(pack, &["D2-03"], &["--limit", "60"], Mistakes::NONE);
    let case = ran.case("D2-03");
    assert_eq!(case.word, Word::Inconclusive, "{}{}", ran.said, ran.errors);
    assert!(case.reason.unwrap().en.contains("None of the faults was met"));
    let folder = tempfile::tempdir().unwrap();
    let mut command = crate::kit::command(&["--case", "D2-03"], &folder.path().join("run"), &sample(), pack);
    let output = command.output().unwrap();
    assert_eq!(Ran::of(folder, output).case("D2-03").word, Word::NotApplicable);
    let broken = with_faults("D2-03", "[[fault]]\ncall = \"nothing\"\n");
    let said = crate::kit::certify(&["list", "--pack", broken.path().to_str().unwrap()]);
    assert!(said.status.code() == Some(3) && String::from_utf8_lossy(&said.stderr).contains("own.toml"));
}

#[test]
fn a_host_that_does_not_come_costs_its_case_alone() {
    let ran = hosted("v4", &["D2-02"], &["--limit", "2"], Mistakes { is_away: true, ..Mistakes::NONE });
    let case = ran.case("D2-02");
    assert!(case.word == Word::Inconclusive && case.reason.unwrap().en.contains("no answer within 2 s"));
    // Nothing that travels is left in the folder of the run.
    assert!(!ran.out().join("relay/spool").exists() && !Path::new(&ran.out()).join("relay/data").exists());
}

#[test]
fn a_run_goes_on_with_the_same_keys_and_a_relay_that_is_empty() {
    let before = hosted("v4", &["D2-03"], &["--limit", "60"], Mistakes::NONE);
    let key = |ran: &Ran| fs::read(ran.out().join("relay/pki/office-9970000012-care-dx.p12")).unwrap();
    let first = key(&before);
    let further = ["--limit", "60", "--resume"];
    let after = hosted_in(before.folder, "v4", &["D3-01"], &further, Mistakes::NONE, &sample());
    assert!(after.case("D2-03").word.is_pass() && after.case("D3-01").word.is_pass(), "{}{}", after.said, after.errors);
    assert_eq!(key(&after), first);
}

#[test]
fn what_the_product_once_sent_or_is_for_another_office_cannot_come_by_a_relay() {
    let ran = hosted("v4", &["D5-01", "D2-39"], &["--limit", "60"], Mistakes::NONE);
    for case in ["D5-01", "D2-39"] {
        let case = ran.case(case);
        assert_eq!(case.word, Word::NotApplicable, "{}", case.id);
        assert!(case.reason.unwrap().en.contains("driver:other-than-relay"), "{}", case.id);
    }
}
