//! Certificates that must not be accepted, each with its code; made by rcgen and, independently, by
//! openssl.

// The script wants a shell.
#[cfg(unix)]
mod openssl;
mod rcgen_made;

use std::collections::BTreeSet;

use cplink::Code;
use cplink::keys::{CertificateDer, Moment, Trust, UnixTime, Usage};

/// Whose certificates these are.
const OFFICE: &str = "1370000011";

/// A certificate, and what must be said of it; `None` where it is good.
struct Vector {
    name: String,
    expected: Option<Code>,
    chain: Vec<CertificateDer<'static>>,
    trust: Trust,
}

impl Vector {
    fn found(&self) -> Option<Code> {
        let (leaf, intermediates) = self.chain.split_first().unwrap();
        let verified = self.trust.verify(leaf, intermediates, Usage::Signature, Moment::Now(UnixTime::now()));
        verified.and_then(|verified| verified.require_office(OFFICE)).err().map(|error| error.code())
    }
}

/// Checks all of them, and gives back the codes that were seen.
fn check(vectors: &[Vector]) -> BTreeSet<i32> {
    let mut wrong = Vec::new();
    for vector in vectors {
        let found = vector.found();
        if found != vector.expected {
            wrong.push(format!("{}: {:?} expected, {found:?} found", vector.name, vector.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    vectors.iter().filter_map(|vector| vector.expected).map(|code| code as i32).collect()
}

#[test]
fn none_of_rcgen_is_accepted() {
    let vectors = rcgen_made::vectors();
    assert!(vectors.iter().filter(|vector| vector.expected.is_some()).count() >= 24);
    let codes = check(&vectors);
    assert!(codes.len() >= 22, "{} codes", codes.len());
}

#[cfg(unix)]
#[test]
fn none_of_openssl_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let vectors = openssl::vectors(folder.path());
    assert!(vectors.iter().filter(|vector| vector.expected.is_some()).count() >= 24);
    let codes = check(&vectors);
    assert!(codes.len() >= 22, "{} codes", codes.len());
}
