//! `relay-mock pki --for-samples`: what it makes is enough to send the first message.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use cplink::client::{Client, SendOptions};
use cplink::file::Source;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink::secret::Secret;
use cplink::unit::Unit;

use crate::served::Served;

fn pki(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["--lang", "en", "pki", "--algorithm", "ecdsa-p256"]).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn samples(folder: &Path) -> String {
    let output = pki(&["--for-samples", folder.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

/// The client of an office, with the file and the password that the folder's page names.
fn client(relay: &Served, folder: &Path, key: &str) -> Client {
    let file = std::fs::read(folder.join(key)).unwrap();
    let signer = Arc::new(FileSigner::from_pkcs12(&file, &Secret::from("test")).unwrap());
    let trust = Trust::from_pem(&std::fs::read(folder.join("pki/root.pem")).unwrap()).unwrap();
    let transport = connect(&ConnectOptions::new(&relay.url), signer.clone(), &trust).unwrap();
    Client::new(transport, signer, trust).unwrap()
}

/// The key files of the folder's page, by office.
fn keys(folder: &Path) -> Vec<String> {
    let page = std::fs::read_to_string(folder.join("README.txt")).unwrap();
    let words = page.split_whitespace().filter(|word| word.starts_with("pki/office-"));
    words.map(str::to_owned).collect()
}

#[test]
fn every_office_of_the_samples_is_well_at_the_relay_of_the_last_line() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("サンプル");
    let said = samples(&folder);
    let last = said.lines().last().unwrap();
    assert_eq!(last, format!("relay-mock serve --data {} --listen 127.0.0.1:8443", folder.display()));
    let relay = Served::start(&folder);
    let keys = keys(&folder);
    assert_eq!(keys.len(), 5);
    for key in keys {
        let diagnosis = client(&relay, &folder, &key).doctor(&mut Job::new()).unwrap();
        assert!(diagnosis.is_well(), "{key}: {diagnosis:?}");
    }
}

#[test]
fn a_unit_of_the_fixtures_is_accepted() {
    let outer = tempfile::tempdir().unwrap();
    samples(outer.path());
    let relay = Served::start(outer.path());
    let mut client = client(&relay, outer.path(), "pki/office-9970000111-care-insurance.p12");
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-fixtures/202407/month/10-results-home-help/files");
    let name = "UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV";
    let unit = Unit::from_files([(name.to_owned(), Source::File(files.join(name)))]).unwrap();
    client.send(&unit, &SendOptions::new(outer.path().join("sent")), &mut Job::new()).unwrap();
}

#[test]
fn an_office_of_ones_own_is_added_to_them() {
    let outer = tempfile::tempdir().unwrap();
    samples(outer.path());
    let (folder, number) = (outer.path().to_str().unwrap(), "9970000333");
    let added = pki(&["--add", "--out", &format!("{folder}/pki"), "--office", "9970000333=見本デイ"]);
    assert!(added.status.success(), "{}", said(&added));
    let mut add = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    add.args(["office", "add", "--data", folder, "--number", number, "--name", "見本デイ", "--service-type", "15"]);
    assert!(add.output().unwrap().status.success());
    let relay = Served::start(outer.path());
    let key = format!("pki/office-{number}-care-insurance.p12");
    assert!(client(&relay, outer.path(), &key).doctor(&mut Job::new()).unwrap().is_well());
}

#[test]
fn an_authority_that_is_there_is_replaced_only_by_force() {
    let outer = tempfile::tempdir().unwrap();
    samples(outer.path());
    let root = || std::fs::read(outer.path().join("pki/root.pem")).unwrap();
    let before = root();
    let again = pki(&["--for-samples", outer.path().to_str().unwrap()]);
    assert!(!again.status.success() && said(&again).contains("--force"), "{}", said(&again));
    assert_eq!(before, root());
    let forced = pki(&["--for-samples", outer.path().to_str().unwrap(), "--force"]);
    assert!(forced.status.success(), "{}", said(&forced));
    assert_ne!(before, root());
    let relay = Served::start(outer.path());
    let key = "pki/office-9970000012-care-insurance.p12";
    assert!(client(&relay, outer.path(), key).doctor(&mut Job::new()).unwrap().is_well());
}

#[test]
fn offices_of_ones_own_and_those_of_the_samples_are_not_asked_for_together() {
    for arguments in
        [&["--for-samples", "x", "--out", "y"][..], &["--for-samples", "x", "--office", "9970000012=見本"], &[]]
    {
        let output = pki(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    }
}
