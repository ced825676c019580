//! Keys on a real token: SoftHSM2, filled by its own tools.
#![cfg(not(windows))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use cplink::Code;
use cplink::keys::{
    KeySource, KeyState, Pkcs11Module, Pkcs11Query, Place, SignatureScheme, Signer, SubjectProfile, Trust, choose,
};
use cplink::progress::Job;
use cplink::seal::{Draft, Limits, Part};
use cplink::secret::Secret;
use cplink_testkit::key_file::key_pem;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey, OfficeCert, Pki};

const PIN: &str = "987654";
const TOKEN: &str = "office-hsm";
/// Nobody stays logged in to this one.
const LONELY: &str = "lonely";

/// The tokens, and the certificates whose keys they hold.
struct Token {
    module: PathBuf,
    folder: tempfile::TempDir,
    pki: Pki,
    rsa: CertifiedKey,
    p256: CertifiedKey,
    p384: CertifiedKey,
}

fn token() -> &'static Token {
    static TOKEN_OF_ALL: OnceLock<Token> = OnceLock::new();
    TOKEN_OF_ALL.get_or_init(Token::new)
}

impl Token {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tokens = folder.path().join("tokens");
        fs::create_dir(&tokens).unwrap();
        let configuration = folder.path().join("softhsm2.conf");
        fs::write(&configuration, format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display())).unwrap();
        // SAFETY: every test waits here before it does anything else, so nobody reads the environment.
        unsafe { std::env::set_var("SOFTHSM2_CONF", &configuration) };
        let pki = pki();
        let office = |number: &str, algorithm| pki.office(&office(number, algorithm)).unwrap();
        let this = Self {
            module: module(),
            rsa: office(SENDER, Algorithm::Rsa2048),
            p256: office(RECEIVER, Algorithm::EcdsaP256),
            p384: office(STRANGER, Algorithm::EcdsaP384),
            folder,
            pki,
        };
        for (label, so_pin) in [(TOKEN, "12345678"), (LONELY, "87654321")] {
            this.run("softhsm2-util", &["--init-token", "--free", "--label", label, "--so-pin", so_pin, "--pin", PIN]);
        }
        for (id, label, identity) in [("01", "rsa", &this.rsa), ("02", "p256", &this.p256), ("03", "p384", &this.p384)]
        {
            this.import(TOKEN, id, label, identity);
            this.certificate(TOKEN, id, label, &identity.chain[0]);
        }
        this.import(LONELY, "01", "rsa", &this.rsa);
        this.certificate(LONELY, "01", "rsa", &this.rsa.chain[0]);
        this.certificate(LONELY, "02", "without a key", &this.p256.chain[0]);
        this.certificate(TOKEN, "f0", "authority", this.pki.issuing_der());
        this
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        must_run(self.folder.path(), program, arguments);
    }

    fn import(&self, token: &str, id: &str, label: &str, identity: &CertifiedKey) {
        fs::write(self.folder.path().join("key.pem"), key_pem(identity)).unwrap();
        let place = ["--token", token, "--pin", PIN, "--id", id, "--label", label];
        self.run("softhsm2-util", &[&["--import", "key.pem"][..], &place].concat());
    }

    fn certificate(&self, token: &str, id: &str, label: &str, der: &[u8]) {
        fs::write(self.folder.path().join("one.der"), der).unwrap();
        let module = self.module.to_str().unwrap();
        let place = ["--module", module, "--token-label", token, "--login", "--pin", PIN, "--id", id, "--label", label];
        self.run("pkcs11-tool", &[&place[..], &["--write-object", "one.der", "--type", "cert"]].concat());
    }

    fn load(&self) -> Pkcs11Module {
        Pkcs11Module::load(&self.module).unwrap()
    }

    fn open(&self, label: &str) -> impl Signer + use<> {
        let query = Pkcs11Query::new().with_token_label(TOKEN).with_key_label(label);
        self.load().open(&query, Some(&pin())).unwrap()
    }

    fn trust(&self) -> Trust {
        trust(&self.pki)
    }
}

/// A message that a relay takes.
fn sendable() -> Draft {
    let part = Part::new("plan.pdf", "application/pdf", b"%PDF-1.7 test".to_vec());
    Draft::prepare(letter("20260901093000"), vec![part], &Limits::default(), &mut Job::new()).unwrap()
}

