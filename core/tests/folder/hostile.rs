//! What nobody means well with, and what simply goes wrong.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::time::Duration;

use cplink::Code;
use cplink::client::{Outcome, ReceiveOptions};
use cplink::progress::Job;
use cplink::relay::folder::{FolderOptions, FolderTransport};

use crate::kit::{MANAGER, PROVIDER, RESULTS, SLIP, Town, files, opened, zip_of, zipped};

#[test]
fn folders_that_are_not_set_or_lie_in_each_other_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (out, inward) in [
        (at(""), at("")),
        (at("a"), at("a")),
        (at("a"), at("a/b")),
        (at("a/b"), at("a")),
        (at("a/x/../b"), at("a/b/c")),
        (std::path::PathBuf::new(), at("a")),
        (at("a"), std::path::PathBuf::new()),
    ] {
        fs::create_dir_all(at("a/x")).unwrap();
        fs::create_dir_all(at("a/b")).unwrap();
        let error = FolderTransport::new(FolderOptions::new(&out, &inward), MANAGER).err();
        assert_eq!(
            error.map(|error| error.code()),
            Some(Code::FolderSetting),
            "{} {}",
            out.display(),
            inward.display()
        );
    }
    assert!(FolderTransport::new(FolderOptions::new(at("ab"), at("a")), MANAGER).is_ok());
}

#[cfg(unix)]
#[test]
fn links_are_told_and_never_followed() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let elsewhere = tempfile::tempdir().unwrap();
    let (name, bytes) = files(RESULTS).pop_first().unwrap();
    fs::write(elsewhere.path().join("secret"), &bytes).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret"), manager.options.inward.join(&name)).unwrap();
    fs::create_dir(elsewhere.path().join("folder")).unwrap();
    fs::write(elsewhere.path().join("folder").join(&name), &bytes).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("folder"), manager.options.inward.join("10月")).unwrap();
    assert_eq!(manager.obstacles(), [(Code::FileUnplaced, name)]);
}

