//! Receipts and containers.

use cplink::Code;
use cplink::seal::{ReceiptKind, zip};
use cplink_testkit::receipts::receipt;
use cplink_testkit::{Forged, World, forge, id, now, seal, take_apart};

use crate::call::Call::{Get, Put};
use crate::peer::Piece;
use crate::table::{Case, chunked, endless, once, times, whole};

const CONTAINER: &str = "application/vnd.etsi.asic-e+zip";
const RECEIPT: &str = "application/cms";

pub(crate) fn cases(world: &World) -> Vec<Case> {
    let put = |name, pieces: Vec<Piece>, code| Case::new(name, Put, whole("201 Created", RECEIPT, pieces), code);
    let get = |name, pieces: Vec<Piece>, code| Case::new(name, Get, whole("200 OK", CONTAINER, pieces), code);
    let sound = seal(&world.sender);
    let by_office = receipt(ReceiptKind::Accepted, id(1), now()).sign(&world.sender, now()).unwrap();
    let changed = |change: &dyn Fn(&mut Vec<Forged>)| {
        let mut entries = take_apart(&sound);
        change(&mut entries);
        vec![once(forge(&entries))]
    };
    let deep = [&[0x30, 0x80][..]; 2000].concat();
    vec![
        put("no receipt", vec![], Code::Protocol),
        put("a receipt of 65 kilobytes", vec![times(65 * 1024, "a")], Code::AnswerTooLarge),
        put("a receipt of megabytes", vec![times(3_000_000, "a")], Code::AnswerTooLarge),
        Case::new(
            "an endless receipt",
            Put,
            chunked(RECEIPT, [once("fffffff\r\n"), endless("a")]),
            Code::AnswerTooLarge,
        ),
        put("a receipt of junk", vec![times(1000, "junk")], Code::SignatureFormat),
        put("a receipt of nested sequences", vec![once(&deep)], Code::SignatureFormat),
        put(
            "a receipt with a length of gigabytes",
            vec![once([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]), times(60_000, [0])],
            Code::SignatureFormat,
        ),
        put("a receipt of the sender's own", vec![once(&by_office)], Code::CertKind),
        put("a receipt cut short", vec![once(&by_office[..by_office.len() - 1])], Code::SignatureFormat),
        Case::new(
            "a receipt that says it is JSON",
            Put,
            whole("201 Created", "application/json", [once(&by_office)]),
            Code::Protocol,
        ),
        Case::new("a receipt with the wrong status", Put, whole("204 No Content", RECEIPT, []), Code::Protocol),
        get("no container", vec![], Code::ContainerTruncated),
        get("a container of junk", vec![times(5000, "junk")], Code::NotAContainer),
        get("a container of zeros", vec![times(900_000, [0])], Code::NotAContainer),
        get("a container beyond the limit", vec![times(2_000_000, "a")], Code::AnswerTooLarge),
        Case::new(
            "an endless container",
            Get,
            chunked(CONTAINER, [once("fffffff\r\n"), endless("a")]),
            Code::AnswerTooLarge,
        ),
        Case::new("a container as text", Get, whole("200 OK", "text/html", [once(&sound)]), Code::Protocol),
        get("a container cut short", vec![once(&sound[..sound.len() - 10])], Code::ContainerTruncated),
        get("bytes behind a container", vec![once(&sound), once("x")], Code::ContainerRepacked),
        get(
            "an entry of gigabytes",
            changed(&|entries| (entries[2].size, entries[2].packed) = (u32::MAX, u32::MAX)),
            Code::ContainerLimit,
        ),
        get("an entry packed to nothing", changed(&|entries| entries[2].packed = 1), Code::ContainerFormat),
        get("a compressed entry", changed(&|entries| entries[2].method = 8), Code::ContainerRepacked),
        get("an entry on a path", changed(&|entries| entries[2].name = b"../x".to_vec()), Code::ContainerPath),
        get(
            "an entry with a long name",
            changed(&|entries| entries[2].name = vec![b'a'; 60_000]),
            Code::ContainerLimit,
        ),
        get("an entry twice", changed(&|entries| entries.insert(3, entries[2].clone())), Code::ContainerDuplicate),
        get(
            "many empty entries",
            changed(&|entries| {
                let many = (0..8000).map(|number| Forged::new(&format!("{number}.pdf"), b""));
                entries.splice(2..2, many);
            }),
            Code::ContainerLimit,
        ),
        get(
            "a changed part",
            changed(&|entries| entries[2] = Forged::new("UPPLAN_202609.CSV", b"x")),
            Code::ContainerDigest,
        ),
        get(
            "a manifest of entities",
            changed(&|entries| {
                let bomb = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"#;
                let at = entries.iter().position(|entry| entry.name == zip::MANIFEST.as_bytes()).unwrap();
                entries[at] = Forged::new(zip::MANIFEST, bomb.as_bytes());
            }),
            Code::ContainerManifest,
        ),
    ]
}
