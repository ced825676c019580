//! Sealing and verifying as ratios to what the key and the digest alone cost, in the same run; and a
//! million spoiled copies, of which none may be accepted. `cargo bench -p cplink --bench seal`
//!
//! `ratio seal`: preparing and sealing a unit of 200 KB with an RSA-2048 key, in memory, against one
//! raw ring signature (PKCS#1 v1.5, SHA-256) and one SHA-256 over the same bytes. The bytes and the room
//! for the container are there before; getting memory of the system is nobody's cost.
//!
//! `ratio verify`: opening that container against what any verifier has to do: one SHA-256 over the
//! same bytes and every signature between it and the trusted root, each verified once by
//! ring: the message's (RSA-2048), the office's certificate and the issuing authority's (both by
//! ECDSA P-256, as the test authority signs), and those of both revocation lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cplink::keys::{CertificateDer, FileSigner, Signer, Trust};
use cplink::progress::Job;
use cplink::seal::{Draft, Limits, Part};
use cplink_testkit::{SENDER, message, now, office, open_bytes, pki, signer, trust};
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

const UNIT: usize = 200 << 10;

/// The pairs of one measurement, each the best of some runs: noise only ever adds. Both sides take
/// turns, so that a busy machine is busy for both.
fn ratio(mut ours: impl FnMut(), mut raw: impl FnMut()) -> f64 {
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let (mut best, mut bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..300 {
        best = best.min(time(&mut ours));
        bare = bare.min(time(&mut raw));
    }
    best.as_secs_f64() / bare.as_secs_f64()
}

struct Bench {
    identity: CertifiedKey,
    signer: FileSigner,
    trust: Trust,
    pki: Pki,
}

impl Bench {
    fn new() -> Self {
        let pki = pki();
        let identity = pki.office(&office(SENDER, Algorithm::Rsa2048)).unwrap();
        Self { signer: signer(&identity), trust: trust(&pki), identity, pki }
    }

    fn seal(&self, bytes: &Arc<[u8]>, out: &mut Vec<u8>) {
        let part = Part::new("UPPLAN.CSV", "text/csv", Arc::clone(bytes));
        let draft = Draft::prepare(message(), vec![part], &Limits::default(), &mut Job::new()).unwrap();
        out.clear();
        draft.seal(&self.signer, now(), out, &mut Job::new()).unwrap();
    }

    fn open(&self, container: &[u8]) -> bool {
        open_bytes(container, &self.trust).is_ok()
    }
}

fn main() {
    let bench = Bench::new();
    let unit: Arc<[u8]> = (0..UNIT).map(|n| ((n * 31) >> 3) as u8).collect();
    seal(&bench, &unit);
    verify(&bench, &unit);
}

fn seal(bench: &Bench, unit: &Arc<[u8]>) {
    let key = RsaKeyPair::from_pkcs8(&bench.identity.key_pkcs8).unwrap();
    let random = SystemRandom::new();
    let mut signature = vec![0; key.public().modulus_len()];
    let raw = || {
        black_box(digest(&SHA256, unit));
        key.sign(&RSA_PKCS1_SHA256, &random, b"what is signed", &mut signature).unwrap();
    };
    let mut out = Vec::with_capacity(UNIT + (16 << 10));
    println!("ratio seal {:.3}", ratio(|| bench.seal(unit, black_box(&mut out)), raw));
}

fn verify(bench: &Bench, unit: &Arc<[u8]>) {
    let mut container = Vec::new();
    bench.seal(unit, &mut container);
    let scheme = cplink::keys::SignatureScheme::RSA_PKCS1_SHA256;
    let signature = bench.signer.sign(scheme, b"what is signed").unwrap();
    let chain = &bench.identity.chain;
    let lists = [bench.pki.crl_der().unwrap(), bench.pki.root_crl_der().unwrap()];
    let signed = [
        (chain[0].to_vec(), chain[1].to_vec()),
        (chain[1].to_vec(), bench.pki.ca_der().to_vec()),
        (lists[0].clone(), chain[1].to_vec()),
        (lists[1].clone(), bench.pki.ca_der().to_vec()),
    ];
    let signed: Vec<Signed> = signed.iter().map(|(der, issuer)| Signed::new(der, issuer)).collect();
    let office = spki(&chain[0]);
    let raw = || {
        black_box(digest(&SHA256, unit));
        let key = ring::signature::UnparsedPublicKey::new(&ring::signature::RSA_PKCS1_2048_8192_SHA256, &office);
        key.verify(b"what is signed", &signature).unwrap();
        for signed in &signed {
            let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_ASN1, &signed.key);
            key.verify(&signed.content, &signed.signature).unwrap();
        }
    };
    assert!(bench.open(&container));
    println!("ratio verify {:.3}", ratio(|| assert!(bench.open(black_box(&container))), raw));
}

/// A certificate or list taken apart, and the key that signed it.
struct Signed {
    content: Vec<u8>,
    signature: Vec<u8>,
    key: Vec<u8>,
}

impl Signed {
    fn new(der: &[u8], issuer: &[u8]) -> Self {
        use x509_cert::der::{Decode, Encode, Header, Reader, SliceReader, asn1};
        let mut reader = SliceReader::new(der).unwrap();
        Header::decode(&mut reader).unwrap();
        let content = reader.tlv_bytes().unwrap().to_vec();
        let algorithm = asn1::AnyRef::decode(&mut reader).unwrap();
        assert!(algorithm.to_der().unwrap().len() < 20, "ECDSA has no parameters");
        let signature = asn1::BitStringRef::decode(&mut reader).unwrap().raw_bytes().to_vec();
        Self { content, signature, key: spki(&CertificateDer::from(issuer.to_vec())) }
    }
}

/// The content of the public key's bit string.
fn spki(certificate: &CertificateDer<'_>) -> Vec<u8> {
    use x509_cert::der::Decode;
    let certificate = x509_cert::Certificate::from_der(certificate).unwrap();
    let key = &certificate.tbs_certificate.subject_public_key_info.subject_public_key;
    key.raw_bytes().to_vec()
}
