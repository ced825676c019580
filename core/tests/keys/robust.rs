//! Key files, certificates and revocation lists that were damaged at random: no panic, none accepted.

use cplink::keys::{CertificateDer, FileSigner, Moment, SubjectProfile, Trust, Usage, identify};
use cplink::secret::Secret;
use cplink_testkit::key_file::pkcs12;
use cplink_testkit::random::Random;
use cplink_testkit::*;
use relay_mock::pki::Algorithm;
#[cfg(unix)]
use relay_mock::pki::CertifiedKey;

#[test]
fn key_files() {
    let identity = pki().office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    let mut random = Random::new(0x5eed_0001);
    for form in [
        &["-noiter", "-nomaciter"][..],
        &["-noiter", "-nomac"],
        &["-noiter", "-nomac", "-certpbe", "NONE", "-keypbe", "NONE"],
    ] {
        let sound = pkcs12(&identity, "test", form);
        let password = Secret::from("test");
        assert!(
            FileSigner::from_pkcs12(&sound, &password)
                .unwrap_or_else(|e| panic!("{e:?}"))
                .key_is_of(&identity.chain[0])
        );
        for _ in 0..3000 {
            // Where it opens all the same, key and certificate still have to belong together.
            if let Ok(signer) = FileSigner::from_pkcs12(&random.damaged(&sound), &password) {
                assert!(signer.key_is_of(&identity.chain[0]));
            }
        }
    }
    for _ in 0..3000 {
        if let Ok(signer) = FileSigner::from_pem(&random.damaged(identity.pem().as_bytes()), None) {
            assert!(signer.key_is_of(&identity.chain[0]));
        }
    }
}

/// Every form that a key file may have, made by openssl or by the script beside the vectors.
#[cfg(unix)]
fn forms() -> (Vec<Vec<u8>>, CertifiedKey) {
    use cplink_testkit::key_file::pkcs12;
    let identity = pki().office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("in"), pkcs12(&identity, "test", &["-noiter", "-nomaciter"])).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/vectors/pkcs12_forms.py");
    let mut found = Vec::new();
    for form in ["ber", "pieces", "absent", "pbmac1", "short-iv", "enveloped", "signed"] {
        must_run(folder.path(), "python3", &[script, form, "in", "out", "test"]);
        found.push(std::fs::read(path("out")).unwrap());
    }
    let pem = identity.pem();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    found.push(wide(&format!("\u{feff}{pem}")));
    found.push(pem.replacen('\n', "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n", 1).into_bytes());
    std::fs::write(path("c.pem"), pem).unwrap();
    must_run(folder.path(), "openssl", &["crl2pkcs7", "-nocrl", "-certfile", "c.pem", "-outform", "DER", "-out", "p7"]);
    found.push(std::fs::read(path("p7")).unwrap());
    must_run(folder.path(), "openssl", &["ec", "-in", "c.pem", "-no_public", "-out", "n.pem"]);
    let key = std::fs::read_to_string(path("n.pem")).unwrap();
    found.push(format!("{}{key}", cplink_testkit::key_file::certificates_pem(&identity)).into_bytes());
    (found, identity)
}

/// Random changes, every length, and random bytes: an error with a code, or a signer of this key.
#[cfg(unix)]
#[test]
fn key_files_of_every_form() {
    let (forms, identity) = forms();
    let password = Secret::from("test");
    let mut random = Random::new(0x5eed_0004);
    let mut opened = 0;
    for form in &forms {
        for at in (0..form.len()).step_by(5) {
            let _ = FileSigner::open(&form[..at], Some(&password));
        }
        for _ in 0..600 {
            let bytes = random.damaged(form);
            let _ = Trust::from_pem(&bytes);
            if let Ok(signer) = FileSigner::open(&bytes, Some(&password)) {
                assert!(signer.key_is_of(&identity.chain[0]));
                opened += 1;
            }
        }
    }
    assert!(opened > 0, "no damage was ever outside of what counts");
    for _ in 0..3000 {
        let length = random.below(300);
        let mut bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        // Many begin as a value does.
        if let [first, second, ..] = &mut bytes[..] {
            (*first, *second) = (0x30, [0x80, 0x82, 0x84, 0x10][random.below(4)]);
        }
        assert!(FileSigner::open(&bytes, None).is_err());
        assert!(Trust::from_pem(&bytes).is_err());
    }
}

