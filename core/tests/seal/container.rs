//! Containers: built, opened, and read by other programs.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use cplink::Code;
use cplink::keys::{SignatureScheme, Signer};
use cplink::progress::{Cancel, Job};
use cplink::seal::{Draft, Limits, Part, RsaPadding, SealOptions, open, read_unverified, zip};
use cplink_testkit::key_file::pkcs12;
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

#[test]
fn what_went_in_comes_out() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::EcdsaP384, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let bytes = seal(&world.sender);
        let mut opened = open_bytes(&bytes, &world.trust).unwrap();
        assert_eq!(opened.id(), draft().id());
        assert_eq!(opened.message(), &message());
        assert_eq!(opened.signer().identity.office_number, SENDER);
        assert_eq!(opened.size(), bytes.len() as u64);
        let names: Vec<_> = opened.parts().iter().map(|part| part.name.clone()).collect();
        assert_eq!(names, ["UPPLAN_202609.CSV", "添付 1.pdf"]);
        assert_eq!(opened.parts()[1].media_type, "application/pdf");
        assert_eq!(opened.read_part("UPPLAN_202609.CSV", 100).unwrap(), b"\"a\",1\r\n");
        assert_eq!(opened.read_part("添付 1.pdf", 100).unwrap(), b"%PDF-1.7 test");
        assert_eq!(code(opened.read_part("添付 1.pdf", 5)), Code::ContainerLimit);
        assert_eq!(code(opened.read_part("none", 5)), Code::InvalidArgument);
    }
}

#[test]
fn a_part_is_read_before_its_signer_is_known_and_only_where_all_digests_are_right() {
    let bytes = seal(&World::with(Algorithm::EcdsaP256).sender);
    let read = |bytes: &[u8], name: &str, max| {
        read_unverified(Cursor::new(bytes.to_vec()), name, max, &Limits::default(), &mut Job::new())
    };
    assert_eq!(read(&bytes, "UPPLAN_202609.CSV", 100).unwrap(), b"\"a\",1\r\n");
    assert_eq!(code(read(&bytes, "none", 100)), Code::InvalidArgument);
    assert_eq!(code(read(&bytes, "UPPLAN_202609.CSV", 3)), Code::ContainerLimit);
    let at = bytes.windows(4).position(|four| four == b"%PDF").unwrap();
    let mut changed = bytes.clone();
    changed[at] ^= 1;
    assert_eq!(code(read(&changed, "UPPLAN_202609.CSV", 100)), Code::ContainerDigest);
}

#[test]
fn limits_that_allow_more_parts_allow_a_longer_manifest() {
    let world = World::with(Algorithm::EcdsaP256);
    let parts = |count: usize| {
        (0..count).map(|number| Part::new(format!("{number:0>100}.CSV"), "text/csv", b"x".to_vec())).collect::<Vec<_>>()
    };
    assert_eq!(code(Draft::prepare(message(), parts(65), &Limits::default(), &mut Job::new())), Code::TooLarge);
    let limits = Limits { parts: 1_000, ..Limits::default() };
    let draft = Draft::prepare(message(), parts(1_000), &limits, &mut Job::new()).unwrap();
    assert!(draft.manifest().len() > 128 << 10);
    let mut bytes = Vec::new();
    draft.seal(&world.sender, earlier(60), &mut bytes, &mut Job::new()).unwrap();
    assert_eq!(code(open_bytes(&bytes, &world.trust)), Code::ContainerLimit);
    let opened = open(Cursor::new(&bytes), &limits, &world.trust, earlier(0), &mut Job::new()).unwrap();
    assert_eq!(opened.parts().len(), 1_000);
}

#[test]
fn sealing_is_deterministic() {
    let world = World::with(Algorithm::Rsa2048);
    let seal = |at| {
        let mut bytes = Vec::new();
        let sealed = draft().seal(&world.sender, at, &mut bytes, &mut Job::new()).unwrap();
        (sealed.id, bytes)
    };
    let (first, second, third) = (seal(earlier(60)), seal(earlier(60)), seal(earlier(30)));
    assert_eq!(first, second);
    assert_eq!(first.0, third.0);
    assert_ne!(first.1, third.1);
}

