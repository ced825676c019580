//! Key files as openssl and others write them.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::keys::{FileSigner, SignatureScheme, Signer};
use cplink::secret::Secret;
use cplink_testkit::key_file;
use cplink_testkit::{SENDER, code, must_run, office, pki, signer};
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};

const PASSWORDS: [&str; 4] = ["test", "ぱすわーど１", "a b'\"$", "𠮷野家"];

struct Files {
    folder: tempfile::TempDir,
    pki: Pki,
    identity: CertifiedKey,
}

impl Files {
    fn new(algorithm: Algorithm) -> Self {
        let pki = pki();
        let identity = pki.office(&office(SENDER, algorithm)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("office.pem"), identity.pem()).unwrap();
        let chain = format!("{}{}", pki.ca_pem(), pki.issuing_pem());
        fs::write(folder.path().join("chain.pem"), chain).unwrap();
        Self { folder, pki, identity }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn export(&self, password: &str, extra: &[&str]) -> Vec<u8> {
        key_file::pkcs12_in(self.path(), password, extra)
    }

    /// openssl with the arguments that write `extra`'s kind of key.
    fn key(&self, arguments: &[&str]) -> String {
        must_run(self.path(), "openssl", arguments);
        fs::read_to_string(self.path().join("key.pem")).unwrap()
    }

    fn certificates(&self) -> String {
        key_file::certificates_pem(&self.identity).to_owned()
    }
}

fn open(bytes: &[u8], password: &str) -> cplink::Result<FileSigner> {
    FileSigner::from_pkcs12(bytes, &Secret::from(password))
}

fn check(signer: &FileSigner, identity: &CertifiedKey) {
    assert_eq!(signer.chain(), identity.chain);
    for scheme in signer.schemes() {
        assert!(!signer.sign(*scheme, b"message").unwrap().is_empty());
    }
    let foreign = SignatureScheme::ED25519;
    assert_eq!(code(signer.sign(foreign, b"message")), Code::KeyUnsupported);
}

#[test]
fn pkcs12_of_every_age() {
    for algorithm in [Algorithm::Rsa2048, Algorithm::EcdsaP256] {
        let files = Files::new(algorithm);
        for extra in [
            &[][..],
            &["-legacy"],
            &["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"],
            &["-certpbe", "PBE-SHA1-2DES", "-keypbe", "PBE-SHA1-2DES"],
            &["-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-RC2-40"],
            &["-legacy", "-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-RC2-128"],
            &["-certpbe", "AES-128-CBC", "-keypbe", "AES-192-CBC"],
            &["-certpbe", "DES-EDE3-CBC", "-keypbe", "DES-EDE3-CBC"],
            &["-certpbe", "NONE", "-keypbe", "NONE"],
            &["-macalg", "sha1"],
            &["-macalg", "sha384"],
            &["-macalg", "sha512"],
            &["-nomac"],
            &["-nomaciter", "-noiter"],
            &["-certfile", "chain.pem", "-name", "鍵"],
        ] {
            for password in PASSWORDS {
                let file = files.export(password, extra);
                let signer = open(&file, password).unwrap_or_else(|error| panic!("{extra:?} {password}: {error:?}"));
                check(&signer, &files.identity);
            }
            let file = files.export("right", extra);
            if !extra.contains(&"NONE") && !extra.contains(&"-nomac") {
                assert_eq!(code(open(&file, "wrong")), Code::KeyPassword, "{extra:?}");
            }
        }
        let file = files.export("", &[]);
        check(&open(&file, "").unwrap(), &files.identity);
        check(&open(&files.identity.pkcs12("ぱす").unwrap(), "ぱす").unwrap(), &files.identity);
    }
}

#[test]
fn pkcs12_that_is_damaged_or_greedy() {
    let files = Files::new(Algorithm::EcdsaP256);
    let file = files.export("test", &["-noiter", "-nomaciter"]);
    for length in 1..file.len() {
        assert_eq!(code(open(&file[..length], "test")), Code::KeyFile, "{length}");
    }
    for position in 0..file.len() {
        let mut damaged = file.clone();
        damaged[position] ^= 0x41;
        // Where it opens all the same, it signs: what it signs is verified before it is given back.
        if let Ok(signer) = open(&damaged, "test") {
            assert!(!signer.sign(signer.schemes()[0], b"message").unwrap().is_empty(), "{position}");
        }
    }
    assert_eq!(code(open(b"", "test")), Code::KeyEmpty);
    assert_eq!(code(open(&vec![0x30; 5 << 20], "test")), Code::KeyFile);
    // Two thousand million iterations would take hours: as many bytes as the fewest that openssl writes so.
    let mut greedy =
        files.export("test", &["-iter", "8388608", "-nomac", "-certpbe", "AES-128-CBC", "-keypbe", "NONE"]);
    let place = greedy.windows(6).position(|bytes| bytes == [2, 4, 0, 0x80, 0, 0]).unwrap();
    greedy[place + 2] = 0x7f;
    let begin = std::time::Instant::now();
    assert_eq!(code(open(&greedy, "test")), Code::KeyWork);
    assert!(begin.elapsed().as_secs() < 5);
    let no_key = files.export("test", &["-nokeys"]);
    assert_eq!(code(open(&no_key, "test")), Code::KeyNoPrivate);
    let no_certificate = files.export("test", &["-nocerts"]);
    assert_eq!(code(open(&no_certificate, "test")), Code::KeyNoCertificate);
}

#[test]
fn pem_of_every_form() {
    for algorithm in [Algorithm::Rsa2048, Algorithm::EcdsaP256, Algorithm::EcdsaP384] {
        let files = Files::new(algorithm);
        check(&signer(&files.identity), &files.identity);
        let certificates = files.certificates();
        let forms = [
            ("PRIVATE KEY", &["pkey", "-in", "office.pem", "-out", "key.pem"][..]),
            (
                if algorithm == Algorithm::Rsa2048 { "RSA PRIVATE KEY" } else { "EC PRIVATE KEY" },
                &["pkey", "-in", "office.pem", "-traditional", "-out", "key.pem"],
            ),
        ];
        for (label, arguments) in forms {
            let key = files.key(arguments);
            assert!(key.contains(&format!("BEGIN {label}")), "{key}");
            for text in [format!("{certificates}{key}"), format!("{key}\r\n{certificates}")] {
                check(&FileSigner::from_pem(text.as_bytes(), None).unwrap(), &files.identity);
            }
        }
        for how in [
            &["-v2", "aes-256-cbc"][..],
            &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"],
            &["-v2", "des3"],
            &["-v1", "PBE-SHA1-3DES"],
            &["-scrypt"],
        ] {
            let arguments = ["pkcs8", "-topk8", "-in", "office.pem", "-out", "key.pem"];
            let pass = ["-passout", "pass:ぱす"];
            let key = files.key(&[&arguments[..], &pass, how].concat());
            let text = format!("{certificates}{key}");
            let open =
                |password: Option<&str>| FileSigner::from_pem(text.as_bytes(), password.map(Secret::from).as_ref());
            check(&open(Some("ぱす")).unwrap(), &files.identity);
            assert_eq!(code(open(Some("違う"))), Code::KeyPassword, "{how:?}");
            assert_eq!(code(open(None)), Code::KeyPassword);
        }
    }
}

/// One wrong password in 256 decrypts to something with a sound padding.
#[test]
fn no_wrong_password_is_taken_for_a_broken_file() {
    let files = Files::new(Algorithm::EcdsaP256);
    let arguments = ["pkcs8", "-topk8", "-in", "office.pem", "-out", "key.pem"];
    let key = files.key(&[&arguments[..], &["-passout", "pass:right", "-v2", "aes-256-cbc", "-iter", "1"]].concat());
    let text = format!("{}{key}", files.certificates());
    for number in 0..3000 {
        let wrong = Secret::from(format!("wrong {number}").as_str());
        let opened = FileSigner::from_pem(text.as_bytes(), Some(&wrong));
        assert_eq!(code(opened), Code::KeyPassword, "{number}");
    }
}

#[test]
fn the_chain_is_put_in_order() {
    let files = Files::new(Algorithm::EcdsaP256);
    let key = files.key(&["pkey", "-in", "office.pem", "-out", "key.pem"]);
    let stranger = pki();
    let leaf = files.certificates();
    let leaf = &leaf[..leaf.find("-----END CERT").unwrap() + 26];
    // The stranger's authority has the same name, so only the key identifier distinguishes them.
    let (root, issuing) = (files.pki.ca_pem(), files.pki.issuing_pem());
    let other = stranger.issuing_pem();
    for order in [
        [&other, &root, &issuing, leaf, &key],
        [&key, &issuing, leaf, &other, &root],
        [leaf, &root, &key, &other, &issuing],
    ] {
        let signer = FileSigner::from_pem(order.concat().as_bytes(), None).unwrap();
        assert_eq!(signer.chain(), files.identity.chain);
    }
}

#[test]
fn faults_have_their_codes() {
    let files = Files::new(Algorithm::EcdsaP256);
    let other = Files::new(Algorithm::EcdsaP256);
    let pem = |text: &str| code(FileSigner::from_pem(text.as_bytes(), None));
    let certificates = files.certificates();
    let key = other.key(&["pkey", "-in", "office.pem", "-out", "key.pem"]);
    assert_eq!(pem(&format!("{certificates}{key}")), Code::KeyMismatch);
    assert_eq!(pem(&certificates), Code::KeyNoPrivate);
    assert_eq!(pem(&key), Code::KeyNoCertificate);
    assert_eq!(pem(""), Code::KeyEmpty);
    assert_eq!(pem(&key.replace("-----END", "----END")), Code::PemDamaged);
    let cut = key.replace("PRIVATE KEY-----\nMIG", "PRIVATE KEY-----\nMI!");
    assert_eq!(pem(&format!("{certificates}{cut}")), Code::PemDamaged);
    for make in [
        &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"][..],
        &["-algorithm", "ED25519"],
        &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
        &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
    ] {
        let key = files.key(&[&["genpkey", "-out", "key.pem"][..], make].concat());
        assert_eq!(pem(&format!("{certificates}{key}")), Code::KeyUnsupported, "{make:?}");
    }
    // As `openssl ecparam` writes it: the curve stands in the key itself.
    let key = files.key(&["ecparam", "-name", "secp256k1", "-genkey", "-noout", "-out", "key.pem"]);
    assert_eq!(pem(&format!("{certificates}{key}")), Code::KeyUnsupported);
    let traditional = ["rsa", "-in", "short.pem", "-traditional", "-out", "key.pem"];
    must_run(files.path(), "openssl", &["genrsa", "-out", "short.pem", "1024"]);
    let key = files.key(&traditional);
    assert_eq!(pem(&format!("{certificates}{key}")), Code::KeyUnsupported);
    let old = ["rsa", "-in", "short.pem", "-traditional", "-aes128", "-passout", "pass:x"];
    let key = files.key(&[&old[..], &["-out", "key.pem"]].concat());
    assert_eq!(pem(&format!("{certificates}{key}")), Code::KeyOldEncryption);
}

#[test]
fn tls_uses_the_same_key() {
    use std::sync::Arc;
    let files = Files::new(Algorithm::Rsa2048);
    let signer = signer(&files.identity);
    let resolver = cplink::keys::tls::client_resolver(Arc::new(signer));
    assert!(resolver.has_certs());
    let certified = resolver.resolve(&[], &[]).unwrap();
    assert_eq!(certified.cert, files.identity.chain);
    let scheme = SignatureScheme::RSA_PSS_SHA256;
    let choice = certified.key.choose_scheme(&[SignatureScheme::ED25519, scheme]).unwrap();
    assert_eq!(choice.scheme(), scheme);
    assert!(!choice.sign(b"message").unwrap().is_empty());
    assert!(certified.key.choose_scheme(&[SignatureScheme::ED25519]).is_none());
}
