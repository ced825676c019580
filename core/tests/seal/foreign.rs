//! Files that are given for a container or a receipt and are something else, each told as what it is.

use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding};
use cplink::Code;
use cplink::evidence::Evidence;
use cplink::progress::Job;
use cplink::seal::{Receipt, ReceiptKind};
use cplink_testkit::receipts::receipt;
use cplink_testkit::*;

fn told(world: &World, path: &Path) -> cplink::Error {
    let mut evidence = Evidence::new(world.trust.clone(), now());
    evidence.add_container(path, &mut Job::new()).unwrap_err()
}

#[test]
fn what_other_programs_make_of_a_container_is_named() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let inside = path.join("inside");
    fs::create_dir(&inside).unwrap();
    fs::write(path.join("mail.asice"), seal(&world.sender)).unwrap();
    must_run(&inside, "unzip", &["-q", "../mail.asice"]);
    let names = |order: &str| {
        // Of the parts one has a Japanese name.
        format!("zip -q {order}")
    };
    for (name, command) in [
        ("packed", names("-r ../packed.asice .")),
        ("without directories", names("-r -D -X ../flat.asice .")),
        ("stored", names("-r -0 -X -D ../stored.asice mimetype message.json .")),
    ] {
        must_run(&inside, "sh", &["-c", &command]);
        let file = command.split(' ').find(|word| word.ends_with(".asice")).unwrap();
        let error = told(&world, &inside.join(file));
        assert_eq!(error.code(), Code::ContainerRepacked, "{name}: {error:?}");
    }
    fs::write(inside.join(".DS_Store"), "x").unwrap();
    must_run(
        &inside,
        "sh",
        &["-c", "zip -q -0 -X -D ../macos.asice mimetype .DS_Store && zip -q -r -0 ../macos.asice ."],
    );
    assert_eq!(told(&world, &path.join("macos.asice")).code(), Code::ContainerRepacked);

    for command in ["zip -q mail.zip mail.asice", "mkdir sub && cp mail.asice sub && zip -q -r sub.zip sub"] {
        must_run(path, "sh", &["-c", command]);
    }
    for (file, named) in [("mail.zip", "mail.asice"), ("sub.zip", "sub/mail.asice")] {
        let error = told(&world, &path.join(file));
        assert_eq!(error.code(), Code::ContainerInZip, "{file}");
        assert_eq!(error.at().file.as_deref(), Some(named));
        assert!(!error.message_ja().is_empty() && error.remedy_ja().contains("展開"));
    }
}

#[test]
fn signed_containers_of_others_are_no_damaged_messages() {
    let world = World::new();
    let mimetype = Forged::new("mimetype", b"application/vnd.etsi.asic-e+zip");
    let with = |names: &[&str]| {
        let others = names.iter().map(|name| Forged::new(name, b"x"));
        forge(&[mimetype.clone()].into_iter().chain(others).collect::<Vec<_>>())
    };
    let xades = with(&["letter.pdf", "META-INF/signatures001.xml"]);
    let cades = with(&["letter.pdf", "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"]);
    let stamped = with(&["letter.pdf", "META-INF/timestamp.tst"]);
    for bytes in [xades, cades, stamped] {
        assert_eq!(code(open_bytes(&bytes, &world.trust)), Code::ContainerOtherKind);
    }
    let odt = forge(&[
        Forged::new("mimetype", b"application/vnd.oasis.opendocument.text"),
        Forged::new("content.xml", b"x"),
        Forged::new("META-INF/manifest.xml", b"x"),
    ]);
    assert_eq!(code(open_bytes(&odt, &world.trust)), Code::NotAContainer);
    let workbook = forge(&[Forged::new("[Content_Types].xml", b"x"), Forged::new("xl/workbook.xml", b"x")]);
    for bytes in [workbook, b"%PDF-1.7 letter".to_vec(), b"\"a\",1\r\n".to_vec(), vec![0; 5000]] {
        assert_eq!(code(open_bytes(&bytes, &world.trust)), Code::NotAContainer);
    }
}

#[test]
fn a_receipt_is_read_as_pem_and_as_base64() {
    let world = World::new();
    let der = receipt(ReceiptKind::PickedUp, id(1), now()).sign(&world.relay, now()).unwrap();
    let text = Base64::encode_string(&der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for label in ["PKCS7", "CMS", "PKCS #7 SIGNED DATA"] {
        let pem = format!("-----BEGIN {label}-----\r\n{}\r\n-----END {label}-----\r\n", lines.join("\r\n"));
        assert_eq!(Receipt::of_file(pem.as_bytes()).unwrap(), der, "{label}");
    }
    for bytes in [text.clone().into_bytes(), lines.join("\n").into_bytes(), der.clone()] {
        let mut evidence = Evidence::new(world.trust.clone(), now());
        evidence.add_receipt(&bytes).unwrap();
        evidence.add_receipt(&der).unwrap();
        // The evidence has the bytes that were signed, once.
        let kept: Vec<&[u8]> = evidence.receipts().iter().map(|(_, der)| der.as_slice()).collect();
        assert_eq!(kept, [der.as_slice()]);
    }
    for bytes in [b"".as_slice(), b"PK\x03\x04", b"hello", &[0x30; 40]] {
        assert_eq!(code(Receipt::of_file(bytes)), Code::ReceiptFormat);
    }
    let surplus = [&der[..], b"x"].concat();
    let mut evidence = Evidence::new(world.trust.clone(), now());
    assert_eq!(code(evidence.add_receipt(&surplus)), Code::SignatureFormat);
}

/// Every form that zip readers disagree about, made by a program that shares nothing with us. Each is refused by a
/// code of its own; what is accepted is the sealed file, byte for byte.
#[test]
fn what_two_readers_could_read_in_two_ways_is_refused() {
    const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/seal/containers.py");
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sound.asice"), seal(&world.sender)).unwrap();
    must_run(folder.path(), "python3", &[SCRIPT, "sound.asice"]);
    let table = fs::read_to_string(folder.path().join("containers.tsv")).unwrap();
    let mut wrong = Vec::new();
    let rows: Vec<(&str, &str)> = table.lines().map(|line| line.split_once('\t').unwrap()).collect();
    for (name, expected) in &rows {
        let bytes = fs::read(folder.path().join(format!("{name}.asice"))).unwrap();
        let outcome = open_bytes(&bytes, &world.trust);
        let found = outcome.as_ref().err().map_or("accepted", |error| error.code().name());
        if found != *expected {
            wrong.push(format!("{name}: {expected} expected, {found} found"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows.len() >= 60, "{}", rows.len());
}
