//! Key files, authorities and lists as mail programs and word processors leave them.

use base64ct::{Base64, Encoding};
use cplink::Code;
use cplink::keys::{FileSigner, Signer, Trust, certificates_of_pem};
use cplink_testkit::key_file::{certificates_pem, key_pem, pkcs12};
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

use crate::forms::{identity, open, utf16};

/// What mail programs and word processors make of a text.
fn mailed(pem: &str) -> Vec<(&'static str, Vec<u8>)> {
    let headers = "From: =?ISO-2022-JP?B?GyRCPlpMQBsoQg==?= <a@example.jp>\r\nDate: Sun, 1 Nov 2026 09:00:00 +0900\r\n";
    let crlf = pem.replace('\n', "\r\n");
    let lines = |text: &[u8]| -> String {
        let text = Base64::encode_string(text);
        let lines: Vec<&str> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        lines.join("\r\n")
    };
    let encoded = |encoding: &str, body: &str| {
        format!("{headers}Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n")
            .into_bytes()
    };
    let attached = format!(
        "{headers}Content-Type: multipart/mixed; boundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/plain\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n----b\r\nContent-Type: application/octet-stream\r\n\
         content-transfer-encoding: BASE64\r\nContent-Disposition: attachment\r\n\r\n{}\r\n----b--\r\n",
        lines("証明書を送ります。".as_bytes()),
        lines(pem.as_bytes()),
    );
    let dashes = |dashes: &str| pem.replace("-----", dashes);
    let quoted: String = pem.lines().map(|line| format!("> {line}\r\n")).collect();
    let (cp932, _, lossy) = encoding_rs::SHIFT_JIS.encode("―――――");
    assert!(!lossy);
    let in_cp932 = pem.as_bytes().to_vec();
    let in_cp932 = replaced(&in_cp932, b"-----", &cp932);
    vec![
        ("mail headers", format!("{headers}\r\n{crlf}").into_bytes()),
        ("quoted-printable", encoded("quoted-printable", &crlf.replace('=', "=3D"))),
        (
            "quoted-printable, broken lines",
            encoded("Quoted-Printable", &crlf.replace('=', "=3D").replace("/", "/=\r\n")),
        ),
        ("quoted-printable without its header", crlf.replace('=', "=3D").into_bytes()),
        ("base64", encoded("base64", &lines(pem.as_bytes()))),
        ("base64 without its header", lines(pem.as_bytes()).into_bytes()),
        ("attachment", attached.into_bytes()),
        ("em and en dash", dashes("—–").into_bytes()),
        ("em dashes, CRLF", dashes("—————").replace('\n', "\r\n").into_bytes()),
        ("one em dash and hyphens", dashes("—---").into_bytes()),
        ("full-width hyphens", dashes("－－－－－").into_bytes()),
        ("long vowel marks", dashes("ーーーーー").into_bytes()),
        ("dashes of Shift_JIS", in_cp932),
        ("dashes in UTF-16", utf16(&format!("\u{feff}{}", dashes("—–")), false)),
        ("a quoted reply", quoted.into_bytes()),
        ("ideographic blanks", pem.lines().map(|line| format!("　{line}　\n")).collect::<String>().into_bytes()),
        ("no-break blanks", pem.replace(' ', "\u{a0}").replace('\n', "\u{a0}\n").into_bytes()),
        ("blanks of no width", pem.replace('\n', "\u{200b}\n").into_bytes()),
    ]
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    [out, rest.to_vec()].concat()
}

#[test]
fn what_mail_programs_make_of_pem_is_read() {
    let pki = pki();
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Rsa2048] {
        let identity = pki.office(&office(SENDER, algorithm)).unwrap();
        for (name, bytes) in mailed(identity.pem()) {
            let signer = FileSigner::from_pem(&bytes, None).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(signer.chain(), identity.chain, "{name}");
        }
    }
    for (name, bytes) in mailed(&pki.ca_pem()) {
        let trust = Trust::from_pem(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(trust.certificates()[0].as_ref(), pki.ca_der(), "{name}");
    }
    for (name, bytes) in mailed(&pki.crls_pem().unwrap()) {
        let trust = Trust::from_der([pki.ca_der()]).unwrap().with_crl(&bytes);
        assert_eq!(trust.unwrap_or_else(|error| panic!("{name}: {error}")).crls().len(), 2, "{name}");
    }
}

/// A key file and a certificate as they are, attached to a mail.
#[test]
fn a_mail_with_a_key_file_is_read() {
    let identity = identity();
    let mail = |file: &[u8]| {
        let text = Base64::encode_string(file);
        let lines: Vec<&str> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n", lines.join("\r\n"))
            .into_bytes()
    };
    let file = pkcs12(&identity, "test", &[]);
    assert_eq!(open(&mail(&file), "test").unwrap().chain(), identity.chain);
    assert_eq!(code(open(&mail(&file), "wrong")), Code::KeyPassword);
    assert_eq!(code(open(&mail(&identity.chain[0]), "test")), Code::KeyNoPrivate);
    assert_eq!(certificates_of_pem(&mail(&identity.chain[0])).unwrap(), identity.chain[..1]);
    // A mail without any of it.
    assert_eq!(code(open(&mail("証明書はありません。".as_bytes()), "test")), Code::KeyFile);
}

/// Where the certificate's lines are sound and the key's are not, the key is not left out.
#[test]
fn a_half_mended_text_is_read_whole() {
    let identity = identity();
    let text = format!("{}{}", certificates_pem(&identity), key_pem(&identity).replace("-----", "—–"));
    assert_eq!(FileSigner::from_pem(text.as_bytes(), None).unwrap().chain(), identity.chain);
    // What is cut is told, whatever its dashes.
    let cut = &text[..text.len() - 40];
    assert_ne!(code(FileSigner::from_pem(cut.as_bytes(), None)), Code::KeyFile);
}
