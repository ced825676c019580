//! A key file or a file of authorities that cannot be used: which file, why, and what to do.

use std::fs;

use crate::kit::{call, cplink, run};

const OLD_KEY: &str = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n\
                       AAAA\n-----END RSA PRIVATE KEY-----\n";

#[test]
fn a_key_file_is_named_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    // As PowerShell writes text.
    let wide: Vec<u8> = format!("\u{feff}{OLD_KEY}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, code, said) in [
        ("empty.p12", b"".as_slice(), 375, "証明書ファイルが空です。"),
        ("cut.pem", &OLD_KEY.as_bytes()[..100], 367, "途中で切れている"),
        ("old.pem", OLD_KEY.as_bytes(), 368, "openssl pkcs8 -topk8"),
        ("wide.pem", &wide, 368, "openssl pkcs8 -topk8"),
        ("store.jks", b"\xfe\xed\xfe\xed\0\0\0\x02", 372, "keytool -importkeystore"),
        ("page.p12", b"<!DOCTYPE html>", 373, "電子証明書のファイルではありません。"),
        ("zip.p12", b"PK\x03\x04\x14\0", 230, "先に圧縮ファイルを展開し"),
        ("damaged.p12", b"\x30\x82\x01\x00\x02\x01\x03\x30", 301, "壊れています"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let doctor = |more: &[&str]| {
            let mut command = cplink();
            command.args(["doctor", "--url", "https://127.0.0.1:9", "--trust", "none.pem", "--key"]).arg(&path);
            run(command.args(more).env("CPLINK_KEY_PASSWORD", "test"))
        };
        let text = doctor(&[]);
        assert_ne!(text.code, 0, "{name}");
        assert!(text.error.contains(name) && text.error.contains(said), "{name}: {}", text.error);
        let json = doctor(&["--json"]).json();
        assert_eq!(json["error"]["code"], code, "{name}");
        assert!(json["error"]["about"].as_str().unwrap().ends_with(name), "{json}");
        assert!(!json["error"]["remedy_en"].as_str().unwrap().is_empty(), "{json}");
    }
}

#[test]
fn a_file_without_authorities_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authorities.pem");
    fs::write(&path, "no certificate").unwrap();
    let path = path.to_str().unwrap();
    let said = call(["verify", "--ca", path, "--json", "."]).json();
    assert_eq!((&said["error"]["code"], &said["error"]["about"]), (&376.into(), &path.into()), "{said}");
}
