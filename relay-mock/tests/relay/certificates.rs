//! Certificates that are not good enough, on both sides.

use std::sync::Arc;

use cplink::Code;
use cplink::client::Client;
use cplink::error::Retry;
use cplink::finding::Severity;
use cplink::keys::{CertificateDer, CertificateKind, FileSigner, SignatureScheme, Signer};
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use cplink::seal::Receipt;
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};
use relay_mock::server::TlsVersions;
use time::{Duration, OffsetDateTime};

use crate::world::{RECEIVER, SENDER, Sealed, World, office, signer, unix_now};

/// The code that a small call and an upload end with.
fn told(world: &World, identity: &CertifiedKey) -> (Code, Code) {
    let call = world.transport(identity).capabilities(&mut Job::new()).unwrap_err();
    // Large enough that the alert must break the upload.
    let message = Sealed::new(&world.sender, SENDER, RECEIVER, &[("a.pdf", 8 << 20)]);
    let put = message.put(&mut world.transport(identity)).unwrap_err();
    assert!(!put.in_doubt());
    (call.code(), put.code())
}

#[test]
fn expired() {
    let world = World::new();
    let now = OffsetDateTime::now_utc();
    let old =
        office(SENDER, CertificateKind::CareInsurance).validity(now - Duration::days(1096), now - Duration::days(1));
    let told = told(&world, &world.pki.office(&old).unwrap());
    assert_eq!(told, (Code::TlsClientExpired, Code::TlsClientExpired));
}

#[test]
fn not_yet_valid_is_told_as_that_and_once() {
    let world = World::new();
    let now = OffsetDateTime::now_utc();
    let early =
        office(SENDER, CertificateKind::CareInsurance).validity(now + Duration::days(1), now + Duration::days(1096));
    let early = world.pki.office(&early).unwrap();
    assert_eq!(told(&world, &early), (Code::CertNotYetValid, Code::CertNotYetValid));
    let mut client = Client::new(world.transport(&early), signer(&early), world.trust()).unwrap();
    let diagnosis = client.doctor(&mut Job::new()).unwrap();
    let errors: Vec<_> = diagnosis.lines.iter().filter(|line| line.severity == Severity::Error).collect();
    let [error] = errors[..] else { panic!("{errors:?}") };
    assert_eq!((error.id, error.text_ja.as_str()), ("certificate", Code::CertNotYetValid.message_ja()));
}

#[test]
fn a_pinned_relay_and_no_other() {
    let world = World::new();
    let call = |pins: &str| {
        let mut options = world.options(&world.sender);
        options.pins = pins.parse().unwrap();
        HttpTransport::new(options).unwrap().capabilities(&mut Job::new())
    };
    // The refusal says which certificate it was: for whoever has to renew the pin.
    let error = call(&format!("sha256:{}", "0".repeat(64))).unwrap_err();
    assert_eq!((error.code(), error.retry()), (Code::RelayPin, Retry::AfterFix));
    assert_eq!(format!("{error:?}").matches(Code::RelayPin.message_en()).count(), 1, "said once: {error:?}");
    let digest = error.detail().unwrap().rsplit(' ').next().unwrap().to_owned();
    assert!(digest.starts_with("sha256:"), "{error}");
    for pins in [digest.clone(), format!("other.example;{digest}"), "relay-mock".to_owned(), "127.0.0.1".to_owned()] {
        call(&pins).unwrap();
    }
    assert_eq!(call("other.example").unwrap_err().code(), Code::RelayPin);
}

#[test]
fn receipts_of_another_relay_than_the_pinned_one_are_refused() {
    let world = World::new();
    let receipt = world.message().put(&mut world.sending()).unwrap();
    let verify = |pins: &str| {
        let mut trust = world.trust();
        trust.set("relay", pins).unwrap();
        Receipt::verify(&receipt, &trust, unix_now())
    };
    verify("").unwrap();
    verify("relay-mock").unwrap();
    assert_eq!(verify("another relay").unwrap_err().code(), Code::RelayPin);
    let error = verify(&format!("sha256:{}", "0".repeat(64))).unwrap_err();
    verify(error.detail().unwrap().rsplit(' ').next().unwrap()).unwrap();
}

#[test]
fn revoked() {
    let mut revoked = None;
    let world = World::with(|_, pki| {
        let identity = pki.office(&office(SENDER, CertificateKind::CareInsurance)).unwrap();
        pki.revoke(&identity.serial);
        revoked = Some(identity);
    });
    let told = told(&world, &revoked.unwrap());
    assert_eq!(told, (Code::TlsClientRevoked, Code::TlsClientRevoked));
}

