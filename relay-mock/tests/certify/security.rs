//! The pack of messages and connections that must not be trusted, against hosts of the library.

use cplink::Code;
use relay_mock::certify::judge::Word;
use relay_mock::certify::pack::Pack;

use crate::kit::fails_by;
use crate::mistakes::Mistakes;
use crate::relay::{Wrong, are_all, are_caught, hosted};

const NONE: Mistakes = Mistakes::NONE;
const TRUSTS_RELAY: Mistakes = Mistakes { trusts_relay: true, ..NONE };
const REFUSES_AT_ONCE: Mistakes = Mistakes { refuses_at_once: true, ..NONE };
const GIVES_UP: Mistakes = Mistakes { gives_up: true, ..NONE };
const GIVES_UP_SILENTLY: Mistakes = Mistakes { no_reason: true, ..GIVES_UP };

/// Imports what has this fault, and nothing else that is wrong.
const fn forgives(code: &'static [Code]) -> Mistakes {
    Mistakes { forgives: code, ..NONE }
}

const WRONG: [Wrong; 20] = [
    ("S1-01", REFUSES_AT_ONCE, "refused:01"),
    ("S1-01", TRUSTS_RELAY, "refused:01"),
    ("S1-02", GIVES_UP, "refused:01"),
    ("S1-03", Mistakes { takes_tls12: true, ..NONE }, "connection:tls12"),
    ("S1-03", GIVES_UP_SILENTLY, "reason:CPL_E_TLS_VERSION"),
    ("S1-04", GIVES_UP_SILENTLY, "reason:CPL_E_TLS_CLIENT_REVOKED"),
    ("S2-01", forgives(&[Code::ContainerDigest]), "imported:01"),
    ("S2-02", forgives(&[Code::ContainerManifest]), "imported:01"),
    ("S2-03", forgives(&[Code::ContainerManifest]), "reason:CPL_E_CONTAINER_MANIFEST"),
    ("S2-04", forgives(&[Code::SignatureInvalid]), "imported:01"),
    ("S2-05", forgives(&[Code::ContainerTruncated]), "imported:01"),
    ("S3-01", forgives(&[Code::CertUnknownIssuer]), "imported:01"),
    ("S3-02", forgives(&[Code::CertExpired]), "imported:01"),
    ("S3-03", forgives(&[Code::CertRevoked]), "imported:01"),
    ("S3-04", forgives(&[Code::CertOffice]), "imported:01"),
    ("S3-05", forgives(&[Code::MessageReceiver]), "imported:01"),
    // Whatever is wrong with a message, what comes behind it is imported, and once.
    ("S2-04", Mistakes { stops_at_spoilt: true, ..NONE }, "held-up:01"),
    ("S3-02", Mistakes { stops_at_spoilt: true, ..NONE }, "held-up:01"),
    ("S2-01", Mistakes { imports_again: true, has_naive_software: true, ..NONE }, "fact:visits"),
    ("S3-01", Mistakes { no_reason: true, ..REFUSES_AT_ONCE }, "reason:CPL_E_CERT_UNKNOWN_ISSUER"),
];

fn cases(patterns: &[&str]) -> Vec<String> {
    let pack = Pack::open("security").unwrap();
    pack.cases.into_iter().filter(|case| patterns.contains(&case.pattern.as_str())).map(|case| case.id).collect()
}

#[test]
fn a_right_host_passes_every_case_of_security_in_one_run() {
    let all = cases(&["S1", "S2", "S3"]);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let ran = hosted("security", &all, &["--limit", "60"], NONE);
    for id in &all {
        let case = ran.case(id);
        assert_eq!(case.word, Word::Pass, "{id}: {:?} {:?} {}{}", case.reason, case.checks, ran.said, ran.errors);
    }
    assert_eq!((all.len(), ran.exit), (14, Some(0)));
}

#[test]
fn every_case_of_security_is_failed_by_a_wrong_host_with_the_finding_that_names_it() {
    are_all("security", &WRONG);
    are_caught("security", &WRONG);
}

#[test]
fn a_host_that_imports_whatever_the_relay_brings_fails_every_spoilt_message() {
    let all = cases(&["S2", "S3"]);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let ran = hosted("security", &all, &["--limit", "60"], TRUSTS_RELAY);
    for id in all {
        let case = ran.case(id);
        // A file that was taken out is missed by the software: then only the reason is another.
        let finding = if id == "S2-03" { "reason:CPL_E_CONTAINER_MANIFEST" } else { "imported:01" };
        assert!(
            case.word == Word::Fail && fails_by(&case, finding),
            "{id}: {:?} {}{}",
            case.checks,
            ran.said,
            ran.errors
        );
    }
}

#[test]
fn a_host_need_not_fetch_anew_what_is_spoilt_for_good_nor_use_a_connection_that_it_must_not() {
    let ran = hosted("security", &["S2-01", "S3-04"], &["--limit", "60"], REFUSES_AT_ONCE);
    assert!(["S2-01", "S3-04"].iter().all(|id| ran.case(id).word == Word::Pass), "{}{}", ran.said, ran.errors);
    for id in ["S1-03", "S1-04"] {
        let ran = hosted("security", &[id], &["--limit", "60"], GIVES_UP);
        assert_eq!(ran.case(id).word, Word::PassWithNotes, "{id}: {}{}", ran.said, ran.errors);
    }
}

#[test]
fn a_mistake_about_one_thing_fails_no_case_of_another() {
    let cases = ["S2-01", "S2-04", "S3-01"];
    let ran = hosted("security", &cases, &["--limit", "60"], forgives(&[Code::SignatureInvalid]));
    assert_eq!(cases.map(|id| ran.case(id).word), [Word::Pass, Word::Fail, Word::Pass], "{}{}", ran.said, ran.errors);
}