#[test]
fn a_zip_that_cannot_be_meant_well_is_told() {
    let town = Town::new();
    let (name, bytes) = files(RESULTS).pop_first().unwrap();
    let bomb = {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..200 {
            zip.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    assert!(bomb.len() < 1 << 20);
    let whole = zipped([(name.as_str(), bytes.as_slice())]);
    let many = (0..3000).map(|at| (format!("{at}.txt"), Vec::new())).collect();
    for (what, zip) in [
        ("bomb", bomb),
        ("cut", whole[..whole.len() - 10].to_vec()),
        ("no zip", b"hello".to_vec()),
        ("empty", Vec::new()),
        ("many", zip_of(&many)),
    ] {
        let mut manager = town.office(MANAGER);
        manager.download("a.zip", &zip);
        assert_eq!(manager.obstacles(), [(Code::ZipUnusable, "a.zip".to_owned())], "{what}");
    }
    // One that lies about the size of what is in it.
    let mut lying = whole.clone();
    let at = lying.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    lying[at + 24..at + 28].copy_from_slice(&8u32.to_le_bytes());
    let mut manager = town.office(MANAGER);
    manager.download("a.zip", &lying);
    let batch = manager.receive("");
    let bad = batch.messages.is_empty() && batch.obstacles.iter().all(|error| error.code() == Code::ZipUnusable);
    let is_whole = || batch.messages[0].content.as_ref().unwrap().parts().all(|(_, size)| size == bytes.len() as u64);
    assert!(bad || is_whole(), "{batch:?}");
}

#[test]
fn names_in_a_zip_are_bare_names_whatever_they_say() {
    let town = Town::new();
    let (name, bytes) = files(RESULTS).pop_first().unwrap();
    for path in
        [format!("../../{name}"), format!("/etc/{name}"), format!("C:\\windows\\{name}"), format!("受信/{name}")]
    {
        let mut manager = town.office(MANAGER);
        let before: Vec<_> = fs::read_dir(manager.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        manager.download("a.zip", &zipped([(path.as_str(), bytes.as_slice())]));
        let mut incoming = manager.receive_one();
        assert_eq!(opened(&mut incoming).parts().collect::<Vec<_>>(), [(name.as_str(), bytes.len() as u64)]);
        let after: BTreeSet<_> =
            fs::read_dir(manager.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        let new: Vec<_> = after.iter().filter(|path| !before.contains(path)).collect();
        assert!(new.iter().all(|path| path.ends_with("keep") || path.ends_with("out")), "{new:?}");
    }
}

#[test]
fn names_of_attachments_in_a_zip_may_be_those_of_windows_in_japan() {
    let town = Town::new();
    let (name, bytes) = files(RESULTS).pop_first().unwrap();
    let mut cp932 = Vec::new();
    cplink::text::encode("連絡票.pdf", &mut cp932, |_| {}).unwrap();
    // As many bytes in the ZIP's name, which are put in place of ASCII ones.
    let stand_in = format!("{}.pdf", "x".repeat(cp932.len() - 4));
    let mut zip = zipped([(name.as_str(), bytes.as_slice()), (stand_in.as_str(), &b"%PDF-1.7"[..])]);
    while let Some(at) = zip.windows(stand_in.len()).position(|window| window == stand_in.as_bytes()) {
        zip[at..at + cp932.len()].copy_from_slice(&cp932);
    }
    let mut manager = town.office(MANAGER);
    manager.download("a.zip", &zip);
    let mut incoming = manager.receive_one();
    assert!(opened(&mut incoming).parts().any(|(name, _)| name == "連絡票.pdf"));
}

#[test]
fn names_with_control_characters_are_told_so_that_they_can_be_seen() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let mut all = files(RESULTS);
    all.insert("連\u{7}絡\u{202e}fdp.pdf".to_owned(), b"%PDF-1.7".to_vec());
    manager.download("a.zip", &zip_of(&all));
    let told = manager.obstacles();
    assert_eq!(told, [(Code::AttachmentName, "a.zip > 連\u{fffd}絡\u{fffd}fdp.pdf".to_owned())]);
}

#[test]
fn ten_thousand_files_are_looked_at_and_hold_nothing_up() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    for at in 0..10_000 {
        fs::write(manager.options.inward.join(format!("{at}.txt")), b"").unwrap();
    }
    manager.download_all(&files(RESULTS));
    let mut incoming = manager.receive_one();
    assert_eq!(opened(&mut incoming).parts().count(), 1);
}

#[test]
fn a_thousand_units_come_page_by_page_each_once() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let (name, bytes) = files(RESULTS).pop_first().unwrap();
    for at in 0..250 {
        manager.download(&name.replace("20251104090512", &format!("2025110409{:02}{:02}", at / 60, at % 60)), &bytes);
    }
    let (mut cursor, mut ids) = (String::new(), BTreeSet::new());
    let mut pages = 0;
    loop {
        let batch = manager.receive(&cursor);
        if batch.messages.is_empty() {
            break;
        }
        pages += 1;
        for incoming in &batch.messages {
            assert!(ids.insert(incoming.reference.id));
        }
        cursor = batch.next;
    }
    assert_eq!((ids.len(), pages), (250, 3));
}

#[test]
fn two_programs_on_the_same_folders_agree_on_ids_cursors_and_outcomes() {
    let town = Town::new();
    let provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let mut clients: Vec<_> = (0..4).map(|_| provider.second()).collect();
    let keep = provider.keep();
    let seen: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = clients
            .iter_mut()
            .map(|client| {
                let keep = &keep;
                scope.spawn(move || {
                    let batch = client.receive("", &ReceiveOptions::new(keep), &mut Job::new()).unwrap();
                    let reference = batch.messages[0].reference.clone();
                    let stands = client.acknowledge(&reference, &Outcome::Imported, &mut Job::new()).unwrap();
                    (reference.id, batch.next, stands.is_repeat)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(seen.iter().all(|(id, next, _)| (id, next) == (&seen[0].0, &seen[0].1)), "{seen:?}");
    assert_eq!(seen.iter().filter(|(_, _, is_repeat)| !is_repeat).count(), 1, "one was the first: {seen:?}");
    let record = fs::read_to_string(provider.options.out.join("記録/received.jsonl")).unwrap();
    assert_eq!(record.matches("\"seen\"").count(), 1);
    assert_eq!(provider.lies().len(), 3);
}

#[test]
fn two_programs_that_send_the_same_lay_one_folder_ready() {
    let town = Town::new();
    let manager = town.office(MANAGER);
    let mut clients: Vec<_> = (0..3).map(|_| manager.second()).collect();
    let keep = manager.keep();
    std::thread::scope(|scope| {
        for client in &mut clients {
            let keep = &keep;
            scope.spawn(move || {
                let options = cplink::client::SendOptions::new(keep);
                assert!(client.send(&crate::kit::unit(SLIP), &options, &mut Job::new()).unwrap().prepared.is_some());
            });
        }
    });
    assert_eq!(fs::read_dir(manager.options.out.join("送信待ち")).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(manager.options.out.join("記録/sent.jsonl")).unwrap().lines().count(), 1);
}

#[test]
fn a_share_that_vanishes_is_told_and_loses_nothing() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let job = &mut Job::new();
    let options = ReceiveOptions::new(provider.keep());
    let mut inbox = provider.client.inbox("", &options, job).unwrap();
    assert_eq!(inbox.len(), 1);
    let away = provider.folder.path().join("away");
    fs::rename(&provider.options.inward, &away).unwrap();
    let error = provider.client.next_message(&mut inbox, job).unwrap_err();
    assert_eq!(error.code(), Code::FolderGone, "it is not the message's fault");
    assert_eq!(provider.client.inbox("", &options, job).unwrap_err().code(), Code::FolderGone);
    let diagnosis = provider.client.doctor(job).unwrap();
    assert!(
        !diagnosis.is_well() && diagnosis.lines.iter().any(|line| line.text_ja.contains("フォルダー")),
        "{diagnosis:?}"
    );
    fs::rename(&away, &provider.options.inward).unwrap();
    assert!(provider.client.next_message(&mut inbox, job).unwrap().unwrap().content.is_ok());
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_and_a_folder_that_may_not_be_written_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let name = files(SLIP).into_keys().next().unwrap();
    let closed = provider.options.inward.join(&name);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&closed).is_ok() {
        // Who runs the tests may read everything.
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o600)).unwrap();
        return;
    }
    let told = provider.obstacles();
    assert_eq!(told.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::FileRead]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o600)).unwrap();
    let incoming = provider.receive_one();
    fs::set_permissions(&provider.options.inward, fs::Permissions::from_mode(0o500)).unwrap();
    provider.acknowledge(&incoming, &Outcome::Imported);
    assert_eq!(provider.lies().len(), 3, "they could not be moved, and nothing hangs on it");
    fs::set_permissions(&provider.options.inward, fs::Permissions::from_mode(0o700)).unwrap();
    provider.receive("");
    assert!(provider.lies().iter().all(|path| path.starts_with("取込済/")));
}

#[test]
fn files_that_change_between_looking_and_fetching_are_not_handed_over_as_something_else() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let job = &mut Job::new();
    let options = ReceiveOptions::new(provider.keep());
    let mut inbox = provider.client.inbox("", &options, job).unwrap();
    let (name, mut bytes) = files(SLIP).pop_first().unwrap();
    let row = bytes.clone();
    bytes.extend(row);
    provider.download_aged(&name, &bytes, Duration::from_secs(30));
    assert_eq!(provider.client.next_message(&mut inbox, job).unwrap_err().code(), Code::SourceChanged);
}
