//! Time stamps (CAdES B-T): had from an `openssl ts` on the loopback, checked by us and by openssl.

use std::fs;
use std::io::Cursor;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use cplink::Code;
use cplink::keys::{Notice, Trust};
use cplink::progress::{Cancel, Job};
use cplink::relay::http::HttpTimeStamper;
use cplink::seal::{Limits, SealOptions, TimeStamper, open, zip};
use cplink_testkit::stamps::{Authority, Mood};
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

fn stamped(world: &World, stamper: &dyn TimeStamper) -> cplink::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let options = SealOptions::new(now()).with_stamper(stamper);
    draft().seal_with(&world.sender, &options, &mut bytes, &mut Job::new()).map(|_| bytes)
}

fn counting(world: &World, authority: &Authority) -> Trust {
    world.trust.clone().with_stamp_authorities(Trust::from_pem(&authority.ca_pem()).unwrap())
}

#[test]
fn an_authority_of_each_kind_stamps() {
    for (curve, ess) in [(None, "sha256"), (None, "sha1"), (Some("P-256"), "sha256"), (Some("P-384"), "sha512")] {
        let world = World::with(Algorithm::Rsa2048);
        let authority = Authority::start(curve, ess);
        let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
        let before = now().as_secs();
        let bytes = stamped(&world, &stamper).unwrap();
        assert_eq!(authority.asked.load(Ordering::SeqCst), 1);

        let opened = open_bytes(&bytes, &counting(&world, &authority)).unwrap();
        let stamp = opened.signer().time_stamp.as_ref().unwrap();
        assert!(stamp.trusted);
        assert!((before..=now().as_secs()).contains(&stamp.at.as_secs()), "{curve:?} {ess}");
        assert_eq!(opened.id(), draft().id());
        // Where no authority is set, the message opens all the same and the stamp counts for nothing.
        let opened = open_bytes(&bytes, &world.trust).unwrap();
        assert!(!opened.signer().time_stamp.as_ref().unwrap().trusted);
        openssl_agrees(&world, &authority, &bytes);
    }
}

/// openssl verifies the signature with the stamp in it, and the stamp over the signature's value.
fn openssl_agrees(world: &World, authority: &Authority, container: &[u8]) {
    let path = authority.folder.path();
    let entries = take_apart(container);
    fs::write(path.join("m.p7s"), &entries.last().unwrap().data).unwrap();
    fs::write(path.join("manifest.xml"), draft().manifest()).unwrap();
    fs::write(path.join("root.pem"), world.pki.ca_pem()).unwrap();
    cms_verify(path, "m.p7s", "root.pem", &["-cades", "-content", "manifest.xml", "-out", "verified.xml"]);
    let opened = open_bytes(container, &counting(world, authority)).unwrap();
    fs::write(path.join("stamp.tst"), &opened.signer().time_stamp.as_ref().unwrap().token).unwrap();
    // The value is the last OCTET STRING before the unsigned attributes.
    let dump = must_run(path, "openssl", &["asn1parse", "-inform", "DER", "-in", "m.p7s"]);
    let lines: Vec<&str> = dump.lines().collect();
    let attribute = lines.iter().position(|line| line.contains("id-smime-aa-timeStampToken")).unwrap();
    let value = lines[..attribute].iter().rev().find(|line| line.contains("OCTET STRING")).unwrap();
    let number = |text: &str| text.trim().split(|c: char| !c.is_ascii_digit()).next().unwrap().parse::<u32>().unwrap();
    let offset = number(value.split(':').next().unwrap()) + number(value.split("hl=").nth(1).unwrap());
    let length = number(value.split(" l=").nth(1).unwrap()).to_string();
    let cut = ["asn1parse", "-inform", "DER", "-in", "m.p7s", "-noout", "-out", "value.bin"];
    must_run(path, "openssl", &[&cut[..], &["-offset", &offset.to_string(), "-length", &length]].concat());
    let verify = ["ts", "-verify", "-token_in", "-in", "stamp.tst", "-data", "value.bin", "-CAfile", "tsa-ca.pem"];
    let said = must_run(path, "openssl", &verify);
    assert!(said.contains("Verification: OK"), "{said}");
}

