//! Programs that misbehave cost their case, never the run.

use std::time::{Duration, Instant};

use relay_mock::certify::judge::Word;

use crate::kit::{product, run};

/// A product that does `body` when it is asked to import the case D2-02, and is right otherwise.
fn misbehaving(body: &str) -> String {
    format!(
        "import os, time, subprocess, adapter\nright = adapter.answer\ndef answer(care, ask):\n    if ask['do'] == 'reset':\n        care.case = ask['case']\n    if ask['do'] == 'import' and care.case == 'D2-02':\n        {body}\n    return right(care, ask)\nadapter.answer = answer\nserve(Care())"
    )
}

#[test]
fn a_program_that_ends_hangs_or_talks_nonsense_costs_its_case_alone() {
    for (body, said) in [
        ("os._exit(7)", "ended"),
        ("time.sleep(60)", "no answer within 5 s"),
        ("print('loading ...', flush=True)", "not of the form"),
        ("return {'result': 'exported'}", "does not fit the request"),
        ("return {'result': 'refused'}", "does not fit the request"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush()", "not UTF-8"),
        ("sys.stdout.write('x' * (5 << 20)); sys.stdout.flush()", "too long"),
        ("print('{}\\n{}', flush=True)", "not of the form"),
        ("os.close(1); time.sleep(60)", "closed its standard output"),
    ] {
        let (_folder, product) = product(&misbehaving(body));
        let ran = run(&["--limit", "5", "--case", "D2-01", "--case", "D2-02", "--case", "D2-03"], &product);
        assert_eq!(ran.exit, Some(2), "{body}: {}{}", ran.said, ran.errors);
        let case = ran.case("D2-02");
        let reason = case.reason.map(|reason| reason.en).unwrap_or_default();
        assert!(case.word == Word::Inconclusive && reason.contains(said), "{body}: {reason}");
        assert!(ran.case("D2-01").word.is_pass() && ran.case("D2-03").word.is_pass(), "{body}: {}", ran.said);
    }
}

#[test]
fn requests_are_ascii_and_mean_every_character() {
    // Read through a code page that has none but ASCII; what is typed in comes out as it is right all the same.
    let (_folder, product) = product(
        "import io\nclass Ascii(io.TextIOWrapper):\n    def reconfigure(self, **_): pass\nsys.stdin = Ascii(sys.stdin.buffer, encoding='ascii')\nserve(Care())",
    );
    let ran = run(&["--case", "D1-02", "--case", "D2-01"], &product);
    for id in ["D1-02", "D2-01"] {
        assert!(ran.case(id).word.is_pass(), "{}{}", ran.said, ran.errors);
    }
}

#[test]
fn what_a_program_started_ends_with_it() {
    let begun = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("child");
    let body = format!(
        "child = subprocess.Popen(['sleep', '300']); open({:?}, 'w').write(str(child.pid)); time.sleep(60)",
        mark.to_str().unwrap()
    );
    let (_folder, product) = product(&misbehaving(&body));
    let ran = run(&["--limit", "5", "--case", "D2-02"], &product);
    assert_eq!(ran.exit, Some(2));
    let child: u32 = std::fs::read_to_string(mark).unwrap().parse().unwrap();
    assert!(!is_running(child), "{child} still runs");
    assert!(begun.elapsed() < Duration::from_secs(60));
}

/// Whether a process does anything; who is dead and not yet buried does not.
fn is_running(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn standard_error_is_kept_with_its_case_and_bounded() {
    let (_folder, product) =
        product(&misbehaving("sys.stderr.write('y' * 100000 + 'the end'); sys.stderr.flush(); os._exit(1)"));
    let ran = run(&["--case", "D2-02"], &product);
    let record = std::fs::read_to_string(ran.out().join("cases/D2-02.json")).unwrap();
    assert!(record.contains("ythe end") && record.len() < 40_000, "{}", record.len());
}

#[test]
fn a_program_that_does_not_start_or_answer_is_a_fault_of_the_set_up() {
    let slip = "import adapter\nwhole = adapter.profile()\nadapter.profile = lambda: whole | {'roles': ['care_manager']}\nserve(Care())";
    for body in ["sys.exit(1)", "print('hello')", "import time; time.sleep(60)", slip] {
        let (_folder, product) = product(body);
        let ran = run(&["--limit", "1"], &product);
        assert_eq!(ran.exit, Some(3), "{body}: {}", ran.errors);
        assert!(ran.errors.contains("does not answer hello"), "{}", ran.errors);
    }
}
