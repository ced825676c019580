//! Receipts: who may sign which, and that no byte can be changed.

use std::fs;

use cplink::Code;
use cplink::keys::{FileSigner, UnixTime};
use cplink::seal::{Link, MessageHeader, Receipt, ReceiptKind, rfc3339_utc, unix_time};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, Pki};
use time::OffsetDateTime;

fn receipt(kind: ReceiptKind) -> Receipt {
    receipts::receipt(kind, id(7), earlier(5))
}

#[test]
fn each_kind_is_signed_by_whom_it_is_up_to() {
    use ReceiptKind::*;
    let world = World::new();
    for (kind, right) in
        [(Accepted, &world.relay), (PickedUp, &world.relay), (Imported, &world.receiver), (Refused, &world.receiver)]
    {
        let verify = |signer: &FileSigner| {
            let der = receipt(kind).sign(signer, now()).unwrap();
            Receipt::verify(&der, &world.trust, now())
        };
        let verified = verify(right).unwrap();
        assert_eq!(verified.receipt.kind, kind);
        assert_eq!(verified.receipt.reason, receipt(kind).reason);
        let others = [
            (&world.relay, Code::CertKind),
            (&world.receiver, Code::CertKind),
            (&world.sender, if kind.by_relay() { Code::CertKind } else { Code::CertOffice }),
        ];
        for (other, expected) in others {
            if !std::ptr::eq(other, right) {
                assert_eq!(code(verify(other)), expected, "{kind:?}");
            }
        }
    }
}

#[test]
fn a_receipt_states_the_time_at_which_it_was_signed() {
    let world = World::new();
    let verify = |at: UnixTime| {
        let der = receipts::receipt(ReceiptKind::Accepted, id(7), at).sign(&world.relay, now()).unwrap();
        Receipt::verify(&der, &world.trust, now()).map(|verified| verified.receipt.at)
    };
    let (at_1999, at_2099) = (unix_time("1999-01-31T00:00:00Z").unwrap(), unix_time("2099-01-31T00:00:00Z").unwrap());
    for wrong in [at_1999, at_2099, earlier(3600), later(3600)] {
        assert_eq!(code(verify(wrong)), Code::ReceiptTime);
    }
    assert!(verify(earlier(60)).is_ok(), "somebody had to look for the PIN");
    // Nor does it help to say the same wrong time twice.
    for wrong in [at_1999, at_2099] {
        let der = receipts::receipt(ReceiptKind::Accepted, id(7), wrong).sign(&world.relay, wrong).unwrap();
        assert!(Receipt::verify_as_of_signing(&der, &world.trust, now()).is_err());
    }
}

#[test]
fn a_relays_receipt_has_a_place_in_the_chain_and_no_other_has() {
    let world = World::new();
    for (kind, signer) in [(ReceiptKind::PickedUp, &world.relay), (ReceiptKind::Imported, &world.receiver)] {
        let mut other = receipts::receipt(kind, id(7), now());
        other.link = if other.link.is_none() { Some(Link { number: 1, previous: None }) } else { None };
        assert_eq!(code(other.sign(signer, now())), Code::InvalidArgument, "{kind:?}");
    }
}

#[test]
fn receipts_make_a_chain() {
    let world = World::new();
    let first = receipt(ReceiptKind::Accepted).sign(&world.relay, now()).unwrap();
    let mut next = receipt(ReceiptKind::PickedUp);
    next.previous = Some(Receipt::digest(&first));
    let der = next.sign(&world.relay, now()).unwrap();
    let verified = Receipt::verify(&der, &world.trust, now()).unwrap();
    assert_eq!(verified.receipt, next);
    assert_eq!(verified.signer.identity.office_number, "relay-mock");
}

