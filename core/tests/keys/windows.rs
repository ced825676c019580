//! Keys of the Windows certificate store. Under Wine every key is one of CAPI; what CNG adds is on the
//! list of manual checks.

use std::ptr::{null, null_mut};
use std::sync::Arc;

use cplink::Code;
use cplink::keys::{CertificateDer, KeyState, Place, SignatureScheme, Signer, SubjectProfile, WindowsStore, choose};
use cplink::progress::Job;
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::HttpOptions;
use cplink_testkit::relay::TestRelay;
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey};
use relay_mock::server::TlsVersions;
use windows_sys::Win32::Security::Cryptography::*;

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// Puts the office's certificate and key into the user's store, as the import assistant does.
fn import(identity: &CertifiedKey) {
    let (file, password, name) = (identity.pkcs12("test").unwrap(), wide("test"), wide("MY"));
    let blob = CRYPT_INTEGER_BLOB { cbData: u32::try_from(file.len()).unwrap(), pbData: file.as_ptr().cast_mut() };
    // SAFETY: all pointers live for their calls; the handles are closed once.
    unsafe {
        let imported = PFXImportCertStore(&raw const blob, password.as_ptr(), CRYPT_USER_KEYSET);
        assert!(!imported.is_null(), "{}", std::io::Error::last_os_error());
        let store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, name.as_ptr().cast());
        assert!(!store.is_null());
        let mut one = null_mut();
        loop {
            one = CertEnumCertificatesInStore(imported, one);
            if one.is_null() {
                break;
            }
            assert_ne!(CertAddCertificateContextToStore(store, one, CERT_STORE_ADD_REPLACE_EXISTING, null_mut()), 0);
        }
        CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, null());
        CertCloseStore(imported, 0);
        CertCloseStore(store, 0);
    }
}

#[test]
fn a_key_of_the_store_signs_and_connects() {
    let pki = pki();
    let identity = pki.office(&office(SENDER, Algorithm::Rsa2048)).unwrap();
    import(&identity);
    let store = WindowsStore::CurrentUser;
    let all = store.candidates(&SubjectProfile::default(), now()).unwrap();
    let ours = all.iter().find(|one| one.identity.as_ref().is_some_and(|id| id.serial == identity.serial)).unwrap();
    assert_eq!((ours.key, &ours.place), (KeyState::Usable, &Place::WindowsStore(store)));
    assert_eq!(ours.identity.as_ref().unwrap().office_number, SENDER);
    assert_eq!(choose([ours], Some(SENDER), None).unwrap().fingerprint, ours.fingerprint);
    let key: Arc<dyn Signer> = ours.open(None).unwrap();
    assert_eq!(key.chain()[0], identity.chain[0]);
    for scheme in key.schemes() {
        // Verified against the certificate before it is given back.
        assert!(!key.sign(*scheme, b"message").unwrap().is_empty());
    }
    assert!(key.schemes().contains(&SignatureScheme::RSA_PKCS1_SHA256));
    assert_eq!(code(key.sign(SignatureScheme::ED25519, b"message")), Code::KeyUnsupported);

    let mut bytes = Vec::new();
    draft().seal(&*key, now(), &mut bytes, &mut Job::new()).unwrap();
    let known = trust(&pki).with_pem(pki.issuing_pem().as_bytes()).unwrap();
    assert_eq!(open_bytes(&bytes, &known).unwrap().signer().identity.office_number, SENDER);

    let anchors = [pki.ca_der(), pki.issuing_der()].map(|der| CertificateDer::from(der.to_vec())).to_vec();
    let relay = TestRelay::with(&pki, &[SENDER], |options| {
        options.anchors.clone_from(&anchors);
        options.tls = TlsVersions::From12;
    });
    let mut options = HttpOptions::new(relay.url(), anchors, key.clone());
    let signs_for_13 = key.schemes().contains(&SignatureScheme::RSA_PSS_SHA256);
    if !signs_for_13 {
        // Told before a connection is made, and only where TLS 1.2 was not allowed.
        let strict = HttpOptions::new(relay.url(), options.trust.clone(), key);
        assert_eq!(code(HttpTransport::new(strict)), Code::KeyUnsupported);
    }
    options.allow_tls12 = !signs_for_13;
    let mut transport = HttpTransport::new(options).unwrap();
    transport.capabilities(&mut Job::new()).unwrap();
    assert_eq!(transport.connection().unwrap().tls, if signs_for_13 { "TLS 1.3" } else { "TLS 1.2" });
}

#[test]
fn the_stores_are_listed() {
    WindowsStore::LocalMachine.candidates(&SubjectProfile::default(), now()).unwrap();
}