/// Deep, long and repeated: a reader that looked at anything again for each part would not come to an end.
#[test]
fn greedy_key_files_are_refused() {
    let megabyte = 1 << 20;
    let section = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n";
    for bytes in [
        [0x30, 0x80].repeat(megabyte),
        [0xa0, 0x80, 0x24, 0x80].repeat(megabyte / 2),
        [vec![0x30, 0x80, 2, 1, 3, 0x30, 0x80], [0x24, 0x80].repeat(megabyte)].concat(),
        [vec![0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], vec![0x30; megabyte]].concat(),
        b"-----BEGIN ".repeat(megabyte / 4),
        b"text -----BEGIN CERTIFICATE----- ".repeat(megabyte / 16),
        section.repeat(megabyte / 32).into_bytes(),
        [b"-----BEGIN CERTIFICATE-----\n".to_vec(), b"a: b\n".repeat(megabyte / 2)].concat(),
        [b"\xff\xfe".to_vec(), b"-\0".repeat(megabyte)].concat(),
        vec![b'M'; 3 * megabyte],
        vec![b' '; 3 * megabyte],
    ] {
        assert!(FileSigner::open(&bytes, None).is_err());
        assert!(Trust::from_pem(&bytes).is_err());
    }
}

/// What a signer that opened can prove.
trait KeyIsOf {
    fn key_is_of(&self, leaf: &[u8]) -> bool;
}

impl KeyIsOf for FileSigner {
    fn key_is_of(&self, leaf: &[u8]) -> bool {
        use cplink::keys::Signer;
        // The damage may lie in a part of the certificate that its key does not depend on.
        let spki = |der: &[u8]| der.windows(27).any(|bytes| leaf.windows(27).any(|other| other == bytes));
        spki(&self.chain()[0]) && self.sign(self.schemes()[0], b"message").is_ok()
    }
}

#[test]
fn certificates() {
    let pki = pki();
    let trust = trust(&pki);
    let chain = pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap().chain;
    let verify = |leaf: &CertificateDer<'_>, issuing: &CertificateDer<'_>| {
        trust.verify(leaf, std::slice::from_ref(issuing), Usage::Signature, Moment::Now(now()))
    };
    assert!(verify(&chain[0], &chain[1]).is_ok());
    let mut random = Random::new(0x5eed_0002);
    for place in 0..2 {
        for at in 0..chain[place].len() {
            let mut bytes = chain[place].to_vec();
            bytes[at] ^= 1 << random.below(8);
            let mut changed = chain.clone();
            changed[place] = CertificateDer::from(bytes);
            assert!(verify(&changed[0], &changed[1]).is_err(), "certificate {place}, byte {at}");
        }
    }
    for _ in 0..3000 {
        let bytes = random.damaged(&chain[0]);
        let _ = identify(&bytes, &SubjectProfile::default());
        let same = bytes == chain[0].as_ref();
        assert!(same || verify(&CertificateDer::from(bytes), &chain[1]).is_err());
        let _ = Trust::from_der([random.damaged(pki.ca_der()).as_slice()]);
        let _ = Trust::from_pem(&random.damaged(pki.ca_pem().as_bytes()));
    }
}

#[test]
fn revocation_lists() {
    let mut pki = pki();
    let identity = pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    pki.revoke_compromised(&identity.serial);
    let (root, issuing) = (pki.root_crl_der().unwrap(), pki.crl_der().unwrap());
    let bare = Trust::from_der([pki.ca_der()]).unwrap().with_crl(&root).unwrap().with_lists_required();
    let verify =
        |trust: &Trust| trust.verify(&identity.chain[0], &identity.chain[1..], Usage::Signature, Moment::Now(now()));
    let mut random = Random::new(0x5eed_0003);
    for at in 0..issuing.len() {
        let mut bytes = issuing.clone();
        bytes[at] ^= 1 << random.below(8);
        // Where lists are required, no damage to one makes the revoked certificate good.
        if let Ok(trust) = bare.clone().with_crl(&bytes) {
            assert!(verify(&trust).is_err(), "byte {at}");
        }
    }
    for _ in 0..3000 {
        if let Ok(trust) = bare.clone().with_crl(&random.damaged(&issuing)) {
            assert!(verify(&trust).is_err());
        }
    }
}
