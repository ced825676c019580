//! `cplink mailbox` from the shell alone: queued, sent, received, imported and refused, with nothing kept by the caller.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::kit::world::{World, text};
use crate::kit::{Said, cplink, fixtures, run};

const MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

fn mailbox(world: &World, office: &str, arguments: &[&str]) -> Said {
    run(of(world, office).args(arguments))
}

fn of(world: &World, office: &str) -> Command {
    let mut command = world.cplink(office);
    command.arg("mailbox").args(["--folder", "mailbox"]);
    command
}

fn done(said: Said) -> Said {
    assert_eq!(said.code, 0, "{} {}", said.out, said.error);
    said
}

/// The folders of the files that the manager sends the provider, in order of serial.
fn units(world: &World) -> Vec<String> {
    let messages = world.month["messages"].as_array().unwrap().iter();
    let wanted = messages.filter(|message| {
        message["from"]["office"] == MANAGER
            && message["to"]["office"] == PROVIDER
            && !message["csv"].as_array().unwrap().is_empty()
    });
    let mut units: Vec<(&str, &Value)> = wanted.map(|message| (text(&message["serial"]), &message["dir"])).collect();
    units.sort_unstable_by_key(|(serial, _)| *serial);
    let folder = fixtures().join("202407/month");
    units.into_iter().map(|(_, dir)| folder.join(text(dir)).join("files").to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_mailbox_does_the_days_work_and_the_shell_keeps_nothing() {
    let world = World::new();
    let units = units(&world);
    assert!(units.len() >= 2, "{units:?}");
    // The later one first: it is sent second.
    for unit in [&units[1], &units[0]] {
        let said = done(mailbox(&world, MANAGER, &["queue", unit]));
        assert_eq!(said.lines()[0][1..], ["waiting", "送信待ち"]);
        assert_eq!(done(mailbox(&world, MANAGER, &["queue", unit])).out, said.out, "the same unit is one entry");
    }
    let said = done(mailbox(&world, MANAGER, &["run"]));
    assert!(said.out.starts_with("送信 2件"), "{}", said.out);
    let listed = done(mailbox(&world, MANAGER, &[])).out;
    assert!(listed.starts_with("# 送信箱 2件\n") && listed.contains("\taccepted\t送信済"), "{listed}");

    done(mailbox(&world, PROVIDER, &["run"]));
    let next = || done(mailbox(&world, PROVIDER, &["next", "--out", "in", "--json"])).json()["message"].clone();
    let first = next();
    assert_eq!(next(), Value::Null, "the second waits for the first");
    let folder = world.office(PROVIDER).join(text(&first["folder"]));
    assert!(Path::new(&folder).is_dir() && first["offered_before"] == false);
    done(mailbox(&world, PROVIDER, &["later", text(&first["ticket"])]));
    let stale = mailbox(&world, PROVIDER, &["done", text(&first["ticket"])]);
    assert!(stale.code != 0 && stale.error.contains("CPL_E_MAILBOX_LEASE"), "{}", stale.error);
    let again = next();
    assert!(again["id"] == first["id"] && again["offered_before"] == true);
    let said = done(mailbox(&world, PROVIDER, &["done", text(&again["ticket"])]));
    assert_eq!(said.lines()[0][4..], ["imported", "取込済"]);
    let second = next();
    done(mailbox(&world, PROVIDER, &["refuse", text(&second["ticket"]), "対象の利用者がいません。"]));
    let said = done(mailbox(&world, PROVIDER, &["run", "--json"])).json();
    assert_eq!((&said["reported"], &said["received"]), (&2.into(), &0.into()));

    done(mailbox(&world, MANAGER, &["run"]));
    assert!(done(mailbox(&world, MANAGER, &["list"])).out.starts_with("# 送信箱 0件\n"));
    let all = done(mailbox(&world, MANAGER, &["list", "--all", "--json"])).json();
    let states: Vec<&str> = all["entries"].as_array().unwrap().iter().map(|entry| text(&entry["state_ja"])).collect();
    assert_eq!(states, ["取込済", "取込不可"]);
    let refused = done(mailbox(&world, MANAGER, &["list", "--state", "refused"])).out;
    assert!(refused.contains("取込不可。対象の利用者がいません"), "{refused}");
}

#[test]
fn drafts_cancels_and_mistakes() {
    let world = World::new();
    let unit = &units(&world)[0];
    let said = mailbox(&world, MANAGER, &["list"]);
    assert!(said.code == 2 && said.error.contains("CPL_E_MAILBOX_MISSING"), "{}", said.error);
    let said = mailbox(&world, MANAGER, &["next", "--out", "in"]);
    assert!(said.code == 2 && said.error.contains("CPL_E_MAILBOX_MISSING"), "{}", said.error);
    // That a mailbox was made is told: the folder may be mistyped.
    let said = done(mailbox(&world, MANAGER, &["queue", unit, "--draft"]));
    let id = said.lines()[0][0].to_owned();
    assert!(said.error.contains("新しい送受信箱を作成しました。"), "{}", said.error);
    let again = done(mailbox(&world, MANAGER, &["queue", unit, "--draft"]));
    assert!(!again.error.contains("新しい送受信箱"), "{}", again.error);
    assert!(done(mailbox(&world, MANAGER, &["list"])).out.contains("\tdraft\t下書き"));
    assert!(done(mailbox(&world, MANAGER, &["release", &id])).out.contains("\twaiting\t送信待ち"));
    assert!(done(mailbox(&world, MANAGER, &["cancel", &id])).out.contains("\trecalled\t取消"));
    let said = mailbox(&world, MANAGER, &["release", &id]);
    assert!(said.error.contains("CPL_E_MAILBOX_STATE"), "{}", said.error);
    let said = mailbox(&world, MANAGER, &["retry", &"0".repeat(64)]);
    assert!(said.error.contains("CPL_E_MAILBOX_ENTRY"), "{}", said.error);
    // Another office's key.
    let said =
        run(world.cplink(PROVIDER).args(["mailbox", "run", "--folder"]).arg(world.office(MANAGER).join("mailbox")));
    assert!(said.error.contains("CPL_E_MAILBOX_OFFICE"), "{}", said.error);
    let said = run(cplink().args(["mailbox", "list"]));
    assert!(said.code == 2 && said.error.contains("CPLINK_MAILBOX"), "{}", said.error);
    assert_eq!(done(mailbox(&world, MANAGER, &["clear", "--before", "2020-01-01"])).out, "0\n");
}

#[test]
fn a_relay_that_is_away_is_told_and_nothing_is_lost() {
    let mut world = World::new();
    let unit = units(&world)[0].clone();
    done(mailbox(&world, MANAGER, &["queue", &unit]));
    world.stop();
    let said = mailbox(&world, MANAGER, &["run"]);
    assert!(said.code == 3 && said.error.contains("CPL_E_CONNECT"), "{} {}", said.code, said.error);
    let listed = done(mailbox(&world, MANAGER, &["list", "--json"])).json();
    assert_eq!(listed["entries"][0]["state"], "waiting");
}
