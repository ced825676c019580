//! The sample, and right products that only write or work otherwise, go through whole packs.

use std::fs;
use std::path::PathBuf;

use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::kit::{Ran, in_parallel, packs, programs, run_pack, sample};

/// A product put through a pack.
struct Put {
    product: PathBuf,
    pack: Pack,
    ran: Ran,
}

fn put(products: &[PathBuf]) -> Vec<Put> {
    let both: Vec<(&PathBuf, Pack)> =
        packs().into_iter().flat_map(|pack| products.iter().map(move |product| (product, pack.clone()))).collect();
    in_parallel(&both, |(product, pack)| {
        let ran = run_pack(&pack.about.id, &[], product);
        Put { product: (*product).clone(), pack: pack.clone(), ran }
    })
}

#[test]
fn right_products_pass_every_case_of_every_pack() {
    let products: Vec<PathBuf> = [vec![sample()], programs("right")].concat();
    assert!(products.len() >= 5);
    for Put { product, pack, ran } in put(&products) {
        let told = format!("{} {}: {}{}", product.display(), pack.about.id, ran.said, ran.errors);
        assert_eq!(ran.exit, Some(0), "{told}");
        let verdict = ran.verdict();
        assert!(verdict.word.is_pass() && verdict.cases.len() == pack.cases.len(), "{told}");
        assert!(verdict.cases.iter().all(|case| case.word.is_pass() && !case.checks.is_empty()), "{told}");
        if product == sample() && pack.about.id == "v4" {
            let noted = verdict.cases.iter().filter(|case| case.word == Word::PassWithNotes);
            assert_eq!(noted.map(|case| case.id.as_str()).collect::<Vec<_>>(), [""; 0], "{told}");
        }
    }
}

#[test]
fn the_sample_adapter_is_short() {
    assert!(fs::read_to_string(sample()).unwrap().lines().count() <= 80);
}
