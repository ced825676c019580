//! A month between offices from the shell alone: only the programs run.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::kit::world::{World, text};
use crate::kit::{Said, fixtures, run, tree};

const MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

fn files(message: &Value) -> PathBuf {
    fixtures().join("202407/month").join(text(&message["dir"])).join("files")
}

/// The call that sends a message of the month. Names of attachments alone do not say whose they are.
fn send(world: &World, message: &Value) -> Command {
    let mut send = world.cplink(text(&message["from"]["office"]));
    send.arg("send").arg(files(message)).args(["--subject", text(&message["subject"])]);
    if message["csv"].as_array().unwrap().is_empty() {
        for (argument, party) in [("--from", &message["from"]), ("--to", &message["to"])] {
            send.args([argument, &format!("{}:{}", text(&party["office"]), text(&party["service_type"]))]);
        }
        send.args(["--serial", text(&message["serial"])]);
    }
    send
}

fn done(said: &Said) -> &Said {
    assert_eq!(said.code, 0, "{} {}", said.out, said.error);
    said
}

#[test]
fn a_month_is_played_from_the_shell() {
    let world = World::new();
    let messages = world.month["messages"].as_array().unwrap();
    let mut sent = Vec::new();
    for message in messages {
        let said = run(&mut send(&world, message));
        let columns = done(&said).lines().remove(0).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert!(fs::metadata(&columns[1]).unwrap().len() > 0 && columns[1].ends_with(&format!("{}.asice", columns[0])));
        sent.push(columns[0].clone());
        let again = run(&mut send(&world, message));
        assert_eq!(done(&again).out, said.out, "the same unit is the same message");
    }
    for office in world.month["offices"].as_array().unwrap() {
        receive_all(&world, text(&office["number"]), messages, &sent);
    }
    for office in world.month["offices"].as_array().unwrap() {
        let number = text(&office["number"]);
        let list = run(world.cplink(number).args(["sent", "--receipts", "receipts"]));
        let mut own: Vec<&str> = messages
            .iter()
            .zip(&sent)
            .filter(|(message, _)| message["from"]["office"] == number)
            .map(|(_, id)| id.as_str())
            .collect();
        // The list is in the order of the last change.
        own.sort_unstable();
        let mut listed = done(&list).lines();
        listed.sort_unstable();
        assert_eq!(listed.iter().map(|line| line[0]).collect::<Vec<_>>(), own);
        for line in listed {
            assert_eq!(line[4..], ["imported", "取込済"], "{line:?}");
        }
        let receipts = world.office(number).join("receipts");
        if !own.is_empty() {
            assert_eq!(tree(&receipts).len(), own.len() * 4, "accepted, picked up, imported, recorded");
            let mut verify = world.cplink(number);
            verify.args(["verify", "--ca", "../pki/root.pem", "--crl", "../pki/crl.pem"]);
            for folder in ["keep", "receipts"] {
                verify
                    .args(tree(&world.office(number).join(folder)).iter().map(|(name, _)| format!("{folder}/{name}")));
            }
            done(&run(&mut verify));
        }
    }
}

/// Receives everything, compares it byte by byte, and acknowledges it.
fn receive_all(world: &World, number: &str, messages: &[Value], sent: &[String]) {
    let receive = || run(world.cplink(number).args(["receive", "--out", "inbox", "--cursor", "cursor.txt"]));
    let said = receive();
    let lines = done(&said).lines();
    let wanted: Vec<(&Value, &String)> =
        messages.iter().zip(sent).filter(|(message, _)| message["to"]["office"] == number).collect();
    assert_eq!(lines.len(), wanted.len());
    for (message, id) in &wanted {
        let line = lines.iter().find(|line| line[0] == id.as_str()).expect("it was received");
        assert_eq!(line[1..3], [text(&message["from"]["office"]), text(&message["unit"])]);
        let folder = world.office(number).join(line[3]);
        assert_eq!(tree(&folder), tree(&files(message)), "{id}");
        let kept = world.office(number).join("keep").join(format!("{id}.asice"));
        let own = world.office(text(&message["from"]["office"])).join("keep").join(format!("{id}.asice"));
        assert_eq!(fs::read(kept).unwrap(), fs::read(own).unwrap());
    }
    // Nothing is new, and the cursor says so: what is listed again without it is not listed with it.
    assert_eq!(done(&receive()).out, "");
    if !wanted.is_empty() {
        assert!(!fs::read_to_string(world.office(number).join("cursor.txt")).unwrap().is_empty());
        let ids: Vec<&str> = wanted.iter().map(|(_, id)| id.as_str()).collect();
        let ack = run(world.cplink(number).arg("ack").args(&ids).arg("--imported"));
        assert_eq!(done(&ack).out.lines().collect::<Vec<_>>(), ids);
        let ack = run(world.cplink(number).arg("ack").args(&ids).arg("--imported"));
        assert_eq!(ack.code, 0, "repeating does nothing more: {}", ack.error);
        let other = run(world.cplink(number).args(["ack", ids[0], "--refused", "取込済みのため", "--json"]));
        let stands = &done(&other).json()["messages"][0];
        assert_eq!(
            (&stands["state"], &stands["is_repeat"]),
            (&"imported".into(), &true.into()),
            "the first one stands"
        );
    }
}

