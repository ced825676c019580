//! Runs that rest, are killed and go on, and are judged again.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use cplink_testkit::program::must_run;
use relay_mock::certify::judge::Word;

use crate::kit::{Ran, certify, command, product, run, sample};

/// A product that waits at the case D2-05 until the file is there.
fn waiting(mark: &Path) -> String {
    format!(
        "import os, time, adapter\nright = adapter.answer\ndef answer(care, ask):\n    while ask['do'] == 'reset' and ask['case'] == 'D2-05' and not os.path.exists({:?}):\n        time.sleep(0.05)\n    return right(care, ask)\nadapter.answer = answer\nserve(Care())",
        mark.to_str().unwrap()
    )
}

#[cfg(unix)]
fn stopped_and_resumed(signal: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (out, mark) = (folder.path().join("run"), folder.path().join("go"));
    let (_folder, product) = product(&waiting(&mark));
    let mut child = command(&[], &out, &product, "v4").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(30);
    while !out.join("cases/D2-04.json").exists() {
        assert!(Instant::now() < until, "the run does not get so far");
        std::thread::sleep(Duration::from_millis(20));
    }
    must_run(Path::new("."), "kill", &[signal, &child.id().to_string()]);
    let status = child.wait().unwrap();
    assert!(status.code().is_none_or(|code| code == 2), "{status}");
    assert!(!out.join("cases/D2-05.json").exists());
    let first = fs::read(out.join("cases/D2-04.json")).unwrap();
    fs::write(&mark, "").unwrap();
    // Without --resume nothing is overwritten.
    let refused = command(&[], &out, &product, "v4").output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    let output = command(&["--resume"], &out, &product, "v4").output().unwrap();
    let ran = Ran::of(folder, output);
    assert_eq!(ran.exit, Some(0), "{}{}", ran.said, ran.errors);
    assert_eq!(ran.verdict().word, Word::Pass);
    assert_eq!(fs::read(out.join("cases/D2-04.json")).unwrap(), first, "a case that was done is not done again");
}

#[cfg(unix)]
#[test]
fn a_run_that_was_killed_goes_on() {
    stopped_and_resumed("-KILL");
}

#[cfg(unix)]
#[test]
fn a_run_that_ctrl_c_stopped_goes_on() {
    stopped_and_resumed("-INT");
}

#[test]
fn a_run_is_judged_again_and_says_by_which_pack() {
    let ran = run(&[], &sample());
    let before = fs::read(ran.out().join("result.json")).unwrap();
    let out = ran.out();
    let again = certify(&["judge", out.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(fs::read(out.join("result.json")).unwrap(), before);
    let pack = crate::packs::copied();
    let file = pack.path().join("cases/D2-02/facts.json");
    fs::write(&file, fs::read_to_string(&file).unwrap().replacen("\"value\": \"3\"", "\"value\": \"4\"", 1)).unwrap();
    let again = certify(&["judge", out.to_str().unwrap(), "--pack", pack.path().to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1));
    assert!(!ran.verdict().pack.same_as_run && crate::kit::fails_by(&ran.case("D2-02"), "fact:users"));
}

#[test]
fn files_that_were_changed_after_the_run_leave_nothing_to_judge() {
    let ran = run(&["--case", "D2-01"], &sample());
    let folder = ran.out().join("files/D2-01/1");
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    fs::write(file, "").unwrap();
    let again = certify(&["judge", ran.out().to_str().unwrap()]);
    assert_eq!((again.status.code(), ran.case("D2-01").word), (Some(2), Word::Inconclusive));
}

#[test]
fn cases_that_were_left_out_are_not_run() {
    let ran = run(&["--case", "D2-01"], &sample());
    assert_eq!((ran.exit, ran.case("D2-02").word), (Some(2), Word::NotRun));
    let others = ran.verdict().cases.len() - 1;
    let lines = |begin: &str| ran.said.lines().filter(|line| line.trim_start().starts_with(begin)).count();
    assert_eq!((lines("D2-01 pass"), lines("D2-02"), lines("D1 ")), (1, 0, 0), "{}", ran.said);
    assert_eq!(lines(&format!("{others} other cases were not done")), 1, "{}", ran.said);
    let ran = run(&["--case", "D9-99"], &sample());
    assert!(ran.exit == Some(3) && ran.errors.contains("D9-99"));
}

#[test]
fn a_call_that_is_wrong_is_a_fault_of_the_set_up() {
    for call in [
        vec!["run", "--drive", "program", "--out", "x"],
        vec!["run", "--drive", "nothing", "--out", "x"],
        vec!["run", "--pack", "nothing", "--drive", "program", "--out", "x", "--", "python3"],
        vec!["judge", "nowhere"],
        vec!["show", "D9-99"],
        vec!["list", "--pack", "nothing"],
    ] {
        let said = certify(&call);
        assert_eq!(said.status.code(), Some(3), "{call:?}: {}", String::from_utf8_lossy(&said.stderr));
    }
}

#[test]
fn cases_are_listed_and_shown() {
    let list = String::from_utf8(certify(&["list"]).stdout).unwrap();
    assert!(list.lines().any(|line| line.starts_with("D2-03\tprovider\tmust\t")), "{list}");
    let show = String::from_utf8(certify(&["show", "D3-01"]).stdout).unwrap();
    assert!(show.contains("10月2日の訪問（111211）は休み") && show.contains("export results"), "{show}");
}
