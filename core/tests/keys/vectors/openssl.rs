//! Vectors that openssl makes: `make.sh` writes them with the table of what must be said of each.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::keys::{CertificateDer, Trust};
use cplink_testkit::must_run;
use rustls::pki_types::pem::PemObject;

use super::Vector;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/vectors/make.sh");

pub(crate) fn vectors(folder: &Path) -> Vec<Vector> {
    must_run(folder, "sh", &[SCRIPT]);
    let table = fs::read_to_string(folder.join("vectors.tsv")).unwrap();
    table.lines().map(|line| vector(folder, line)).collect()
}

/// A line: name, code or `good`, chain, trusted, lists, `required` or `-`, policy or `-`.
fn vector(folder: &Path, line: &str) -> Vector {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, expected, chain, trusted, lists, required, policy] = fields[..] else { panic!("{line}") };
    let chain = CertificateDer::pem_file_iter(folder.join(chain)).unwrap().map(Result::unwrap).collect();
    let mut trust = Trust::from_pem(&fs::read(folder.join(trusted)).unwrap()).unwrap();
    if lists != "-" {
        trust = trust.with_crl_folder(&folder.join(lists)).unwrap();
    }
    if required == "required" {
        trust = trust.with_lists_required();
    }
    if policy != "-" {
        trust = trust.with_policies([policy]).unwrap();
    }
    let expected = (expected != "good").then(|| {
        let known = Code::ALL.iter().copied().find(|code| code.name() == expected);
        known.unwrap_or_else(|| panic!("no such code: {expected}"))
    });
    Vector { name: name.to_owned(), expected, chain, trust }
}
