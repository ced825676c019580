//! The folder driver, worked by a scripted operator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cplink_testkit::program::must_run;
use relay_mock::certify::judge::Word;
use tempfile::TempDir;

use crate::kit::{Ran, fails_by};

/// One case of every shape, with attachments and a refused export.
const SHAPES: [&str; 8] = ["D1-22", "D2-01", "D2-02", "D2-03", "D2-38", "D3-01", "D4-10", "D5-01"];

/// `product.toml` of the sample.
pub(crate) fn profile(folder: &Path) -> PathBuf {
    let path = folder.join("product.toml");
    let text = "name = \"見本\"\nversion = \"1\"\nroles = [\"care-manager\", \"provider\", \"support-centre\"]\nsupports = [\"import:*\", \"export:*\", \"enter:*\", \"attach\", \"show\"]\n";
    fs::write(&path, text).unwrap();
    path
}

/// `certify run --drive folder` of these cases.
fn certify(folder: &Path, cases: &[&str], further: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["--lang", "en", "certify", "run", "--pack", "v4", "--drive", "folder", "--out"]);
    command.arg(folder.join("run")).arg("--product").arg(profile(folder)).args(further);
    command.args(cases.iter().flat_map(|case| ["--case", *case]));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The operator; it ends with the last case.
struct Operator(Child);

impl Operator {
    fn start(folder: &Path, how: &str, last: &str, mistake: Option<&str>) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certify/blind_operator.py");
        let mut command = Command::new("python3");
        command.arg(script).arg(folder.join("run/work")).args([how, last]).stdout(Stdio::piped());
        if let Some(mistake) = mistake {
            command.env("OPERATOR", mistake);
        }
        Self(command.spawn().unwrap())
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn operated(how: &str, cases: &[&str], mistake: Option<&str>) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let mut operator = Operator::start(folder.path(), how, cases.last().unwrap(), mistake);
    let mut command = certify(folder.path(), cases, &["--limit", "60"]);
    if how == "terminal" {
        command.stdin(Stdio::from(operator.0.stdout.take().unwrap()));
    } else {
        command.stdin(Stdio::null());
    }
    let output = command.output().unwrap();
    Ran::of(folder, output)
}

fn passes(how: &str) {
    let ran = operated(how, &SHAPES, None);
    let verdict = ran.verdict();
    for case in &verdict.cases {
        let right = if SHAPES.contains(&case.id.as_str()) { case.word.is_pass() } else { case.word == Word::NotRun };
        assert!(right, "{}: {:?} {}{}", case.id, case.word, ran.said, ran.errors);
    }
    assert_eq!(verdict.run.driver, "folder");
    assert!(!ran.out().join("work").exists(), "a case that is done leaves nothing behind");
    assert!(!ran.errors.contains("expected"), "{}", ran.errors);
    assert_eq!(ran.exit, Some(2), "the other cases were not run");
}

#[test]
fn an_operator_at_the_terminal_does_every_shape() {
    passes("terminal");
}

#[test]
fn an_operator_with_answer_files_does_every_shape() {
    passes("json");
    passes("text");
}

#[test]
fn what_was_not_answered_leaves_the_case_inconclusive_and_what_is_wrong_fails_it() {
    let forget = "lambda ask, said: {**said, 'facts': {**said['facts'], 'users': None}} if 'facts' in said else said";
    let ran = operated("terminal", &["D2-02"], Some(forget));
    let case = ran.case("D2-02");
    assert_eq!(case.word, Word::Inconclusive, "{}{}", ran.said, ran.errors);
    assert!(case.reason.unwrap().ja.contains("回答のない項目"));
    let wrong = "lambda ask, said: {**said, 'facts': {'users': '9'}} if 'facts' in said else said";
    let ran = operated("terminal", &["D2-02"], Some(wrong));
    assert!(fails_by(&ran.case("D2-02"), "fact:users"), "{}{}", ran.said, ran.errors);
    let missing = "lambda ask, said: {'result': 'unsupported'}";
    assert_eq!(operated("text", &["D2-02"], Some(missing)).case("D2-02").word, Word::NotApplicable);
}

#[test]
fn a_reason_in_words_is_kept_as_it_was_typed() {
    let words = "lambda ask, said: {**said, 'reasons': ['第7表のファイルがありません。']}";
    let ran = operated("terminal", &["D2-03"], Some(words));
    assert_eq!(ran.case("D2-03").word, Word::PassWithNotes, "{}{}", ran.said, ran.errors);
}

