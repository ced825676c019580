//! Vectors that rcgen makes.

use cplink::Code;
use cplink::keys::{CertificateDer, CertificateKind, Trust};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, NameConstraints,
    RevocationReason, RevokedCertParams, SerialNumber,
};
use time::{Duration, OffsetDateTime};

use super::{OFFICE, Vector};

/// 1.2.3.4 and 1.2.3.5, as a certificatePolicies extension holds them.
const POLICY: [u8; 9] = [0x30, 7, 0x30, 5, 6, 3, 0x2a, 3, 4];
const OTHER_POLICY: [u8; 9] = [0x30, 7, 0x30, 5, 6, 3, 0x2a, 3, 5];

struct Authority {
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// A root and an issuing authority.
struct Authorities {
    root: Authority,
    issuing: Authority,
}

type Tweak<'a> = &'a dyn Fn(&mut CertificateParams);

fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc().replace_nanosecond(0).unwrap()
}

fn key() -> KeyPair {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap()
}

fn authority(name: &str, above: Option<&Authority>, tweak: Tweak<'_>) -> Authority {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = now() - Duration::days(900);
    params.not_after = now() + Duration::days(900);
    params.use_authority_key_identifier_extension = true;
    params.serial_number = Some(SerialNumber::from(0x4001));
    tweak(&mut params);
    let key = key();
    let certificate = match above {
        Some(above) => params.signed_by(&key, &above.issuer).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    Authority { der: certificate.der().clone(), issuer: Issuer::new(params, key) }
}

impl Authorities {
    fn new() -> Self {
        Self::with(&|_| {}, &|_| {})
    }

    fn with(root: Tweak<'_>, issuing: Tweak<'_>) -> Self {
        let root = authority("Vector Root", None, root);
        let issuing = authority("Vector Issuing", Some(&root), issuing);
        Self { root, issuing }
    }

    fn trust(&self) -> Trust {
        Trust::from_der([self.root.der.as_ref()]).unwrap()
    }

    fn chain(&self, tweak: Tweak<'_>) -> Vec<CertificateDer<'static>> {
        vec![leaf(&self.issuing, tweak), self.issuing.der.clone()]
    }

    fn lists(&self, trust: Trust, tweak: &dyn Fn(&mut CertificateRevocationListParams)) -> Trust {
        let mut trust = trust;
        for authority in [&self.root, &self.issuing] {
            trust = trust.with_crl(&list(authority, tweak)).unwrap();
        }
        trust
    }
}

fn params() -> CertificateParams {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "みどり");
    params.distinguished_name.push(DnType::OrganizationalUnitName, CertificateKind::CareInsurance.name_ja());
    params.distinguished_name.push(DnType::CommonName, OFFICE);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.not_before = now() - Duration::days(9);
    params.not_after = now() + Duration::days(300);
    params.use_authority_key_identifier_extension = true;
    params.serial_number = Some(SerialNumber::from(0x4002));
    params
}

fn leaf(issuing: &Authority, tweak: Tweak<'_>) -> CertificateDer<'static> {
    let mut params = params();
    tweak(&mut params);
    params.signed_by(&key(), &issuing.issuer).unwrap().der().clone()
}

fn list(authority: &Authority, tweak: &dyn Fn(&mut CertificateRevocationListParams)) -> Vec<u8> {
    let mut params = CertificateRevocationListParams {
        this_update: now() - Duration::days(2),
        next_update: now() + Duration::days(9),
        crl_number: SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    tweak(&mut params);
    params.signed_by(&authority.issuer).unwrap().der().to_vec()
}

fn revoke(number: u64) -> impl Fn(&mut CertificateRevocationListParams) {
    move |params| {
        params.revoked_certs = vec![RevokedCertParams {
            serial_number: SerialNumber::from(number),
            revocation_time: now() - Duration::days(1),
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        }];
    }
}

fn unit(params: &mut CertificateParams, name: &str) {
    params.distinguished_name.remove(DnType::OrganizationalUnitName);
    params.distinguished_name.push(DnType::OrganizationalUnitName, name);
}

fn common_name(params: &mut CertificateParams, name: &str) {
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, name);
}

fn policies(params: &mut CertificateParams, policies: &[u8]) {
    params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 32], policies.to_vec()));
}