#[test]
fn a_stamp_outlives_the_certificate() {
    let mut world = World::new();
    let office = office(SENDER, Algorithm::EcdsaP256);
    let present = time::OffsetDateTime::now_utc();
    let office = office.validity(present - time::Duration::DAY, present + time::Duration::HOUR);
    world.sender = signer(&world.pki.office(&office).unwrap());
    let authority = Authority::start(Some("P-256"), "sha256");
    let bytes = stamped(&world, &HttpTimeStamper::new(&authority.url, &[]).unwrap()).unwrap();
    let next_year = later(366 * 86_400);
    let open_then = |bytes: &[u8], trust: &Trust| {
        open(Cursor::new(bytes), &Limits::default(), trust, next_year, &mut Job::new()).map(drop)
    };
    assert!(open_then(&bytes, &counting(&world, &authority)).is_ok());
    assert_eq!(code(open_then(&bytes, &world.trust)), Code::CertExpired);
    assert_eq!(code(open_then(&seal(&world.sender), &counting(&world, &authority))), Code::CertExpired);
}

/// DER with one of its elements in the place of another; the lengths around are right again.
fn exchanged(der: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    if der == old {
        return new.to_vec();
    }
    let is_constructed = der[0] & 0x20 != 0;
    if !is_constructed || !der.windows(old.len()).any(|bytes| bytes == old) {
        return der.to_vec();
    }
    let (mut content, mut rest) = (Vec::new(), &der[head_and_length(der).0..]);
    while !rest.is_empty() {
        let (head, length) = head_and_length(rest);
        content.extend(exchanged(&rest[..head + length], old, new));
        rest = &rest[head + length..];
    }
    // The shortest form, as DER wants it: a token makes every element around it long.
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count();
    let length = &length[zeros..];
    [&[der[0], 0x80 | u8::try_from(length.len()).unwrap()], length, &content].concat()
}

