//! Key files, certificates and revocation lists that were damaged at random: no panic, none accepted.

use cplink::keys::{CertificateDer, FileSigner, Moment, SubjectProfile, Trust, Usage, identify};
use cplink::secret::Secret;
use cplink_testkit::key_file::pkcs12;
use cplink_testkit::random::Random;
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

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