#[test]
fn what_goes_wrong_has_its_exit_code_and_says_what_it_is_about() {
    let mut world = World::new();
    let message = world.month["messages"][1].clone();
    let said = run(send(&world, &message).arg("--json"));
    let sent = done(&said).json();
    for member in ["id", "container", "receipt_file", "findings"] {
        assert!(!sent[member].is_null(), "{member}");
    }
    let id = text(&sent["id"]).to_owned();

    // Recall, before and after it was picked up.
    let recall = |id: &str| run(world.cplink(MANAGER).args(["recall", id]));
    assert_eq!(done(&recall(&id)).out, format!("{id}\n"));
    done(&recall(&id));
    let states = run(world.cplink(MANAGER).arg("sent"));
    assert_eq!(states.lines()[0][4..], ["recalled", "取消"]);
    let plan = world.month["messages"][0].clone();
    let plan = done(&run(&mut send(&world, &plan))).lines()[0][0].to_owned();
    done(&run(world.cplink(PROVIDER).arg("receive")));
    let late = recall(&plan);
    assert_eq!(late.code, 1, "{}", late.error);
    assert!(late.error.contains("127.0.0.1:") && late.error.contains("CPL_E_RELAY_STATE"), "{}", late.error);
    let unknown = recall(&"0".repeat(64));
    assert_eq!(unknown.code, 1, "{}", unknown.error);

    // Directory and self-check.
    let office = run(world.cplink(MANAGER).args(["office", PROVIDER, "--json"]));
    assert_eq!((office.code, &office.json()["licensed"]), (0, &true.into()));
    let office = run(world.cplink(MANAGER).args(["office", "0000000000", "--lang", "en"]));
    assert_eq!((office.code, office.error.as_str()), (1, "0000000000: this office is not registered.\n"));
    let doctor = run(world.cplink(MANAGER).arg("doctor"));
    assert!(done(&doctor).out.contains("licence: 情報: "), "{}", doctor.out);

    // Passwords.
    let wrong = run(world.cplink(MANAGER).arg("doctor").env("CPLINK_KEY_PASSWORD", "wrong"));
    assert_eq!(wrong.code, 2);
    assert!(wrong.error.contains(".p12: ") && wrong.error.contains("パスワードが間違っています"), "{}", wrong.error);
    let own = world.office(MANAGER);
    let settings = fs::read_to_string(own.join("cplink.toml")).unwrap();
    fs::write(own.join("bare.toml"), settings.replace("key_password_file = \"password.txt\"\n", "")).unwrap();
    let bare = || {
        let mut call = world.cplink(MANAGER);
        call.args(["doctor", "--settings", "bare.toml"]);
        call
    };
    let missing = run(&mut bare());
    assert_eq!(missing.code, 2);
    for way in ["CPLINK_KEY_PASSWORD", "key_password_file", "--password-stdin"] {
        assert!(missing.error.contains(way), "{}", missing.error);
    }
    assert_eq!(run(bare().env("CPLINK_KEY_PASSWORD", "test")).code, 0);
    let mut piped = bare().arg("--password-stdin").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    piped.stdin.take().unwrap().write_all(b"test\n").unwrap();
    assert!(piped.wait().unwrap().success());

    // An empty folder's name is not the current folder.
    let nowhere = run(send(&world, &message).args(["--keep", ""]));
    assert!(nowhere.code == 2 && nowhere.error.starts_with("cplink: --keep "), "{}", nowhere.error);
    fs::write(own.join("empty.toml"), settings.replace("keep = \"keep\"", "keep = \"\"")).unwrap();
    let nowhere = run(send(&world, &message).args(["--settings", "empty.toml"]));
    assert!(nowhere.code == 2 && nowhere.error.starts_with("cplink: keep: "), "{}", nowhere.error);

    // The relay is down.
    let url = world.url.trim_start_matches("https://").to_owned();
    world.stop();
    let down = run(&mut send(&world, &message));
    assert_eq!(down.code, 3);
    assert!(down.error.starts_with(&format!("cplink: {url}: ")), "{}", down.error);
    let down = run(world.cplink(PROVIDER).args(["receive", "--json"]));
    assert_eq!((down.code, &down.json()["error"]["retry"]), (3, &"safe".into()));
    let down = run(world.cplink(PROVIDER).args(["doctor", "--lang", "en"]));
    assert_eq!(down.code, 1);
    assert!(down.out.contains("relay: error: "), "{}", down.out);
}