fn pin() -> Secret {
    Secret::from(PIN)
}

fn module() -> PathBuf {
    let known = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];
    let found = known.into_iter().map(Path::new).find(|path| path.is_file());
    found.expect("softhsm2 and opensc must be installed").to_owned()
}

#[test]
fn every_key_signs_in_every_scheme() {
    let token = token();
    for (label, identity, schemes) in [("rsa", &token.rsa, 6), ("p256", &token.p256, 1), ("p384", &token.p384, 1)] {
        let signer = token.open(label);
        assert_eq!(signer.chain(), identity.chain, "{label}");
        assert_eq!(signer.schemes().len(), schemes, "{label}");
        for scheme in signer.schemes() {
            // Each is verified against the certificate before it is given back.
            assert!(!signer.sign(*scheme, b"message").unwrap().is_empty(), "{label} {scheme:?}");
        }
        assert_eq!(code(signer.sign(SignatureScheme::ED25519, b"message")), Code::KeyUnsupported);
    }
}

#[test]
fn containers_are_sealed_and_openssl_agrees() {
    let token = token();
    let signer = token.open("rsa");
    let mut bytes = Vec::new();
    draft().seal(&signer, now(), &mut bytes, &mut Job::new()).unwrap();
    let opened = open_bytes(&bytes, &token.trust()).unwrap();
    assert_eq!(opened.signer().identity.office_number, SENDER);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("m.asice"), &bytes).unwrap();
    fs::write(folder.path().join("ca.pem"), token.pki.ca_pem()).unwrap();
    must_run(folder.path(), "unzip", &["-q", "m.asice"]);
    let further = ["-content", "META-INF/ASiCManifest.xml", "-out", "/dev/null"];
    cms_verify(folder.path(), "META-INF/signature.p7s", "ca.pem", &further);
}

#[test]
fn the_relay_lets_the_token_in() {
    let token = token();
    let relay = TestRelay::start(&token.pki, &[SENDER, RECEIVER, STRANGER]);
    for label in ["rsa", "p256", "p384"] {
        let signer = Arc::new(token.open(label));
        let mut transport = relay.transport(signer.clone());
        transport.capabilities(&mut Job::new()).unwrap();
        assert_eq!(transport.connection().unwrap().tls, "TLS 1.3");
        if label == "rsa" {
            let mut bytes = Vec::new();
            let sealed = sendable().seal(&*signer, now(), &mut bytes, &mut Job::new()).unwrap();
            let length = bytes.len() as u64;
            transport.put_message(&sealed.id, &mut Cursor::new(bytes), length, &mut Job::new()).unwrap();
        }
    }
}

#[test]
fn token_and_key_are_found_as_asked() {
    let token = token();
    let module = token.load();
    let tokens = module.tokens().unwrap();
    let here = tokens.iter().find(|one| one.label == TOKEN).unwrap();
    assert!(here.needs_pin && !here.pin_on_device && !here.pin_locked);
    let leaf = |identity: &CertifiedKey| vec![identity.chain[0].clone()];
    let on = || Pkcs11Query::new().with_token_label(TOKEN);
    for query in [
        on().with_key_id([1]),
        on().with_key_label("rsa"),
        on().with_chain(leaf(&token.rsa)),
        Pkcs11Query::new().with_slot(here.slot).with_key_id([1]),
        Pkcs11Query::new().with_token_serial(&here.serial).with_key_id([1]),
    ] {
        assert_eq!(module.open(&query, Some(&pin())).unwrap().chain(), token.rsa.chain, "{query:?}");
    }
    let wrong = |query: Pkcs11Query| code(module.open(&query, Some(&pin())));
    assert_eq!(wrong(Pkcs11Query::new().with_token_label("none")), Code::KeyStore);
    assert_eq!(wrong(Pkcs11Query::new().with_key_id([1])), Code::KeyStore);
    assert_eq!(wrong(on()), Code::KeyNotFound);
    assert_eq!(wrong(on().with_key_label("none")), Code::KeyNotFound);
    assert_eq!(wrong(on().with_key_id([9])), Code::KeyNotFound);
    // A certificate that is not on the token goes with the key that is named.
    let again = token.pki.office(&OfficeCert::new(SENDER, "みどり")).unwrap();
    assert_eq!(wrong(on().with_chain(leaf(&again))), Code::KeyNotFound);
    assert_eq!(wrong(on().with_chain(leaf(&again)).with_key_id([1])), Code::KeyMismatch);
}

