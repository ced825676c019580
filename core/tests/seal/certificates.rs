//! Who may seal: each bad certificate with its own code.

use cplink::Code;
#[cfg(unix)]
use cplink::keys::{CertificateDer, SignatureScheme, Signer};
use cplink::keys::{CertificateKind, SubjectField, SubjectProfile, Trust, UnixTime, Usage, identify};
use cplink::progress::Job;
use cplink::seal::{Limits, open};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, OfficeCert, Pki};
use time::{Duration, OffsetDateTime};

fn office() -> OfficeCert {
    cplink_testkit::office(SENDER, Algorithm::EcdsaP256)
}

#[test]
fn each_bad_certificate_has_its_code() {
    let mut world = World::new();
    let (present, day) = (OffsetDateTime::now_utc(), Duration::DAY);
    let stranger = Pki::named(present, "Stranger").unwrap();
    let namesake = Pki::new(present).unwrap();
    let revoked = world.pki.office(&office()).unwrap();
    world.pki.revoke(&revoked.serial);
    world.trust = trust(&world.pki);
    let issue = |office: OfficeCert| world.pki.office(&office).unwrap();
    let kind = |kind| issue(office().kind(kind));
    let other = OfficeCert::new("9999999999", "よそ").algorithm(Algorithm::EcdsaP256);
    let odd = OfficeCert::new("137000001", "みどり").algorithm(Algorithm::EcdsaP256);
    for (name, identity, expected) in [
        ("expired", issue(office().validity(present - day * 9, present - day)), Code::CertExpired),
        ("early", issue(office().validity(present + day, present + day * 9)), Code::CertNotYetValid),
        ("revoked", revoked, Code::CertRevoked),
        ("stranger", stranger.office(&office()).unwrap(), Code::CertUnknownIssuer),
        ("namesake", namesake.office(&office()).unwrap(), Code::CertUnknownIssuer),
        ("agent", kind(CertificateKind::Agent), Code::CertKindAgent),
        ("disability", kind(CertificateKind::DisabilitySupport), Code::CertKindDisability),
        ("relay", world.pki.relay_seal().unwrap(), Code::CertKind),
        ("wrong office", issue(other), Code::CertOffice),
        ("odd number", issue(odd), Code::CertSubject),
        ("server", world.pki.server(&[]).unwrap(), Code::CertKeyUsage),
    ] {
        let bytes = seal(&signer(&identity));
        assert_eq!(code(open_bytes(&bytes, &world.trust)), expected, "{name}");
    }
    for kind in [CertificateKind::CareInsurance, CertificateKind::CareDx, CertificateKind::CarePlan] {
        let bytes = seal(&signer(&issue(office().kind(kind))));
        let opened = open_bytes(&bytes, &world.trust).unwrap();
        assert_eq!(opened.signer().identity.kind, kind);
    }
}

/// A key of openssl's, which signs with it whatever its length; our own signers refuse a short one.
#[cfg(unix)]
struct ShortKey {
    folder: tempfile::TempDir,
    chain: Vec<CertificateDer<'static>>,
}

#[cfg(unix)]
impl ShortKey {
    fn new(algorithm: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let subject = format!("/O=みどり/OU=介護保険証明書/CN={SENDER}");
        let arguments = ["req", "-x509", "-utf8", "-nodes", "-keyout", "k.pem", "-outform", "DER", "-out", "c.der"];
        must_run(folder.path(), "openssl", &[&arguments[..], &["-subj", &subject, "-days", "9"], algorithm].concat());
        let der = std::fs::read(folder.path().join("c.der")).unwrap();
        Self { folder, chain: vec![CertificateDer::from(der)] }
    }
}

#[cfg(unix)]
impl Signer for ShortKey {
    fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::RSA_PKCS1_SHA256]
    }

    fn sign(&self, _: SignatureScheme, message: &[u8]) -> cplink::Result<Vec<u8>> {
        std::fs::write(self.folder.path().join("m"), message).unwrap();
        must_run(self.folder.path(), "openssl", &["dgst", "-sha256", "-sign", "k.pem", "-out", "s", "m"]);
        Ok(std::fs::read(self.folder.path().join("s")).unwrap())
    }
}

/// Its signature holds; it is worth nothing.
#[cfg(unix)]
#[test]
fn a_short_key_is_told_as_that_and_not_as_a_wrong_signature() {
    let signer = ShortKey::new(&["-newkey", "rsa:1024"]);
    let trust = Trust::from_der([signer.chain[0].as_ref()]).unwrap();
    let bytes = seal(&signer);
    assert_eq!(code(open_bytes(&bytes, &trust)), Code::CertShortKey);
    // One that is long enough and signed something else is still a wrong signature.
    let long = ShortKey::new(&["-newkey", "rsa:2048"]);
    let other = ShortKey { folder: tempfile::tempdir().unwrap(), chain: long.chain.clone() };
    must_run(other.folder.path(), "openssl", &["genrsa", "-out", "k.pem", "2048"]);
    let trust = Trust::from_der([long.chain[0].as_ref()]).unwrap();
    // The signature holds; an authority's own certificate is what is refused.
    assert_eq!(code(open_bytes(&seal(&long), &trust)), Code::CertKeyUsage);
    assert_eq!(code(open_bytes(&seal(&other), &trust)), Code::SignatureInvalid);
}