/// The certificate with some bytes replaced; they are in it once.
fn replaced(chain: &[CertificateDer<'static>], from: &[u8], to: &[u8]) -> Vec<CertificateDer<'static>> {
    let mut leaf = chain[0].to_vec();
    let places: Vec<_> = (0..=leaf.len() - from.len()).filter(|at| leaf[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    for at in places {
        leaf[at..at + from.len()].copy_from_slice(to);
    }
    [&[CertificateDer::from(leaf)], &chain[1..]].concat()
}

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = Vec::new();
    let good = Authorities::new();
    let mut add = |name: &str, expected: Option<Code>, chain: Vec<CertificateDer<'static>>, trust: Trust| {
        all.push(Vector { name: name.to_owned(), expected, chain, trust });
    };
    add("good", None, good.chain(&|_| {}), good.trust());
    let strict = || good.lists(good.trust(), &|_| {}).with_lists_required();
    add("good, lists required", None, good.chain(&|_| {}), strict());
    add("care plan", None, good.chain(&|p| unit(p, "ケアプラン証明書")), good.trust());

    let mut bad = |name: &str, code: Code, tweak: Tweak<'_>| add(name, Some(code), good.chain(tweak), good.trust());
    bad("expired", Code::CertExpired, &|p| p.not_after = now() - Duration::days(1));
    bad("early", Code::CertNotYetValid, &|p| p.not_before = now() + Duration::days(1));
    bad("relay", Code::CertKind, &|p| unit(p, CertificateKind::Relay.name_ja()));
    bad("no kind", Code::CertKind, &|p| {
        p.distinguished_name.remove(DnType::OrganizationalUnitName).then_some(()).unwrap()
    });
    bad("agent", Code::CertKindAgent, &|p| unit(p, "代理人証明書"));
    bad("disability", Code::CertKindDisability, &|p| unit(p, "障害総合支援証明書"));
    bad("other office", Code::CertOffice, &|p| common_name(p, "1370000029"));
    bad("odd number", Code::CertSubject, &|p| common_name(p, "137000001"));
    bad("no number", Code::CertSubject, &|p| p.distinguished_name.remove(DnType::CommonName).then_some(()).unwrap());
    bad("encipherment only", Code::CertKeyUsage, &|p| p.key_usages = vec![KeyUsagePurpose::KeyEncipherment]);
    bad("server", Code::CertKeyUsage, &|p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]);
    bad("authority", Code::CertKeyUsage, &|p| p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    bad("unknown critical", Code::CertExtension, &|p| {
        let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4, 5], vec![5, 0]);
        extension.set_criticality(true);
        p.custom_extensions.push(extension);
    });

    let stranger = Authorities::with(&|p| common_name(p, "Stranger"), &|p| common_name(p, "Stranger Issuing"));
    add("stranger", Some(Code::CertUnknownIssuer), stranger.chain(&|_| {}), good.trust());
    add("namesake", Some(Code::CertUnknownIssuer), Authorities::new().chain(&|_| {}), good.trust());
    let own = params().self_signed(&key()).unwrap().der().clone();
    add("self-signed", Some(Code::CertUnknownIssuer), vec![own], good.trust());
    add("missing intermediate", Some(Code::CertChain), good.chain(&|_| {})[..1].to_vec(), good.trust());
    let sound = good.chain(&|_| {});
    add("changed", Some(Code::CertSignature), replaced(&sound, b"1370000011", b"1370000012"), good.trust());
    let cut = CertificateDer::from(sound[0][..sound[0].len() - 9].to_vec());
    add("cut short", Some(Code::CertInvalid), vec![cut, sound[1].clone()], good.trust());
    let hashed = authority_of_rsa();
    add("weak hash", Some(Code::CertWeakHash), hashed.0, hashed.1);
    let short = short_key(&good);
    add("short key", Some(Code::CertShortKey), short, good.trust());

    let wanted = || good.trust().with_policies(["1.2.3.4"]).unwrap();
    add("no policy", Some(Code::CertPolicy), good.chain(&|_| {}), wanted());
    let under = Authorities::with(&|_| {}, &|p| policies(p, &POLICY));
    let policed = |trust: &Authorities| trust.trust().with_policies(["1.2.3.4"]).unwrap();
    add("policy", None, under.chain(&|p| policies(p, &POLICY)), policed(&under));
    add("other policy", Some(Code::CertPolicy), under.chain(&|p| policies(p, &OTHER_POLICY)), policed(&under));
    let other = Authorities::with(&|_| {}, &|p| policies(p, &OTHER_POLICY));
    add("policy ends", Some(Code::CertPolicy), other.chain(&|p| policies(p, &POLICY)), policed(&other));

    let mut issuing = |name: &str, code: Code, tweak: Tweak<'_>| {
        let authorities = Authorities::with(&|_| {}, tweak);
        add(name, Some(code), authorities.chain(&|_| {}), authorities.trust());
    };
    issuing("issuer is none", Code::CertIssuer, &|p| p.is_ca = IsCa::ExplicitNoCa);
    issuing("issuer signs lists only", Code::CertIssuer, &|p| p.key_usages = vec![KeyUsagePurpose::CrlSign]);
    issuing("issuer expired", Code::CertIssuerExpired, &|p| p.not_after = now() - Duration::days(1));
    issuing("issuer early", Code::CertIssuerExpired, &|p| p.not_before = now() + Duration::days(1));
    issuing("name constraint", Code::CertNameConstraint, &|p| {
        let mut name = DistinguishedName::new();
        name.push(DnType::OrganizationName, "others");
        let subtrees = vec![GeneralSubtree::DirectoryName(name)];
        p.name_constraints = Some(NameConstraints { permitted_subtrees: subtrees, excluded_subtrees: Vec::new() });
    });
    let flat = Authorities::with(&|_| {}, &|p| p.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)));
    let below = authority("Vector Below", Some(&flat.issuing), &|_| {});
    let long = vec![leaf(&below, &|_| {}), below.der.clone(), flat.issuing.der.clone()];
    add("path too long", Some(Code::CertIssuer), long, flat.trust());

    let listed = |number: u64| good.lists(good.trust(), &revoke(number));
    add("revoked", Some(Code::CertRevoked), good.chain(&|_| {}), listed(0x4002));
    add("issuer revoked", Some(Code::CertIssuerRevoked), good.chain(&|_| {}), listed(0x4001));
    let stale = good.lists(good.trust(), &|p| p.next_update = now() - Duration::days(1));
    add("stale list", Some(Code::CrlStale), good.chain(&|_| {}), stale.with_lists_required());
    add("no list", Some(Code::CrlMissing), good.chain(&|_| {}), good.trust().with_lists_required());
    let forged = Authorities::new().lists(good.trust(), &|_| {});
    add("forged list", Some(Code::CrlInvalid), good.chain(&|_| {}), forged);
    all
}

