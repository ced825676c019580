//! No secret and no name in any error, log line, Debug output or panic text of keys and certificates:
//! every error path is driven with marked values.

use std::fs;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, ThreadId};

use cplink::keys::{
    CertificateDer, FileSigner, HostSigner, Moment, SignatureScheme, Signer, SubjectProfile, Trust, Usage, choose,
    identify, in_folder,
};
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use cplink::secret::Secret;
use cplink::{Code, Error, Result};
use cplink_testkit::key_file::quick_pkcs12;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, OfficeCert, Pki};
use time::{Duration, OffsetDateTime};

/// A password, an office's name, its number.
const PASSWORD: &str = "hidden-Passw0rd";
const NAME: &str = "印付きの事業所名";
const NUMBER: &str = "1379999911";
const MARKS: [&str; 3] = [PASSWORD, NAME, NUMBER];

/// Everything that was said.
#[derive(Default)]
struct Said(Vec<String>);

impl Said {
    fn error(&mut self, error: &Error) {
        let code = error.code();
        self.0.push(format!("{error} | {error:?} | {error:#?}"));
        self.0.push(format!("{:?} {:?} {:?}", error.detail(), error.at(), error.relay_code()));
        self.0.push(format!("{} {} {} {}", code.message_ja(), code.remedy_ja(), code.message_en(), code.remedy_en()));
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            self.0.push(format!("{cause} | {cause:?}"));
            source = cause.source();
        }
    }

    fn result<T>(&mut self, result: Result<T>) {
        if let Err(error) = result {
            self.error(&error);
        }
    }

    fn check(&self) {
        assert!(!self.0.is_empty());
        for text in &self.0 {
            for mark in MARKS {
                assert!(!text.contains(mark), "{mark} in: {text}");
            }
        }
    }

    fn codes(&self) -> usize {
        let named = self.0.iter().filter_map(|text| text.split(" (").next().filter(|name| name.starts_with("CPL_E_")));
        named.collect::<std::collections::BTreeSet<_>>().len()
    }
}

/// What was logged at the finest level, and by which thread: other tests log, too.
struct Log(Mutex<Vec<(ThreadId, String)>>);

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().unwrap().push((thread::current().id(), format!("{}: {}", record.target(), record.args())));
    }

    fn flush(&self) {}
}

fn logged() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    let log = LOG.get_or_init(|| Log(Mutex::default()));
    if log::set_logger(log).is_ok() {
        log::set_max_level(log::LevelFilter::Trace);
    }
    log
}

fn marked() -> OfficeCert {
    OfficeCert::new(NUMBER, NAME).algorithm(Algorithm::EcdsaP256)
}

#[test]
fn key_files() {
    let mut said = Said::default();
    let pki = pki();
    let identity = pki.office(&marked()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("k.pem"), identity.pem()).unwrap();
    let file = quick_pkcs12(&identity, "another");
    let password = Secret::from(PASSWORD);
    said.result(FileSigner::from_pkcs12(&file, &password));
    for at in (0..file.len()).step_by(3) {
        let mut damaged = file.clone();
        damaged[at] ^= 0x55;
        said.result(FileSigner::from_pkcs12(&damaged, &password));
        said.result(FileSigner::from_pkcs12(&damaged, &Secret::from("another")));
    }
    let pass = format!("pass:{PASSWORD}");
    must_run(folder.path(), "openssl", &["pkcs8", "-topk8", "-in", "k.pem", "-out", "e.pem", "-passout", &pass]);
    let sealed = fs::read_to_string(folder.path().join("e.pem")).unwrap();
    said.result(FileSigner::from_pem(sealed.as_bytes(), None));
    said.result(FileSigner::from_pem(sealed.as_bytes(), Some(&password)));
    for at in (0..identity.pem().len()).step_by(7) {
        let mut text = identity.pem().as_bytes().to_vec();
        text[at] = b'!';
        said.result(FileSigner::from_pem(&text, Some(&password)));
    }
    let text = format!("-----BEGIN {PASSWORD}-----\n{NAME}\n-----END {PASSWORD}");
    said.result(FileSigner::from_pem(text.as_bytes(), None));
    fs::write(folder.path().join("a.p12"), &file).unwrap();
    let list = in_folder(folder.path(), Some(&password), &SubjectProfile::default(), now()).unwrap();
    assert!(!list.is_empty());
    said.0.push(format!("{list:?}"));
    list.iter().for_each(|one| said.result(one.open(Some(&password))));
    said.result(in_folder(&folder.path().join("none"), None, &SubjectProfile::default(), now()));
    said.check();
    assert!(said.codes() >= 4, "{}", said.codes());
}