#[test]
fn a_number_that_could_be_real_is_stored_nowhere() {
    let real = "lambda ask, said: [p.write_bytes(p.read_bytes().replace(b'0000000101', b'1234567890')) for p in Path('export').iterdir()] and said if ask['do'] == 'export' else said";
    let ran = operated("json", &["D2-01"], Some(real));
    assert_eq!(ran.case("D2-01").word, Word::Inconclusive, "{}{}", ran.said, ran.errors);
    assert!(!crate::guard::has(&ran.out(), "1234567890"));
    let told = "lambda ask, said: {**said, 'reasons': ['１２３４５６７８９０ さんの第7表がありません。']}";
    let ran = operated("terminal", &["D2-03"], Some(told));
    assert_eq!(ran.case("D2-03").word, Word::Inconclusive, "{}{}", ran.said, ran.errors);
    assert!(!crate::guard::has(&ran.out(), "１２３４５６７８９０") && !crate::guard::has(&ran.out(), "1234567890"));
}

#[test]
fn an_answer_that_is_none_is_said_and_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let child = certify(folder.path(), &["D2-03"], &["--limit", "60"]).stdin(Stdio::null()).spawn().unwrap();
    let case = folder.path().join("run/work/D2-03");
    until(|| case.join("request.json").exists());
    fs::write(case.join("answer.json"), "{\"result\": \"exported\"}").unwrap();
    until(|| case.join("rejected-answer.json").exists());
    until(|| fs::read_to_string(case.join("sheet.txt")).unwrap().contains("使えませんでした"));
    // As an editor of an older Windows writes it.
    fs::write(case.join("answer.txt"), b"2\r\n\x91\xe67\x95\\\x82\xaa\x82\xc8\x82\xa2\r\n").unwrap();
    let output = child.wait_with_output().map(|output| Ran::of(folder, output)).unwrap();
    assert_eq!(output.case("D2-03").word, Word::PassWithNotes, "{}{}", output.said, output.errors);
}

fn until(mut happened: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !happened() {
        assert!(Instant::now() < end, "it does not happen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_terminal_that_is_closed_rests_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = certify(folder.path(), &["D2-02", "D2-03"], &[]).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), "1\n".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--resume"));
    assert!(!folder.path().join("run/cases").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_rests_the_run_and_the_case_begins_anew() {
    let folder: TempDir = tempfile::tempdir().unwrap();
    let child = certify(folder.path(), &["D2-01"], &[]).spawn().unwrap();
    let case = folder.path().join("run/work/D2-01");
    until(|| case.join("request.json").exists());
    fs::write(case.join("export/half.CSV"), "of an attempt before").unwrap();
    must_run(Path::new("."), "kill", &["-INT", &child.id().to_string()]);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!case.join("request.json").exists());
    let operator = Operator::start(folder.path(), "json", "D2-01", None);
    let output =
        certify(folder.path(), &["D2-01"], &["--resume", "--limit", "60"]).stdin(Stdio::null()).output().unwrap();
    drop(operator);
    let ran = Ran::of(folder, output);
    assert!(ran.case("D2-01").word.is_pass(), "{}{}", ran.said, ran.errors);
    assert!(!crate::guard::has(&ran.out(), "of an attempt before"));
}

#[test]
fn a_profile_that_is_missing_or_has_a_slip_is_a_fault_of_the_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let slip = folder.path().join("slip.toml");
    fs::write(&slip, "name = \"x\"\nversion = \"1\"\nroles = [\"care_manager\"]\nsupports = []\n").unwrap();
    let out = folder.path().join("run");
    for (call, said) in [
        (vec!["--drive", "folder"], "--product"),
        (vec!["--drive", "folder", "--product", slip.to_str().unwrap()], "care_manager"),
        (vec!["--drive", "program", "--product", slip.to_str().unwrap(), "--", "python3"], "--product"),
        (vec!["--drive", "folder", "--", "python3"], "--"),
    ] {
        let mut arguments = vec!["run", "--out", out.to_str().unwrap()];
        arguments.extend(call);
        let output = crate::kit::certify(&arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(3) && errors.contains(said), "{errors}");
        assert!(!out.exists());
    }
}
