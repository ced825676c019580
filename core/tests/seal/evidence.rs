//! Exports of evidence: checked by openssl and unzip as the page says, and by us.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cplink::Code;
use cplink::evidence::{Evidence, Exported, INDEX, PAGE, Scope, verify};
use cplink::keys::{Trust, UnixTime};
use cplink::progress::{Cancel, Job};
use cplink::relay::http::HttpTimeStamper;
use cplink::seal::{MessageId, ReceiptGap, ReceiptKind};
use cplink_testkit::receipts::{Chain, Month, NASTY, commands, keep, month, receipt};
use cplink_testkit::stamps::Authority;
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, OfficeCert};

fn collect(trust: &Trust, month: &Month, at: UnixTime) -> Evidence {
    let mut evidence = Evidence::new(trust.clone(), at);
    for der in &month.receipts {
        evidence.add_receipt(der).unwrap();
    }
    for path in &month.containers {
        evidence.add_container(path, &mut Job::new()).unwrap();
    }
    evidence
}

fn export(world: &World, month: &Month, folder: &Path, scope: Scope) -> Exported {
    collect(&world.trust, month, now()).export(folder, scope, &mut Job::new()).unwrap()
}

fn this_month() -> Scope {
    cplink::seal::japan_time(now()).unwrap()[..7].parse().unwrap()
}

/// Runs every command of the page as it is printed; gives back how many there were.
fn run_page(folder: &Path) -> usize {
    let commands = commands(&fs::read(folder.join(PAGE)).unwrap());
    for (command, expected) in &commands {
        let program = command.split(' ').next().unwrap();
        assert!(["unzip", "openssl"].contains(&program), "{command}");
        let mut run = Command::new("sh");
        run.args(["-c", command]).current_dir(folder).env("LC_ALL", "C.UTF-8");
        let output = program::output(&mut run).unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}\n{error}");
        if let Some(expected) = expected {
            assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), expected, "{command}");
        }
    }
    commands.len()
}

#[test]
fn the_commands_of_the_page_run_as_printed() {
    for algorithm in [Algorithm::Rsa2048, Algorithm::EcdsaP256, Algorithm::EcdsaP384] {
        let world = World::with(algorithm);
        let folder = tempfile::tempdir().unwrap();
        let month = month(&world, folder.path(), earlier(60), None);
        let out = folder.path().join("export");
        let exported = export(&world, &month, &out, this_month());
        assert_eq!((exported.messages.clone(), exported.receipts), (month.ids.clone(), 8));
        assert!(exported.gaps.is_empty(), "{:?}", exported.gaps);
        // Per message: unpack, signature, id, three parts, revocation; per receipt three.
        assert_eq!(run_page(&out), 2 * 7 + 8 * 3);
        // What the commands leave behind is no part of the evidence.
        let report = verify(&out, Some(&world.trust), now(), &mut Job::new()).unwrap();
        assert_eq!((report.exported, report.own_trust), (exported, true));
    }
}

#[test]
fn a_changed_file_fails_the_page_too() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    let out = folder.path().join("export");
    export(&world, &month, &out, Scope::All);
    let container = out.join(format!("messages/{}.asice", month.ids[0]));
    let mut bytes = fs::read(&container).unwrap();
    let at = bytes.windows(5).position(|bytes| bytes == b"\"a\",1").unwrap();
    bytes[at + 1] = b'b';
    fs::write(&container, bytes).unwrap();
    let failed = std::panic::catch_unwind(|| run_page(&out));
    assert!(failed.is_err());
}

#[test]
fn stamps_are_shown_and_checked() {
    let mut world = World::new();
    let authority = Authority::start(Some("P-256"), "sha256");
    world.trust = world.trust.with_stamp_authorities(Trust::from_pem(&authority.ca_pem()).unwrap());
    let stamper = HttpTimeStamper::new(&authority.url, &[]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), now(), Some(&stamper));
    let out = folder.path().join("export");
    export(&world, &month, &out, Scope::All);
    assert_eq!(run_page(&out), 2 * 7 + 3 + 8 * 3);
    let index: serde_json::Value = serde_json::from_slice(&fs::read(out.join(INDEX)).unwrap()).unwrap();
    let by = |index_of: usize| index["messages"][index_of]["verification_time"]["by"].as_str().unwrap().to_owned();
    assert_eq!((by(0), by(1)), ("time_stamp".into(), "accepted".into()));
    verify(&out, None, now(), &mut Job::new()).unwrap();
}