#[test]
fn certificates() {
    let mut said = Said::default();
    let present = OffsetDateTime::now_utc();
    let mut pki = Pki::new(present).unwrap();
    let mut certificates = Vec::new();
    use cplink::keys::CertificateKind::{Agent, DisabilitySupport, Relay};
    for office in [
        marked().validity(present - Duration::days(9), present - Duration::days(1)),
        marked().validity(present + Duration::days(1), present + Duration::days(9)),
        marked().kind(Agent),
        marked().kind(DisabilitySupport),
        marked().kind(Relay),
        OfficeCert::new(format!("{NUMBER}0"), NAME).algorithm(Algorithm::EcdsaP256),
        marked(),
    ] {
        certificates.push(pki.office(&office).unwrap());
    }
    let revoked = pki.office(&marked()).unwrap();
    pki.revoke(&revoked.serial);
    certificates.push(revoked);
    let stranger = Pki::named(present, "Stranger").unwrap();
    certificates.push(stranger.office(&marked()).unwrap());
    let sound = trust(&pki);
    let trusts = [
        sound.clone(),
        sound.clone().with_policies(["1.2.3.4"]).unwrap(),
        Trust::from_der([pki.ca_der()]).unwrap().with_lists_required(),
        Trust::from_der([pki.ca_der()]).unwrap().with_crl(&stranger.crl_der().unwrap()).unwrap(),
    ];
    let mut profile = SubjectProfile::default();
    profile.set("office_prefix", "P-").unwrap();
    for identity in &certificates {
        said.result(identify(&identity.chain[0], &profile));
        for trust in &trusts {
            for chain in [&identity.chain[..], &identity.chain[..1], &[CertificateDer::from(vec![0x30, 3, 1, 1, 1])]] {
                let verified = trust.verify(&chain[0], &chain[1..], Usage::Signature, Moment::Now(now()));
                match verified.and_then(|verified| {
                    said.0.push(format!("{:?} {:?}", verified.identity, verified.notices));
                    verified.require_office("1370000011")
                }) {
                    Ok(()) => panic!("accepted"),
                    Err(error) => said.error(&error),
                }
            }
        }
        let mut leaf = identity.chain[0].to_vec();
        for at in (0..leaf.len()).step_by(5) {
            leaf[at] ^= 0x11;
            let changed = CertificateDer::from(leaf.clone());
            said.result(sound.verify(&changed, &identity.chain[1..], Usage::Signature, Moment::Now(now())));
            said.result(identify(&changed, &SubjectProfile::default()));
            leaf[at] ^= 0x11;
        }
        said.result(choose(&[], Some(NUMBER), None));
    }
    said.0.push(format!("{sound:?} {profile:?}"));
    said.result(Trust::from_pem(format!("-----BEGIN CERTIFICATE-----\n{NAME}").as_bytes()));
    said.result(sound.clone().with_crl_folder(std::path::Path::new("none")));
    said.result(sound.with_policies([NAME]));
    said.result(SubjectProfile::default().set(NAME, NUMBER));
    said.result(SubjectProfile::default().set("kind_name", NAME));
    said.check();
    assert!(said.codes() >= 14, "{}", said.codes());
}

#[test]
fn a_handshake_is_logged_without_them() {
    let log = logged();
    let mut said = Said::default();
    let pki = pki();
    let identity = pki.office(&marked()).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    drop(listener);
    let anchor = CertificateDer::from(pki.ca_der().to_vec());
    let mut options = HttpOptions::new(url, vec![anchor], Arc::new(signer(&identity)));
    let mut proxy = cplink::relay::http::Proxy::new("http://127.0.0.1:9");
    proxy.login = Some((NAME.to_owned(), Secret::from(PASSWORD)));
    options.proxy = Some(proxy);
    said.result(HttpTransport::new(options).unwrap().capabilities(&mut Job::new()));

    let relay = TestRelay::start(&pki, &[]);
    let failing = HostSigner::of_messages(identity.chain.clone(), &[SignatureScheme::ECDSA_NISTP256_SHA256], |_, _| {
        Err(Error::new(Code::KeySign))
    });
    let good: Arc<dyn Signer> = Arc::new(signer(&identity));
    for signer in [good, Arc::new(failing.unwrap())] {
        // The office is not registered there, and the other key does not sign.
        said.result(relay.transport(signer).capabilities(&mut Job::new()));
    }
    drop(relay);
    assert!(said.codes() >= 3, "{}", said.codes());
    let lines = log.0.lock().unwrap();
    // We call rustls on our caller's thread.
    assert!(lines.iter().any(|(thread, _)| *thread == thread::current().id()), "rustls logs nothing?");
    said.0.extend(lines.iter().map(|(_, line)| line.clone()));
    said.check();
}