/// A chain under an RSA authority whose certificate claims to be signed with SHA-1.
fn authority_of_rsa() -> (Vec<CertificateDer<'static>>, Trust) {
    let office = cplink_testkit::office(OFFICE, relay_mock::pki::Algorithm::Rsa2048);
    let rsa = cplink_testkit::world::pki().office(&office).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(rsa.key_pkcs8);
    let key = KeyPair::from_pkcs8_der_and_sign_algo(&key, &rcgen::PKCS_RSA_SHA256).unwrap();
    let mut root = CertificateParams::new(Vec::<String>::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = root.self_signed(&key).unwrap().der().clone();
    let authority = Authority { der: certificate, issuer: Issuer::new(root, key) };
    let sound = vec![leaf(&authority, &|_| {})];
    // sha256WithRSAEncryption and sha1WithRSAEncryption differ in their last byte.
    let arc = |last: u8| [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last];
    (replaced(&sound, &arc(11), &arc(5)), Trust::from_der([authority.der.as_ref()]).unwrap())
}

/// A certificate for an RSA key of 1024 bits, which openssl has to make.
fn short_key(authorities: &Authorities) -> Vec<CertificateDer<'static>> {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["genrsa", "-out", "k.pem", "1024"][..], &["rsa", "-in", "k.pem", "-pubout", "-out", "p.pem"]] {
        cplink_testkit::must_run(folder.path(), "openssl", arguments);
    }
    let public = std::fs::read_to_string(folder.path().join("p.pem")).unwrap();
    let public = rcgen::SubjectPublicKeyInfo::from_pem(&public).unwrap();
    let certificate = params().signed_by(&public, &authorities.issuing.issuer).unwrap();
    vec![certificate.der().clone(), authorities.issuing.der.clone()]
}