#[test]
fn other_programs_read_it() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::EcdsaP384, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("message.asice"), seal(&world.sender)).unwrap();
        fs::write(path.join("root.pem"), world.pki.ca_pem()).unwrap();
        must_run(path, "unzip", &["-t", "message.asice"]);
        let script = "import zipfile,sys,hashlib\n\
            z=zipfile.ZipFile('message.asice'); assert z.testzip() is None\n\
            assert z.namelist()[:2]==['mimetype','message.json']\n\
            assert z.read('添付 1.pdf')==b'%PDF-1.7 test'\n\
            import xml.dom.minidom as x; x.parseString(z.read('META-INF/ASiCManifest.xml'))\n\
            z.extractall('out'); print(hashlib.sha256(z.read('META-INF/ASiCManifest.xml')).hexdigest())";
        let printed = must_run(path, "python3", &["-c", script]);
        assert_eq!(printed.trim(), draft().id().to_string());
        for extra in [&[][..], &["-cades"]] {
            let further = [&["-content", "out/META-INF/ASiCManifest.xml", "-out", "verified.xml"], extra].concat();
            cms_verify(path, "out/META-INF/signature.p7s", "root.pem", &further);
            assert_eq!(fs::read(path.join("verified.xml")).unwrap(), draft().manifest());
        }
    }
}

#[test]
fn keys_of_3072_and_4096_bits() {
    let world = World::new();
    for (algorithm, length) in [(Algorithm::Rsa3072, 384), (Algorithm::Rsa4096, 512)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let identity = world.pki.office(&office(SENDER, algorithm)).unwrap();
        fs::write(path.join("root.pem"), world.pki.ca_pem()).unwrap();
        fs::write(path.join("manifest.xml"), draft().manifest()).unwrap();
        let file = pkcs12(&identity, "test", &[]);
        let key = cplink::keys::FileSigner::from_pkcs12(&file, &cplink::secret::Secret::from("test")).unwrap();
        let tls13 = [SignatureScheme::RSA_PSS_SHA256, SignatureScheme::RSA_PSS_SHA384, SignatureScheme::RSA_PSS_SHA512];
        for scheme in tls13 {
            assert_eq!(key.sign(scheme, b"message").unwrap().len(), length);
        }
        for padding in [RsaPadding::Pkcs1, RsaPadding::Pss] {
            let mut bytes = Vec::new();
            let options = SealOptions::new(now()).with_padding(padding);
            draft().seal_with(&key, &options, &mut bytes, &mut Job::new()).unwrap();
            assert_eq!(open_bytes(&bytes, &world.trust).unwrap().signer().identity.office_number, SENDER);
            fs::write(path.join("m.p7s"), &take_apart(&bytes).last().unwrap().data).unwrap();
            cms_verify(path, "m.p7s", "root.pem", &["-cades", "-content", "manifest.xml", "-out", "verified.xml"]);
            assert_eq!(fs::read(path.join("verified.xml")).unwrap(), draft().manifest());
        }
    }
}