/// How many bytes of an element are before its content, and the content's length.
fn head_and_length(der: &[u8]) -> (usize, usize) {
    match der[1] {
        short @ 0..=0x7F => (2, short.into()),
        long => {
            let bytes = usize::from(long & 0x7F);
            (2 + bytes, der[2..2 + bytes].iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
        }
    }
}

#[test]
fn bad_stamps_are_refused() {
    let world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
    let sound = stamped(&world, &stamper).unwrap();

    for (mood, expected) in [
        (Mood::OtherRequest, Code::StampInvalid),
        (Mood::Rejects, Code::StampRefused),
        (Mood::Down, Code::StampRefused),
    ] {
        authority.is(mood);
        assert_eq!(code(stamped(&world, &stamper)), expected);
    }
    authority.is(Mood::Sound);
    // A stamp that belongs to another signature.
    let trust = counting(&world, &authority);
    let token =
        |container: &[u8]| open_bytes(container, &trust).unwrap().signer().time_stamp.as_ref().unwrap().token.clone();
    let (mut first, mine) = (take_apart(&sound), token(&sound));
    let other = token(&stamped(&world, &stamper).unwrap());
    let last = first.last_mut().unwrap();
    let exchanged = exchanged(&last.data, &mine, &other);
    assert!(exchanged.windows(other.len()).any(|bytes| bytes == other));
    *last = Forged::new(zip::SIGNATURE, &exchanged);
    assert_eq!(code(open_bytes(&forge(&first), &trust)), Code::StampInvalid);

    // A stamp of a day far ahead: some clock is wrong.
    let early = earlier(30 * 86_400);
    let opened = open(Cursor::new(&sound), &Limits::default(), &trust, early, &mut Job::new());
    assert!(matches!(code(opened.map(drop)), Code::ClockAhead | Code::CertNotYetValid));
}

#[test]
fn a_stamp_of_strangers_is_refused_at_sending_and_counts_as_none_on_receipt() {
    let world = World::new();
    let (authority, strangers) = (Authority::start(Some("P-256"), "sha256"), Authority::start(Some("P-256"), "sha256"));
    let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
    let trust = counting(&world, &strangers);
    let options = SealOptions::new(now()).with_stamper(&stamper);
    let options = options.with_stamp_authorities(trust.stamp_authorities().unwrap());
    let refused = draft().seal_with(&world.sender, &options, &mut Vec::new(), &mut Job::new());
    assert_eq!(code(refused), Code::StampUntrusted);

    // Whoever sends without looking: the message is valid now all the same.
    let bytes = stamped(&world, &stamper).unwrap();
    let opened = open_bytes(&bytes, &trust).unwrap();
    assert!(!opened.signer().time_stamp.as_ref().unwrap().trusted);
    assert!(opened.signer().notices.contains(&Notice::StampUntrusted), "{:?}", opened.signer().notices);
    let opened = open_bytes(&bytes, &counting(&world, &authority)).unwrap();
    assert!(!opened.signer().notices.contains(&Notice::StampUntrusted));
    // And its stamp proves nothing once the certificate has ended.
    let then = later(6 * 366 * 86_400);
    let opened = open(Cursor::new(&bytes), &Limits::default(), &trust, then, &mut Job::new());
    assert_eq!(code(opened.map(drop)), Code::CertExpired);
}

/// The revocation list of the authority's own issuer: its certificate, revoked so many hours from now, and why.
fn revoking(authority: &Authority, hours: i64, reason: &str) -> Vec<u8> {
    let folder = authority.folder.path();
    let config = "[ca]\ndefault_ca = it\n[it]\ndatabase = index.txt\ncrlnumber = crlnumber\ndefault_md = sha256\n\
        default_crl_days = 9\ncrl_extensions = list\n[list]\nauthorityKeyIdentifier = keyid\n";
    fs::write(folder.join("ca.cnf"), config).unwrap();
    fs::write(folder.join("crlnumber"), "01\n").unwrap();
    must_run(folder, "openssl", &["x509", "-in", "tsa.pem", "-noout", "-serial", "-out", "serial.txt"]);
    let serial = fs::read_to_string(folder.join("serial.txt")).unwrap();
    let serial = serial.trim().strip_prefix("serial=").unwrap();
    let day = |at: time::OffsetDateTime| {
        let (year, month, day) = (at.year() % 100, u8::from(at.month()), at.day());
        format!("{year:02}{month:02}{day:02}{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second())
    };
    let present = time::OffsetDateTime::now_utc();
    let (end, since) = (day(present + time::Duration::days(30)), day(present + time::Duration::hours(hours)));
    let line = format!("R\t{end}\t{since}{reason}\t{serial}\tunknown\t/CN=Test Stamp\n");
    fs::write(folder.join("index.txt"), line).unwrap();
    let list =
        ["ca", "-config", "ca.cnf", "-gencrl", "-cert", "tsa-ca.pem", "-keyfile", "tsa-ca.key", "-out", "list.pem"];
    must_run(folder, "openssl", &list);
    fs::read(folder.join("list.pem")).unwrap()
}

/// Its stamps of before count for as long as the key was in no other hands (RFC 3161, 4).
#[test]
fn a_stamp_authority_that_was_revoked() {
    let world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
    let bytes = stamped(&world, &stamper).unwrap();
    for (hours, reason, counts) in [
        (1, ",superseded", true),
        (1, ",cessationOfOperation", true),
        (1, ",keyCompromise", false),
        (1, "", false),
        (-1, ",superseded", false),
    ] {
        let authorities = Trust::from_pem(&authority.ca_pem()).unwrap();
        let authorities = authorities.with_crl(&revoking(&authority, hours, reason)).unwrap();
        let trust = world.trust.clone().with_stamp_authorities(authorities);
        let opened = open_bytes(&bytes, &trust).unwrap();
        assert_eq!(opened.signer().time_stamp.as_ref().unwrap().trusted, counts, "{hours} {reason}");
        assert_eq!(opened.signer().notices.contains(&Notice::StampUntrusted), !counts, "{hours} {reason}");
    }
}

#[test]
fn an_authority_that_answers_until_it_closes_is_read() {
    let world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    authority.is(Mood::UntilClose);
    let bytes = stamped(&world, &HttpTimeStamper::new(&authority.url, &[]).unwrap()).unwrap();
    assert!(open_bytes(&bytes, &counting(&world, &authority)).unwrap().signer().time_stamp.as_ref().unwrap().trusted);
}

#[test]
fn an_authority_that_is_down_is_told_as_itself() {
    let world = World::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (url, named) in [
        (format!("http://{free}/tsa"), free.to_string()),
        (format!("https://{free}/tsa"), free.to_string()),
        ("http://no-such-host.invalid/tsa".to_owned(), "no-such-host.invalid:80".to_owned()),
    ] {
        let error = stamped(&world, &HttpTimeStamper::new(&url, &[]).unwrap()).unwrap_err();
        assert_eq!(error.code(), Code::StampUnreachable, "{url}");
        assert!(error.detail().unwrap().contains(&named), "{error}");
    }
}

/// Has the sound stamp signed again by openssl with another certificate of the same authority.
struct Resigned<'a>(&'a Authority, HttpTimeStamper, &'a str);

impl TimeStamper for Resigned<'_> {
    fn stamp(&self, request: &[u8], job: &mut Job<'_>) -> cplink::Result<Vec<u8>> {
        let path = self.0.folder.path();
        fs::write(path.join("sound.tsr"), self.1.stamp(request, job)?).unwrap();
        must_run(path, "openssl", &["ts", "-reply", "-in", "sound.tsr", "-token_out", "-out", "sound.tst"]);
        let read = ["cms", "-verify", "-noverify", "-inform", "DER", "-in", "sound.tst", "-binary", "-out", "info"];
        must_run(path, "openssl", &read);
        let sign =
            ["cms", "-sign", "-cades", "-nodetach", "-binary", "-outform", "DER", "-md", "sha256", "-in", "info"];
        let more = ["-econtent_type", "1.2.840.113549.1.9.16.1.4", "-inkey", "tsa.key", "-signer", self.2];
        must_run(path, "openssl", &[&sign[..], &more, &["-nosmimecap", "-out", "again.tst"]].concat());
        let token = fs::read(path.join("again.tst")).unwrap();
        let body = [&[0x30, 3, 2, 1, 0], &token[..]].concat();
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        Ok([&[0x30, 0x82], &length[..], &body].concat())
    }
}

#[test]
fn a_certificate_of_another_purpose_does_not_stamp() {
    let world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    let open_with = |certificate: &str| {
        let stamper = Resigned(&authority, HttpTimeStamper::new(&authority.url, &[]).unwrap(), certificate);
        let bytes = stamped(&world, &stamper).unwrap();
        let opened = open_bytes(&bytes, &counting(&world, &authority)).unwrap();
        opened.signer().time_stamp.as_ref().unwrap().trusted
    };
    assert!(open_with("tsa.pem"));
    for certificate in ["plain.pem", "two.pem", "loose.pem"] {
        assert!(!open_with(certificate), "{certificate}");
    }
}

#[test]
fn no_byte_of_a_stamped_signature_can_be_changed() {
    let world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    let sound = stamped(&world, &HttpTimeStamper::new(&authority.url, &[]).unwrap()).unwrap();
    let trust = counting(&world, &authority);
    let entries = take_apart(&sound);
    let signature = entries.last().unwrap().data.clone();
    for position in 0..signature.len() {
        let mut entries = entries.clone();
        let mut changed = signature.clone();
        changed[position] ^= 1 << (position % 8);
        *entries.last_mut().unwrap() = Forged::new(zip::SIGNATURE, &changed);
        // A certificate that goes with the stamp is signed by its issuer alone: then the stamp counts for nothing.
        let is_spoilt = match open_bytes(&forge(&entries), &trust) {
            Ok(opened) => opened.signer().time_stamp.as_ref().is_none_or(|stamp| !stamp.trusted),
            Err(_) => true,
        };
        assert!(is_spoilt, "byte {position} of {}", signature.len());
    }
}

#[test]
fn a_silent_authority_can_be_left() {
    let world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    authority.is(Mood::Silent);
    let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
    let cancel = Cancel::new();
    let (setter, asked) = (cancel.clone(), authority.asked.clone());
    let thread = std::thread::spawn(move || {
        wait_until(|| asked.load(Ordering::SeqCst) == 1);
        setter.cancel();
    });
    let options = SealOptions::new(now()).with_stamper(&stamper);
    let start = Instant::now();
    let mut job = Job::new().with_cancel(&cancel);
    assert_eq!(code(draft().seal_with(&world.sender, &options, &mut Vec::new(), &mut job)), Code::Cancelled);
    assert!(start.elapsed() < Duration::from_secs(10));
    thread.join().unwrap();
}

#[test]
fn unusable_urls_are_refused() {
    for url in ["", "tsa", "ftp://tsa.example", "http://", "http://u:p@tsa.example", "http://tsa.example?x"] {
        assert_eq!(code(HttpTimeStamper::new(url, &[])), Code::Url, "{url}");
    }
    assert!(HttpTimeStamper::new("https://tsa.example/a", &[]).is_ok());
}
