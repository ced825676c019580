//! Revocation lists in the forms of the field: read, or named as a form that is not supported, and one bad list
//! spoils neither the others nor the trust.

use cplink::Code;
use cplink::keys::{CertificateDer, Moment, Notice, Trust, Usage, Verified};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, CertifiedKey, Pki};

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
    let head = match content.len() {
        ..0x80 => vec![tag, low],
        0x80..0x100 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, content].concat()
}

/// Tag and bytes of each element in a row.
fn elements(mut bytes: &[u8]) -> Vec<(u8, Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    while let [tag, first, ..] = bytes {
        let (head, length) = match first {
            0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
            0x81 => (3, usize::from(bytes[2])),
            length => (2, usize::from(*length)),
        };
        found.push((*tag, bytes[..head + length].to_vec(), bytes[head..head + length].to_vec()));
        bytes = &bytes[head + length..];
    }
    found
}

/// The same list with other fields. Its form is judged before its signature.
fn reformed(list: &[u8], change: impl Fn(&mut Vec<(u8, Vec<u8>, Vec<u8>)>)) -> Vec<u8> {
    let outer = elements(&elements(list)[0].2);
    let mut fields = elements(&outer[0].2);
    change(&mut fields);
    let fields: Vec<&[u8]> = fields.iter().map(|field| &field.1[..]).collect();
    der(0x30, &[&der(0x30, &fields), &outer[1].1, &outer[2].1])
}

fn forms(list: &[u8]) -> [(&'static str, Vec<u8>); 3] {
    [
        ("version 1", reformed(list, |fields| fields.retain(|field| !matches!(field.0, 0x02 | 0xa0)))),
        ("without next update", reformed(list, |fields| drop(fields.remove(4)))),
        ("without extensions", reformed(list, |fields| fields.retain(|field| field.0 != 0xa0))),
    ]
}

fn verify(identity: &CertifiedKey, trust: &Trust) -> cplink::Result<Verified> {
    trust.verify(&identity.chain[0], &identity.chain[1..], Usage::Signature, Moment::Now(now()))
}

fn world() -> (Pki, CertifiedKey, Trust) {
    let mut pki = pki();
    let identity = pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    pki.revoke(&identity.serial);
    let trust = Trust::from_der([pki.ca_der()]).unwrap();
    (pki, identity, trust)
}

fn pem(label: &str, der: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(der))
}

#[test]
fn a_form_that_is_not_supported_is_named() {
    let (pki, ..) = world();
    for (name, list) in forms(&pki.crl_der().unwrap()) {
        let error = Trust::from_der([pki.ca_der()]).unwrap().with_crl(&list).unwrap_err();
        assert_eq!(error.code(), Code::CrlForm, "{name}");
        assert!(error.detail().unwrap().contains(name), "{error}");
    }
}

#[test]
fn an_empty_list_is_read_whether_or_not_it_has_an_empty_sequence() {
    let pki = cplink_testkit::pki();
    let list = pki.crl_der().unwrap();
    let has_entries =
        |list: &[u8]| elements(&elements(&elements(list)[0].2)[0].2).iter().filter(|one| one.0 == 0x30).count() > 2;
    assert!(!has_entries(&list));
    // Its place is behind the next update. The signature does not hold then, which is not looked at here.
    let empty = reformed(&list, |fields| fields.insert(5, (0x30, vec![0x30, 0], Vec::new())));
    assert!(has_entries(&empty));
    for list in [&list, &empty] {
        assert_eq!(Trust::from_der([pki.ca_der()]).unwrap().with_crl(list).unwrap().crls().len(), 1);
    }
}

#[test]
fn one_bad_list_spoils_neither_the_others_nor_the_trust() {
    let (pki, identity, trust) = world();
    let good = pki.crl_der().unwrap();
    for (name, bad) in forms(&good).into_iter().chain([("damaged", good[..good.len() - 9].to_vec())]) {
        let both = pem("X509 CRL", &bad) + &pem("X509 CRL", &good);
        let both = trust.clone().with_pem(both.as_bytes()).unwrap();
        assert_eq!(code(verify(&identity, &both)), Code::CertRevoked, "{name}");
        // Alone with the authority it leaves the status unknown, and is told.
        let file = pem("CERTIFICATE", pki.ca_der()) + &pem("X509 CRL", &bad);
        let alone = Trust::from_pem(file.as_bytes()).unwrap();
        assert_eq!(alone.unusable_lists().len(), 1, "{name}");
        let notices = verify(&identity, &alone).unwrap().notices;
        assert!(notices.contains(&Notice::CrlUnusable), "{name}: {notices:?}");
        // Where lists are required, it is the list that is at fault.
        let refused = code(verify(&identity, &alone.with_lists_required()));
        assert!(matches!(refused, Code::CrlForm | Code::CrlInvalid), "{name}: {refused:?}");
    }
}

