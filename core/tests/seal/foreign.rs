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

/// What mail programs, transfers and archives make of a container: each is told with its cause and its remedy.
#[test]
fn what_a_way_of_transfer_makes_of_a_container_is_named() {
    let world = World::new();
    let sealed = seal(&world.sender);
    let text = Base64::encode_string(&sealed);
    let lines = |end: &str| {
        let lines: Vec<&str> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        lines.join(end)
    };
    let headers =
        "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let hexadecimal: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
    for given in [
        text.clone(),
        lines("\r\n"),
        lines("\n"),
        format!("\u{FEFF}\r\n{text}"),
        format!("-----BEGIN FILE-----\n{}\n-----END FILE-----\n", lines("\n")),
        format!("data:application/octet-stream;base64,{text}"),
        format!("begin-base64 644 mail.asice\n{}\n====\n", lines("\n")),
        "begin 644 mail.asice\nM4$L#!!0`````````(0\n`\nend\n".to_owned(),
        hexadecimal,
    ] {
        assert_eq!(code(open_bytes(given.as_bytes(), &world.trust)), Code::ContainerAsText, "{}", &given[..40]);
    }
    for headers in
        [headers, "From: a@example.jp\nTo: b@example.jp\n\n", "Received: from x\r\n\tby y\r\n\r\n", "Date: x\r\n\r\n"]
    {
        let mail = format!("{headers}{}", lines("\r\n"));
        assert_eq!(code(open_bytes(mail.as_bytes(), &world.trust)), Code::ContainerInMail, "{headers}");
    }

    let replaced = |from: &[u8], to: &[u8]| {
        let (mut out, mut rest) = (Vec::new(), sealed.as_slice());
        while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
            out.extend_from_slice(&rest[..at]);
            out.extend_from_slice(to);
            rest = &rest[at + from.len()..];
        }
        [out.as_slice(), rest].concat()
    };
    let to_unix = replaced(b"\r\n", b"\n");
    let to_windows = to_unix.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] });
    let as_utf8 = String::from_utf8_lossy(&sealed).into_owned().into_bytes();
    let without_returns: Vec<u8> = sealed.iter().copied().filter(|byte| *byte != b'\r').collect();
    let as_latin = sealed.iter().copied().map(char::from).collect::<String>().into_bytes();
    for changed in [to_windows.collect(), without_returns, as_utf8, as_latin] {
        assert_eq!(code(open_bytes(&changed, &world.trust)), Code::ContainerTextMode);
    }
    // Other damage stays damage.
    let mut flipped = sealed.clone();
    flipped[200] ^= 1;
    assert_ne!(code(open_bytes(&flipped, &world.trust)), Code::ContainerTextMode);
    assert_eq!(code(open_bytes(&sealed[..sealed.len() - 9], &world.trust)), Code::ContainerTruncated);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("mail.asice"), &sealed).unwrap();
    fs::write(path.join("slip.CSV"), "202407,1\r\n").unwrap();
    must_run(path, "sh", &["-c", "zip -q in.zip mail.asice && zip -q twice.zip in.zip && zip -q unit.zip slip.CSV"]);
    must_run(path, "sh", &["-c", "gzip -k mail.asice && mv unit.zip unit.asice"]);
    for (file, expected) in [
        ("in.zip", Code::ContainerInZip),
        ("twice.zip", Code::Packed),
        ("unit.asice", Code::Packed),
        ("mail.asice.gz", Code::Packed),
    ] {
        let error = told(&world, &path.join(file));
        assert_eq!(error.code(), expected, "{file}: {error:?}");
        assert!(error.remedy_ja().contains("展開"), "{file}");
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
