//! What becomes of messages whose certificate has been renewed, revoked or has expired since.

use std::io::Cursor;
use std::time::Duration;

use cplink::Code;
use cplink::keys::{FileSigner, Moment, Notice, Trust, UnixTime, Usage};
use cplink::progress::Job;
use cplink::seal::{Limits, open};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey, OfficeCert, Pki};
use time::OffsetDateTime;

const DAY: u64 = 86_400;

fn office() -> OfficeCert {
    cplink_testkit::office(SENDER, Algorithm::EcdsaP256)
}

fn seal_at(signer: &FileSigner, at: UnixTime) -> Vec<u8> {
    let mut bytes = Vec::new();
    draft().seal(signer, at, &mut bytes, &mut Job::new()).unwrap();
    bytes
}

fn open_at(bytes: &[u8], trust: &Trust, now: UnixTime) -> cplink::Result<()> {
    open(Cursor::new(bytes.to_vec()), &Limits::default(), trust, now, &mut Job::new()).map(drop)
}

fn verify(identity: &CertifiedKey, trust: &Trust, moment: Moment) -> cplink::Result<Vec<Notice>> {
    let (leaf, others) = identity.chain.split_first().unwrap();
    trust.verify(leaf, others, Usage::Signature, moment).map(|verified| verified.notices)
}

#[test]
fn a_certificate_that_is_renewed_in_mid_month() {
    let mut pki = pki();
    let (old, new) = (pki.office(&office()).unwrap(), pki.office(&office()).unwrap());
    let before = seal_at(&signer(&old), earlier(DAY / 2));
    pki.revoke(&old.serial);
    let trust = trust(&pki);
    // Sent before the renewal, fetched after it.
    open_at(&before, &trust, now()).unwrap();
    open_at(&seal_at(&signer(&new), now()), &trust, now()).unwrap();
    assert_eq!(code(open_at(&seal_at(&signer(&old), now()), &trust, now())), Code::CertRevoked);
    let claimed = Moment::Claimed { at: earlier(DAY / 2), now: now() };
    assert!(verify(&old, &trust, claimed).unwrap().contains(&Notice::RevokedSince));
    assert_eq!(code(verify(&old, &trust, Moment::Now(now()))), Code::CertRevoked);
}

#[test]
fn a_key_in_other_hands_proves_nothing_by_its_own_word() {
    let mut pki = pki();
    let old = pki.office(&office()).unwrap();
    let before = seal_at(&signer(&old), earlier(DAY / 2));
    pki.revoke_compromised(&old.serial);
    let trust = trust(&pki);
    assert_eq!(code(open_at(&before, &trust, now())), Code::CertRevoked);
    // Somebody else vouches for the time: it signed before.
    assert!(verify(&old, &trust, Moment::Proven(earlier(DAY / 2))).unwrap().contains(&Notice::RevokedSince));
    assert_eq!(code(verify(&old, &trust, Moment::Proven(now()))), Code::CertRevoked);
}

#[test]
fn a_certificate_that_has_expired_since() {
    let present = OffsetDateTime::now_utc();
    let pki = Pki::new(present).unwrap();
    let day = time::Duration::DAY;
    let old = pki.office(&office().validity(present - day * 400, present - day * 20)).unwrap();
    let trust = trust(&pki);
    let message = seal_at(&signer(&old), earlier(25 * DAY));
    open_at(&message, &trust, now()).unwrap();
    let claimed = Moment::Claimed { at: earlier(25 * DAY), now: now() };
    assert!(verify(&old, &trust, claimed).unwrap().contains(&Notice::ExpiredSince));
    // Signed after its end, whatever the grace.
    assert_eq!(code(open_at(&seal_at(&signer(&old), earlier(DAY)), &trust, now())), Code::CertExpired);
    open_at(&message, &trust, later(71 * DAY)).unwrap();
    assert_eq!(code(open_at(&message, &trust, later(73 * DAY))), Code::CertExpired);
    let strict = trust.clone().with_grace(Duration::ZERO);
    assert_eq!(code(open_at(&message, &strict, now())), Code::CertExpired);
    // With proof of its time it remains valid for as long as the authority's certificate is known.
    assert!(verify(&old, &strict, Moment::Proven(earlier(25 * DAY))).is_ok());
    assert_eq!(code(verify(&old, &strict, Moment::Proven(earlier(DAY)))), Code::CertExpired);
}

