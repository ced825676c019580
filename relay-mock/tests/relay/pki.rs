//! The test authority's folder, as openssl sees it.

use cplink_testkit::run;
use relay_mock::pki::{Algorithm, PkiError, WriteAll, add_offices, write_all};

#[cfg(unix)]
#[test]
fn keys_and_database_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let outer = tempfile::tempdir().unwrap();
    let data = outer.path().join("data");
    crate::served::prepare(&data, &["1370000011"]);
    let _served = crate::served::Served::start(&data);
    let mode = |name: &str| data.join(name).metadata().unwrap().permissions().mode() & 0o777;
    for folder in ["", "pki", "pki/bad", "spool"] {
        assert_eq!(mode(folder), 0o700, "{folder}");
    }
    let files =
        ["relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm", "relay.lock", "pki/relay-seal.pem", "pki/server.p12"];
    for file in files {
        assert_eq!(mode(file), 0o600, "{file}");
    }
}

#[test]
fn the_folder_is_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = WriteAll::new(time::OffsetDateTime::now_utc());
    options.algorithm = Algorithm::EcdsaP256;
    let names = write_all(folder.path(), &options).unwrap();
    assert_eq!(names.iter().filter(|name| name.starts_with("office-")).count(), 12);
    let verify = |name: &str| {
        let file = format!("{name}.pem");
        let check = ["verify", "-crl_check", "-CAfile", "root.pem", "-untrusted", "issuing.pem"];
        run(folder.path(), "openssl", &[&check[..], &["-CRLfile", "crl.pem", &file]].concat())
    };
    for good in ["server", "relay-seal", "office-1370000011-care-plan", "bad/wrong-kind"] {
        let (ok, text) = verify(good);
        assert!(ok, "{good}: {text}");
    }
    for (bad, why) in [
        ("bad/expired", "expired"),
        ("bad/not-yet-valid", "not yet valid"),
        ("bad/revoked", "revoked"),
        ("bad/unknown-ca", "unable to get local issuer"),
    ] {
        let (ok, text) = verify(bad);
        assert!(!ok && text.contains(why), "{bad}: {text}");
    }
    for name in names.iter().filter(|name| name.ends_with(".p12")) {
        let (ok, text) = run(folder.path(), "openssl", &["pkcs12", "-in", name, "-passin", "pass:test", "-nodes"]);
        assert!(ok && text.matches("BEGIN CERTIFICATE").count() == 2, "{name}: {text}");
        assert_eq!(text.matches("BEGIN PRIVATE KEY").count(), 1, "{name}");
    }
}

#[test]
fn rsa_keys_are_as_in_the_field() {
    let pki = relay_mock::pki::Pki::new(time::OffsetDateTime::now_utc()).unwrap();
    let office = relay_mock::pki::OfficeCert::new("1370000011", "みどり居宅介護支援事業所");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("office.pem"), pki.office(&office).unwrap().pem()).unwrap();
    let (ok, text) = run(
        folder.path(),
        "openssl",
        &["x509", "-in", "office.pem", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"],
    );
    assert!(ok && text.contains("(2048 bit)"), "{text}");
    assert!(text.contains("OU=介護保険証明書,CN=1370000011"), "{text}");
}

#[test]
fn further_offices_are_added_by_the_same_authority() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = WriteAll::new(time::OffsetDateTime::now_utc());
    options.algorithm = Algorithm::EcdsaP256;
    write_all(folder.path(), &options).unwrap();
    let before = std::fs::read(folder.path().join("office-1370000011-care-dx.pem")).unwrap();
    options.offices.push(("1370000037".to_owned(), "三番目".to_owned()));
    let added = add_offices(folder.path(), &options).unwrap();
    assert!(added.len() == 6 && added.iter().all(|name| name.contains("1370000037")), "{added:?}");
    assert_eq!(std::fs::read(folder.path().join("office-1370000011-care-dx.pem")).unwrap(), before);
    let check = ["verify", "-crl_check", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "-CRLfile", "crl.pem"];
    let (ok, text) = run(folder.path(), "openssl", &[&check[..], &["office-1370000037-care-dx.pem"]].concat());
    assert!(ok, "{text}");
    assert!(matches!(add_offices(&folder.path().join("bad"), &options), Err(PkiError::File(_))));
}