#[test]
fn evidence_outlives_the_certificates() {
    let mut world = World::new();
    let present = time::OffsetDateTime::now_utc();
    let ended = |number: &str, kind| {
        let office = OfficeCert::new(number, "みどり").kind(kind).algorithm(Algorithm::EcdsaP256);
        office.validity(present - time::Duration::days(1200), present - time::Duration::days(100))
    };
    use cplink::keys::CertificateKind::{CareDx, CareInsurance};
    world.sender = signer(&world.pki.office(&ended(SENDER, CareInsurance)).unwrap());
    world.receiver = signer(&world.pki.office(&ended(RECEIVER, CareDx)).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let relay = OfficeCert::new("relay-mock", "中継").kind(cplink::keys::CertificateKind::Relay);
    let relay = relay.algorithm(Algorithm::EcdsaP256);
    let relay = relay.validity(present - time::Duration::days(1200), present - time::Duration::days(100));
    world.relay = signer(&world.pki.office(&relay).unwrap());
    let old = earlier(200 * 86_400);
    let (id, path) = keep(&world, folder.path(), message(), old, None);
    let der = receipt(ReceiptKind::Accepted, id, old).sign(&world.relay, old).unwrap();
    let mut evidence = Evidence::new(world.trust.clone(), now());
    assert_eq!(code(evidence.add_container(&path, &mut Job::new())), Code::CertExpired);
    evidence.add_receipt(&der).unwrap();
    assert_eq!(evidence.add_container(&path, &mut Job::new()).unwrap(), id);
    let out = folder.path().join("export");
    evidence.export(&out, Scope::Message(id), &mut Job::new()).unwrap();
    assert!(run_page(&out) > 0);
    verify(&out, Some(&world.trust), later(3 * 365 * 86_400), &mut Job::new()).unwrap();
}

#[test]
fn no_file_can_be_changed_added_or_taken_away() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    let out = folder.path().join("export");
    export(&world, &month, &out, this_month());
    let holds = || verify(&out, Some(&world.trust), now(), &mut Job::new());
    holds().unwrap();
    let mut names = Vec::new();
    list(&out, &mut names);
    assert!(names.len() > 12, "{names:?}");
    for name in &names {
        let sound = fs::read(name).unwrap();
        let mut step = 1;
        let mut at = 0;
        while at < sound.len() {
            let mut changed = sound.clone();
            changed[at] ^= 0x01;
            fs::write(name, &changed).unwrap();
            assert!(holds().is_err(), "{name:?} byte {at}");
            at += step;
            step += 97;
        }
        fs::remove_file(name).unwrap();
        assert!(holds().is_err(), "{name:?} is gone");
        fs::write(name, &sound).unwrap();
    }
    for surplus in ["x.txt", "receipts/x.p7s", "messages/x.asice", "certificates/x.pem", "certificates/signers/x/y"] {
        let path = out.join(surplus);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, b"x").unwrap();
        assert!(holds().is_err(), "{surplus}");
        fs::remove_file(&path).unwrap();
        let _ = fs::remove_dir(out.join("certificates/signers/x"));
    }
    holds().unwrap();
}

fn list(folder: &Path, names: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, names) } else { names.push(path) }
    }
}

#[test]
fn another_authority_is_not_accepted() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    let out = folder.path().join("export");
    export(&world, &month, &out, Scope::All);
    let report = verify(&out, None, now(), &mut Job::new()).unwrap();
    assert_eq!((report.own_trust, report.authorities.len()), (false, 1));
    let other = World::new();
    let refused = verify(&out, Some(&other.trust), now(), &mut Job::new()).unwrap_err();
    assert_eq!(refused.code(), Code::CertUnknownIssuer);
}

#[test]
fn a_missing_receipt_shows() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    // In order: accepted 1 and 2, picked up 3, imported, recorded 4, picked up 5, refused, recorded 6.
    for (index, expected) in [
        (1, vec![ReceiptGap::Missing(2, 2)]),
        (2, vec![ReceiptGap::Missing(3, 3)]),
        (3, vec![ReceiptGap::Unrecorded(4)]),
        (4, vec![ReceiptGap::Missing(4, 4)]),
        (6, vec![ReceiptGap::Unrecorded(6)]),
    ] {
        let mut receipts = month.receipts.clone();
        receipts.remove(index);
        let less = Month { containers: month.containers.clone(), ids: month.ids.clone(), receipts };
        let out = folder.path().join(format!("export-{index}"));
        let exported = export(&world, &less, &out, Scope::All);
        let gaps: Vec<ReceiptGap> = exported.gaps.iter().map(|(_, gap)| *gap).collect();
        assert_eq!(gaps, expected, "without receipt {index}");
        assert!(exported.gaps.iter().all(|(office, _)| office == SENDER));
        assert!(fs::read_to_string(out.join(PAGE)).unwrap().contains(&expected[0].message_ja()));
        assert_eq!(verify(&out, None, now(), &mut Job::new()).unwrap().exported.gaps, exported.gaps);
    }
}

