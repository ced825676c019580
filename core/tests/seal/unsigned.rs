//! A container without a signature is no container for anybody who asks for one.

use std::io::Cursor;

use cplink::Code;
use cplink::evidence::Evidence;
use cplink::progress::Job;
use cplink::seal::{Limits, read_unverified};
use cplink_testkit::{World, code, draft, now, open_bytes, seal};

fn unsigned() -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = draft().write_unsigned(&mut bytes, &mut Job::new()).unwrap();
    assert_eq!((written.id, written.size), (draft().id(), bytes.len() as u64));
    assert_eq!(draft().unsigned_size(), written.size);
    bytes
}

#[test]
fn it_is_the_same_each_time_and_has_the_id_that_it_would_have_signed() {
    let world = World::new();
    assert_eq!(unsigned(), unsigned());
    let signed = seal(&world.sender);
    assert_eq!(open_bytes(&signed, &world.trust).unwrap().id(), draft().id());
    assert!(unsigned().len() < signed.len());
}

#[test]
fn nobody_who_verifies_opens_it() {
    let world = World::new();
    let bytes = unsigned();
    assert_eq!(code(open_bytes(&bytes, &world.trust)), Code::ContainerUnsigned);
    let part = read_unverified(Cursor::new(&bytes), "UPPLAN_202609.CSV", 99, &Limits::default(), &mut Job::new());
    assert_eq!(code(part), Code::ContainerUnsigned, "not even where nobody asks who signed");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.asice");
    std::fs::write(&path, &bytes).unwrap();
    let mut evidence = Evidence::new(world.trust.clone(), now());
    assert_eq!(code(evidence.add_container(&path, &mut Job::new())), Code::EvidenceUnsigned);
}

#[test]
fn a_signature_that_was_cut_out_is_no_excuse_for_changed_contents() {
    let world = World::new();
    let mut bytes = unsigned();
    let at = bytes.windows(4).position(|four| four == b"%PDF").unwrap();
    bytes[at] ^= 1;
    assert_eq!(code(open_bytes(&bytes, &world.trust)), Code::ContainerDigest);
    let bytes = unsigned();
    assert_eq!(code(open_bytes(&bytes[..bytes.len() - 1], &world.trust)), Code::ContainerTruncated);
}
