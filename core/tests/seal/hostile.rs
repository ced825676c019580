//! Containers that were spoiled, each way with its code.

use std::io::Cursor;

use cplink::Code;
use cplink::progress::Job;
use cplink::seal::{Limits, open, zip};
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

#[test]
fn no_byte_can_be_changed() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let sound = seal(&world.sender);
        let mut accepted = Vec::new();
        for position in 0..sound.len() {
            for mask in [0x01, 0x20, 0x80] {
                let mut bytes = sound.clone();
                bytes[position] ^= mask;
                if open_bytes(&bytes, &world.trust).is_ok() {
                    accepted.push((position, mask));
                }
            }
        }
        assert!(accepted.is_empty(), "{algorithm:?}: {accepted:?}");
        assert!(open_bytes(&sound, &world.trust).is_ok());
    }
}

#[test]
fn a_right_checksum_does_not_help() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let sound = take_apart(&seal(&world.sender));
        let mut accepted = Vec::new();
        for (index, entry) in sound.iter().enumerate() {
            let name = String::from_utf8(entry.name.clone()).unwrap();
            // Nothing but the signature depends on the key.
            if algorithm == Algorithm::Rsa2048 && name != zip::SIGNATURE {
                continue;
            }
            for position in 0..entry.data.len() {
                for mask in [0x01, 0x20, 0x80] {
                    let mut data = entry.data.clone();
                    data[position] ^= mask;
                    let mut entries = sound.clone();
                    entries[index] = Forged::new(&name, &data);
                    if open_bytes(&forge(&entries), &world.trust).is_ok() {
                        accepted.push((name.clone(), position, mask));
                    }
                }
            }
        }
        assert!(accepted.is_empty(), "{algorithm:?}: {accepted:?}");
    }
}

/// Nobody signs the name of the algorithm, and openssl writes another one for the same: it may change nothing.
#[test]
fn the_bare_name_of_rsa_says_the_same() {
    let world = World::with(Algorithm::Rsa2048);
    let bytes = seal(&world.sender);
    let entries = take_apart(&bytes);
    // sha256WithRSAEncryption; 01 as its last byte is rsaEncryption.
    let name = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B";
    let named = |last: u8| {
        let mut entries = entries.clone();
        let mut signature = entries.last().unwrap().data.clone();
        let at = signature.windows(name.len()).rposition(|bytes| bytes == name).unwrap();
        signature[at + name.len() - 1] = last;
        *entries.last_mut().unwrap() = Forged::new(zip::SIGNATURE, &signature);
        forge(&entries)
    };
    assert_eq!(named(0x0B), bytes);
    let (sound, bare) = (open_bytes(&bytes, &world.trust).unwrap(), named(0x01));
    let opened = open_bytes(&bare, &world.trust).unwrap();
    assert_eq!((opened.id(), opened.message(), opened.parts()), (sound.id(), sound.message(), sound.parts()));
    assert_eq!(opened.signer().certificate, sound.signer().certificate);
    assert_eq!(opened.signer().signing_time, sound.signer().signing_time);
    for last in (0..=0xFF).filter(|last| ![0x01, 0x0B].contains(last)) {
        assert!(open_bytes(&named(last), &world.trust).is_err(), "{last:02X}");
    }
}

#[test]
fn no_byte_can_be_cut_inserted_or_doubled() {
    let world = World::new();
    let sound = seal(&world.sender);
    for length in 0..sound.len() {
        let error = open_bytes(&sound[..length], &world.trust).err().unwrap();
        assert_eq!(error.code(), Code::ContainerTruncated, "at {length}");
    }
    for position in 0..sound.len() {
        let mut less = sound.clone();
        less.remove(position);
        assert!(open_bytes(&less, &world.trust).is_err(), "removed {position}");
        let mut more = sound.clone();
        more.insert(position, sound[position]);
        assert!(open_bytes(&more, &world.trust).is_err(), "doubled {position}");
    }
}

#[test]
fn the_kit_forges_what_we_write() {
    let world = World::new();
    let sound = seal(&world.sender);
    assert_eq!(forge(&take_apart(&sound)), sound);
}