#[test]
fn a_month_holds_its_own_messages_and_the_chain_between() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    let evidence = collect(&world.trust, &month, now());
    let one = folder.path().join("one");
    let exported = evidence.export(&one, Scope::Message(month.ids[0]), &mut Job::new()).unwrap();
    assert_eq!((exported.messages, exported.receipts, exported.gaps), (vec![month.ids[0]], 4, Vec::new()));
    assert!(run_page(&one) > 0);
    let none = evidence.export(&folder.path().join("none"), "2020-01".parse().unwrap(), &mut Job::new());
    assert_eq!(code(none), Code::PeriodEmpty);
    assert!(!folder.path().join("none").exists());
    let again = evidence.export(&one, Scope::All, &mut Job::new());
    assert_eq!(code(again), Code::FileWrite);
    let cancel = Cancel::new();
    cancel.cancel();
    let mut job = Job::new().with_cancel(&cancel);
    let stopped = folder.path().join("stopped");
    assert_eq!(code(evidence.export(&stopped, Scope::All, &mut job)), Code::Cancelled);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("part")), "{left:?}");
}

#[test]
fn everything_on_the_page_is_escaped() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let month = month(&world, folder.path(), earlier(60), None);
    let out = folder.path().join("export");
    export(&world, &month, &out, Scope::All);
    let page = fs::read_to_string(out.join(PAGE)).unwrap();
    for raw in ["<script", "<b>", "src=", "url(", "@import", "javascript:"] {
        assert!(!page.contains(raw), "{raw}");
    }
    assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;9月分&#34;"));
    assert!(page.contains("&#60;b&#62;様式が違います&#60;/b&#62;"));
    assert!(page.contains(&NASTY.replace('&', "&#38;").replace('\'', "&#39;")));
    // A parser that shares nothing with us finds nothing that loads.
    let script = "import html.parser,sys\n\
        class P(html.parser.HTMLParser):\n  \
          def handle_starttag(self,t,a):\n    \
            assert t in 'html head meta title style body h1 h2 h3 p ul li table tr th td pre section div a span br'.split(),t\n    \
            assert not {'src','onclick','onload'}&set(dict(a)),a\n    \
            assert t!='a' or dict(a)['href'].startswith(('#m-','forms/')),a\n\
        P().feed(open('index.html',encoding='utf-8').read())";
    must_run(&out, "python3", &["-c", script]);
}

#[test]
fn scopes_have_one_form() {
    for good in ["all", "2026-09", "2026-12", &id(7).to_string()] {
        assert_eq!(good.parse::<Scope>().unwrap().to_string(), good);
    }
    for bad in ["", "ALL", "2026-9", "2026-13", "2026-00", "+026-09", "2026-09-01", "02026-09", "x", &"A".repeat(64)] {
        assert_eq!(code(bad.parse::<Scope>()), Code::Period, "{bad}");
    }
}

/// Receipts of a message: the receiver's own, signed with this key then, and the relay's, which recorded it at `recorded`.
fn with_own(world: &World, key: &cplink::keys::FileSigner, id: MessageId, recorded: UnixTime) -> [Vec<u8>; 3] {
    let mut chain = Chain::default();
    let before = earlier(2 * 3600);
    let accepted = chain.next(world, receipt(ReceiptKind::Accepted, id, before));
    let own = receipt(ReceiptKind::Imported, id, before).sign(key, before).unwrap();
    let mut says = receipt(ReceiptKind::Recorded, id, recorded);
    says.records = Some(cplink::seal::Receipt::digest(&own));
    [accepted, own, chain.next(world, says)]
}