#[test]
fn a_list_that_somebody_else_signed_does_not_stand_before_the_right_one() {
    let (pki, identity, trust) = world();
    let forged = cplink_testkit::pki().crl_der().unwrap();
    let trust = trust.with_crl(&pki.crl_der().unwrap()).unwrap().with_crl(&forged).unwrap();
    assert_eq!(code(verify(&identity, &trust)), Code::CertRevoked);
    let sound = pki.office(&office(RECEIVER, Algorithm::EcdsaP256)).unwrap();
    assert!(verify(&sound, &trust).unwrap().notices.contains(&Notice::CrlUnusable));
}

#[test]
fn a_list_of_the_future_has_a_notice() {
    let (pki, _, trust) = world();
    let sound = pki.office(&office(RECEIVER, Algorithm::EcdsaP256)).unwrap();
    let trust = trust.with_crl(&pki.crl_der().unwrap()).unwrap();
    let notices = |at| {
        let leaf: &CertificateDer<'_> = &sound.chain[0];
        trust.verify(leaf, &sound.chain[1..], Usage::Signature, Moment::Now(at)).unwrap().notices
    };
    assert!(!notices(now()).contains(&Notice::CrlFuture));
    assert!(notices(earlier(6 * 3600)).contains(&Notice::CrlFuture));
}

#[test]
fn lists_and_authorities_are_told_by_their_content() {
    let (pki, identity, _) = world();
    let list = pki.crl_der().unwrap();
    let text = pem("X509 CRL", &list);
    for (name, bytes) in [
        ("DER", list.clone()),
        ("PEM", text.clone().into_bytes()),
        ("a byte order mark", format!("\u{feff}{text}").into_bytes()),
        ("text before", format!("Certificate Revocation List\n{text}").into_bytes()),
        ("text in Shift_JIS", [b"\x8e\xb8\x8c\xf8\r\n".as_slice(), text.as_bytes()].concat()),
    ] {
        for authority in [pki.ca_der().to_vec(), pki.ca_pem().into_bytes()] {
            let trust = Trust::from_pem(&authority).unwrap().with_crl(&bytes).unwrap();
            assert_eq!(code(verify(&identity, &trust)), Code::CertRevoked, "{name}");
        }
    }
    let told = |bytes: &[u8]| Trust::from_der([pki.ca_der()]).unwrap().with_crl(bytes).unwrap_err();
    for (bytes, name) in
        [(&b"PK\x03\x04\x14\0"[..], "ZIP"), (b"<!DOCTYPE html><title>login</title>", "HTML"), (b"%PDF-1.7", "PDF")]
    {
        let error = told(bytes);
        assert_eq!((error.code(), error.detail()), (Code::CrlFile, Some(name)));
        assert!(error.remedy_ja().contains("展開"), "{error}");
        assert_eq!(Trust::from_pem(bytes).unwrap_err().detail(), Some(name));
    }
    assert_eq!(told(pki.ca_der()).detail(), Some("a certificate, no revocation list"));
    assert_eq!((told(b"").code(), told(&[0; 100]).code()), (Code::CrlInvalid, Code::CrlInvalid));
    let no_list = Trust::from_der([pki.ca_der()]).unwrap().with_crl(pki.ca_der());
    assert_eq!(code(no_list), Code::CrlInvalid);
    assert_eq!(code(Trust::from_der([pki.ca_der()]).unwrap().with_pem(b"hello")), Code::TrustFile);
}

#[cfg(unix)]
#[test]
fn lists_in_pkcs7_are_read() {
    use std::fs;
    let (pki, identity, trust) = world();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("both.pem"), pki.crls_pem().unwrap() + &pki.ca_pem()).unwrap();
    fs::write(folder.path().join("root.crl"), pki.root_crl_der().unwrap()).unwrap();
    fs::write(folder.path().join("issuing.crl"), pki.crl_der().unwrap()).unwrap();
    for form in ["DER", "PEM"] {
        // It takes one list; the certificates come with it.
        let arguments =
            ["crl2pkcs7", "-in", "issuing.crl", "-inform", "DER", "-certfile", "both.pem", "-outform", form];
        must_run(folder.path(), "openssl", &[&arguments[..], &["-out", "lists.p7b"]].concat());
        let bytes = fs::read(folder.path().join("lists.p7b")).unwrap();
        let listed = trust.clone().with_crl(&bytes).unwrap();
        assert_eq!(code(verify(&identity, &listed)), Code::CertRevoked, "{form}");
        assert_eq!((listed.certificates().len(), listed.crls().len()), (1, 1), "{form}");
        // As a trust file it gives authorities and lists.
        let both = Trust::from_pem(&bytes).unwrap();
        assert_eq!(code(verify(&identity, &both)), Code::CertRevoked, "{form}");
        let base64: String = String::from_utf8_lossy(&bytes).lines().filter(|line| !line.starts_with('-')).collect();
        if form == "PEM" {
            assert_eq!(trust.clone().with_crl(base64.as_bytes()).unwrap().crls().len(), 1);
        }
    }
}
