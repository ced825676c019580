//! Errors, their causes and debug texts of seal, evidence and key files: none of them holds a value
//! that went in. Every value is marked, every error path is driven, every text is searched.

use std::cell::RefCell;
use std::fmt::Debug;
use std::fs;
use std::io::Cursor;

use cplink::Error;
use cplink::evidence::{Evidence, Scope, verify};
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::http::HttpTimeStamper;
use cplink::seal::{
    ChainHead, Draft, Limits, MessageHeader, MessageId, Part, Receipt, ReceiptKind, SealOptions, open, zip,
};
use cplink::secret::Secret;
use cplink_testkit::key_file::quick_pkcs12;
use cplink_testkit::receipts::{month, receipt};
use cplink_testkit::stamps::{Authority, Mood};
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

/// What must not come out: in values of records, subjects, reasons, passwords and contents.
const MARK: &str = "Zx9秘密";
const MARK_ASCII: &str = "Zx9Secret";

/// Every text that a program could log.
#[derive(Default)]
struct Texts(RefCell<Vec<(String, String)>>);

impl Texts {
    fn add(&self, what: &str, text: String) {
        self.0.borrow_mut().push((what.to_owned(), text));
    }

    fn error(&self, what: &str, error: &Error) {
        self.add(what, format!("{error} {error:?} {} {}", error.message_ja(), error.remedy_ja()));
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            self.add(what, format!("{error} {error:?}"));
            cause = error.source();
        }
    }

    fn refused<T>(&self, what: &str, outcome: cplink::Result<T>) {
        match outcome {
            Ok(_) => panic!("{what}: accepted what must be refused"),
            Err(error) => self.error(what, &error),
        }
    }

    fn debug(&self, what: &str, value: &impl Debug) {
        self.add(what, format!("{value:?} {value:#?}"));
    }

    /// Fails where a mark is in a text, in any of the ways in which text gets into text.
    fn search(&self, least: usize) {
        let texts = self.0.borrow();
        assert!(texts.len() >= least, "only {} texts", texts.len());
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(MARK);
        let bytes = |bytes: &[u8]| format!("{bytes:?}").trim_matches(['[', ']']).to_owned();
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut marks = vec![MARK.to_owned(), "秘密".to_owned(), MARK.escape_unicode().to_string(), "Zx9".to_owned()];
        for form in [MARK.as_bytes(), MARK_ASCII.as_bytes(), &cp932] {
            marks.extend([bytes(form), hex(form), hex(form).to_uppercase()]);
        }
        for (what, text) in texts.iter() {
            for mark in &marks {
                assert!(!text.contains(mark.as_str()), "{what}: {mark} in {text}");
            }
        }
    }
}

fn marked() -> MessageHeader {
    let mut message = message();
    message.subject = format!("{MARK} {MARK_ASCII}");
    message.override_reason = Some(MARK.into());
    message
}

fn marked_draft() -> Draft {
    let csv = encoding_rs::SHIFT_JIS.encode(&format!("\"{MARK}\",1\r\n")).0.into_owned();
    let parts = vec![
        Part::new("UPPLAN_202609.CSV", "text/csv", csv),
        Part::new("a.pdf", "application/pdf", MARK_ASCII.as_bytes().to_vec()),
    ];
    Draft::prepare(marked(), parts, &Limits::default(), &mut Job::new()).unwrap()
}

fn sealed(world: &World) -> Vec<u8> {
    let mut bytes = Vec::new();
    marked_draft().seal(&world.sender, now(), &mut bytes, &mut Job::new()).unwrap();
    bytes
}

#[test]
fn the_search_finds_a_mark() {
    for text in [format!("x {MARK} y"), format!("{:?}", MARK.as_bytes()), MARK.escape_unicode().to_string()] {
        let texts = Texts::default();
        texts.add("on purpose", text);
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| texts.search(1))).is_err());
    }
}

