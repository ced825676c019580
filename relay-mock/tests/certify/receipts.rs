//! The receipts of a run over the relay: kept, in the bundle, checked by other programs, and found out where they do not
//! agree with the rest.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use cplink::keys::UnixTime;
use cplink_testkit::program::must_run;
use relay_mock::certify::bundle::{BundleInput, BundleRecord, KeyOrigin, Mark, make, test_key, verify};
use relay_mock::certify::judge::{Word, judge};
use relay_mock::certify::pack::Pack;
use relay_mock::certify::transcript::{Answer, KeptFile, RunFolder, Transcript};
use time::OffsetDateTime;

use crate::kit::{Ran, certify};
use crate::mistakes::Mistakes;
use crate::relay::hosted;

/// A spoilt message, which is refused, and a whole one behind it.
fn ran() -> Ran {
    hosted("security", &["S2-04"], &["--limit", "60"], Mistakes::NONE)
}

fn transcript(ran: &Ran) -> Transcript {
    RunFolder::open(&ran.out()).unwrap().1
}

/// What a bundle of the transcript says that is wrong.
fn wrong(pack: &str, transcript: &Transcript) -> Vec<String> {
    let (pack, now) = (Pack::open(pack).unwrap(), UnixTime::now());
    let verdict = judge(&pack, transcript);
    let (signer, authorities) = test_key(OffsetDateTime::now_utc()).unwrap();
    let record = BundleRecord::new(transcript, &verdict, None, KeyOrigin::Test, now).unwrap();
    let input = BundleInput {
        pack: &pack,
        transcript,
        verdict: &verdict,
        known: None,
        record: &record,
        authorities: &authorities,
    };
    let made = make(&input, &signer).unwrap();
    let checked = verify(&made.bytes, None, |name| Pack::open(&name.id).ok(), now).unwrap();
    checked.told.into_iter().filter(|told| told.mark == Mark::Wrong).map(|told| told.en).collect()
}

#[test]
fn every_receipt_is_in_the_bundle_and_openssl_checks_it() {
    let ran = ran();
    let kinds = |step| {
        let receipts = transcript(&ran).cases["S2-04"].receipts.clone().unwrap();
        let of_step = receipts.list.into_iter().filter(|kept| kept.step == step);
        of_step.map(|kept| kept.kind.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(0), ["accepted", "picked_up", "refused", "recorded"]);
    assert_eq!(kinds(1), ["accepted", "picked_up", "imported", "recorded"]);
    let bundle = ran.out().join("bundle.asice");
    let (out, file) = (ran.out(), bundle.to_str().unwrap());
    certify(&["report", out.to_str().unwrap(), "--bundle", file]);
    let checked = certify(&["verify", file]);
    let told = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.code() == Some(0) && told.contains("All 8 receipts of relay and offices"), "{told}");
    must_run(&out, "unzip", &["-q", "-o", "bundle.asice", "-d", "check"]);
    let named = |part: &str| {
        let files = fs::read_dir(out.join("check")).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = files.filter(|path| path.to_str().unwrap().contains(part)).collect();
        files.sort();
        files
    };
    let (root, receipts) = (named("relay-root.pem").remove(0), named(".receipt-"));
    assert_eq!(receipts.len(), 8);
    for receipt in &receipts {
        let (receipt, root) = (receipt.to_str().unwrap(), root.to_str().unwrap());
        let arguments =
            ["cms", "-verify", "-cades", "-inform", "DER", "-in", receipt, "-CAfile", root, "-purpose", "any"];
        let said = must_run(&out, "openssl", &arguments);
        let kind = receipt.rsplit('-').next().unwrap().strip_suffix(".p7s").unwrap();
        assert!(said.contains(&format!("\"{kind}\"")), "{receipt}: {said}");
    }
}

#[test]
fn a_relay_whose_clock_was_ahead_signs_receipts_that_are_checked_all_the_same() {
    let ran = hosted("faults", &["F3-04"], &["--limit", "60"], Mistakes::NONE);
    let transcript = transcript(&ran);
    let receipts = transcript.cases["F3-04"].receipts.clone().unwrap();
    // What was given, and what was sent.
    assert!([0, 1].iter().all(|step| receipts.list.iter().filter(|kept| kept.step == *step).count() == 4));
    assert_eq!(wrong("faults", &transcript), [""; 0]);
}

#[test]
fn receipts_that_do_not_agree_with_the_answers_are_found() {
    let right = transcript(&ran());
    assert_eq!(wrong("security", &right), [""; 0]);
    let changed = |change: &dyn Fn(&mut Transcript)| {
        let mut other = right.clone();
        change(&mut other);
        wrong("security", &other).join("; ")
    };
    let found = "Receipts and transcript do not agree";
    let answer = changed(&|other| other.cases.get_mut("S2-04").unwrap().steps[0].answer = Answer::Imported);
    assert!(answer.contains(found) && answer.contains("as S2-04 0"), "{answer}");
    // A receipt that is about the other message, or says something else, or that somebody else has signed.
    let list = |other: &mut Transcript, change: &dyn Fn(&mut Vec<_>)| {
        change(&mut other.cases.get_mut("S2-04").unwrap().receipts.as_mut().unwrap().list);
    };
    let message = changed(&|other| list(other, &|list: &mut Vec<_>| list[2].message = list[6].message.clone()));
    assert!(message.contains(found), "{message}");
    let reason = changed(&|other| list(other, &|list| list[2].reason = None));
    assert!(reason.contains(found), "{reason}");
    let kind = changed(&|other| list(other, &|list| list[2].kind = Some("imported".to_owned())));
    assert!(kind.contains(found), "{kind}");
    let authority = changed(&|other| {
        let (_, pem) = test_key(OffsetDateTime::now_utc()).unwrap();
        let receipts = other.cases.get_mut("S2-04").unwrap().receipts.as_mut().unwrap();
        receipts.authority = KeptFile::new("relay-root.pem", Arc::<[u8]>::from(pem.into_bytes()));
    });
    assert!(authority.contains(&format!("{found} (8 places")), "{authority}");
    let gone = changed(&|other| list(other, &|list| drop(list.drain(6..))));
    assert!(gone.contains("as S2-04 1"), "{gone}");
}

#[test]
fn a_receipt_that_was_changed_in_the_folder_leaves_nothing_to_judge() {
    let ran = ran();
    let folder = ran.out().join("files/S2-04/receipts");
    let receipt = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let receipt = receipt.filter(|path| path.to_str().unwrap().ends_with("-refused.p7s")).last().unwrap();
    let mut bytes = fs::read(&receipt).unwrap();
    bytes[100] ^= 1;
    fs::write(&receipt, bytes).unwrap();
    let verdict = judge(&Pack::open("security").unwrap(), &transcript(&ran));
    let case = verdict.cases.iter().find(|case| case.id == "S2-04").unwrap();
    assert_eq!(case.word, Word::Inconclusive);
    assert!(case.reason.as_ref().unwrap().en.contains("-refused.p7s is missing or was changed"));
}

#[test]
fn a_receipt_whose_reason_names_a_person_is_not_kept() {
    let ran = hosted("v4", &["D2-03"], &["--limit", "60"], Mistakes { names_a_person: true, ..Mistakes::NONE });
    let case = ran.case("D2-03");
    assert!(case.word == Word::Inconclusive && case.reason.unwrap().en.contains("real person"), "{}", ran.said);
    assert!(transcript(&ran).cases["D2-03"].receipts.is_none());
    let kept = must_run(&ran.out(), "sh", &["-c", "grep -rlaF 1234567890 cases files result.json || true"]);
    assert_eq!(kept, "");
}