#[test]
fn the_clock_counts() {
    let world = World::new();
    let seal = |at: UnixTime| {
        let mut bytes = Vec::new();
        draft().seal(&world.sender, at, &mut bytes, &mut Job::new()).unwrap();
        bytes
    };
    let open = |bytes: &[u8], now| {
        let reader = std::io::Cursor::new(bytes.to_vec());
        open(reader, &Limits::default(), &world.trust, now, &mut Job::new()).map(drop)
    };
    let day = 86_400;
    let today = seal(now());
    assert!(open(&today, now()).is_ok());
    assert!(open(&today, later(1000 * day)).is_ok());
    assert_eq!(code(open(&today, later(1200 * day))), Code::CertExpired);
    assert_eq!(code(open(&today, earlier(3 * day))), Code::CertNotYetValid);
    assert!(open(&seal(later(day / 2)), now()).is_ok());
    // The signature holds; it is a clock that does not.
    assert_eq!(code(open(&seal(later(2 * day)), now())), Code::ClockAhead);
    assert_eq!(code(open(&seal(earlier(9 * day)), now())), Code::CertNotYetValid);
    // Beyond 2049 the time is written in the other ASN.1 form.
    let far = UnixTime::since_unix_epoch(std::time::Duration::from_secs(2_600_000_000));
    assert_eq!(code(open(&seal(far), now())), Code::ClockAhead);
}

#[test]
fn without_a_list_the_status_is_unknown_and_accepted() {
    let mut world = World::new();
    let bad = world.pki.office(&office()).unwrap();
    let old_list = world.pki.crl_der().unwrap();
    world.pki.revoke(&bad.serial);
    let new_list = world.pki.crl_der().unwrap();
    let bare = Trust::from_der([world.pki.ca_der()]).unwrap();
    let bytes = seal(&signer(&bad));
    assert!(open_bytes(&bytes, &bare).is_ok());
    let listed = bare.clone().with_crl(&new_list).unwrap();
    assert_eq!(code(open_bytes(&bytes, &listed)), Code::CertRevoked);
    let root_only = bare.clone().with_crl(&world.pki.root_crl_der().unwrap()).unwrap();
    assert!(open_bytes(&bytes, &root_only).is_ok());
    assert!(open_bytes(&bytes, &bare.with_crl(&old_list).unwrap()).is_ok());
    // A list that somebody else signed is no list.
    let namesake = pki();
    let forged = Trust::from_der([world.pki.ca_der()]).unwrap();
    let forged = forged.with_crl(&namesake.crl_der().unwrap()).unwrap();
    assert_eq!(code(open_bytes(&bytes, &forged)), Code::CrlInvalid);
}

#[test]
fn trust_files_are_checked() {
    assert_eq!(code(Trust::from_pem(b"")), Code::TrustFile);
    assert_eq!(code(Trust::from_pem(b"\xff\xfe")), Code::TrustFile);
    let broken = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    assert_eq!(code(Trust::from_pem(broken)), Code::TrustFile);
    assert_eq!(code(Trust::from_pem(b"-----BEGIN CERTIFICATE-----\nMIIB")), Code::PemDamaged);
    let pki = pki();
    assert_eq!(code(trust(&pki).with_crl(b"x")), Code::CrlInvalid);
}

#[test]
fn the_subject_is_read_as_set() {
    let pki = pki();
    let identity = pki.office(&OfficeCert::new("P-1370000011", "ケアプラン証明書")).unwrap();
    let profile =
        SubjectProfile { office_prefix: "P-".into(), kind: SubjectField::Organization, ..SubjectProfile::default() };
    let read = identify(&identity.chain[0], &profile).unwrap();
    assert_eq!((read.office_number.as_str(), read.kind), (SENDER, CertificateKind::CarePlan));
    assert_eq!(read.serial, identity.serial);
    assert_eq!(read.days_left(later(60)), 3 * 365 - 1);
    assert_eq!(read.days_left(later(86_400 * 3 * 365 + 60)), -1);
    let own = SubjectProfile {
        kind_names: vec![("介護保険証明書".into(), CertificateKind::Agent)],
        office_prefix: "P-".into(),
        ..SubjectProfile::default()
    };
    assert_eq!(identify(&identity.chain[0], &own).unwrap().kind, CertificateKind::Agent);
    assert_eq!(code(identify(&identity.chain[0], &SubjectProfile::default())), Code::CertSubject);
    assert_eq!(code(identify(&identity.chain[1], &SubjectProfile::default())), Code::CertKind);
    assert_eq!(code(identify(b"x", &SubjectProfile::default())), Code::CertInvalid);
}

#[test]
fn usage_is_told_apart() {
    let world = World::new();
    let identity = world.pki.office(&office()).unwrap();
    let verify = |chain: &[cplink::keys::CertificateDer<'static>], usage| {
        world.trust.verify_office(&chain[0], &chain[1..], now(), usage)
    };
    for usage in [Usage::TlsClient, Usage::Signature] {
        assert_eq!(verify(&identity.chain, usage).unwrap().office_number, SENDER);
        let server = world.pki.server(&[]).unwrap();
        assert_eq!(code(verify(&server.chain, usage)), Code::CertKeyUsage);
        assert_eq!(code(verify(&identity.chain[..1], usage)), Code::CertChain);
    }
    let seal = world.pki.relay_seal().unwrap();
    assert!(world.trust.verify_relay(&seal.chain[0], &seal.chain[1..], now()).is_ok());
    let office = world.trust.verify_relay(&identity.chain[0], &identity.chain[1..], now());
    assert_eq!(code(office), Code::CertKind);
}