#[test]
fn pins_and_lonely_certificates() {
    let token = token();
    let module = token.load();
    let on = || Pkcs11Query::new().with_token_label(LONELY);
    assert_eq!(code(module.open(&on().with_key_id([1]), None)), Code::KeyPin);
    assert_eq!(code(module.open(&on().with_key_id([1]), Some(&Secret::from("111111")))), Code::KeyPin);
    assert_eq!(code(module.open(&on().with_key_id([1]), Some(&Secret::from("")))), Code::KeyPin);
    let list = |pin: Option<&Secret>| module.candidates(&on(), pin, &SubjectProfile::default(), now());
    let locked = list(None).unwrap();
    assert_eq!(locked.len(), 2);
    assert!(locked.iter().all(|one| one.key == KeyState::Locked && one.problem.is_none()));
    assert_eq!(code(list(Some(&Secret::from("111111")))), Code::KeyPin);
    let open = list(Some(&pin())).unwrap();
    let states: Vec<_> = open.iter().map(|one| one.key).collect();
    assert!(states.contains(&KeyState::Usable) && states.contains(&KeyState::Missing), "{states:?}");
    assert_eq!(code(choose(&open, Some(RECEIVER), None).map(drop)), Code::KeyMissing);
    let chosen = choose(&open, Some(SENDER), None).unwrap();
    assert!(matches!(&chosen.place, Place::Token { label, .. } if label == LONELY));
    assert!(chosen.open(Some(&pin())).unwrap().sign(SignatureScheme::RSA_PSS_SHA256, b"message").is_ok());
    assert_eq!(code(module.open(&on().with_key_id([2]), Some(&pin()))), Code::KeyMissing);
}

#[test]
fn candidates_of_all_tokens_are_listed_without_a_pin() {
    let token = token();
    let module = token.load();
    let profile = SubjectProfile::default();
    let all = module.candidates(&Pkcs11Query::new(), None, &profile, now()).unwrap();
    // The authority's certificate is none.
    assert_eq!(all.len(), 5);
    assert!(all.iter().all(|one| one.identity.is_some() && one.key != KeyState::Missing));
    let with_pin = module.candidates(&Pkcs11Query::new(), Some(&pin()), &profile, now());
    assert_eq!(code(with_pin), Code::Setting);
}

#[test]
fn threads_share_a_signer_and_a_token() {
    let token = token();
    let shared = token.open("rsa");
    std::thread::scope(|scope| {
        for number in 0..4_u8 {
            let shared = &shared;
            scope.spawn(move || {
                let own = token.open(if number % 2 == 0 { "p256" } else { "p384" });
                for _ in 0..8 {
                    shared.sign(SignatureScheme::RSA_PSS_SHA256, &[number]).unwrap();
                    own.sign(own.schemes()[0], &[number]).unwrap();
                }
            });
        }
    });
}

#[test]
fn what_is_no_module_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("利用者の名前.so");
    assert_eq!(code(Pkcs11Module::load(&path)), Code::KeyStore);
    fs::write(&path, b"not a library").unwrap();
    let error = Pkcs11Module::load(&path).err().unwrap();
    assert_eq!(error.code(), Code::KeyStore);
    assert!(!format!("{error:?} {error}").contains("利用者の名前"));
}

#[test]
fn a_key_is_found_by_the_uri_of_its_token() {
    let token = token();
    let open = |uri: String, pin: &str| KeySource::new(uri).with_password(pin).open(&SubjectProfile::default());
    let module = token.module.display();
    let signer = open(format!("pkcs11:token={TOKEN};object=p256?module-path={module}"), PIN).unwrap();
    assert_eq!(signer.chain()[0], token.p256.chain[0]);
    let signer = open(format!("pkcs11:token={TOKEN};id=%01?module-path={module}"), PIN).unwrap();
    assert_eq!(signer.chain()[0], token.rsa.chain[0]);
    assert_eq!(code(open(format!("pkcs11:token=other?module-path={module}"), PIN)), Code::KeyStore);
    assert_eq!(code(open("pkcs11:token=a?module-path=/none.so".to_owned(), PIN)), Code::KeyStore);
    assert_eq!(code(open("pkcs11:token=a".to_owned(), PIN)), Code::KeyPlace);
}
