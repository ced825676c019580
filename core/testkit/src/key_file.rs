//! Key files as openssl writes them.

use std::fs;
use std::path::Path;

use relay_mock::pki::CertifiedKey;

use crate::program::must_run;

/// The PKCS#12 file that openssl makes with these further arguments of the `office.pem` in a folder.
pub fn pkcs12_in(folder: &Path, password: &str, further: &[&str]) -> Vec<u8> {
    let password = format!("pass:{password}");
    let arguments = ["pkcs12", "-export", "-in", "office.pem", "-out", "office.p12", "-passout", &password];
    must_run(folder, "openssl", &[&arguments[..], further].concat());
    fs::read(folder.join("office.p12")).unwrap()
}

/// The PKCS#12 file that openssl makes with these further arguments.
pub fn pkcs12(identity: &CertifiedKey, password: &str, further: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("office.pem"), identity.pem()).unwrap();
    pkcs12_in(folder.path(), password, further)
}

/// The same without the iterations that make each try of a password slow: for tests that try thousands.
pub fn quick_pkcs12(identity: &CertifiedKey, password: &str) -> Vec<u8> {
    pkcs12(identity, password, &["-noiter", "-nomaciter"])
}

/// The private key alone, as PEM.
pub fn key_pem(identity: &CertifiedKey) -> &str {
    &identity.pem()[key_place(identity)..]
}

/// The certificates alone, as PEM.
pub fn certificates_pem(identity: &CertifiedKey) -> &str {
    &identity.pem()[..key_place(identity)]
}

fn key_place(identity: &CertifiedKey) -> usize {
    identity.pem().find("-----BEGIN PRIVATE").unwrap()
}
