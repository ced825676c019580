//! The settings file, the environment and the arguments.

use std::fs;

use crate::kit::world::World;
use crate::kit::{Said, call, cplink, run};

/// `doctor` with a settings file of this text; it fails before anything is connected.
fn with(text: &str) -> Said {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("cplink.toml"), text).unwrap();
    run(cplink().args(["doctor", "--settings", "cplink.toml"]).current_dir(temp.path()))
}

#[test]
fn what_is_missing_is_named_with_the_ways_to_give_it() {
    let said = call(["doctor"]);
    assert_eq!(said.code, 2);
    for text in ["cplink: url: ", "--url", "CPLINK_URL", "設定ファイル"] {
        assert!(said.error.contains(text), "{}", said.error);
    }
    assert!(with("url = \"https://relay.example\"\n").error.starts_with("cplink: key: "));
}

#[test]
fn a_fault_of_the_file_is_named_with_its_place_and_never_its_value() {
    for (text, expected) in [
        ("url = \"https://relay.example\"\ncall_timeout = \"hunter2\"\n", "cplink.toml: call_timeout: "),
        ("# \nurl = hunter2\n", "cplink.toml:2: "),
        ("password = \"hunter2\"\n", "パスワードは設定ファイルに書けません。"),
        ("urll = \"hunter2\"\n", "cplink.toml: urll: この設定項目はありません。"),
        ("call_timeout = 0\n", "1以上の整数"),
        ("trust = [1]\n", "cplink.toml: trust: "),
        ("crl = [\"\"]\n", "cplink.toml: crl: "),
    ] {
        let said = with(text);
        assert_eq!(said.code, 2, "{text}");
        assert!(said.error.contains(expected) && !said.error.contains("hunter2"), "{text}: {}", said.error);
    }
    let said = call(["doctor", "--settings", "/no/such.toml"]);
    assert!(said.code == 2 && said.error.contains("/no/such.toml: "), "{}", said.error);
}

#[test]
fn the_memory_of_a_message_has_bounds() {
    let world = World::new();
    let doctor = |value: &str| run(world.cplink("9970000111").arg("doctor").env("CPLINK_MESSAGE_MEMORY_MIB", value));
    assert_eq!(doctor("1").code, 0, "{}", doctor("1").error);
    let said = doctor("65537");
    assert_eq!(said.code, 2);
    for text in ["message_memory_mib: ", "1～65536", "CPL_E_SETTING"] {
        assert!(said.error.contains(text), "{}", said.error);
    }
}

#[test]
fn arguments_win_over_the_environment_and_this_over_the_file() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("cplink.toml"), "url = \"https://relay.example\"\nkey = \"file.p12\"\n").unwrap();
    let doctor = || {
        let mut call = cplink();
        call.arg("doctor").env("CPLINK_SETTINGS", temp.path().join("cplink.toml"));
        call
    };
    // The key that cannot be read shows which one was used; the file's own paths are its neighbours.
    let file = temp.path().join("file.p12").display().to_string();
    assert!(run(&mut doctor()).error.starts_with(&format!("cplink: {file}: ")));
    assert!(run(doctor().env("CPLINK_KEY", "")).error.starts_with(&format!("cplink: {file}: ")));
    assert!(run(doctor().env("CPLINK_KEY", "variable.p12")).error.starts_with("cplink: variable.p12: "));
    let both = run(doctor().env("CPLINK_KEY", "variable.p12").args(["--key", "argument.p12"]));
    assert!(both.error.starts_with("cplink: argument.p12: "), "{}", both.error);
    let wrong = run(doctor().env("CPLINK_ALLOW_TLS12", "yes"));
    assert!(wrong.code == 2 && wrong.error.contains("CPLINK_ALLOW_TLS12: "), "{}", wrong.error);
}

#[test]
fn the_self_check_tells_what_can_be_looked_at_without_key_and_authorities() {
    let world = World::new();
    let doctor = || {
        let mut call = world.cplink("9970000111");
        call.args(["doctor", "--key", "none.p12", "--trust", "none.pem"]);
        call
    };
    let said = run(&mut doctor());
    assert_eq!(said.code, 2);
    assert!(said.error.starts_with("cplink: none.p12: "), "{}", said.error);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", said.out);
    for (line, begin) in lines.iter().zip(["key: エラー: none.p12", "trust: エラー: none.pem", "relay: 情報: "])
    {
        assert!(line.starts_with(begin), "{line}");
    }
    let said = run(doctor().arg("--json"));
    let object: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, said.error.as_str()), (2, ""));
    assert_eq!(object["is_well"], false);
    assert_eq!(object["error"]["name"], "CPL_E_FILE_READ");
    let ids: Vec<_> = object["lines"].as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["key", "trust", "relay"]);
    assert_eq!(object["lines"][1]["severity"], "error");
    assert_ne!(object["lines"][1]["remedy_ja"], "");
}