#[test]
fn what_the_relay_recorded_before_a_theft_is_evidence() {
    let mut world = World::new();
    use cplink::keys::CertificateKind::{CareDx, CareInsurance};
    let key = |number, kind| world.pki.office(&office(number, Algorithm::EcdsaP256).kind(kind)).unwrap();
    let (sender, receiver) = (key(SENDER, CareInsurance), key(RECEIVER, CareDx));
    // Both keys are stolen: since an hour ago.
    world.pki.revoke_compromised(&sender.serial);
    world.pki.revoke_compromised(&receiver.serial);
    (world.sender, world.trust) = (signer(&sender), trust(&world.pki));
    let folder = tempfile::tempdir().unwrap();
    let before = earlier(2 * 3600);
    let (id, path) = keep(&world, folder.path(), message(), before, None);
    let [accepted, own, recorded] = with_own(&world, &signer(&receiver), id, before);

    for (number, order) in [[&accepted, &own, &recorded], [&recorded, &own, &accepted]].into_iter().enumerate() {
        let mut evidence = Evidence::new(world.trust.clone(), now());
        for der in order {
            evidence.add_receipt(der).unwrap();
        }
        assert_eq!((evidence.receipts().len(), evidence.unrecorded().len()), (3, 0));
        assert_eq!(evidence.add_container(&path, &mut Job::new()).unwrap(), id);
        let out = folder.path().join(format!("export-{number}"));
        evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
        verify(&out, Some(&world.trust), now(), &mut Job::new()).unwrap();
        // The page says what its commands cannot show, and they run all the same.
        assert!(run_page(&out) > 0);
        let page = fs::read_to_string(out.join(PAGE)).unwrap();
        assert_eq!(page.matches("OpenSSL の検証コマンドでは確認できません").count(), 2);
        assert_eq!(page.matches("（中継サービスの受領証（記録済）の日時）").count(), 1);
        for stolen in [&sender, &receiver] {
            let serial = base16ct::upper::encode_string(&stolen.serial);
            let shown = run_lists(&out);
            assert!(page.contains(&format!("（Serial Number）{serial} ")) && shown.contains(&serial), "{shown}");
        }
        // Without what the relay recorded, it proves nothing.
        let name = fs::read_dir(out.join("receipts")).unwrap().map(|entry| entry.unwrap().path());
        let name = name.into_iter().find(|path| path.to_string_lossy().contains("-recorded-")).unwrap();
        fs::remove_file(name).unwrap();
        let refused = verify(&out, None, now(), &mut Job::new()).unwrap_err();
        assert_eq!(refused.code(), Code::CertRevoked);
        assert!(refused.at().file.as_ref().unwrap().contains("-imported-"));
    }
}

/// What the page's command for the lists shows.
fn run_lists(folder: &Path) -> String {
    let commands = commands(&fs::read(folder.join(PAGE)).unwrap());
    let (command, _) = commands.iter().find(|(command, _)| command.contains("storeutl")).unwrap();
    let output = program::output(Command::new("sh").args(["-c", command]).current_dir(folder)).unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_was_recorded_after_a_theft_or_never_is_none() {
    let mut world = World::new();
    let stolen = office(RECEIVER, Algorithm::EcdsaP256).kind(cplink::keys::CertificateKind::CareDx);
    let stolen = world.pki.office(&stolen).unwrap();
    world.pki.revoke_compromised(&stolen.serial);
    world.trust = trust(&world.pki);
    let folder = tempfile::tempdir().unwrap();
    let (id, path) = keep(&world, folder.path(), message(), earlier(60), None);
    let [accepted, own, late] = with_own(&world, &signer(&stolen), id, now());
    for receipts in [vec![&accepted, &own], vec![&accepted, &own, &late], vec![&late, &own]] {
        let mut evidence = Evidence::new(world.trust.clone(), now());
        for der in &receipts {
            evidence.add_receipt(der).unwrap();
        }
        assert_eq!((evidence.receipts().len(), evidence.unrecorded()), (receipts.len() - 1, &[own.clone()][..]));
        evidence.add_container(&path, &mut Job::new()).unwrap();
        let refused = evidence.export(&folder.path().join("export"), Scope::All, &mut Job::new()).unwrap_err();
        assert_eq!(refused.code(), Code::CertRevoked);
        let digest = cplink::seal::Receipt::digest(&own);
        assert!(refused.detail().unwrap().contains(&MessageId(digest).to_string()));
    }
}

#[test]
fn a_receipt_vouches_for_no_other_message_under_its_name() {
    let mut world = World::new();
    let stolen = office(SENDER, Algorithm::EcdsaP256).kind(cplink::keys::CertificateKind::CareInsurance);
    let stolen = world.pki.office(&stolen).unwrap();
    world.pki.revoke_compromised(&stolen.serial);
    (world.sender, world.trust) = (signer(&stolen), trust(&world.pki));
    let folder = tempfile::tempdir().unwrap();
    let before = earlier(2 * 3600);
    let (_, forged) = keep(&world, folder.path(), message(), before, None);
    let named = folder.path().join(format!("{}.asice", id(7)));
    fs::rename(forged, &named).unwrap();
    let accepted = receipt(ReceiptKind::Accepted, id(7), before).sign(&world.relay, before).unwrap();
    let mut evidence = Evidence::new(world.trust.clone(), now());
    evidence.add_receipt(&accepted).unwrap();
    assert_eq!(code(evidence.add_container(&named, &mut Job::new())), Code::CertRevoked);
}