#[test]
fn signatures_of_openssl_are_accepted() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Rsa2048] {
        let world = World::with(algorithm);
        let identity = world.pki.office(&office(SENDER, algorithm)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let chain = format!("{}{}", world.pki.issuing_pem(), world.pki.ca_pem());
        fs::write(path.join("office.pem"), identity.pem()).unwrap();
        fs::write(path.join("issuing.pem"), world.pki.issuing_pem()).unwrap();
        fs::write(path.join("chain.pem"), chain).unwrap();
        let stranger = pki();
        let surplus = format!("{}{}", world.pki.issuing_pem(), stranger.issuing_pem());
        fs::write(path.join("surplus.pem"), surplus).unwrap();
        let second = world.pki.office(&office(RECEIVER, algorithm)).unwrap();
        fs::write(path.join("second.pem"), second.pem()).unwrap();
        fs::write(path.join("manifest.xml"), draft().manifest()).unwrap();
        let sign = |extra: &[&str]| {
            let arguments = [
                &["cms", "-sign", "-cades", "-binary", "-outform", "DER"][..],
                &["-in", "manifest.xml", "-signer", "office.pem", "-out", "openssl.p7s"],
                extra,
            ];
            must_run(path, "openssl", &arguments.concat());
            let mut entries = take_apart(&seal(&world.sender));
            let signature = fs::read(path.join("openssl.p7s")).unwrap();
            *entries.last_mut().unwrap() = Forged::new(zip::SIGNATURE, &signature);
            forge(&entries)
        };
        let mut good = vec![
            vec!["-md", "sha256", "-certfile", "issuing.pem"],
            vec!["-md", "sha256", "-certfile", "chain.pem"],
            vec!["-md", "sha256", "-certfile", "issuing.pem", "-nosmimecap"],
        ];
        if algorithm == Algorithm::Rsa2048 {
            good.push(vec!["-md", "sha512", "-certfile", "issuing.pem"]);
            for (salt, digest) in [("rsa_pss_saltlen:32", "sha256"), ("rsa_pss_saltlen:48", "sha384")] {
                let pss = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", salt, "-md", digest];
                good.push([&pss[..], &["-certfile", "issuing.pem"]].concat());
            }
        }
        for extra in good {
            let container = sign(&extra);
            let opened = open_bytes(&container, &world.trust);
            assert_eq!(opened.unwrap_or_else(|e| panic!("{extra:?}: {e:?}")).id(), draft().id());
        }
        for (extra, expected) in [
            (&["-md", "sha1", "-certfile", "issuing.pem"][..], Code::SignatureFormat),
            (&["-md", "sha256"][..], Code::CertChain),
            (&["-md", "sha256", "-certfile", "surplus.pem"][..], Code::SignatureFormat),
            (&["-md", "sha256", "-certfile", "issuing.pem", "-signer", "second.pem"][..], Code::SignatureFormat),
            (&["-md", "sha256", "-certfile", "issuing.pem", "-keyid"][..], Code::SignatureFormat),
            (&["-md", "sha256", "-certfile", "issuing.pem", "-nodetach"][..], Code::SignatureFormat),
        ] {
            assert_eq!(code(open_bytes(&sign(extra), &world.trust)), expected, "{extra:?}");
        }
        // Without signing-certificate-v2 it is no CAdES.
        let arguments = ["cms", "-sign", "-binary", "-outform", "DER", "-in", "manifest.xml"];
        let more = ["-signer", "office.pem", "-certfile", "issuing.pem", "-out", "openssl.p7s"];
        must_run(path, "openssl", &[&arguments[..], &more].concat());
        let mut entries = take_apart(&seal(&world.sender));
        let signature = fs::read(path.join("openssl.p7s")).unwrap();
        *entries.last_mut().unwrap() = Forged::new(zip::SIGNATURE, &signature);
        assert_eq!(code(open_bytes(&forge(&entries), &world.trust)), Code::SignatureFormat);
    }
}

/// A key that knows PSS alone, as some smart cards do.
struct PssOnly(cplink::keys::FileSigner);

impl Signer for PssOnly {
    fn chain(&self) -> &[cplink::keys::CertificateDer<'static>] {
        self.0.chain()
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::RSA_PSS_SHA256]
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> cplink::Result<Vec<u8>> {
        self.0.sign(scheme, message)
    }
}