#[test]
fn no_byte_can_be_changed_or_cut() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let sound = receipt(ReceiptKind::Refused).sign(&world.receiver, now()).unwrap();
        assert!(Receipt::verify(&sound, &world.trust, now()).is_ok());
        let mut accepted = Vec::new();
        for position in 0..sound.len() {
            for mask in [0x01, 0x02, 0x20, 0x80] {
                let mut der = sound.clone();
                der[position] ^= mask;
                if Receipt::verify(&der, &world.trust, now()).is_ok() {
                    accepted.push((position, mask));
                }
            }
            assert!(Receipt::verify(&sound[..position], &world.trust, now()).is_err());
        }
        assert!(accepted.is_empty(), "{algorithm:?}: {accepted:?}");
        let tail = [&sound[..], &[0]].concat();
        assert_eq!(code(Receipt::verify(&tail, &world.trust, now())), Code::SignatureFormat);
        let huge = vec![0x30; 1 << 20];
        assert_eq!(code(Receipt::verify(&huge, &world.trust, now())), Code::SignatureFormat);
    }
}

#[test]
fn openssl_verifies_a_receipt() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let der = receipt(ReceiptKind::Imported).sign(&world.receiver, now()).unwrap();
        fs::write(path.join("receipt.p7s"), der).unwrap();
        fs::write(path.join("root.pem"), world.pki.ca_pem()).unwrap();
        cms_verify(path, "receipt.p7s", "root.pem", &["-cades", "-out", "out.json"]);
        let text = fs::read_to_string(path.join("out.json")).unwrap();
        assert!(text.starts_with("{\"format\":\"CPX-receipt/3\",\"kind\":\"imported\""), "{text}");
    }
}

#[test]
fn content_that_is_no_receipt_is_refused() {
    let world = World::new();
    let office = office(RECEIVER, Algorithm::EcdsaP256);
    let identity = world.pki.office(&office).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("office.pem"), identity.pem()).unwrap();
    fs::write(path.join("issuing.pem"), world.pki.issuing_pem()).unwrap();
    let sign = |content: &str| {
        fs::write(path.join("content"), content).unwrap();
        let arguments = ["cms", "-sign", "-cades", "-binary", "-nodetach", "-outform", "DER"];
        let more = ["-in", "content", "-signer", "office.pem", "-certfile", "issuing.pem"];
        let last = ["-md", "sha256", "-out", "signed"];
        must_run(path, "openssl", &[&arguments[..], &more, &last].concat());
        Receipt::verify(&fs::read(path.join("signed")).unwrap(), &world.trust, now())
    };
    let at = rfc3339_utc(now()).unwrap();
    let good = format!(
        "{{\"format\":\"CPX-receipt/3\",\"kind\":\"imported\",\"message\":\"{}\",\"from\":\"{SENDER}\",\
         \"to\":\"{RECEIVER}\",\"at\":\"{at}\",\"reason\":null,\"previous\":null}}",
        id(1),
    );
    assert!(sign(&good).is_ok());
    let with_agent = |agent: &str| good.replace("\"previous\":null", &format!("\"previous\":null,\"agent\":{agent}"));
    let agent = format!("{{\"office\":\"{STRANGER}\",\"certificate\":\"{}\"}}", id(1));
    assert_eq!(code(sign(&with_agent(&agent))), Code::CertOffice, "the form is right, the agent is not who has signed");
    for bad in [
        String::new(),
        "{}".into(),
        format!("{good}\n"),
        good.replace("\",\"", "\", \""),
        good.replace("receipt/3", "receipt/2"),
        good.replace("imported", "eaten"),
        good.replace("null,\"previous\"", "\"x\",\"previous\""),
        good.replace("Z\",\"reason", "+00:00\",\"reason"),
        good.replace(&at, "2026-02-30T00:00:00Z"),
        good.replace("0101", "010A"),
        good.replace(SENDER, "137000001x"),
        good.replace("{\"format\"", "{\"extra\":1,\"format\""),
        good.replace("{\"format\"", "{\"to\":\"1370000029\",\"format\""),
        with_agent("null"),
        with_agent(&format!("{{\"office\":\"{STRANGER}\"}}")),
        with_agent(&format!("{{\"office\":\"137\",\"certificate\":\"{}\"}}", id(1))),
        with_agent(&format!("{{\"office\":\"{RECEIVER}\",\"certificate\":\"{}\"}}", id(1))),
        with_agent(&format!("{{\"certificate\":\"{}\",\"office\":\"{STRANGER}\"}}", id(1))),
        with_agent(&format!("{{\"office\":\"{STRANGER}\",\"certificate\":\"{}\",\"x\":1}}", id(1))),
    ] {
        assert_eq!(code(sign(&bad)), Code::ReceiptFormat, "{bad}");
    }
}

