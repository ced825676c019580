//! Known failures.

use std::fs;

use crate::kit::{product, run};

const RIGHT: &str = "[[expect]]\ncase = \"D3-01\"\ncheck = \"meaning\"\nfinding = \"changed:UPJSK:service_start_time\"\nreason = \"fixed in 5.2\"\nuntil = \"2999-12-31\"\n\n[[expect]]\ncase = \"D3-0*\"\ncheck = \"meaning\"\nfinding = \"changed:UPJSK:service_end_time\"\nreason = \"fixed in 5.2\"\nuntil = \"2999-12-31\"\n";

/// Takes 9999 for midnight, in one case alone.
pub(crate) const MIDNIGHT: &str = "import adapter
right = adapter.answer
def answer(care, ask):
    if ask['do'] == 'reset':
        care.case = ask['case']
    return right(care, ask)
adapter.answer = answer
class Wrong(Care):
    def time_of(self, text):
        return '0000' if (self.case, text) == ('D3-01', '9999') else text
serve(Wrong())";

/// Exit code and problems of that product, with these known failures.
fn whole(known: &str) -> (Option<i32>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("expect.toml");
    fs::write(&file, known).unwrap();
    let (_folder, product) = product(MIDNIGHT);
    let ran = run(&["--expect", file.to_str().unwrap()], &product);
    if ran.exit == Some(3) {
        return (ran.exit, vec![ran.errors]);
    }
    let problems = ran.verdict().known_problems.into_iter().map(|problem| problem.problem);
    (ran.exit, problems.collect())
}

#[test]
fn a_failure_that_is_known_does_not_fail_the_run() {
    let one = RIGHT.replace("D3-0*", "D3-01");
    assert_eq!(whole(&one), (Some(0), vec![]));
    // A part of what fails is not all of it.
    let first = one.split("\n\n").next().unwrap();
    assert_eq!(whole(first), (Some(1), vec![]));
}

#[test]
fn a_known_failure_that_is_stale_unused_or_expired_fails_the_run() {
    let one = RIGHT.replace("D3-0*", "D3-01");
    for (known, problem) in [
        (one.replace("D3-01", "D3-99"), vec!["stale", "stale"]),
        (one.replacen("2999", "2020", 1), vec!["expired"]),
        (one.replacen("D3-01", "D2-01", 1), vec!["unused"]),
        (one.replacen("service_start_time", "units", 1), vec!["unused"]),
        (one.replacen("meaning", "rules", 1), vec!["unused"]),
        (RIGHT.to_owned(), vec!["unused"]),
    ] {
        assert_eq!(whole(&known), (Some(1), problem.into_iter().map(str::to_owned).collect()), "{known}");
    }
}

#[test]
fn a_file_of_known_failures_that_is_not_understood_is_a_fault_of_the_set_up() {
    for (known, said) in [
        (RIGHT.replacen("reason = \"fixed in 5.2\"", "reason = \" \"", 1), "expect 1 reason"),
        (RIGHT.replacen("2999-12-31", "31.12.2999", 1), "expect 1 until"),
        (RIGHT.replacen("until", "before", 1), "unknown field"),
    ] {
        let (exit, errors) = whole(&known);
        assert!(exit == Some(3) && errors[0].contains(said), "{errors:?}");
    }
}