#[test]
fn what_cannot_be_opened_is_told_and_does_not_stand_in_the_way() {
    let world = World::new();
    for index in [1, 0] {
        done(&run(&mut send(&world, &world.month["messages"][index])));
    }
    // Ours as we received it, spoiled afterwards: ack asks for the sender then.
    let said = run(world.cplink(PROVIDER).args(["receive", "--json"]));
    let received = done(&said).json();
    let messages = received["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 2);
    assert!(text(&messages[0]["serial"]) < text(&messages[1]["serial"]), "in the order of import");
    for member in ["from_office", "kind", "subject", "csv_version", "container", "parts", "findings"] {
        assert!(!messages[0][member].is_null(), "{member}");
    }
    let id = text(&messages[0]["id"]);
    fs::write(text(&messages[0]["container"]), "spoiled").unwrap();
    let ack = |more: &[&str]| run(world.cplink(PROVIDER).args(["ack", id, "--refused", "壊れています"]).args(more));
    let unopened = ack(&[]);
    assert!(unopened.code != 0 && unopened.error.contains("--from"), "{}", unopened.error);
    done(&ack(&["--from", MANAGER]));
    let states = run(world.cplink(MANAGER).args(["sent", "--json"]));
    let states = states.json();
    let refused = states["messages"].as_array().unwrap().iter().find(|message| message["id"] == id).unwrap();
    assert_eq!((text(&refused["state"]), text(&refused["state_ja"])), ("refused", "取込不可"));
    assert!(refused["receipts"].as_array().unwrap().iter().any(|receipt| receipt["reason"] == "壊れています"));
}

/// The signal of Ctrl-C ends a wait at once, and the program says so.
#[cfg(unix)]
#[test]
fn ctrl_c_cancels() {
    let world = World::new();
    let mut wait = world.cplink(PROVIDER);
    wait.args(["receive", "--wait", "50", "--cursor", "cursor.txt"]).stderr(Stdio::piped()).stdout(Stdio::piped());
    let begun = std::time::Instant::now();
    let child = wait.spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    // The shell's own: a machine may lack the program.
    let interrupt = format!("kill -s INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    let said = Said::of(child.wait_with_output().unwrap());
    assert_eq!(said.code, 3);
    assert!(said.error.contains("中止しました。"), "{}", said.error);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    assert!(!world.office(PROVIDER).join("cursor.txt").exists());
}

#[test]
fn several_folders_are_sent_in_one_call_each_with_its_own_result() {
    let world = World::new();
    let slips = ["02-slip-home-help", "03-slip-day-care", "04-slip-rental"];
    let folder = |dir: &str| fixtures().join("202407/month").join(dir).join("files");
    let send = |more: &[&str]| run(world.cplink(MANAGER).arg("send").args(slips.map(folder)).args(more));
    let said = send(&["--subject", "提供票"]);
    let ids: Vec<String> = done(&said).lines().iter().map(|line| line[0].to_owned()).collect();
    assert_eq!(ids.len(), 3);
    let again = send(&["--subject", "提供票", "--json"]);
    let json = done(&again).json();
    let results = json["results"].as_array().unwrap();
    assert_eq!(results.iter().map(|result| text(&result["id"])).collect::<Vec<_>>(), ids, "the same messages");
    assert!(results.iter().all(|result| result["error"].is_null() && result["receipt_file"].is_string()));

    // One that cannot be read as a unit's is told; the others are sent.
    let bad = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder(slips[0])).unwrap() {
        let path = entry.unwrap().path();
        if !path.file_name().unwrap().to_str().unwrap().starts_with("UPSIKYU") {
            fs::copy(&path, bad.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let both = [bad.path().to_owned(), folder(slips[1])];
    let said = run(world.cplink(MANAGER).arg("send").args(both).args(["--subject", "提供票", "--json"]));
    let results = said.json();
    assert_eq!((said.code, text(&results["results"][0]["error"]["name"])), (1, "CPL_E_UNIT_SET"), "{results}");
    assert_eq!(text(&results["results"][0]["folder"]), bad.path().to_str().unwrap());
    assert!(results["results"][1]["id"].is_string());
    let said = send(&["--serial", "20251104090000"]);
    assert!(said.code == 2 && said.error.contains("--serial"), "{}", said.error);
}
