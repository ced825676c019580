//! Authorities of one name and their revocation lists, made by openssl: each list is matched to its authority by its
//! signature, what is not is named, and the others count.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use cplink::Code;
use cplink::keys::{CertificateDer, Moment, Notice, Trust, Usage, Verified};
use cplink_testkit::*;
use rustls::pki_types::pem::PemObject;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/vectors/lists.sh");

/// A line of the script's table.
struct Row {
    name: String,
    expected: String,
    chain: Vec<CertificateDer<'static>>,
    trust: Trust,
    /// The time of the signature, where it is the signer's word.
    signed: Option<Duration>,
    aside: String,
}

impl Row {
    fn read(folder: &Path, line: &str) -> Self {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, expected, chain, trusted, lists, required, days, aside] = fields[..] else { panic!("{line}") };
        let chain = CertificateDer::pem_file_iter(folder.join(chain)).unwrap().map(Result::unwrap).collect();
        let mut trust = Trust::from_pem(&fs::read(folder.join(trusted)).unwrap()).unwrap();
        if lists != "-" {
            trust = trust.with_crl_folder(&folder.join(lists)).unwrap();
        }
        if required == "required" {
            trust = trust.with_lists_required();
        }
        let signed = days.parse().ok().map(|days: u64| Duration::from_secs(days * 86_400));
        let aside = if aside == "-" { String::new() } else { aside.to_owned() };
        Self { name: name.to_owned(), expected: expected.to_owned(), chain, trust, signed, aside }
    }

    fn verify(&self) -> cplink::Result<Verified> {
        let moment = match self.signed {
            None => Moment::Now(now()),
            Some(ago) => Moment::Claimed { at: earlier(ago.as_secs()), now: now() },
        };
        self.trust.verify(&self.chain[0], &self.chain[1..], Usage::Signature, moment)
    }

    /// What is set aside, as the table writes it.
    fn found_aside(&self) -> String {
        let unverified = self.trust.unverified_lists(&self.chain[1..]);
        let all = self.trust.unusable_lists().iter().chain(&unverified);
        let told = |list: &cplink::keys::UnusableList| {
            assert_eq!(list.issuer.as_deref(), Some("CN=Vector Root"), "{}", self.name);
            assert!(list.detail.is_some(), "{}", self.name);
            format!("{}={}", list.file.as_deref().unwrap(), list.code.name())
        };
        all.map(told).collect::<Vec<_>>().join(",")
    }
}

fn rows(folder: &Path) -> Vec<Row> {
    must_run(folder, "sh", &[SCRIPT]);
    let table = fs::read_to_string(folder.join("lists.tsv")).unwrap();
    table.lines().map(|line| Row::read(folder, line)).collect()
}

#[test]
fn a_list_counts_for_the_authority_whose_signature_it_bears() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(folder.path());
    let mut wrong = Vec::new();
    for row in &rows {
        let outcome = row.verify();
        let code = outcome.as_ref().err().map_or("good", |error| error.code().name());
        let aside = row.found_aside();
        if code != row.expected || aside != row.aside {
            let Row { name, expected, aside: wanted, .. } = row;
            wrong.push(format!("{name}: {expected}, aside {wanted:?} expected; {code}, aside {aside:?} found"));
        }
        if let Err(error) = &outcome
            && error.code() == Code::CrlInvalid
        {
            // The file at fault is named.
            assert_eq!(error.at().file.as_deref(), row.aside.split('=').next(), "{}", row.name);
        }
        if let Ok(verified) = &outcome {
            let is_told = verified.notices.contains(&Notice::CrlUnusable);
            assert_eq!(is_told, !row.aside.is_empty(), "{}: {:?}", row.name, verified.notices);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let codes: BTreeSet<&str> = rows.iter().map(|row| row.expected.as_str()).collect();
    assert!(rows.len() >= 30 && codes.len() >= 7, "{} rows, {codes:?}", rows.len());
}

#[test]
fn the_cause_of_a_list_without_its_authoritys_signature_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(folder.path());
    let detail = |name: &str| {
        let row = rows.iter().find(|row| row.name == name).unwrap();
        row.trust.unverified_lists(&[])[0].detail.clone().unwrap()
    };
    assert_eq!(detail("namesake-beside"), "of another authority with the same name");
    assert_eq!(detail("changed-beside"), "its signature is not the authority's");
}
