//! Key files in every form that openssl reads, whatever text is around them and whoever made them.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::keys::{
    CertificateDer, FileSigner, KeyState, Signer, SubjectProfile, Trust, certificates_of_pem, choose, in_folder,
};
use cplink::secret::Secret;
use cplink_testkit::key_file::{certificates_pem, key_pem, pkcs12, pkcs12_in};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/vectors/pkcs12_forms.py");

pub(crate) fn identity() -> CertifiedKey {
    pki().office(&office(SENDER, Algorithm::EcdsaP256)).unwrap()
}

pub(crate) fn open(bytes: &[u8], password: &str) -> cplink::Result<FileSigner> {
    FileSigner::open(bytes, Some(&Secret::from(password)))
}

/// The file in another form.
fn rewritten(file: &[u8], form: &str, password: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in"), file).unwrap();
    must_run(folder.path(), "python3", &[SCRIPT, form, "in", "out", password]);
    fs::read(folder.path().join("out")).unwrap()
}

fn openssl_reads(file: &[u8], password: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in"), file).unwrap();
    let pass = format!("pass:{password}");
    run(folder.path(), "openssl", &["pkcs12", "-in", "in", "-passin", &pass, "-nodes", "-legacy"]).0
}

pub(crate) fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// Text in the manner of each program that puts some around a section.
fn with_text_around(pem: &str) -> Vec<(&'static str, Vec<u8>)> {
    let pem_bytes = pem.as_bytes();
    vec![
        ("Shift_JIS comment", [b"# \x8a\xd4\x82\x83\x8f\xd8\x96\xbe\r\n".as_slice(), pem_bytes].concat()),
        ("bag attributes", [b"Bag Attributes\n    friendlyName: O=\xe3\x7f\x8a\xf4@\n".as_slice(), pem_bytes].concat()),
        ("EUC-JP behind it", [pem_bytes, b"\xb2\xf0\xb8\xee\n".as_slice()].concat()),
        ("byte order mark", [b"\xef\xbb\xbf".as_slice(), pem_bytes].concat()),
        ("text in front", format!("証明書:\r\n\r\n{pem}").into_bytes()),
        ("CRLF and blank lines", pem.replace('\n', "\r\n\r\n").into_bytes()),
        ("CR", pem.replace('\n', "\r").into_bytes()),
        ("PowerShell", utf16(&format!("\u{feff}{}", pem.replace('\n', "\r\n")), false)),
        ("UTF-16, big end first", utf16(&format!("\u{feff}{pem}"), true)),
        ("NUL behind it", [pem_bytes, b"\0\0\0"].concat()),
        ("no last line end", pem.trim_end().as_bytes().to_vec()),
    ]
}

