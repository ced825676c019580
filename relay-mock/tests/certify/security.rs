//! The pack of messages and connections that must not be trusted, against hosts of the library.

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::mistakes::Mistakes;
use crate::relay::hosted;

fn cases(pattern: &str) -> Vec<String> {
    let pack = Pack::open("security").unwrap();
    let of = pack.cases.into_iter().map(|case| case.id).filter(|id| id.starts_with(pattern));
    of.collect()
}

#[test]
fn a_right_host_passes_every_case_of_security_in_one_run() {
    let all = cases("S");
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(all.len(), 14);
    let ran = hosted("security", &all, &["--limit", "60"], Mistakes::default());
    for id in all {
        let case = ran.case(id);
        assert_eq!(case.word, Word::Pass, "{id}: {:?} {:?} {}{}", case.reason, case.checks, ran.said, ran.errors);
    }
}

#[test]
fn probe() {
    let all = cases("S");
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let ran = hosted("security", &all, &["--limit", "20"], Mistakes { trusts_relay: true, ..Mistakes::default() });
    for case in ran.verdict().cases {
        println!("{} {:?} {:?} {:?}", case.id, case.word, case.reason, case.checks.iter().flat_map(|c| &c.findings).map(|f| (&f.id, &f.got)).collect::<Vec<_>>());
    }
}
