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