#[test]
fn building_a_message() {
    let (world, texts) = (World::new(), Texts::default());
    let spoil = |what: &str, spoil: &dyn Fn(&mut MessageHeader)| {
        let mut message = marked();
        spoil(&mut message);
        texts.refused(what, message.to_bytes());
        let parts = vec![Part::new("a.pdf", "application/pdf", b"x".to_vec())];
        texts.refused(what, Draft::prepare(message, parts, &Limits::default(), &mut Job::new()).map(|d| d.id()));
    };
    spoil("subject", &|m| m.subject = format!("{MARK}\n"));
    spoil("long subject", &|m| m.subject = MARK.repeat(100));
    spoil("reason", &|m| m.override_reason = Some(format!("{MARK}\u{7}")));
    spoil("office", &|m| m.from.office = MARK.into());
    spoil("service", &|m| m.to.service_type = MARK_ASCII.into());
    spoil("serial", &|m| m.serial = MARK_ASCII.into());
    spoil("version", &|m| m.csv_version = Some(MARK_ASCII.into()));
    spoil("kind", &|m| m.kind = MARK_ASCII.into());
    spoil("created", &|m| m.created = MARK.into());
    texts.refused("created of serial", MessageHeader::created_at(MARK));
    let sound = String::from_utf8(marked().to_bytes().unwrap()).unwrap();
    for (what, text) in [
        ("json cut", sound[..sound.find("\"created\"").unwrap()].to_owned()),
        ("json extra", sound.replace("{\"format\"", &format!("{{\"{MARK}\":1,\"format\""))),
        ("json type", sound.replace(&format!("\"{MARK} {MARK_ASCII}\""), "[1]")),
        ("json kind", sound.replace("\"slip\"", &format!("{{\"{MARK}\":\"{MARK}\"}}"))),
        ("json supersedes", sound.replace("\"supersedes\":null", &format!("\"supersedes\":\"{MARK}\""))),
        ("json format", sound.replace("CPX-message/1", MARK)),
        ("not json", MARK.into()),
    ] {
        texts.refused(what, MessageHeader::from_bytes(text.as_bytes()));
    }
    for bad in [format!("../{MARK}"), format!("{MARK}\u{7}"), format!("{MARK_ASCII}.")] {
        let parts = vec![Part::new(bad, "text/csv", b"x".to_vec())];
        texts.refused("name", Draft::prepare(marked(), parts, &Limits::default(), &mut Job::new()).map(|d| d.id()));
    }
    let parts = vec![Part::new("a.pdf", format!("x/{MARK}"), b"x".to_vec())];
    texts.refused("type", Draft::prepare(marked(), parts, &Limits::default(), &mut Job::new()).map(|d| d.id()));
    texts.refused("id", MARK.parse::<MessageId>());
    texts.refused("head", MARK.parse::<ChainHead>());
    texts.refused("scope", MARK.parse::<Scope>());
    let mut bad = receipt(ReceiptKind::Refused, id(1), now());
    bad.reason = Some(format!("{MARK}\n"));
    texts.refused("reason of a receipt", bad.sign(&world.receiver, now()));
    bad.from = MARK.into();
    texts.refused("office of a receipt", bad.sign(&world.receiver, now()));
    texts.search(30);
}

#[test]
fn opening_a_spoiled_container() {
    let (world, texts) = (World::new(), Texts::default());
    let sound = sealed(&world);
    assert!(open_bytes(&sound, &world.trust).is_ok());
    for position in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[position] ^= 0x11;
        texts.refused("container byte", open_bytes(&bytes, &world.trust).map(drop));
        if position % 7 == 0 {
            texts.refused("container cut", open_bytes(&sound[..position], &world.trust).map(drop));
        }
    }
    let with = |what: &str, index: usize, entry: Forged| {
        let mut entries = take_apart(&sound);
        entries[index] = entry;
        texts.refused(what, open_bytes(&forge(&entries), &world.trust).map(drop));
    };
    for name in [format!("../{MARK}"), format!("/{MARK_ASCII}"), format!("META-INF/{MARK_ASCII}"), format!("{MARK}.")] {
        with("entry's name", 2, Forged::new(&name, b"x"));
    }
    with("message", 1, Forged::new(zip::MESSAGE, MARK.as_bytes()));
    with("manifest", 4, Forged::new(zip::MANIFEST, MARK.as_bytes()));
    with("signature", 5, Forged::new(zip::SIGNATURE, MARK.as_bytes()));
    let limits = Limits { part_bytes: 1, ..Limits::default() };
    texts.refused("limit", open(Cursor::new(&sound), &limits, &world.trust, now(), &mut Job::new()).map(drop));
    let mut opened = open_bytes(&sound, &world.trust).unwrap();
    texts.refused("no such part", opened.read_part(MARK, 10));
    texts.refused("part too large", opened.read_part("a.pdf", 1));
    texts.search(1000);
}

