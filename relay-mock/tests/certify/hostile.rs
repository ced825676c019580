//! What a machine, a pack or a product does to a run that nobody meant: it costs a case or is told, and breaks nothing.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use cplink_testkit::program::must_run;
use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::kit::{Ran, adapters, certify, command, product, run, sample};
use crate::packs::copied;

/// A product that waits at a case until the file is there.
fn waiting(mark: &Path) -> String {
    format!(
        "import os, time, adapter\nright = adapter.answer\ndef answer(care, ask):\n    while ask['do'] == 'reset' and ask['case'] == 'D2-02' and not os.path.exists({:?}):\n        time.sleep(0.05)\n    return right(care, ask)\nadapter.answer = answer\nserve(Care())",
        mark.to_str().unwrap()
    )
}

#[test]
fn a_folder_belongs_to_one_run_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let (out, mark) = (folder.path().join("run"), folder.path().join("go"));
    let (_folder, product) = product(&waiting(&mark));
    let cases = ["--case", "D2-01", "--case", "D2-02"];
    let mut first = command(&cases, &out, &product, "v4");
    let mut first = first.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while !out.join("cases/D2-01.json").exists() {
        assert!(Instant::now() < until, "the run does not get so far");
        std::thread::sleep(Duration::from_millis(20));
    }
    let second = command(&[&["--resume"], &cases[..]].concat(), &out, &sample(), "v4").output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(second.status.code() == Some(3) && said.contains("Another run goes on"), "{said}");
    fs::write(&mark, "").unwrap();
    assert_eq!(first.wait().unwrap().code(), Some(2), "the others were not run");
    // The lock goes with the run, however it ended.
    let third = command(&[&["--resume"], &cases[..]].concat(), &out, &sample(), "v4").output().unwrap();
    let ran = Ran::of(folder, third);
    assert!(ran.case("D2-01").word.is_pass() && ran.case("D2-02").word.is_pass(), "{}{}", ran.said, ran.errors);
}

#[test]
fn what_a_run_leaves_that_never_began_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    fs::create_dir(&out).unwrap();
    fs::write(out.join(".part-x1"), "{").unwrap();
    fs::write(out.join(".lock"), "").unwrap();
    let output = command(&["--case", "D2-01"], &out, &sample(), "v4").output().unwrap();
    let ran = Ran::of(folder, output);
    assert!(ran.case("D2-01").word.is_pass(), "{}{}", ran.said, ran.errors);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "").unwrap();
    let output = command(&["--case", "D2-01"], folder.path(), &sample(), "v4").output().unwrap();
    assert_eq!(output.status.code(), Some(3), "something of somebody else's");
}

#[test]
fn a_program_that_never_stops_talking_costs_its_case() {
    let (_folder, product) = product(
        "import adapter\nright = adapter.answer\ndef answer(care, ask):\n    if ask['do'] == 'import':\n        while True:\n            print('{}', flush=True)\n    return right(care, ask)\nadapter.answer = answer\nserve(Care())",
    );
    let ran = run(&["--case", "D2-02", "--case", "D2-01"], &product);
    let case = ran.case("D2-02");
    assert_eq!(case.word, Word::Inconclusive, "{}{}", ran.said, ran.errors);
    assert!(ran.case("D2-01").word.is_pass(), "{}{}", ran.said, ran.errors);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_an_export_is_not_taken() {
    for made in [
        "os.symlink('/etc/hostname', ask['folder'] + '/UPPLAN.CSV')",
        "os.mkfifo(ask['folder'] + '/UPPLAN.CSV')",
        "os.mkdir(ask['folder'] + '/UPPLAN.CSV')",
        "os.truncate(os.open(ask['folder'] + '/UPPLAN.CSV', os.O_CREAT | os.O_WRONLY), 1 << 40)",
    ] {
        let (_folder, product) = product(&format!(
            "import os, adapter\nright = adapter.answer\ndef answer(care, ask):\n    if ask['do'] == 'export':\n        {made}\n        return {{'result': 'exported'}}\n    return right(care, ask)\nadapter.answer = answer\nserve(Care())"
        ));
        let ran = run(&["--case", "D2-01"], &product);
        assert_eq!(ran.case("D2-01").word, Word::Inconclusive, "{made}: {}{}", ran.said, ran.errors);
        assert!(!ran.out().join("files/D2-01/1").exists(), "{made}");
    }
}

#[cfg(unix)]
#[test]
fn a_pack_is_neither_followed_nor_waited_for() {
    let said = |pack: &Path| Pack::open(pack.to_str().unwrap()).unwrap_err().to_string();
    let pack = copied();
    std::os::unix::fs::symlink(pack.path(), pack.path().join("cases/D2-01/circle")).unwrap();
    assert_eq!(said(pack.path()), "cases/D2-01/circle: neither a file nor a folder");
    let pack = copied();
    must_run(pack.path(), "mkfifo", &["cases/D2-01/pipe"]);
    assert_eq!(said(pack.path()), "cases/D2-01/pipe: neither a file nor a folder");
    // A folder that is none is not searched through.
    assert!(said(Path::new("/")).ends_with("there is no such pack"));
}

#[test]
fn what_stops_a_program_from_starting_is_told() {
    let ran = run(&[], Path::new("/nowhere/product.py"));
    assert_eq!(ran.exit, Some(3));
    assert!(ran.errors.contains("No such file"), "what it wrote says why: {}", ran.errors);
    let output = certify(&["run", "--drive", "program", "--out", "/nowhere/x", "--", "no-such-program"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(3) && said.contains("cannot be started"), "{said}");
}

#[test]
fn settings_are_read_as_editors_of_windows_write_them() {
    let folder = tempfile::tempdir().unwrap();
    let expect = folder.path().join("expect.toml");
    // CP932: 修正.
    let text = [
        &b"[[expect]]\r\ncase = \"D2-04\"\r\ncheck = \"facts\"\r\nfinding = \"fact:addon\"\r\nreason = \""[..],
        b"\x8fC\x90\xb3",
        b"\"\r\nuntil = \"2999-12-31\"\r\n",
    ];
    fs::write(&expect, text.concat()).unwrap();
    let known = ["--expect", expect.to_str().unwrap(), "--case", "D2-04"];
    let ran = run(&known, &adapters().join("wrong/monthly_daily.py"));
    assert!(ran.case("D2-04").known && ran.exit == Some(2), "{}{}", ran.said, ran.errors);
    fs::write(&expect, b"\xff\xfe[\0").unwrap();
    let ran = run(&known, &sample());
    assert!(ran.exit == Some(3) && ran.errors.contains("Save it as UTF-8"), "{}", ran.errors);
}