#[test]
fn unknown_issuer() {
    let world = World::new();
    let other = Pki::named(OffsetDateTime::now_utc(), "Other").unwrap();
    let identity = other.office(&office(SENDER, CertificateKind::CareInsurance)).unwrap();
    let told = told(&world, &identity);
    assert_eq!(told, (Code::TlsClientUnknownIssuer, Code::TlsClientUnknownIssuer));
}

#[test]
fn wrong_kind() {
    let world = World::new();
    let agent = world.pki.office(&office(SENDER, CertificateKind::Agent)).unwrap();
    assert_eq!(told(&world, &agent), (Code::RelayCertKind, Code::RelayCertKind));
}

#[test]
fn not_an_offices_at_all() {
    let world = World::new();
    let seal = world.pki.relay_seal().unwrap();
    let error = world.transport(&seal).capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::RelayCertKind);
}

#[test]
fn a_server_of_another_authority() {
    let world = World::new();
    let other = Pki::named(OffsetDateTime::now_utc(), "Other").unwrap();
    let mut options = world.options(&world.sender);
    options.trust = vec![other.ca_der().to_vec().into()];
    let error = HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::TlsServerCertificate);
}

#[test]
fn a_server_of_another_name() {
    let world = World::new();
    // A tunnel that leads to the relay under any name.
    let proxy = crate::proxy::Proxy::start(world.relay().addr(), None);
    let mut options = world.options(&world.sender);
    options.base_url = "https://relay.example".to_owned();
    options.proxy = Some(cplink::relay::http::Proxy::new(proxy.url()));
    let error = HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::TlsServerName);
}

#[test]
fn a_server_that_knows_tls_1_2_only() {
    let world = World::with(|options, _| options.tls = TlsVersions::Only12);
    let error = world.sending().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::TlsVersion);
    let mut options: HttpOptions = world.options(&world.sender);
    options.allow_tls12 = true;
    HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap();
}

#[test]
fn a_peer_that_speaks_no_tls() {
    let world = World::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut options = world.options(&world.sender);
    options.base_url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        use std::io::Write;
        let (mut peer, _) = listener.accept().unwrap();
        let _ = peer.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let error = HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!(error.code(), Code::TlsFailed);
}

/// A key of an older provider, which knows one padding.
struct Old(FileSigner);

impl Signer for Old {
    fn chain(&self) -> &[CertificateDer<'static>] {
        self.0.chain()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::RSA_PKCS1_SHA256]
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> cplink::Result<Vec<u8>> {
        self.0.sign(scheme, message)
    }
}

#[test]
fn a_key_for_tls_1_2_at_a_server_that_knows_both() {
    let world = World::with(|options, _| options.tls = TlsVersions::From12);
    let identity = world.pki.office(&cplink_testkit::office(SENDER, Algorithm::Rsa2048)).unwrap();
    let old = Arc::new(Old(FileSigner::from_pem(identity.pem().as_bytes(), None).unwrap()));
    let options = |allow_tls12| {
        let mut options = world.options(&identity);
        options.signer = old.clone();
        options.allow_tls12 = allow_tls12;
        options
    };
    assert_eq!(HttpTransport::new(options(false)).map(drop).unwrap_err().code(), Code::KeyUnsupported);
    let mut transport = HttpTransport::new(options(true)).unwrap();
    transport.capabilities(&mut Job::new()).unwrap();
    assert_eq!(transport.connection().unwrap().tls, "TLS 1.2");
}

#[test]
fn a_key_of_4096_bits_connects() {
    let world = World::new();
    let identity = world.pki.office(&cplink_testkit::office(SENDER, Algorithm::Rsa4096)).unwrap();
    let mut transport = HttpTransport::new(world.options(&identity)).unwrap();
    transport.capabilities(&mut Job::new()).unwrap();
    assert_eq!(transport.connection().unwrap().tls, "TLS 1.3");
}

/// A token that was pulled out.
struct Broken(Vec<CertificateDer<'static>>);

impl Signer for Broken {
    fn chain(&self) -> &[CertificateDer<'static>] {
        &self.0
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::ECDSA_NISTP256_SHA256]
    }

    fn sign(&self, _: SignatureScheme, _: &[u8]) -> cplink::Result<Vec<u8>> {
        Err(cplink::Error::new(Code::KeySign))
    }
}

#[test]
fn a_key_that_does_not_sign() {
    let world = World::new();
    let mut options = world.options(&world.sender);
    options.signer = Arc::new(Broken(world.sender.chain.clone()));
    let error = HttpTransport::new(options).unwrap().capabilities(&mut Job::new()).unwrap_err();
    assert_eq!((error.code(), error.retry()), (Code::KeySign, Retry::Safe));
}
