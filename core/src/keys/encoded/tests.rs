#![allow(clippy::unwrap_used)]

use super::ber::{length_of, to_der};
use super::*;

fn kinds(bytes: &[u8]) -> Vec<BlockKind> {
    blocks(bytes).unwrap().iter().map(|block| block.kind).collect()
}

/// `SEQUENCE { OID 1.2.3, NULL }` under a label.
fn pem(label: &str) -> String {
    format!("-----BEGIN {label}-----\nMAYGAioDBQA=\n-----END {label}-----\n")
}

const DER: [u8; 8] = [0x30, 6, 6, 2, 0x2a, 3, 5, 0];

#[test]
fn a_section_is_found_in_text_of_any_encoding() {
    let one = pem("CERTIFICATE");
    let wide = |mark: bool, big: bool| -> Vec<u8> {
        let text = if mark { format!("\u{feff}説明\r\n{one}") } else { one.clone() };
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for (name, bytes) in [
        ("plain", one.clone().into_bytes()),
        ("CRLF", one.replace('\n', "\r\n").into_bytes()),
        ("CR", one.replace('\n', "\r").into_bytes()),
        ("byte order mark", ["\u{feff}".as_bytes(), one.as_bytes()].concat()),
        ("Shift_JIS before it", [b"# \x8a\xd4\x82\x83\r\n".as_slice(), one.as_bytes(), b"\x81\x40\x1a"].concat()),
        ("blank lines", one.replace('\n', "\n\n").into_bytes()),
        ("blanks before the line", format!("  {}", one.replace('\n', " \n\t")).into_bytes()),
        ("without the last line end", one.trim_end().as_bytes().to_vec()),
        ("one line", one.replace('\n', " ").into_bytes()),
        ("its own label in prose", format!("from -----BEGIN CERTIFICATE----- to there\n{one}").into_bytes()),
        ("its own label in front of prose", format!("-----BEGIN CERTIFICATE----- is the begin:\n{one}").into_bytes()),
        ("headers", one.replacen('\n', "\nSubject: somebody\n  and more\n\n", 1).into_bytes()),
        ("UTF-16LE", wide(true, false)),
        ("UTF-16BE", wide(true, true)),
        ("UTF-16LE without a mark", wide(false, false)),
        ("UTF-16BE without a mark", wide(false, true)),
        ("UTF-16 behind text of another encoding", [b"\x8a\xd4\r\n".as_slice(), &wide(true, false)].concat()),
    ] {
        let found = blocks(&bytes).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!((found[0].kind, found[0].der.as_slice()), (BlockKind::Certificate, DER.as_slice()), "{name}");
    }
}

#[test]
fn labels_that_openssl_reads() {
    use BlockKind::*;
    for (label, kind) in [
        ("X509 CERTIFICATE", Certificate),
        ("TRUSTED CERTIFICATE", Certificate),
        ("X509 CRL", RevocationList),
        ("PKCS7", Cms),
        ("CMS", Cms),
        ("PRIVATE KEY", Pkcs8),
        ("RSA PRIVATE KEY", Pkcs1),
        ("EC PRIVATE KEY", Sec1),
        ("ENCRYPTED PRIVATE KEY", EncryptedPkcs8),
        ("NEW CERTIFICATE REQUEST", Request),
        ("EC PARAMETERS", Other),
    ] {
        assert_eq!(kinds(pem(label).as_bytes()), [kind], "{label}");
    }
    let two = pem("CERTIFICATE").trim_end().to_owned() + &pem("X509 CRL");
    assert_eq!(kinds(two.as_bytes()), [Certificate, RevocationList]);
    let old = pem("RSA PRIVATE KEY").replacen('\n', "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n", 1);
    assert_eq!(kinds(old.as_bytes()), [OldEncryption]);
    assert_eq!(kinds(old.replace('\n', "\r\n").as_bytes()), [OldEncryption]);
    // What is not ours need not be sound.
    let pgp = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: 1\n\n=aB\n-----END PGP PUBLIC KEY BLOCK-----\n";
    assert_eq!(kinds((pgp.to_owned() + &pem("CMS")).as_bytes()), [Other, Cms]);
}

#[test]
fn damaged_sections_are_told() {
    use crate::error::Code;
    let one = pem("CERTIFICATE");
    for text in [one.replace("-----END", "----END"), one.replace("MAY", "M!Y"), one.replace("END CERT", "END X")] {
        assert_eq!(blocks(text.as_bytes()).err().unwrap().code(), Code::PemDamaged, "{text}");
    }
}

#[test]
fn what_follows_a_der_value_is_cut() {
    let long = [DER.as_slice(), b"behind"].concat();
    assert_eq!(blocks(&long).unwrap()[0].der.as_slice(), DER);
    assert!(blocks(b"").unwrap().is_empty());
    assert!(blocks("名前,住所\r\n".as_bytes()).unwrap().is_empty());
}

#[test]
fn ber_becomes_der() {
    // An OCTET STRING in two pieces within an indefinite SEQUENCE.
    let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, b'a', 0x24, 3, 4, 1, b'b', 0, 0, 2, 0x81, 1, 5, 0, 0, 9];
    let der = [0x30, 7, 4, 2, b'a', b'b', 2, 1, 5];
    assert_eq!(to_der(&ber).unwrap().as_slice(), der);
    assert_eq!(to_der(&der).unwrap().as_slice(), der);
    assert_eq!(length_of(&ber), Some(ber.len() - 1));
    // Encrypted content is tagged in place of the string.
    let sealed = [0x30, 0x80, 6, 1, 1, 0x30, 0, 0xa0, 0x80, 4, 1, b'x', 4, 1, b'y', 0, 0, 0, 0];
    assert_eq!(to_der(&sealed).unwrap().as_slice(), [0x30, 9, 6, 1, 1, 0x30, 0, 0x80, 2, b'x', b'y']);
    for length in 0..ber.len() - 1 {
        assert!(to_der(&ber[..length]).is_err(), "{length}");
    }
    let deep = [[0x30, 0x80].repeat(40), vec![0; 80]].concat();
    assert!(to_der(&deep).is_err());
    let wide = [vec![0x30, 0x84, 0, 16, 0, 0], [5, 0].repeat(1 << 19)].concat();
    assert_eq!(to_der(&wide).unwrap()[..5], [0x30, 0x83, 16, 0, 0]);
}
