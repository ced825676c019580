//! Help, messages and faults in the user's language.

use crate::kit::{Said, call, cplink, relay_mock, run};

const VERBS: [&str; 13] = [
    "check", "convert", "diff", "print", "verify", "send", "receive", "ack", "sent", "recall", "uploaded", "office",
    "doctor",
];

/// English that clap would say by itself.
const FOREIGN: [&str; 8] =
    ["Usage", "Options", "Commands", "Arguments", "[OPTIONS]", "[default", "[possible", "Print "];

fn of_locale(locale: &str, arguments: &[&str]) -> Said {
    run(cplink().args(arguments).env("LC_ALL", locale))
}

#[test]
fn help_is_in_one_language_throughout() {
    let helps = VERBS.map(|verb| vec![verb, "--help"]).into_iter().chain([vec!["--help"]]);
    for arguments in helps {
        let said = call(&arguments);
        assert_eq!(said.code, 0, "{arguments:?}");
        assert!(said.out.contains("使い方: cplink") && said.out.contains("[オプション]"), "{}", said.out);
        assert!(FOREIGN.iter().all(|word| !said.out.contains(word)), "{}", said.out);
        let english = of_locale("en_GB.UTF-8", &arguments);
        assert!(english.out.is_ascii() && english.out.contains("Usage: cplink"), "{}", english.out);
    }
    for arguments in [&["--help"][..], &["demo", "-h"], &["serve", "-h"], &["office", "add", "-h"], &["pki", "-h"]] {
        let said = run(relay_mock().args(arguments));
        assert!(said.code == 0 && said.out.contains("使い方: relay-mock"), "{}", said.out);
        assert!(FOREIGN.iter().all(|word| !said.out.contains(word)), "{}", said.out);
    }
    let root = call(["--help"]).out;
    for text in ["終了コード:", "  3  ", "CPLINK_KEY_PASSWORD", "key_password_file"] {
        assert!(root.contains(text), "{root}");
    }
}

#[test]
fn the_language_is_that_of_lang_else_of_the_locale() {
    for (locale, arguments, japanese) in [
        ("ja_JP.UTF-8", &["diff"][..], true),
        ("C", &["diff"], false),
        ("C", &["--lang", "ja", "diff"], true),
        ("ja_JP.UTF-8", &["diff", "--lang=en"], false),
    ] {
        let said = of_locale(locale, arguments);
        assert_eq!((said.code, said.error.contains("必要な引数がありません。")), (2, japanese), "{}", said.error);
    }
}

#[test]
fn what_is_wrong_with_arguments_is_said_in_japanese() {
    for (arguments, about, text) in [
        (&["chek", "x"][..], "chek", "このコマンドはありません。"),
        (&["check", "x", "--jsn"], "--jsn", "--json のことではありませんか。"),
        (&["check"], "<PATH>...", "必要な引数がありません。"),
        (&["check", "x", "--lang", "fr"], "--lang <ja|en> fr", "ja, en のどれかを指定してください。"),
        (&["recall", "abc"], "<ID> abc", "16進数64桁"),
        (&["uploaded", "abc"], "<ID> abc", "16進数64桁"),
        (&["office", "９９７００００１２３"], "９９７００００１２３", "半角の数字10桁"),
        (&["ack", "--imported", "--refused", "x"], "--imported", "同時には指定できません。"),
        (&["check", "x", "--unit", "--unit"], "--unit", "同じ引数が2回指定されています。"),
        (&["send", "x", "--serial", "1"], "--serial <DIGITS> 1", "半角の数字14桁"),
        (&["send", "x", "--from", "9970000012"], "--from", "9970000012:43"),
        (&["verify", "x", "--at", "tomorrow"], "tomorrow", "2026-01-31T00:00:00Z"),
    ] {
        let said = call(arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(said.error.contains(about) && said.error.contains(text), "{arguments:?}: {}", said.error);
        let as_json = call([arguments, &["--json"]].concat()).json();
        let code = match arguments[0] {
            "recall" | "uploaded" => "MESSAGE_REFERENCE",
            "office" => "OFFICE_NUMBER",
            "send" if arguments[2] == "--serial" => "SERIAL",
            "send" => "SERVICE_TYPE",
            _ => "INVALID_ARGUMENT",
        };
        assert_eq!(as_json["error"]["name"], format!("CPL_E_{code}"), "{arguments:?}");
        assert!(as_json["error"]["message_en"].as_str().unwrap().is_ascii());
    }
    let bare = call([] as [&str; 0]);
    assert!(bare.code == 2 && bare.out.is_empty() && bare.error.contains("使い方: cplink"), "{}", bare.error);
}

#[test]
fn help_is_a_command_as_well() {
    for (asked, wanted) in [(&["help"][..], &["--help"][..]), (&["help", "check"], &["check", "--help"])] {
        let said = call(asked);
        assert_eq!((said.code, said.out), (0, call(wanted).out), "{asked:?}");
    }
    let said = run(relay_mock().args(["help", "serve"]));
    assert!(said.code == 0 && said.out.contains("relay-mock serve"), "{}{}", said.out, said.error);
    // A program that has no --json does not answer in it.
    let said = run(relay_mock().args(["pki", "--json"]));
    assert!(said.code == 2 && said.out.is_empty() && said.error.contains("--json"), "{}{}", said.out, said.error);
}

#[test]
fn both_programs_tell_their_version() {
    for (said, name) in [(call(["--version"]), "cplink "), (run(relay_mock().arg("-V")), "relay-mock ")] {
        assert!(said.code == 0 && said.out.starts_with(name) && said.out.ends_with('\n'), "{}", said.out);
    }
}

/// Every error as JSON has the same members.
#[test]
fn an_error_as_json_is_the_only_thing_that_is_printed() {
    let said = call(["check", "/no/such.CSV", "--json"]);
    assert_eq!((said.code, said.error.as_str()), (2, ""));
    let error = &said.json()["error"];
    let members: Vec<&str> = error.as_object().unwrap().keys().map(String::as_str).collect();
    for wanted in ["code", "name", "message_ja", "remedy_ja", "retry", "in_doubt", "row", "findings", "cause", "about"]
    {
        assert!(members.contains(&wanted), "{wanted}: {members:?}");
    }
    assert_eq!(error["about"], "/no/such.CSV");
}