#[test]
fn bad_receipts_are_not_signed() {
    let world = World::new();
    let spoil = |spoil: &dyn Fn(&mut Receipt)| {
        let mut receipt = receipt(ReceiptKind::Refused);
        spoil(&mut receipt);
        code(receipt.sign(&world.receiver, now()))
    };
    assert_eq!(spoil(&|r| r.from = "1".into()), Code::InvalidArgument);
    assert_eq!(spoil(&|r| r.kind = ReceiptKind::Imported), Code::InvalidArgument);
    assert_eq!(spoil(&|r| r.reason = Some("あ".repeat(501))), Code::InvalidArgument);
    assert_eq!(spoil(&|r| r.reason = Some("a\tb".into())), Code::InvalidArgument);
}

#[test]
fn bad_certificates_are_refused() {
    let mut world = World::new();
    let present = OffsetDateTime::now_utc();
    let office = office(RECEIVER, Algorithm::EcdsaP256);
    let revoked = world.pki.office(&office).unwrap();
    world.pki.revoke(&revoked.serial);
    world.trust = trust(&world.pki);
    let stranger = Pki::named(present, "Stranger").unwrap();
    let day = time::Duration::DAY;
    let expired = office.clone().validity(present - day * 9, present - day);
    let agent = office.clone().kind(cplink::keys::CertificateKind::Agent);
    for (identity, expected) in [
        (revoked, Code::CertRevoked),
        (stranger.office(&office).unwrap(), Code::CertUnknownIssuer),
        (world.pki.office(&expired).unwrap(), Code::CertExpired),
        (world.pki.office(&agent).unwrap(), Code::CertKindAgent),
    ] {
        let der = receipt(ReceiptKind::Imported).sign(&signer(&identity), now()).unwrap();
        assert_eq!(code(Receipt::verify(&der, &world.trust, now())), expected);
    }
}

#[test]
fn texts_are_strict() {
    let at = unix_time("2026-01-31T23:59:59Z").unwrap();
    assert_eq!(rfc3339_utc(at).unwrap(), "2026-01-31T23:59:59Z");
    for bad in ["", "2026-01-31", "2026-01-31T23:59:60Z", "2026-1-31T23:59:59Z", "1960-01-01T00:00:00Z"] {
        assert!(unix_time(bad).is_err(), "{bad}");
    }
    assert_eq!(MessageHeader::created_at("20260131235959").unwrap(), "2026-01-31T23:59:59+09:00");
    assert!(MessageHeader::created_at("20260231235959").is_err());
    assert_eq!(id(0xab).to_string().parse::<cplink::seal::MessageId>().unwrap(), id(0xab));
    assert!("AB".repeat(32).parse::<cplink::seal::MessageId>().is_err());
    assert!("ab".repeat(31).parse::<cplink::seal::MessageId>().is_err());
}

#[test]
fn message_json_has_one_form() {
    let good = String::from_utf8(message().to_bytes().unwrap()).unwrap();
    assert_eq!(MessageHeader::from_bytes(good.as_bytes()).unwrap(), message());
    for bad in [
        good.replace(',', ", "),
        good.replace("message/1", "message/2"),
        good.replace("\"csv_version\":\"202407\",", ""),
        good.replace("\"202407\"", "\"2024\""),
        good.replace("\"slip\"", "\"Slip\""),
        good.replace("\"43\"", "\"4a\""),
        good.replace("+09:00", "+00:00"),
        good.replace("9月", "\\u0039月"),
        good.replace("9月", "9\\n月"),
        good.replace("{\"format\"", "{\"x\":0,\"format\""),
        "[".repeat(4000),
        "{".to_owned() + &" ".repeat(9000) + "}",
    ] {
        assert_eq!(code(MessageHeader::from_bytes(bad.as_bytes())), Code::MessageFormat, "{bad:.80}");
    }
    let attachment_only = MessageHeader { csv_version: None, supersedes: Some(id(1)), ..message() };
    let bytes = attachment_only.to_bytes().unwrap();
    assert_eq!(MessageHeader::from_bytes(&bytes).unwrap(), attachment_only);
}