#[test]
fn the_end_comes_near() {
    let present = OffsetDateTime::now_utc();
    let pki = Pki::new(present).unwrap();
    let trust = trust(&pki);
    let notices = |days: i32| {
        let end = present + time::Duration::DAY * days + time::Duration::HOUR;
        let identity = pki.office(&office().validity(present - time::Duration::DAY, end)).unwrap();
        verify(&identity, &trust, Moment::Now(now())).unwrap()
    };
    for (days, expected) in [
        (90, vec![]),
        (89, vec![Notice::Expires90]),
        (30, vec![Notice::Expires90]),
        (29, vec![Notice::Expires30]),
        (7, vec![Notice::Expires30]),
        (6, vec![Notice::Expires7]),
        (0, vec![Notice::Expires7]),
    ] {
        assert_eq!(notices(days), expected, "{days}");
    }
}

#[test]
fn lists_are_told_where_they_are_old_or_missing() {
    let pki = pki();
    let identity = pki.office(&office()).unwrap();
    let bare = Trust::from_der([pki.ca_der()]).unwrap();
    assert_eq!(verify(&identity, &bare, Moment::Now(now())).unwrap(), [Notice::CrlMissing]);
    let half = bare.clone().with_crl(&pki.crl_der().unwrap()).unwrap();
    assert_eq!(verify(&identity, &half, Moment::Now(now())).unwrap(), [Notice::CrlMissing]);
    let listed = trust(&pki);
    assert_eq!(verify(&identity, &listed, Moment::Now(now())).unwrap(), []);
    let old = verify(&identity, &listed, Moment::Now(later(400 * DAY))).unwrap();
    assert_eq!(old, [Notice::CrlStale]);
    let required = listed.with_lists_required();
    assert_eq!(code(verify(&identity, &required, Moment::Now(later(400 * DAY)))), Code::CrlStale);
    assert_eq!(code(verify(&identity, &half.with_lists_required(), Moment::Now(now()))), Code::CrlMissing);
}

#[test]
fn a_folder_of_lists() {
    let mut pki = pki();
    let identity = pki.office(&office()).unwrap();
    pki.revoke(&identity.serial);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let read = || Trust::from_der([pki.ca_der()]).unwrap().with_crl_folder(folder.path());
    assert!(verify(&identity, &read().unwrap(), Moment::Now(now())).is_ok());
    std::fs::write(path("読み方.txt"), "not a list").unwrap();
    std::fs::write(path("root.crl"), pki.root_crl_der().unwrap()).unwrap();
    std::fs::write(path("issuing.CRL"), pki.crls_pem().unwrap()).unwrap();
    assert_eq!(code(verify(&identity, &read().unwrap(), Moment::Now(now()))), Code::CertRevoked);
    std::fs::write(path("broken.crl"), "not a list").unwrap();
    // One that cannot be read spoils no other.
    let trust = read().unwrap();
    let [broken] = trust.unusable_lists() else { panic!("{:?}", trust.unusable_lists()) };
    assert_eq!((broken.code, broken.file.as_deref()), (Code::CrlInvalid, Some("broken.crl")));
    assert_eq!(code(verify(&identity, &trust, Moment::Now(now()))), Code::CertRevoked);
    let missing = Trust::from_der([pki.ca_der()]).unwrap().with_crl_folder(&path("none"));
    assert_eq!(code(missing), Code::FileRead);
}
