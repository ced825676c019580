//! A key that the host keeps: here openssl signs digests on its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cplink::keys::{CertificateDer, HostSigner, SignatureScheme, Signer};
use cplink::progress::Job;
use cplink::{Code, Error, Result};
use cplink_testkit::key_file::key_pem;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};

const RSA: &[SignatureScheme] = &[SignatureScheme::RSA_PSS_SHA256, SignatureScheme::RSA_PKCS1_SHA256];
const P256: &[SignatureScheme] = &[SignatureScheme::ECDSA_NISTP256_SHA256];
const P384: &[SignatureScheme] = &[SignatureScheme::ECDSA_NISTP384_SHA384];

fn identity(pki: &Pki, algorithm: Algorithm) -> CertifiedKey {
    pki.office(&office(SENDER, algorithm)).unwrap()
}

/// openssl signs the digest with the key in `folder`.
fn openssl(folder: &Path, scheme: SignatureScheme, digest: &[u8]) -> Vec<u8> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = |ending: &str| format!("{}.{ending}", COUNT.load(Ordering::SeqCst));
    COUNT.fetch_add(1, Ordering::SeqCst);
    let (input, output) = (name("digest"), name("signature"));
    fs::write(folder.join(&input), digest).unwrap();
    let hash = format!("digest:sha{}", digest.len() * 8);
    let mut arguments =
        vec!["pkeyutl", "-sign", "-inkey", "key.pem", "-in", &input, "-out", &output, "-pkeyopt", &hash];
    if scheme == SignatureScheme::RSA_PSS_SHA256 {
        arguments.extend(["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:digest"]);
    }
    must_run(folder, "openssl", &arguments);
    fs::read(folder.join(&output)).unwrap()
}

fn host(folder: &Path, identity: &CertifiedKey, schemes: &[SignatureScheme]) -> HostSigner {
    fs::write(folder.join("key.pem"), key_pem(identity)).unwrap();
    let folder: PathBuf = folder.to_owned();
    let sign = move |scheme, digest: &[u8]| Ok(openssl(&folder, scheme, digest));
    HostSigner::of_digests(identity.chain.clone(), schemes, sign).unwrap()
}

#[test]
fn containers_and_connections_by_a_host_that_signs_digests() {
    let pki = pki();
    let relay = TestRelay::start(&pki, &[SENDER]);
    for (algorithm, schemes) in [(Algorithm::Rsa2048, RSA), (Algorithm::EcdsaP256, P256), (Algorithm::EcdsaP384, P384)]
    {
        let folder = tempfile::tempdir().unwrap();
        let identity = identity(&pki, algorithm);
        let host = Arc::new(host(folder.path(), &identity, schemes));
        let mut bytes = Vec::new();
        draft().seal(&*host, now(), &mut bytes, &mut Job::new()).unwrap();
        assert_eq!(open_bytes(&bytes, &trust(&pki)).unwrap().signer().identity.office_number, SENDER);
        let mut transport = relay.transport(host);
        transport.capabilities(&mut Job::new()).unwrap();
        assert_eq!(transport.connection().unwrap().tls, "TLS 1.3");
    }
}

#[test]
fn a_host_may_sign_messages_and_give_either_form_of_ecdsa() {
    let pki = pki();
    let identity = identity(&pki, Algorithm::EcdsaP256);
    for raw in [false, true] {
        let key = signer(&identity);
        let sign = move |scheme, message: &[u8]| {
            let der = key.sign(scheme, message)?;
            Ok(if raw { side_by_side(&der) } else { der })
        };
        let host = HostSigner::of_messages(identity.chain.clone(), P256, sign).unwrap();
        for number in 0..64_u8 {
            let signature = host.sign(P256[0], &[number]).unwrap();
            assert_eq!(signature[0], 0x30);
        }
    }
}

/// The two numbers of an ECDSA signature of P-256, as .NET gives them.
fn side_by_side(der: &[u8]) -> Vec<u8> {
    let (mut rest, mut out) = (&der[2..], Vec::new());
    for _ in 0..2 {
        let length = usize::from(rest[1]);
        let number: Vec<u8> = rest[2..2 + length].iter().copied().skip_while(|byte| *byte == 0).collect();
        out.extend(std::iter::repeat_n(0, 32 - number.len()));
        out.extend(number);
        rest = &rest[2 + length..];
    }
    out
}

#[test]
fn what_is_no_signature_of_the_key_is_not_used() {
    let pki = pki();
    let (own, other) = (identity(&pki, Algorithm::EcdsaP256), identity(&pki, Algorithm::EcdsaP256));
    let with = |sign: fn(&[u8]) -> Result<Vec<u8>>| {
        HostSigner::of_messages(own.chain.clone(), P256, move |_, message| sign(message))
            .unwrap()
            .sign(P256[0], b"message")
    };
    assert_eq!(code(with(|_| Ok(Vec::new()))), Code::KeyMismatch);
    assert_eq!(code(with(|_| Ok(vec![0; 64]))), Code::KeyMismatch);
    assert_eq!(code(with(|_| Ok(vec![0xff; 5000]))), Code::KeyMismatch);
    assert_eq!(code(with(|_| Err(Error::new(Code::KeyPin)))), Code::KeyPin);
    let key = signer(&other);
    let strange = HostSigner::of_messages(own.chain.clone(), P256, move |scheme, message| key.sign(scheme, message));
    assert_eq!(code(strange.unwrap().sign(P256[0], b"message")), Code::KeyMismatch);
}

#[test]
fn a_host_signer_has_to_make_sense() {
    let pki = pki();
    let chain = identity(&pki, Algorithm::EcdsaP256).chain;
    let make = |chain: Vec<CertificateDer<'static>>, schemes| {
        code(HostSigner::of_messages(chain, schemes, |_, _| Ok(Vec::new())).map(drop))
    };
    assert_eq!(make(Vec::new(), P256), Code::CertInvalid);
    assert_eq!(make(vec![CertificateDer::from(vec![0x30, 0])], P256), Code::CertInvalid);
    assert_eq!(make(chain.clone(), &[]), Code::InvalidArgument);
    assert_eq!(make(chain, RSA), Code::KeyUnsupported);
}
