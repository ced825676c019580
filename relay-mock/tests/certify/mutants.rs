//! Wrong products fail where they say, and every case that must pass has one that fails it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;
use relay_mock::certify::scenario::Level;

use crate::kit::{fails_by, in_parallel, packs, programs, run_pack};

/// Where a wrong product says that it is caught: cases with findings, by the pack.
fn caught<'a>(packs: &'a [Pack], text: &'a str) -> BTreeMap<&'a str, Vec<(&'a str, &'a str)>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for (id, finding) in text.lines().filter_map(|line| line.strip_prefix("# caught: ")?.split_once(' ')) {
        let pack = packs.iter().find(|pack| pack.case(id).is_some()).unwrap_or_else(|| panic!("there is no case {id}"));
        found.entry(pack.about.id.as_str()).or_default().push((id, finding));
    }
    found
}

/// Runs a wrong product on the cases that it names, and no others: all of them would take minutes.
fn is_caught(packs: &[Pack], product: &Path) -> BTreeSet<String> {
    let (text, name) = (fs::read_to_string(product).unwrap(), product.display());
    let caught = caught(packs, &text);
    assert!(!caught.is_empty(), "{name} does not say where it is caught");
    let mut cases = BTreeSet::new();
    for (pack, findings) in caught {
        let named: BTreeSet<&str> = findings.iter().map(|(id, _)| *id).collect();
        let arguments: Vec<&str> = named.iter().flat_map(|id| ["--case", id]).collect();
        let ran = run_pack(pack, &arguments, product);
        for (id, finding) in findings {
            let case = ran.case(id);
            assert_eq!(case.word, Word::Fail, "{name}: {id}: {}{}", ran.said, ran.errors);
            assert!(fails_by(&case, finding), "{name}: {id} does not say {finding}: {}", ran.said);
            // What must pass fails the run. Cases that were not run would make it inconclusive, at most.
            assert!(case.level != Level::Must || ran.exit == Some(1), "{name}: {id}: {:?}", ran.exit);
            cases.insert(id.to_owned());
        }
    }
    cases
}

#[test]
fn every_wrong_product_is_caught_where_it_says_and_every_case_catches_one() {
    let packs = packs();
    let products = programs("wrong");
    assert!(products.len() >= 25);
    let catching: BTreeSet<String> =
        in_parallel(&products, |product| is_caught(&packs, product)).into_iter().flatten().collect();
    let cases = packs.iter().flat_map(|pack| &pack.cases);
    let musts = cases.filter(|case| case.level == Level::Must && !case.is_for_relay()).map(|case| &case.id);
    let idle: Vec<&String> = musts.filter(|id| !catching.contains(*id)).collect();
    assert_eq!(idle, [""; 0], "cases that no wrong product fails");
}