#[test]
fn every_reader_of_pem_takes_text_around_it() {
    let pki = pki();
    let identity = pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    for (name, bytes) in with_text_around(identity.pem()) {
        let signer = FileSigner::from_pem(&bytes, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(signer.chain(), identity.chain, "{name}");
    }
    for (name, bytes) in with_text_around(&pki.ca_pem()) {
        assert_eq!(Trust::from_pem(&bytes).unwrap().certificates()[0].as_ref(), pki.ca_der(), "{name}");
        assert_eq!(certificates_of_pem(&bytes).unwrap().len(), 1, "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    for (place, (name, bytes)) in with_text_around(&pki.crls_pem().unwrap()).into_iter().enumerate() {
        let bare = Trust::from_der([pki.ca_der()]).unwrap();
        assert_eq!(bare.clone().with_pem(&bytes).unwrap().crls().len(), 2, "{name}");
        fs::write(folder.path().join(format!("{place}.crl")), &bytes).unwrap();
        let read = bare.with_crl_folder(folder.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.crls().len(), 2 * (place + 1), "{name}");
    }
}

#[test]
fn the_form_is_told_by_the_content() {
    let pki = pki();
    let identity = pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    let p12 = identity.pkcs12("test").unwrap();
    let secret = Secret::from("test");
    assert_eq!(FileSigner::from_pem(&p12, Some(&secret)).unwrap().chain(), identity.chain);
    assert_eq!(FileSigner::from_pkcs12(identity.pem().as_bytes(), &secret).unwrap().chain(), identity.chain);
    assert_eq!(Trust::from_pem(pki.ca_der()).unwrap().certificates()[0].as_ref(), pki.ca_der());
    // Windows exports the chain as .p7b, and hands certificates out as bare base64.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ca.pem"), pki.ca_pem()).unwrap();
    for form in ["PEM", "DER"] {
        let arguments = ["crl2pkcs7", "-nocrl", "-certfile", "ca.pem", "-out", "ca.p7b", "-outform", form];
        must_run(folder.path(), "openssl", &arguments);
        let bytes = fs::read(folder.path().join("ca.p7b")).unwrap();
        assert_eq!(Trust::from_pem(&bytes).unwrap().certificates()[0].as_ref(), pki.ca_der(), "{form}");
    }
    let bare: String = pki.ca_pem().lines().filter(|line| !line.starts_with('-')).collect::<Vec<_>>().join("\r\n");
    assert_eq!(Trust::from_pem(bare.as_bytes()).unwrap().certificates()[0].as_ref(), pki.ca_der());
}

#[test]
fn labels_of_openssl() {
    let identity = identity();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.pem"), certificates_pem(&identity)).unwrap();
    must_run(
        folder.path(),
        "openssl",
        &["x509", "-in", "c.pem", "-trustout", "-addtrust", "clientAuth", "-out", "t.pem"],
    );
    let trusted = fs::read_to_string(folder.path().join("t.pem")).unwrap();
    assert!(trusted.contains("BEGIN TRUSTED CERTIFICATE"), "{trusted}");
    let old = certificates_pem(&identity).replace(" CERTIFICATE", " X509 CERTIFICATE");
    // What openssl was told not to trust is no authority.
    must_run(
        folder.path(),
        "openssl",
        &["x509", "-in", "c.pem", "-trustout", "-addreject", "clientAuth", "-out", "r.pem"],
    );
    let rejected = fs::read(folder.path().join("r.pem")).unwrap();
    assert!(Trust::from_pem(trusted.as_bytes()).is_ok());
    assert_eq!(code(Trust::from_pem(&rejected)), Code::TrustFile);
    for certificates in [trusted, old] {
        let text = format!("{certificates}{}", key_pem(&identity));
        let signer = FileSigner::from_pem(text.as_bytes(), None).unwrap();
        assert_eq!(signer.chain()[0], identity.chain[0]);
    }
}

/// Java writes EC keys so.
#[test]
fn an_ec_key_without_its_public_half() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::EcdsaP384] {
        let identity = pki().office(&office(SENDER, algorithm)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("k.pem"), key_pem(&identity)).unwrap();
        must_run(folder.path(), "openssl", &["ec", "-in", "k.pem", "-no_public", "-out", "n.pem"]);
        let key = fs::read_to_string(folder.path().join("n.pem")).unwrap();
        assert!(key.contains("BEGIN EC PRIVATE KEY") && key.len() < key_pem(&identity).len(), "{key}");
        let text = format!("{}{key}", certificates_pem(&identity));
        let signer = FileSigner::from_pem(text.as_bytes(), None).unwrap();
        assert_eq!(signer.chain(), identity.chain);
        assert!(!signer.sign(signer.schemes()[0], b"message").unwrap().is_empty());
        // Another certificate's public half is not taken for it.
        let other = pki().office(&office(SENDER, algorithm)).unwrap();
        let text = format!("{}{key}", certificates_pem(&other));
        assert!(FileSigner::from_pem(text.as_bytes(), None).is_err());
    }
}

