//! The pack of faults, against hosts of the library: faults leave a right host right, and each case fails a wrong one.

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::mistakes::Mistakes;
use crate::relay::{Wrong, are_all, are_caught, hosted, told};

const NONE: Mistakes = Mistakes::NONE;
const SENDS_ANEW: Mistakes = Mistakes { sends_anew: true, ..NONE };
const ASSUMES_SENT: Mistakes = Mistakes { assumes_sent: true, ..NONE };
const GIVES_UP: Mistakes = Mistakes { gives_up: true, ..NONE };
const BELIEVES_LISTS: Mistakes = Mistakes { believes_lists: true, has_naive_software: true, ..NONE };

const WRONG: [Wrong; 15] = [
    ("F1-01", SENDS_ANEW, "invented:UPJSK"),
    ("F1-02", ASSUMES_SENT, "lost:UPJSK"),
    ("F1-03", Mistakes { yields: true, ..NONE }, "lost:UPJSK"),
    ("F1-04", SENDS_ANEW, "invented:UPJSK"),
    ("F1-05", ASSUMES_SENT, "lost:UPJSK"),
    ("F1-06", SENDS_ANEW, "invented:UPJSK"),
    ("F2-01", Mistakes { fetches_once: true, ..GIVES_UP }, "refused:01"),
    ("F2-02", BELIEVES_LISTS, "invented:UPJSK"),
    ("F2-03", GIVES_UP, "refused:01"),
    ("F2-04", BELIEVES_LISTS, "changed:UPJSK:service_start_time"),
    ("F3-01", GIVES_UP, "refused:01"),
    ("F3-02", Mistakes { is_impatient: true, ..GIVES_UP }, "refused:01"),
    ("F3-03", GIVES_UP, "refused:01"),
    ("F3-04", Mistakes { doubts_clocks: true, ..NONE }, "invented:UPJSK"),
    ("F4-01", Mistakes { pins_certificates: true, ..NONE }, "refused:02"),
];

#[test]
fn a_right_host_passes_every_case_of_faults_in_one_run() {
    let pack = Pack::open("faults").unwrap();
    let all: Vec<&str> = pack.cases.iter().map(|case| case.id.as_str()).collect();
    let ran = hosted("faults", &all, &["--limit", "60"], NONE);
    for case in &pack.cases {
        let (id, verdict) = (&case.id, ran.case(&case.id));
        assert_eq!(verdict.word, Word::Pass, "{id}: {:?} {}{}", verdict.reason, ran.said, ran.errors);
        assert!(case.faults.is_none() || !told(&ran, id).fired.is_empty(), "{id}: nothing was played");
    }
    assert_eq!((all.len(), ran.exit), (15, Some(0)));
    // A handshake knows no office: both faults must have met the product, whose connection of before was ended.
    assert_eq!(told(&ran, "F3-03").fired.len(), 2);
}

#[test]
fn every_case_of_faults_is_failed_by_a_wrong_host_with_the_finding_that_names_it() {
    are_all("faults", &WRONG);
    are_caught("faults", &WRONG);
}

#[test]
fn a_wrong_host_is_right_where_its_mistake_does_no_harm() {
    for (mistakes, cases) in [(BELIEVES_LISTS, ["F3-01", "F3-02"]), (SENDS_ANEW, ["F1-03", "F3-04"])] {
        let ran = hosted("faults", &cases, &["--limit", "60"], mistakes);
        assert!(cases.iter().all(|id| ran.case(id).word == Word::Pass), "{mistakes:?}: {}{}", ran.said, ran.errors);
    }
}
