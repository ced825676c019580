//! Why a key file cannot be used: each cause with its own code, text and remedy in both languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cplink::keys::{FileSigner, KeyState, SubjectProfile, Trust, in_folder};
use cplink::secret::Secret;
use cplink::{Code, Error};
use cplink_testkit::key_file::{certificates_pem, key_pem, pkcs12};
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/vectors/pkcs12_forms.py");

/// Files that somebody takes for a key file: name, what must be said of it, the detail that names it.
fn files(folder: &Path) -> Vec<(&'static str, Code, &'static str)> {
    let pki = pki();
    let identity = pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    let (certificates, key) = (certificates_pem(&identity), key_pem(&identity));
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    let openssl = |arguments: &[&str]| must_run(folder, "openssl", arguments);
    write("in.txt", identity.pem().as_bytes());
    write("c.txt", certificates.as_bytes());
    write("k.txt", key.as_bytes());
    write("a.cer", &identity.chain[0]);
    openssl(&["crl2pkcs7", "-nocrl", "-certfile", "c.txt", "-outform", "DER", "-out", "a.p7b"]);
    openssl(&["pkcs12", "-export", "-nokeys", "-in", "in.txt", "-passout", "pass:test", "-out", "nokey.p12"]);
    openssl(&["pkcs12", "-export", "-nocerts", "-in", "in.txt", "-passout", "pass:test", "-out", "nocert.p12"]);
    write("nocert.key", key.as_bytes());
    write("cut.pem", &identity.pem().as_bytes()[..identity.pem().len() - 30]);
    openssl(&["ec", "-in", "k.txt", "-aes256", "-passout", "pass:test", "-out", "old.txt"]);
    let old = fs::read_to_string(folder.join("old.txt")).unwrap();
    write("old.pem", format!("{old}{certificates}").as_bytes());
    openssl(&["req", "-new", "-key", "k.txt", "-subj", "/CN=x", "-out", "request.pem"]);
    openssl(&["pkey", "-in", "k.txt", "-pubout", "-out", "public.pem"]);
    write("empty.p12", b"");
    write("store.jks", b"\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01");
    write("putty.pem", b"PuTTY-User-Key-File-3: ssh-rsa\r\n");
    write("jceks.jks", b"\xce\xce\xce\xce\0\0\0\x02\0\0\0\x01");
    let ssh =
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n";
    write("ssh.pem", ssh.as_bytes());
    write("sshcert.pem", format!("{certificates}{ssh}").as_bytes());
    write("ssh.cer", b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI a@b\n");
    write("request.der", &der_of(folder, "request.pem"));
    let headless: Vec<&str> = key.lines().skip(1).collect();
    write("headless.pem", headless.join("\n").as_bytes());
    write("retyped.pem", identity.pem().replace("-----BEGIN", "---BEGIN").replace("-----END", "---END").as_bytes());
    write("nul.p12", &[0; 4096]);
    let altered = |file: Vec<u8>, from_end: usize| {
        let mut file = file;
        let at = file.len() - from_end;
        file[at] ^= 0x10;
        file
    };
    // The MAC's own digest, and the key or the certificates, with the old encryption and the new.
    write("mac.p12", &altered(pkcs12(&identity, "test", &[]), 40));
    write("key.p12", &altered(pkcs12(&identity, "test", &[]), 200));
    write("certs.p12", &altered(pkcs12(&identity, "test", &[]), 600));
    let old = ["-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
    write("oldcerts.p12", &altered(pkcs12(&identity, "test", &old), 600));
    write("page.p12", b"<!DOCTYPE html><title>login</title>");
    write("zip.p12", b"PK\x03\x04\x14\0\0\0 key.p12");
    write("lzh.p12", b"\x20\x00-lh5- key.p12");
    write("damaged.p12", &pkcs12(&identity, "test", &[])[..900]);
    write("other.pem", "これは証明書ではありません。".as_bytes());
    write("sha3.p12", &pkcs12(&identity, "test", &["-macalg", "sha3-256"]));
    let camellia = ["-keypbe", "camellia-256-cbc", "-certpbe", "camellia-256-cbc"];
    write("camellia.p12", &pkcs12(&identity, "test", &camellia));
    let rc4 = ["-legacy", "-keypbe", "PBE-SHA1-RC4-40", "-certpbe", "PBE-SHA1-RC4-40"];
    write("rc4.p12", &pkcs12(&identity, "test", &rc4));
    write("sound.txt", &pkcs12(&identity, "test", &[]));
    for form in ["enveloped", "signed", "work"] {
        must_run(folder, "python3", &[SCRIPT, form, "sound.txt", &format!("{form}.p12"), "test"]);
    }
    let unreadable = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n";
    write("badcert.pem", format!("{unreadable}{key}").as_bytes());
    let other = pki.office(&office(RECEIVER, Algorithm::EcdsaP256)).unwrap();
    write("mismatch.pem", format!("{certificates}{}", key_pem(&other)).as_bytes());
    openssl(&["genrsa", "-out", "short.txt", "1024"]);
    write("short.pem", &[certificates.as_bytes(), &fs::read(folder.join("short.txt")).unwrap()].concat());
    vec![
        ("a.cer", Code::KeyNoPrivate, ""),
        ("a.p7b", Code::KeyNoPrivate, ""),
        ("nokey.p12", Code::KeyNoPrivate, ""),
        ("nocert.p12", Code::KeyNoCertificate, ""),
        ("nocert.key", Code::KeyNoCertificate, ""),
        ("cut.pem", Code::PemDamaged, ""),
        ("old.pem", Code::KeyOldEncryption, ""),
        ("request.pem", Code::KeyOtherFormat, "CSR"),
        ("public.pem", Code::KeyOtherFormat, "public key"),
        ("empty.p12", Code::KeyEmpty, ""),
        ("store.jks", Code::KeyJava, "JKS"),
        ("jceks.jks", Code::KeyJava, "JCEKS"),
        ("ssh.pem", Code::KeyOtherFormat, "OpenSSH"),
        ("sshcert.pem", Code::KeyOtherFormat, "OpenSSH"),
        ("ssh.cer", Code::KeyOtherFormat, "OpenSSH"),
        ("request.der", Code::KeyOtherFormat, "CSR"),
        ("headless.pem", Code::PemDamaged, "begin line"),
        ("retyped.pem", Code::PemDamaged, "begin line"),
        ("nul.p12", Code::KeyEmpty, ""),
        ("mac.p12", Code::KeyDamaged, ""),
        ("key.p12", Code::KeyDamaged, ""),
        ("certs.p12", Code::KeyDamaged, ""),
        ("oldcerts.p12", Code::KeyDamaged, ""),
        ("putty.pem", Code::KeyOtherFormat, "PuTTY"),
        ("page.p12", Code::KeyOtherFormat, "HTML"),
        ("zip.p12", Code::Packed, "ZIP"),
        ("lzh.p12", Code::Packed, "LZH"),
        ("damaged.p12", Code::KeyFile, ""),
        ("other.pem", Code::KeyFile, ""),
        ("sha3.p12", Code::KeyEncryption, "SHA3-256"),
        ("camellia.p12", Code::KeyEncryption, "Camellia-256-CBC"),
        ("rc4.p12", Code::KeyEncryption, "RC4-40"),
        ("enveloped.p12", Code::KeyPublicSealed, ""),
        ("signed.p12", Code::KeyPublicSealed, ""),
        ("work.p12", Code::KeyWork, ""),
        ("badcert.pem", Code::KeyCertificate, ""),
        ("mismatch.pem", Code::KeyMismatch, ""),
        ("short.pem", Code::KeyUnsupported, ""),
    ]
}

fn der_of(folder: &Path, request: &str) -> Vec<u8> {
    must_run(folder, "openssl", &["req", "-in", request, "-outform", "DER", "-out", "request.txt"]);
    fs::read(folder.join("request.txt")).unwrap()
}

/// A wrong password is not told as damage, nor damage as a wrong password.
#[test]
fn a_wrong_password_is_told_from_a_damaged_file() {
    let identity = pki().office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    let old = ["-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
    for (name, form) in [("new", &[][..]), ("old", &old), ("without MAC", &["-nomac"])] {
        let sound = pkcs12(&identity, "１２３４介護", form);
        let open = |file: &[u8], password: &str| code(FileSigner::open(file, Some(&Secret::from(password))));
        assert!(FileSigner::open(&sound, Some(&Secret::from("１２３４介護"))).is_ok(), "{name}");
        for wrong in ["1234介護", "１２３４", "", "１２３４介護 "] {
            assert_eq!(open(&sound, wrong), Code::KeyPassword, "{name} {wrong:?}");
        }
        if name == "without MAC" {
            // Nothing says then that a byte of a certificate is another one.
            continue;
        }
        let mut told = Vec::new();
        for at in (sound.len() / 3..sound.len() * 2 / 3).step_by(97) {
            let mut damaged = sound.clone();
            damaged[at] ^= 0x08;
            told.push(open(&damaged, "１２３４介護"));
            assert_ne!(open(&damaged, "wrong"), Code::KeyDamaged, "{name} at {at}");
        }
        let damaged = told.iter().filter(|code| matches!(code, Code::KeyDamaged | Code::KeyFile)).count();
        assert_eq!(damaged, told.len(), "{name}: {told:?}");
    }
}

#[test]
fn each_cause_has_its_own_texts() {
    let folder = tempfile::tempdir().unwrap();
    let secret = Secret::from("test");
    let files = files(folder.path());
    for (name, expected, detail) in &files {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        let error = FileSigner::open(&bytes, Some(&secret)).err().unwrap_or_else(|| panic!("{name} opens"));
        assert_eq!(error.code(), *expected, "{name}");
        assert!(error.detail().unwrap_or_default().contains(detail), "{name}: {:?}", error.detail());
    }
    let codes: BTreeSet<i32> = files.iter().map(|(_, code, _)| *code as i32).collect();
    let code = |number: &i32| Code::ALL.iter().copied().find(|code| *code as i32 == *number).unwrap();
    let texts = |text: fn(Code) -> &'static str| codes.iter().map(|number| text(code(number))).collect::<BTreeSet<_>>();
    assert_eq!(texts(Code::message_ja).len(), codes.len());
    assert_eq!(texts(Code::message_en).len(), codes.len());
    assert_eq!(texts(Code::remedy_ja).len(), codes.len());
}

/// A file that cannot be read does not vanish from the list.
#[test]
fn the_list_says_why_a_file_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let secret = Secret::from("test");
    let files = files(folder.path());
    let list = in_folder(folder.path(), Some(&secret), &SubjectProfile::default(), now()).unwrap();
    for (name, expected, _) in &files {
        let of_file: Vec<_> = list.iter().filter(|one| one.place.name().ends_with(&format!("/{name}"))).collect();
        let [one] = of_file[..] else { panic!("{name}: {of_file:?}") };
        assert_eq!(one.key, KeyState::Missing, "{name}");
        if *name == "badcert.pem" {
            // It is the certificate that is listed.
            assert_eq!(one.problem, Some(Code::CertInvalid));
        } else if *expected == Code::KeyNoPrivate {
            assert_eq!((one.problem, code(one.open(None))), (None, Code::KeyMissing), "{name}");
        } else {
            assert_eq!(one.problem, Some(*expected), "{name}");
        }
        if one.fingerprint == [0; 32] {
            let error = one.open(Some(&secret)).err().unwrap();
            assert_eq!((error.code(), error.at().file.as_deref()), (*expected, Some(*name)));
        }
    }
}

#[test]
fn authorities_and_certificates_have_their_own_codes() {
    let told = |error: Option<Error>| error.map(|error| error.code());
    assert_eq!(told(Trust::from_pem(b"no authority").err()), Some(Code::TrustFile));
    assert_eq!(told(Trust::from_pem(b"").err()), Some(Code::TrustFile));
    assert_eq!(told(Trust::from_pem(b"-----BEGIN CERTIFICATE-----\nMIIB").err()), Some(Code::PemDamaged));
    let broken = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    assert_eq!(told(Trust::from_pem(broken).err()), Some(Code::TrustFile));
}