/// In PKCS#8 too, and in a file of its own, DER beside a certificate in DER.
#[test]
fn an_ec_key_without_its_public_half_beside_its_certificate() {
    let identity = identity();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("k.txt"), key_pem(&identity)).unwrap();
    must_run(folder.path(), "openssl", &["ec", "-in", "k.txt", "-no_public", "-outform", "DER", "-out", "sec1.txt"]);
    let sec1 = fs::read(path("sec1.txt")).unwrap();
    let algorithm = [0x30, 19, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let body = [&[2, 1, 0], &algorithm[..], &[4, sec1.len() as u8], &sec1].concat();
    fs::write(path("c.key"), [&[0x30, body.len() as u8], &body[..]].concat()).unwrap();
    fs::write(path("c.der"), &identity.chain[0]).unwrap();
    let list = in_folder(folder.path(), None, &SubjectProfile::default(), now()).unwrap();
    assert_eq!((list.len(), list[0].key), (1, KeyState::Usable));
    let signer = list[0].open(None).unwrap();
    assert_eq!(signer.chain(), &identity.chain[..1]);
    assert!(!signer.sign(signer.schemes()[0], b"message").unwrap().is_empty());
}

#[test]
fn pkcs12_that_openssl_reads_though_it_does_not_write_it() {
    let identity = identity();
    for (encryption, forms) in [
        (&["-macalg", "sha1"][..], &["ber", "pieces", "trailing", "absent"][..]),
        (&["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"], &["ber", "pieces", "trailing"]),
        (&["-certpbe", "NONE", "-keypbe", "NONE"], &["ber", "pieces"]),
    ] {
        let file = pkcs12(&identity, "test", encryption);
        for form in forms {
            let made = rewritten(&file, form, "test");
            assert!(openssl_reads(&made, "test"), "{form} {encryption:?}");
            let signer = open(&made, "test").unwrap_or_else(|error| panic!("{form} {encryption:?}: {error:?}"));
            assert_eq!(signer.chain(), identity.chain, "{form} {encryption:?}");
            assert_eq!(code(open(&made, "wrong")), Code::KeyPassword, "{form} {encryption:?}");
        }
    }
}

#[test]
fn macs_of_the_sha_2_family_and_pbmac1() {
    let identity = identity();
    for mac in ["sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256"] {
        let file = pkcs12(&identity, "ぱす", &["-macalg", mac]);
        assert_eq!(open(&file, "ぱす").unwrap().chain(), identity.chain, "{mac}");
        assert_eq!(code(open(&file, "違う")), Code::KeyPassword, "{mac}");
    }
    let file = pkcs12(&identity, "ぱす", &[]);
    for form in ["pbmac1", "pbmac1-sha512-256"] {
        let made = rewritten(&file, form, "ぱす");
        assert_eq!(open(&made, "ぱす").unwrap().chain(), identity.chain, "{form}");
        assert_eq!(code(open(&made, "違う")), Code::KeyPassword, "{form}");
    }
}