#[test]
fn pss_by_choice_is_read_by_openssl() {
    let world = World::with(Algorithm::Rsa2048);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut bytes = Vec::new();
    let options = SealOptions::new(now()).with_padding(RsaPadding::Pss);
    draft().seal_with(&world.sender, &options, &mut bytes, &mut Job::new()).unwrap();
    assert_eq!(open_bytes(&bytes, &world.trust).unwrap().id(), draft().id());
    fs::write(path.join("m.p7s"), &take_apart(&bytes).last().unwrap().data).unwrap();
    fs::write(path.join("manifest.xml"), draft().manifest()).unwrap();
    fs::write(path.join("root.pem"), world.pki.ca_pem()).unwrap();
    cms_verify(path, "m.p7s", "root.pem", &["-cades", "-content", "manifest.xml", "-out", "verified.xml"]);
    let printed = must_run(path, "openssl", &["cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "m.p7s"]);
    assert!(printed.contains("rsassaPss"), "{printed}");
    // Another key has one way only, whatever was asked for.
    let world = World::new();
    draft().seal_with(&world.sender, &options, &mut Vec::new(), &mut Job::new()).unwrap();
}

#[test]
fn a_key_with_pss_alone_will_do() {
    let world = World::with(Algorithm::Rsa2048);
    let mut bytes = Vec::new();
    let signer = PssOnly(world.sender);
    draft().seal(&signer, now(), &mut bytes, &mut Job::new()).unwrap();
    assert!(open_bytes(&bytes, &world.trust).is_ok());
}

#[test]
fn bad_drafts_are_refused() {
    let limits = Limits { parts: 2, part_bytes: 1000, total_bytes: 80_000, ..Limits::default() };
    let prepare =
        |parts: Vec<Part>| code(Draft::prepare(message(), parts, &limits, &mut Job::new()).map(|draft| draft.id()));
    let part = |name: &str| Part::new(name, "text/csv", b"x".to_vec());
    assert_eq!(prepare(Vec::new()), Code::NoFiles);
    assert_eq!(prepare(vec![part("a"), part("b"), part("c")]), Code::TooLarge);
    assert_eq!(prepare(vec![part("a"), part("A")]), Code::AttachmentName);
    assert_eq!(prepare(vec![part("Message.JSON")]), Code::AttachmentName);
    assert_eq!(prepare(vec![Part::new("a", "x", b"x".to_vec())]), Code::InvalidArgument);
    assert_eq!(prepare(vec![Part::new("a", "a/b", vec![0; 1001])]), Code::TooLarge);
    assert_eq!(prepare(vec![Part::new("a", "a/b", PathBuf::from("/no/such/file"))]), Code::FileRead);
    for name in ["", "a/b", "..", "NUL.txt", "com1", "a ", " a", "a.", ".a", "a\u{7}", "a\u{202e}b"] {
        assert_eq!(prepare(vec![part(name)]), Code::AttachmentName, "{name:?}");
    }
    let tight = Limits { total_bytes: 20_000, ..Limits::default() };
    let refused = Draft::prepare(message(), vec![part("a")], &tight, &mut Job::new());
    assert_eq!(code(refused.map(|draft| draft.id())), Code::TooLarge);
    let mut wrong = message();
    wrong.subject = "a\nb".into();
    let refused = Draft::prepare(wrong, vec![part("a")], &limits, &mut Job::new());
    assert_eq!(code(refused.map(|draft| draft.id())), Code::MessageFormat);
}

#[test]
fn a_changed_file_is_noticed() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    for (before, after) in [("abc", "abd"), ("abc", "ab"), ("abc", "abcd")] {
        fs::write(&path, before).unwrap();
        let parts = vec![Part::new("a.pdf", "application/pdf", path.clone())];
        let draft = Draft::prepare(message(), parts, &Limits::default(), &mut Job::new()).unwrap();
        fs::write(&path, after).unwrap();
        let refused = draft.seal(&world.sender, now(), &mut Vec::new(), &mut Job::new());
        assert_eq!(code(refused), Code::SourceChanged);
    }
}

#[test]
fn cancel_stops_each_pass() {
    let world = World::new();
    let cancel = Cancel::new();
    let bytes = seal(&world.sender);
    let draft = draft();
    let mut opened = open_bytes(&bytes, &world.trust).unwrap();
    cancel.cancel();
    let mut job = Job::new().with_cancel(&cancel);
    let prepared = Draft::prepare(message(), parts(), &Limits::default(), &mut job);
    assert_eq!(code(prepared.map(|draft| draft.id())), Code::Cancelled);
    assert_eq!(code(draft.seal(&world.sender, now(), &mut Vec::new(), &mut job)), Code::Cancelled);
    assert_eq!(code(opened.copy_part(0, &mut Vec::new(), &mut job)), Code::Cancelled);
    let reader = Cursor::new(bytes.as_slice());
    let refused = open(reader, &Limits::default(), &world.trust, now(), &mut job);
    assert_eq!(code(refused), Code::Cancelled);
}
