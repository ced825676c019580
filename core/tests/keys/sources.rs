//! Key and authorities by where they are.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cplink::Code;
use cplink::keys::{KeySource, Signer, SubjectProfile, TrustSource};
use cplink_testkit::key_file::{certificates_pem, key_pem};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};

fn key(pki: &Pki) -> CertifiedKey {
    pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap()
}

fn open(source: impl Into<KeySource>) -> cplink::Result<Arc<dyn Signer>> {
    source.into().open(&SubjectProfile::default())
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_key_is_a_file_a_pair_of_files_a_folder_or_a_signer() {
    let (pki, folder) = (pki(), tempfile::tempdir().unwrap());
    let key = key(&pki);
    let at = |name: &str| folder.path().join(name);
    fs::write(at("office.p12"), key.pkcs12("secret").unwrap()).unwrap();
    fs::create_dir(at("pair")).unwrap();
    fs::write(at("pair/office.crt"), certificates_pem(&key)).unwrap();
    fs::write(at("pair/office.key"), key_pem(&key)).unwrap();
    let leaf = |signer: Arc<dyn Signer>| signer.chain()[0].clone();
    for opened in [
        open((path(&at("office.p12")), "secret")),
        open(KeySource::file(at("office.p12")).with_password("secret")),
        open(path(&at("pair/office.crt"))),
        open(path(&at("pair"))),
        open(Arc::new(signer(&key))),
    ] {
        assert_eq!(leaf(opened.unwrap()), key.chain[0]);
    }
}

#[test]
fn what_is_wrong_with_a_key_names_its_file() {
    let (pki, folder) = (pki(), tempfile::tempdir().unwrap());
    let file = folder.path().join("office.p12");
    fs::write(&file, key(&pki).pkcs12("secret").unwrap()).unwrap();
    let error = open((path(&file), "wrong")).err().unwrap();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::KeyPassword, Some(path(&file))));
    let missing = folder.path().join("none.p12");
    let error = open(path(&missing)).err().unwrap();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileRead, Some(path(&missing))));
    assert_eq!(code(open("")), Code::KeyPlace);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(code(open(path(empty.path()))), Code::KeyNotFound);
    #[cfg(not(windows))]
    assert_eq!(code(open("store:9970000111")), Code::KeyStore);
    #[cfg(windows)]
    assert_eq!(code(open("store:99")), Code::KeyPlace);
}

#[test]
fn authorities_are_a_file_a_text_bytes_or_a_folder() {
    let (pki, folder) = (pki(), tempfile::tempdir().unwrap());
    let at = |name: &str| folder.path().join(name);
    let pem = [pki.ca_pem(), pki.crls_pem().unwrap()].concat();
    fs::write(at("ca.pem"), &pem).unwrap();
    let root = pki.ca_der().to_vec();
    for source in [
        TrustSource::from(path(&at("ca.pem"))),
        TrustSource::from(at("ca.pem").as_path()),
        TrustSource::from(pem.as_str()),
        TrustSource::from(pem.as_bytes()),
        TrustSource::from(trust(&pki)),
    ] {
        let trust = source.open().unwrap();
        assert_eq!((trust.certificates().len(), trust.certificates()[0].as_ref()), (1, root.as_slice()));
        assert_eq!(trust.crls().len(), 2);
    }
}

#[test]
fn of_a_folder_the_authorities_count_and_not_what_else_lies_there() {
    let (pki, folder) = (pki(), tempfile::tempdir().unwrap());
    let at = |name: &str| folder.path().join(name);
    fs::write(at("office.pem"), key(&pki).pem()).unwrap();
    fs::write(at("leaf.cer"), &key(&pki).chain[0]).unwrap();
    fs::write(at("office-key.pem"), key_pem(&key(&pki))).unwrap();
    fs::write(at("notes.txt"), "x").unwrap();
    let open = || TrustSource::path(folder.path()).open();
    let without = open().map(|trust| trust.certificates().len());
    fs::write(at("office-again.pem"), key(&pki).pem()).unwrap();
    assert_eq!(open().unwrap().certificates().len(), 1, "in two files it is one");
    fs::remove_file(at("office-again.pem")).unwrap();
    // The office's file brings the authority that has issued it, but never its own certificate.
    assert_eq!(without.unwrap(), 1);
    fs::remove_file(at("office.pem")).unwrap();
    let error = open().err().unwrap();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::TrustFile, Some(path(folder.path()))));
    fs::write(at("root.CRT"), pki.ca_der()).unwrap();
    fs::write(at("office.crl"), pki.crl_der().unwrap()).unwrap();
    fs::write(at("lists.pem"), pki.crls_pem().unwrap()).unwrap();
    let trust = open().unwrap();
    assert_eq!((trust.certificates().len(), trust.crls().len()), (1, 3));
    trust.check(&signer(&key(&pki)), Some(SENDER), now()).unwrap();
    fs::write(at("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n").unwrap();
    let error = open().err().unwrap();
    assert_eq!(error.at().file.as_deref(), Some(path(&at("broken.pem"))));
}