#[test]
fn spoiled_receipts_and_evidence() {
    let (world, texts) = (World::new(), Texts::default());
    let mut refused = receipt(ReceiptKind::Refused, id(1), earlier(5));
    refused.reason = Some(MARK.into());
    let sound = refused.sign(&world.receiver, now()).unwrap();
    for position in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[position] ^= 0x11;
        texts.refused("receipt byte", Receipt::verify(&bytes, &world.trust, now()));
    }
    texts.refused("no receipt", Receipt::verify(MARK.as_bytes(), &world.trust, now()));
    texts.debug("signer", &Receipt::verify(&sound, &world.trust, now()).unwrap().signer);

    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    let path = folder.path().join(format!("{MARK}.asice"));
    fs::write(&path, sealed(&world)).unwrap();
    let mut evidence = Evidence::new(world.trust.clone(), now());
    evidence.add_receipt(&month.receipts[0]).unwrap();
    evidence.add_container(&path, &mut Job::new()).unwrap();
    texts.refused("receipt of evidence", evidence.add_receipt(MARK.as_bytes()));
    let junk = folder.path().join(format!("{MARK}.junk"));
    fs::write(&junk, MARK).unwrap();
    texts.refused("container of evidence", evidence.add_container(&junk, &mut Job::new()));
    // The names of files that the user has given may be said.
    texts.refused("no container", evidence.add_container(&folder.path().join("none"), &mut Job::new()));
    texts.refused("folder", evidence.export(folder.path(), Scope::All, &mut Job::new()));
    let out = folder.path().join("out");
    let exported = evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
    texts.debug("exported", &exported);
    texts.debug("report", &verify(&out, None, now(), &mut Job::new()).unwrap());
    for name in ["index.html", "evidence.json", "certificates/authorities.pem"] {
        let sound = fs::read(out.join(name)).unwrap();
        fs::write(out.join(name), [&sound[..], MARK.as_bytes()].concat()).unwrap();
        if verify(&out, None, now(), &mut Job::new()).is_ok() {
            panic!("{name} was changed");
        }
        texts.refused(name, verify(&out, None, now(), &mut Job::new()));
        fs::write(out.join(name), MARK).unwrap();
        texts.refused(name, verify(&out, None, now(), &mut Job::new()));
        fs::write(out.join(name), sound).unwrap();
    }
    texts.search(500);
}

#[test]
fn keys_passwords_and_time_stamps() {
    let (world, texts) = (World::with(Algorithm::Rsa2048), Texts::default());
    let identity = world.pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap();
    let p12 = quick_pkcs12(&identity, MARK_ASCII);
    assert!(FileSigner::from_pkcs12(&p12, &Secret::from(MARK_ASCII)).is_ok());
    for password in ["", MARK, "Zx9Secret2"] {
        texts.refused("password", FileSigner::from_pkcs12(&p12, &Secret::from(password)).map(drop));
    }
    for position in (0..p12.len()).step_by(3) {
        let mut bytes = p12.clone();
        bytes[position] ^= 0x11;
        if let Err(error) = FileSigner::from_pkcs12(&bytes, &Secret::from(MARK_ASCII)) {
            texts.error("p12 byte", &error);
        }
    }
    let pem = identity.pem();
    let key = pem.find("PRIVATE KEY").unwrap() + 40;
    let stolen = &pem[key..key + 24];
    for bad in [pem.replace(stolen, MARK_ASCII), pem[..pem.len() - 60].to_owned(), MARK.to_owned()] {
        texts.refused("pem", FileSigner::from_pem(bad.as_bytes(), None).map(drop));
        texts.refused("trust", Trust::from_pem(bad.replace("CERTIFICATE", MARK_ASCII).as_bytes()).map(drop));
    }
    for url in [format!("http://u:{MARK_ASCII}@tsa.example"), format!("http://{MARK}/"), format!("{MARK_ASCII}://x")] {
        texts.refused("url", HttpTimeStamper::new(&url, &[]).map(drop));
    }
    let authority = Authority::start(Some("P-256"), "sha256");
    let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
    for mood in [Mood::OtherRequest, Mood::Rejects, Mood::Down] {
        authority.is(mood);
        let options = SealOptions::new(now()).with_stamper(&stamper);
        texts.refused("stamp", marked_draft().seal_with(&world.sender, &options, &mut Vec::new(), &mut Job::new()));
    }
    for (what, text) in texts.0.borrow().iter() {
        assert!(!text.contains(stolen), "{what}: key bytes in {text}");
    }
    texts.search(100);
}
