//! The transport `folder` from the shell: two offices without a relay, and a person between them.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::kit::world::World;
use crate::kit::{Said, fixtures, run};

const MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

/// Settings of an office without a relay.
fn settle(world: &World, number: &str) {
    let own = world.office(number);
    fs::create_dir(own.join("downloads")).unwrap();
    let settings = format!(
        "transport = \"folder\"\nfolder_out = \"upload\"\nfolder_in = \"downloads\"\nfolder_settle = 2\n\
         key = \"../pki/office-{number}-care-insurance.p12\"\nkey_password_file = \"password.txt\"\n\
         trust = \"../pki/root.pem\"\ncrl = [\"../pki/crl.pem\"]\nkeep = \"keep\"\n"
    );
    fs::write(own.join("folder.toml"), settings).unwrap();
}

fn cplink(world: &World, number: &str, arguments: &[&str]) -> Command {
    let mut command = world.cplink(number);
    command.args(arguments).args(["--settings", "folder.toml"]);
    command
}

fn done(said: Said) -> Said {
    assert_eq!(said.code, 0, "{} {}", said.out, said.error);
    said
}

/// Copies the files of the standard into an office's downloads, as of a minute ago.
fn carry(from: &Path, to: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "CSV") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let copy = to.join(&name);
            fs::copy(&path, &copy).unwrap();
            let then = SystemTime::now() - Duration::from_secs(60);
            File::options().write(true).open(copy).unwrap().set_modified(then).unwrap();
            names.push(name);
        }
    }
    names
}

#[test]
fn a_slip_is_carried_by_hand_from_the_shell() {
    let mut world = World::new();
    world.stop();
    settle(&world, MANAGER);
    settle(&world, PROVIDER);
    let slip = fixtures().join("202407/month/02-slip-home-help/files");
    let sent = done(run(cplink(&world, MANAGER, &["send"]).arg(&slip)));
    assert!(sent.error.contains("まだ送信していません") && sent.error.contains("cplink uploaded"), "{}", sent.error);
    let [line] = &sent.lines()[..] else { panic!("one line: {}", sent.out) };
    let (id, shown) = (line[0].to_owned(), line[2]);
    let prepared = world.office(MANAGER).join(shown);
    assert!(prepared.join("アップロード票.html").is_file());
    let again = done(run(cplink(&world, MANAGER, &["send", "--json"]).arg(&slip))).json();
    assert_eq!((again["id"].as_str(), again["prepared"].as_str()), (Some(&*id), Some(shown)));
    assert!(again["receipt"].is_null() && again["receipt_file"].is_null());

    let state = || {
        let list = done(run(&mut cplink(&world, MANAGER, &["sent"])));
        let columns: Vec<String> = list.lines()[0].iter().map(|column| (*column).to_owned()).collect();
        columns[4..].join(" ")
    };
    assert_eq!(state(), "prepared アップロード待ち");
    let downloads = world.office(PROVIDER).join("downloads");
    let names = carry(&prepared, &downloads);
    assert_eq!(done(run(&mut cplink(&world, MANAGER, &["uploaded", &id]))).out, format!("{id}\n"));
    assert_eq!(state(), "uploaded 送信済（担当者の確認による）");
    let late = run(&mut cplink(&world, MANAGER, &["recall", &id]));
    assert!(late.code != 0 && late.error.contains("CPL_E_RELAY_STATE"), "{}", late.error);

    // One file is missing still: which, is said.
    let missing = downloads.join(&names[0]);
    let away = world.office(PROVIDER).join(&names[0]);
    fs::rename(&missing, &away).unwrap();
    let receive = ["receive", "--cursor", "cursor", "--out", "received"];
    let waits = done(run(&mut cplink(&world, PROVIDER, &receive)));
    assert!(waits.out.is_empty() && waits.error.contains(&names[0]), "{}", waits.error);
    let json = done(run(&mut cplink(&world, PROVIDER, &[&receive[..], &["--json"]].concat()))).json();
    assert_eq!(
        (&json["obstacles"][0]["file"], &json["obstacles"][0]["name"]),
        (&names[0].as_str().into(), &"CPL_E_UNIT_INCOMPLETE".into())
    );
    fs::rename(&away, &missing).unwrap();

    let json = done(run(&mut cplink(&world, PROVIDER, &[&receive[..], &["--json"]].concat()))).json();
    let message = &json["messages"][0];
    assert_eq!(message["is_signed"], false);
    assert_eq!(message["notices"][0]["id"], "unsigned");
    assert!(message["signed_at"].is_null() && message["signer_certificate"].is_null());
    assert_eq!(message["from_office"], MANAGER);
    let received = message["id"].as_str().unwrap();
    let folder = world.office(PROVIDER).join("received").join(received);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
    done(run(&mut cplink(&world, PROVIDER, &["ack", received, "--imported"])));
    assert!(!missing.exists() && downloads.join("取込済").is_dir());
    assert!(done(run(&mut cplink(&world, PROVIDER, &receive))).out.is_empty());

    let evidence = run(&mut cplink(&world, PROVIDER, &["verify", &format!("keep/{received}.asice")]));
    assert!(evidence.code != 0, "nobody has signed it: {}", evidence.out);
    let doctor = done(run(&mut cplink(&world, PROVIDER, &["doctor"])));
    assert!(doctor.out.contains("手作業で受け渡す") && !doctor.out.contains("接続できました"), "{}", doctor.out);
}