#[test]
fn spoiled_forms_have_their_codes() {
    let world = World::new();
    let sound = take_apart(&seal(&world.sender));
    let check = |name: &str, expected: Code, spoil: &dyn Fn(&mut Vec<Forged>)| {
        let mut entries = sound.clone();
        spoil(&mut entries);
        assert_eq!(code(open_bytes(&forge(&entries), &world.trust)), expected, "{name}");
    };
    let csv = 2;
    for bad in ["../a.csv", "a/b.csv", "a\\b.csv", "C:a", "con", "..", "a\0b", "a.csv ", "\u{202e}a"] {
        check(bad, Code::ContainerPath, &|e| e[csv] = Forged::new(bad, b"x"));
    }
    // What Windows takes for another file or acts upon, and what nobody sees.
    for bad in ["UPJSK_~1.CSV", "a.pdf.lnk", "autorun.inf", "\u{3164}.pdf", "\u{2800}"] {
        check(bad, Code::ContainerPath, &|e| e[csv] = Forged::new(bad, b"x"));
    }
    // What a system adds shows that somebody has packed it again.
    for added in ["desktop.ini", "Thumbs.db"] {
        check(added, Code::ContainerRepacked, &|e| e[csv] = Forged::new(added, b"x"));
    }
    check("empty name", Code::ContainerPath, &|e| e[csv] = Forged::new("", b"x"));
    check("path first", Code::ContainerPath, &|e| e[0] = Forged::new("../mimetype", b"x"));
    check("path instead of signature", Code::ContainerPath, &|e| {
        let last = e.len() - 1;
        e[last] = Forged::new("../x", b"x");
    });
    check("name not UTF-8", Code::ContainerPath, &|e| e[csv].name = vec![0x83, 0x65]);
    check("long name", Code::ContainerLimit, &|e| e[csv] = Forged::new(&"a".repeat(121), b"x"));
    check("duplicate", Code::ContainerDuplicate, &|e| {
        let twice = e[csv].clone();
        e.insert(csv, twice);
    });
    check("duplicate but for case", Code::ContainerDuplicate, &|e| {
        e.insert(csv + 1, Forged::new("upplan_202609.csv", b"x"));
    });
    check("second message.json", Code::ContainerDuplicate, &|e| {
        e.insert(csv, Forged::new("MESSAGE.json", b"x"));
    });
    for method in [8, 9, 12, 14, 93, 95] {
        check("compressed", Code::ContainerRepacked, &|e| e[csv].method = method);
    }
    check("encrypted", Code::ContainerFormat, &|e| e[csv].flags |= 1);
    check("data descriptor", Code::ContainerFormat, &|e| e[csv].flags |= 8);
    check("needless UTF-8 flag", Code::ContainerFormat, &|e| e[csv].flags |= 0x800);
    check("extra field", Code::ContainerRepacked, &|e| e[csv].extra = vec![1, 0, 0, 0]);
    check("date", Code::ContainerRepacked, &|e| e[csv].date += 1);
    check("sizes differ", Code::ContainerFormat, &|e| e[csv].packed += 1);
    check("zip64", Code::ContainerRepacked, &|e| {
        e[csv].version = 45;
        (e[csv].packed, e[csv].size) = (u32::MAX, u32::MAX);
        e[csv].extra = [&[1, 0, 16, 0][..], &[0; 16]].concat();
    });
    check("huge", Code::ContainerLimit, &|e| {
        (e[csv].packed, e[csv].size) = (u32::MAX - 1, u32::MAX - 1);
    });
    check("larger than the file", Code::ContainerTruncated, &|e| {
        (e[csv].packed, e[csv].size) = (100 << 20, 100 << 20);
    });
    check("huge message.json", Code::ContainerLimit, &|e| {
        e[1] = Forged::new("message.json", &vec![b' '; 9000]);
    });
    check("checksum", Code::ContainerDigest, &|e| e[csv].crc ^= 1);
    check("content", Code::ContainerDigest, &|e| e[csv] = Forged::new("UPPLAN_202609.CSV", b"y"));
    check("other message", Code::ContainerDigest, &|e| {
        let text = String::from_utf8(e[1].data.clone()).unwrap().replace(RECEIVER, "1370000037");
        e[1] = Forged::new("message.json", text.as_bytes());
    });
    check("surplus part", Code::ContainerManifest, &|e| e.insert(csv, Forged::new("b.csv", b"x")));
    check("missing part", Code::ContainerManifest, &|e| drop(e.remove(csv)));
    check("renamed part", Code::ContainerManifest, &|e| e[csv] = Forged::new("b.csv", &e[csv].data));
    check("other order", Code::ContainerManifest, &|e| e.swap(csv, csv + 1));
    check("no part", Code::ContainerFormat, &|e| drop(e.drain(2..4)));
    check("surplus after the signature", Code::ContainerFormat, &|e| e.push(Forged::new("b", b"x")));
    check("no mimetype", Code::ContainerFormat, &|e| drop(e.remove(0)));
    check("other mimetype", Code::ContainerFormat, &|e| {
        e[0] = Forged::new("mimetype", b"application/vnd.etsi.asic-s+zip");
    });
    check("no signature", Code::ContainerUnsigned, &|e| drop(e.pop()));
    check("other media type", Code::SignatureInvalid, &|e| {
        let text = String::from_utf8(e[4].data.clone()).unwrap().replace("text/csv", "text/exe");
        e[4] = Forged::new(zip::MANIFEST, text.as_bytes());
    });
    check("manifest with a comment", Code::ContainerManifest, &|e| {
        let text = String::from_utf8(e[4].data.clone()).unwrap() + "<!-- -->";
        e[4] = Forged::new(zip::MANIFEST, text.as_bytes());
    });
    check("signature cut", Code::SignatureFormat, &|e| {
        let length = e[5].data.len();
        e[5] = Forged::new(zip::SIGNATURE, &e[5].data[..length - 1]);
    });
    check("signature with a tail", Code::SignatureFormat, &|e| {
        e[5] = Forged::new(zip::SIGNATURE, &[&e[5].data[..], &[0]].concat());
    });
}

