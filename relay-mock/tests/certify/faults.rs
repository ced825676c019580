//! The packs for products that speak to the relay, against a host of the library: faults leave a right host right.

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::host::Mistakes;
use crate::relay::{hosted, told};

/// The cases of a pack with a script, each of which must be met and passed.
fn is_passed(pack: &str, cases: &[&str]) {
    let ran = hosted(pack, cases, &["--limit", "120"], Mistakes::default());
    for id in cases {
        let case = ran.case(id);
        assert!(case.word.is_pass(), "{id}: {:?} {}{}", case.reason, ran.said, ran.errors);
        assert!(!told(&ran, id).fired.is_empty(), "{id}: nothing was played");
    }
}

#[test]
fn a_right_host_passes_where_answers_are_lost() {
    is_passed("faults", &["F1-01"]);
}

#[test]
fn a_host_that_makes_a_unit_anew_fails_where_answers_are_lost() {
    let mistakes = Mistakes { sends_anew: true, ..Mistakes::default() };
    let ran = hosted("faults", &["F1-01"], &["--limit", "60"], mistakes);
    assert_eq!((ran.exit, ran.case("F1-01").word), (Some(1), Word::Fail), "{}{}", ran.said, ran.errors);
}

#[test]
fn messages_that_no_driver_can_spoil_blame_nobody() {
    let pack = Pack::open("security").unwrap();
    let spoilt: Vec<&str> = pack.cases.iter().filter(|case| case.is_tampered()).map(|case| case.id.as_str()).collect();
    assert_eq!(spoilt.len(), 10);
    let ran = hosted("security", &spoilt, &["--limit", "2"], Mistakes::default());
    for id in spoilt {
        assert_eq!(ran.case(id).word, Word::NotApplicable, "{}{}", ran.said, ran.errors);
    }
}
