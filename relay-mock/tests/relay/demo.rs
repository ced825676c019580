//! The README's main command, and its evidence checked with openssl and unzip alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cplink_testkit::fixtures::{self, files};
use serde_json::Value;

fn relay_mock(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-mock")).args(arguments).output().unwrap()
}

fn tool(name: &str, arguments: &[&str]) -> Output {
    // A Japanese file name needs a UTF-8 locale.
    Command::new(name)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|error| panic!("{name} is needed: {error}"))
}

fn month() -> PathBuf {
    fixtures::newest().join("month")
}

#[test]
fn the_month_arrives_and_the_evidence_stands_without_us() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = relay_mock(&["demo", "--out", out.to_str().unwrap(), "--lang", "en"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("15 messages, 35 files, 489 rows: all arrived as they should."), "{text}");

    let manifest = fixtures::json(&month().join("manifest.json"));
    let messages = manifest["messages"].as_array().unwrap();
    for message in messages {
        let (dir, to) = (message["dir"].as_str().unwrap(), message["to"]["office"].as_str().unwrap());
        let (sent, received) = (month().join(dir).join("files"), out.join(to).join("files").join(dir));
        assert_eq!(files(&sent).len(), files(&received).len());
        for file in files(&sent) {
            let arrived = received.join(file.file_name().unwrap());
            assert!(fs::read(&file).unwrap() == fs::read(&arrived).unwrap(), "{}", arrived.display());
        }
    }

    // The forms of each message that has some, where the demo says.
    let forms = out.join("forms");
    let said = text.lines().find(|line| line.starts_with("forms kept in: ")).unwrap();
    assert!(said.contains(forms.to_str().unwrap()) && !said.contains("(0 "), "{said}");
    let pages: usize =
        files(&forms).iter().map(|file| fs::read_to_string(file).unwrap().matches("<section").count()).sum();
    assert!(said.contains(&format!("({} messages, {pages} pages of HTML)", files(&forms).len())), "{said}");
    let slip = fs::read_to_string(forms.join("02-slip-home-help.html")).unwrap();
    assert!(slip.contains("サービス提供票（予定）") && slip.ends_with("</html>\n"));
    let plan = fs::read_to_string(forms.join("07-prevention-plan.html")).unwrap();
    assert_eq!(plan.matches("data:image/jpeg;base64,").count(), 1);
    for message in messages {
        let dir = message["dir"].as_str().unwrap();
        let has = |kind: &str| {
            files(&month().join(dir).join("files")).iter().any(|file| fixtures::name(file).starts_with(kind))
        };
        assert!(forms.join(format!("{dir}.html")).is_file() || !(has("UPPLAN") || has("UPJSK")), "{dir}");
    }

    let ca = out.join("ca.pem");
    let (mut containers, mut receipts) = (0, 0);
    for office in manifest["offices"].as_array().unwrap() {
        let office = out.join(office["number"].as_str().unwrap());
        for container in files(&office.join("received")) {
            check_container(&container, &ca);
            containers += 1;
        }
        for receipt in files(&office.join("receipts")) {
            let arguments =
                ["cms", "-verify", "-inform", "DER", "-purpose", "any", "-CAfile", ca.to_str().unwrap(), "-in"];
            let output = tool("openssl", &[&arguments[..], &[receipt.to_str().unwrap()]].concat());
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let receipt: Value = serde_json::from_slice(&output.stdout).unwrap();
            // What the relay signs has its place in the sender's chain.
            let office = receipt["kind"] == "imported";
            assert_eq!(receipt["format"], "CPX-receipt/3");
            assert_eq!(receipt["link"]["number"].is_u64(), !office);
            receipts += 1;
        }
    }
    assert_eq!(containers, messages.len());
    // accepted, picked up, imported, recorded with the sender; imported with the receiver too.
    assert_eq!(receipts, messages.len() * 5);
}

/// What an inspector would do: unzip, verify the signature, compare the digests.
fn check_container(container: &Path, ca: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().to_str().unwrap();
    let output = tool("unzip", &["-q", container.to_str().unwrap(), "-d", target]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let meta = folder.path().join("META-INF");
    let manifest = meta.join("ASiCManifest.xml");
    let output = tool(
        "openssl",
        &[
            "cms",
            "-verify",
            "-cades",
            "-binary",
            "-inform",
            "DER",
            "-purpose",
            "any",
            "-in",
            meta.join("signature.p7s").to_str().unwrap(),
            "-content",
            manifest.to_str().unwrap(),
            "-CAfile",
            ca.to_str().unwrap(),
            "-out",
            "/dev/null",
        ],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let digest = tool("openssl", &["dgst", "-sha256", "-r", manifest.to_str().unwrap()]);
    let id = String::from_utf8_lossy(&digest.stdout)[..64].to_owned();
    assert_eq!(container.file_stem().unwrap().to_str().unwrap(), id);

    let manifest = fs::read_to_string(&manifest).unwrap();
    let mut objects = 0;
    for file in files(folder.path()) {
        if file.file_name().unwrap() == "mimetype" {
            continue;
        }
        let digest = tool("openssl", &["dgst", "-sha256", "-binary", file.to_str().unwrap()]).stdout;
        let encoded = tempfile::NamedTempFile::new().unwrap();
        fs::write(encoded.path(), digest).unwrap();
        let base64 = tool("openssl", &["base64", "-A", "-in", encoded.path().to_str().unwrap()]).stdout;
        assert!(manifest.contains(std::str::from_utf8(&base64).unwrap()), "{}", file.display());
        objects += 1;
    }
    assert_eq!(manifest.matches("<asic:DataObjectReference ").count(), objects);
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("keep.txt"), "mine").unwrap();
    let output = relay_mock(&["demo", "--out", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(files(folder.path()).len(), 1);
}
