//! The packs for products that speak to the relay, against a host of the library: faults leave a right host right.

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::kit::{Ran, product};
use crate::mistakes::Mistakes;
use crate::relay::{hosted, hosted_in, told};

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

/// Whether these cases, each of which was played, have this word.
fn have(ran: &Ran, cases: &[&str], word: Word) {
    for id in cases {
        let (case, told) = (ran.case(id), told(ran, id));
        assert_eq!(case.word, word, "{id}: {:?} {:?} {}{}", case.reason, told.fired, ran.said, ran.errors);
        assert!(!told.fired.is_empty(), "{id}: nothing was played");
    }
}

#[test]
fn a_right_host_passes_every_case_of_faults_in_one_run() {
    let pack = Pack::open("faults").unwrap();
    let all: Vec<&str> = pack.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(all.len(), 14);
    let ran = hosted("faults", &all, &["--limit", "60"], Mistakes::default());
    have(&ran, &all, Word::Pass);
    // A handshake knows no office: both faults must have met the product, whose connection of before was ended.
    assert_eq!(told(&ran, "F3-03").fired.len(), 2);
}

#[test]
fn a_host_that_makes_a_unit_anew_fails_where_it_was_delivered_and_nothing_said_so() {
    let cases = ["F1-01", "F1-04", "F1-06"];
    let mistakes = Mistakes { sends_anew: true, ..Mistakes::default() };
    let ran = hosted("faults", &cases, &["--limit", "60"], mistakes);
    assert_eq!(ran.exit, Some(1));
    have(&ran, &cases, Word::Fail);
}

#[test]
fn a_host_that_believes_lists_fails_where_they_are_doubled_or_in_another_order() {
    let (_folder, naive) = product(NAIVE);
    let mistakes = Mistakes { believes_lists: true, ..Mistakes::default() };
    let cases = ["F2-02", "F2-04", "F3-01"];
    let ran = hosted_in(tempfile::tempdir().unwrap(), "faults", &cases, &["--limit", "60"], mistakes, &naive);
    have(&ran, &["F2-02", "F2-04"], Word::Fail);
    // It is right where lists are.
    have(&ran, &["F3-01"], Word::Pass);
}