#[test]
fn limits_hold() {
    let world = World::new();
    let sound = seal(&world.sender);
    let open = |limits: Limits, bytes: &[u8]| {
        open(Cursor::new(bytes), &limits, &world.trust, now(), &mut Job::new()).map(drop)
    };
    let limits = Limits::default;
    assert!(open(limits(), &sound).is_ok());
    for tight in [
        Limits { parts: 1, ..limits() },
        Limits { part_bytes: 8, ..limits() },
        Limits { total_bytes: sound.len() as u64 - 1, ..limits() },
    ] {
        assert_eq!(code(open(tight, &sound)), Code::ContainerLimit);
    }
    let exact = Limits { parts: 2, part_bytes: 13, total_bytes: sound.len() as u64, ..limits() };
    assert!(open(exact, &sound).is_ok());
}

#[test]
fn surroundings_are_refused() {
    let world = World::new();
    let sound = seal(&world.sender);
    let with = |before: &[u8], after: &[u8]| [before, &sound, after].concat();
    let check = |bytes: &[u8], expected| {
        assert_eq!(code(open_bytes(bytes, &world.trust)), expected);
    };
    check(&with(b"", b"\0"), Code::ContainerRepacked);
    check(&with(b"", b"\r\n"), Code::ContainerRepacked);
    check(&with(b"", &sound), Code::ContainerRepacked);
    check(&with(b"MZ", b""), Code::ContainerRepacked);
    check(b"", Code::ContainerTruncated);
    check(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Code::ContainerTruncated);
    check(&[0; 4096], Code::NotAContainer);
}

#[test]
fn a_file_that_changes_after_opening_is_noticed() {
    let world = World::new();
    let sound = seal(&world.sender);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.asice");
    std::fs::write(&path, &sound).unwrap();
    let file = std::fs::File::open(&path).unwrap();
    let mut opened = open(file, &Limits::default(), &world.trust, now(), &mut Job::new()).unwrap();
    let at = sound.windows(5).position(|bytes| bytes == b"\"a\",1").unwrap();
    let mut changed = sound.clone();
    changed[at + 1] = b'b';
    std::fs::write(&path, &changed).unwrap();
    assert_eq!(code(opened.read_part("UPPLAN_202609.CSV", 100)), Code::ContainerDigest);
    std::fs::write(&path, &sound[..at]).unwrap();
    assert_eq!(code(opened.read_part("UPPLAN_202609.CSV", 100)), Code::ContainerTruncated);
}