#[test]
fn folders_that_are_not_set_are_named() {
    let mut world = World::new();
    world.stop();
    settle(&world, MANAGER);
    let path = world.office(MANAGER).join("folder.toml");
    let settings = fs::read_to_string(&path).unwrap();
    for (from, to, said) in [
        ("folder_in = \"downloads\"\n", "", "folder_in"),
        ("folder_in = \"downloads\"", "folder_in = \"upload/in\"", "CPL_E_FOLDER_SETTING"),
        ("folder_in = \"downloads\"", "folder_in = \"nowhere\"", "CPL_E_FOLDER_GONE"),
        ("folder_settle = 2", "folder_settle = 9999", "folder_settle"),
    ] {
        fs::write(&path, settings.replace(from, to)).unwrap();
        let said_by = run(&mut cplink(&world, MANAGER, &["sent"]));
        assert!(said_by.code != 0 && said_by.error.contains(said), "{to}: {}", said_by.error);
    }
}

#[test]
fn a_mailbox_tells_what_waits_for_an_upload_and_notes_that_it_was_done() {
    let mut world = World::new();
    world.stop();
    settle(&world, MANAGER);
    let slip = fixtures().join("202407/month/02-slip-home-help/files");
    let local = |number: &str, arguments: &[&str]| {
        done(run(world.cplink(number).args(["mailbox", "--folder", "mailbox"]).args(arguments)))
    };
    let mailbox = |number: &str, arguments: &[&str]| {
        let arguments = [&["mailbox", "--folder", "mailbox"], arguments].concat();
        run(&mut cplink(&world, number, &arguments))
    };
    local(MANAGER, &["queue", slip.to_str().unwrap()]);
    let said = done(mailbox(MANAGER, &["run"]));
    assert!(said.out.starts_with("送信 0件、アップロード待ち 1件、"), "{}", said.out);
    let listed = local(MANAGER, &["list"]);
    assert!(listed.out.contains("アップロード待ち。アップロードするフォルダー: "), "{}", listed.out);
    let entry = local(MANAGER, &["list", "--json"]).json()["entries"][0].clone();
    let said = done(mailbox(MANAGER, &["uploaded", entry["id"].as_str().unwrap()]));
    assert_eq!(said.lines()[0][4..], ["uploaded", "送信済（担当者の確認による）"]);
    assert!(local(MANAGER, &["list"]).out.starts_with("# 送信箱 0件\n"));
}