/// The right reading of a password comes first; the wrong ones of the past are tried then.
#[test]
fn passwords_as_programs_have_encoded_them() {
    let identity = identity();
    let password = "介護zółw";
    let old = ["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
    let each_byte = |bytes: &[u8]| -> String { bytes.iter().copied().map(char::from).collect() };
    let opens = |file: &[u8], password: &str| open(file, password).unwrap().chain() == identity.chain;
    assert!(opens(&pkcs12(&identity, password, &old), password));
    // openssl 1.0: each byte of the UTF-8 a character.
    let file = pkcs12(&identity, &each_byte(password.as_bytes()), &old);
    assert!(openssl_reads(&file, password) && opens(&file, password));
    assert_eq!(code(open(&file, "介護zolw")), Code::KeyPassword);
    // The same also for what has AES, as openssl 3 reads it, and with the UTF-8 itself, as 1.0 wrote it.
    let file = pkcs12(&identity, &each_byte(password.as_bytes()), &[]);
    assert!(openssl_reads(&file, password) && opens(&file, password));
    assert!(opens(&rewritten(&pkcs12(&identity, password, &[]), "wide", password), password));
    // openssl in the console of a Japanese Windows.
    let cp932 = b"\x89\xee\x8c\xec123";
    assert!(opens(&pkcs12(&identity, &each_byte(cp932), &old), "介護123"));
    // An empty password is an end mark, or nothing; without one it is tried.
    for extra in [&[][..], &old] {
        let file = pkcs12(&identity, "", extra);
        assert!(opens(&file, ""));
        assert_eq!(FileSigner::open(&file, None).unwrap().chain(), identity.chain);
    }
}

#[test]
fn of_several_certificates_the_valid_and_newest_one_is_taken() {
    use relay_mock::pki::Pki;
    use time::{Duration, OffsetDateTime};
    let (present, day) = (OffsetDateTime::now_utc(), Duration::DAY);
    let pki = Pki::new(present).unwrap();
    let make = |from: i32, to: i32| {
        let office = office(SENDER, Algorithm::EcdsaP256).validity(present + day * from, present + day * to);
        pki.office(&office).unwrap()
    };
    let (ended, older, newer, later) = (make(-900, -30), make(-400, 45), make(-5, 1000), make(10, 1100));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for order in [[&ended, &older, &newer, &later], [&later, &newer, &older, &ended]] {
        let text: String = order.iter().map(|one| one.pem().to_owned()).collect();
        assert_eq!(FileSigner::from_pem(text.as_bytes(), None).unwrap().chain(), newer.chain);
        fs::write(path("all.pem"), text).unwrap();
    }
    // A renewed certificate of the same key.
    fs::write(path("office.pem"), ended.pem()).unwrap();
    let renewed = renewed_certificate(folder.path(), &ended);
    let text = format!("{}{renewed}", ended.pem());
    let signer = FileSigner::from_pem(text.as_bytes(), None).unwrap();
    assert_ne!(signer.chain()[0], ended.chain[0]);
    fs::write(path("office.pem"), &text).unwrap();
    fs::write(path("b.p12"), pkcs12_in(folder.path(), "test", &[])).unwrap();
    fs::remove_file(path("office.p12")).unwrap();
    fs::remove_file(path("office.pem")).unwrap();
    assert_eq!(open(&fs::read(path("b.p12")).unwrap(), "test").unwrap().chain()[0], signer.chain()[0]);

    // All of them are listed, each with what is to be said of it; each opens with its own certificate.
    let secret = Secret::from("test");
    let all = in_folder(folder.path(), Some(&secret), &SubjectProfile::default(), now()).unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.place.name().ends_with("all.pem"), one.problem, one.notice)).collect();
    use cplink::keys::Notice::{Expired, Expires90};
    assert_eq!(
        told,
        [
            (true, None, None),
            (true, None, Some(Expires90)),
            (true, Some(Code::CertNotYetValid), None),
            (true, Some(Code::CertExpired), Some(Expired)),
            (false, None, Some(Expires90)),
            (false, Some(Code::CertExpired), Some(Expired)),
        ]
    );
    assert_eq!(Expired.message_ja(), "電子証明書の有効期限が切れています。");
    for (candidate, own) in all.iter().zip([&newer, &older, &later, &ended]) {
        assert_eq!(candidate.open(Some(&secret)).unwrap().chain(), own.chain);
    }
    let chosen = choose(&all, Some(SENDER), None).unwrap();
    assert_eq!(chosen.open(Some(&secret)).unwrap().chain(), newer.chain);
}

/// A certificate of the same key and subject for 60 days, signed by itself.
fn renewed_certificate(folder: &Path, of: &CertifiedKey) -> String {
    fs::write(folder.join("key.txt"), key_pem(of)).unwrap();
    let subject = format!("/O=みどり/OU=介護保険証明書/CN={SENDER}");
    let arguments = ["req", "-new", "-x509", "-utf8", "-key", "key.txt", "-subj", &subject, "-days", "60"];
    let further = ["-addext", "basicConstraints=critical,CA:FALSE", "-out", "new.txt"];
    must_run(folder, "openssl", &[&arguments[..], &further].concat());
    fs::read_to_string(folder.join("new.txt")).unwrap()
}

#[test]
fn a_certificate_keeps_its_bytes() {
    let identity = identity();
    let made = rewritten(&pkcs12(&identity, "test", &[]), "pieces", "test");
    let chain: Vec<CertificateDer<'_>> = open(&made, "test").unwrap().chain().to_vec();
    assert_eq!(chain, identity.chain);
}
