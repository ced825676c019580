//! Mistakes of whoever calls `cplink` against a relay: each is named, and what to do is the user's own to do.

use std::fs;
use std::process::Stdio;

use crate::kit::world::{World, text};
use crate::kit::{Said, fixtures, run};

const MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

/// Not usable, names what it is about, and does not send the user to the vendor.
fn unusable(said: &Said, expected: &[&str]) {
    assert_eq!(said.code, 2, "{}", said.error);
    for text in expected {
        assert!(said.error.contains(text), "{text}: {}", said.error);
    }
    assert!(!said.error.contains("提供元") && !said.error.contains("窓口"), "{}", said.error);
}

fn slip() -> std::path::PathBuf {
    fixtures().join("202407/month/02-slip-home-help/files")
}

#[test]
fn settings_and_files_that_are_not_what_they_should_be_are_named() {
    let world = World::new();
    for (variable, value, expected) in [
        ("CPLINK_TRANSPORT", "ftp", "transport: "),
        ("CPLINK_TRANSPORT", "memory", "transport: "),
        ("CPLINK_URL", "http://127.0.0.1:1", "url: "),
        ("CPLINK_PROXY", "https://127.0.0.1:1", "proxy: "),
        ("CPLINK_POLICIES", "x", "policies: "),
        ("CPLINK_GRACE_DAYS", "99999999999", "grace_days: "),
        ("CPLINK_TIME_STAMP_URL", "x", "time_stamp_url: "),
    ] {
        let said = run(world.cplink(MANAGER).arg("sent").env(variable, value));
        unusable(&said, &[expected, "設定の値が正しくありません。", "を指定してください。"]);
    }
    let proxy = ["sent", "--proxy", "http://127.0.0.1:1"];
    unusable(&run(world.cplink(MANAGER).args(proxy).env("CPLINK_PROXY_USER", "u")), &["CPLINK_PROXY_PASSWORD、"]);
    let said = run(world.cplink(MANAGER).args(["sent", "--proxy", "http://user:hunter2@127.0.0.1:1"]));
    unusable(&said, &["proxy: ", "proxy_user"]);
    assert!(!said.error.contains("hunter2"), "{}", said.error);
    // An empty variable is none.
    assert_eq!(run(world.cplink(MANAGER).arg("sent").env("CPLINK_KEY_PASSWORD", "")).code, 0);

    let own = world.office(MANAGER);
    let settings = fs::read_to_string(own.join("cplink.toml")).unwrap();
    fs::write(own.join("profile.toml"), settings + "[profile]\noffice = \"CN\"\n").unwrap();
    unusable(&run(world.cplink(MANAGER).args(["sent", "--settings", "profile.toml"])), &["profile.office: "]);
    fs::write(own.join("ms932.toml"), b"# \x90\xdd\x92\xe8\n").unwrap();
    unusable(&run(world.cplink(MANAGER).args(["sent", "--settings", "ms932.toml"])), &["ms932.toml: ", "UTF-8"]);

    // What is no list is not taken for one, and what lies beside a list is no authority.
    let pki = world.path().join("pki");
    unusable(&run(world.cplink(MANAGER).args(["sent", "--crl", "password.txt"])), &["password.txt: 失効リスト"]);
    unusable(&run(world.cplink(MANAGER).args(["sent", "--crl", "../pki/root.pem"])), &["root.pem: 失効リスト"]);
    unusable(&run(world.cplink(MANAGER).args(["sent", "--trust", "password.txt"])), &["password.txt: ", "PEM"]);
    let both = [fs::read(pki.join("crl.pem")).unwrap(), fs::read(pki.join("root.pem")).unwrap()].concat();
    fs::write(own.join("both.pem"), both).unwrap();
    let stranger = ["--trust", "../pki/bad/unknown-ca.pem", "--crl", "both.pem"];
    let said = run(world.cplink(MANAGER).arg("sent").args(stranger));
    assert!(said.code == 2 && said.error.contains("CPL_E_TLS_SERVER_CERTIFICATE"), "{}", said.error);
    assert_eq!(run(world.cplink(MANAGER).args(["sent", "--crl", "both.pem"])).code, 0);
}

#[test]
fn what_cannot_be_sent_or_acknowledged_is_said_before_it_is() {
    let mut world = World::new();
    let send = |arguments: &[&str]| run(world.cplink(MANAGER).arg("send").args(arguments));
    let folder = slip();
    let folder = folder.to_str().unwrap();
    unusable(&send(&["nothing"]), &["cplink: nothing: ", "CPL_E_FILE_READ"]);
    unusable(&send(&["password.txt"]), &["cplink: password.txt: ", "--serial"]);
    unusable(&send(&["password.txt", folder]), &[&format!("cplink: {folder}: "), "フォルダーだけ"]);
    fs::write(world.office(MANAGER).join("broken.json"), "{}").unwrap();
    unusable(&send(&["broken.json"]), &["cplink: broken.json: JSONファイルの内容"]);
    let long = "あ".repeat(201);
    for (argument, value) in [("--override", ""), ("--override", " "), ("--subject", "a\nb"), ("--subject", &long)] {
        unusable(&send(&[folder, argument, value]), &[argument]);
    }
    fs::write(world.office(MANAGER).join("file"), "").unwrap();
    unusable(&send(&[folder, "--keep", "file"]), &["cplink: file: ", "CPL_E_FILE_WRITE"]);
    assert_eq!(run(world.cplink(MANAGER).arg("sent")).out, "", "nothing of it was sent");

    let sent = send(&[folder]);
    let id = sent.lines()[0][0].to_owned();
    unusable(&run(world.cplink(PROVIDER).args(["receive", "--keep", "password.txt"])), &["cplink: password.txt: "]);
    assert_eq!(run(world.cplink(PROVIDER).arg("receive")).code, 0);
    let ack = |arguments: &[&str]| run(world.cplink(PROVIDER).args(["ack", &id]).args(arguments));
    for reason in ["", "a\nb", &"あ".repeat(501)] {
        unusable(&ack(&["--refused", reason]), &["--refused"]);
    }
    let other = ack(&["--imported", "--from", "9970000210"]);
    assert!(other.code == 1 && other.error.contains("--from の事業所番号"), "{}", other.error);

    // What was done before the fault is listed beside it.
    let unknown = "0".repeat(64);
    let said = ack(&[&unknown, "--imported", "--json", "--from", MANAGER]);
    let object = said.json();
    assert_eq!((said.code, text(&object["messages"][0]["id"])), (1, id.as_str()));
    let about = text(&object["error"]["about"]);
    assert!(about.starts_with("127.0.0.1:") && about.ends_with(&unknown), "{about}");

    let host = world.url.trim_start_matches("https://").to_owned();
    world.stop();
    let down = run(world.cplink(MANAGER).args(["doctor", "--json"])).json();
    let line = down["lines"].as_array().unwrap().iter().find(|line| line["id"] == "relay").unwrap().clone();
    assert_eq!((text(&line["severity"]), text(&line["about"])), ("error", host.as_str()));
    let down = run(world.cplink(MANAGER).arg("doctor"));
    assert!(down.out.contains(&format!("relay: エラー: {host}: ")), "{}", down.out);
}

#[test]
fn what_was_not_told_comes_again() {
    let world = World::new();
    assert_eq!(run(world.cplink(MANAGER).arg("send").arg(slip())).code, 0);
    let own = world.office(PROVIDER);
    let receive = |cursor: &str, more: &[&str]| {
        let mut call = world.cplink(PROVIDER);
        call.args(["receive", "--cursor", cursor]).args(more);
        call
    };
    for bytes in [&b"\xff\xfe"[..], b"some text"] {
        fs::write(own.join("other"), bytes).unwrap();
        unusable(&run(&mut receive("other", &[])), &["cplink: other: ", "--cursor"]);
    }
    let mut unread = receive("cursor", &[]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(unread.stdout.take());
    assert_eq!(unread.wait().unwrap().code(), Some(3));
    assert!(!own.join("cursor").exists());
    // A reader of the remarks that has gone away does not keep the lines from their reader.
    let mut unread = receive("remarked", &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(unread.stderr.take());
    let said = Said::of(unread.wait_with_output().unwrap());
    assert_eq!((said.code, said.lines().len()), (0, 1));
    #[cfg(target_os = "linux")]
    {
        // One object with what came and why the cursor is not written.
        let said = run(&mut receive("/proc/cursor", &["--json"]));
        let object = said.json();
        assert_eq!((said.code, object["messages"].as_array().unwrap().len()), (2, 1));
        assert_eq!(text(&object["error"]["about"]), "/proc/cursor");
        assert_eq!(said.error, "");
        let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        for more in [&[][..], &["--json"]] {
            let said = receive("cursor", more).stdout(full()).stderr(Stdio::piped()).spawn().unwrap();
            let said = Said::of(said.wait_with_output().unwrap());
            assert!(said.code == 2 && said.error.contains("stdout: "), "{}", said.error);
            assert!(!own.join("cursor").exists());
        }
    }
    let said = run(&mut receive("cursor", &[]));
    assert_eq!((said.code, said.lines().len()), (0, 1), "{}", said.error);
    assert!(own.join("cursor").exists());
}

#[test]
fn faults_name_key_offices_host_and_stay_in_one_language() {
    let world = World::new();
    // The files of another office than the key's.
    let said = run(world.cplink(PROVIDER).arg("send").arg(slip()));
    unusable(&said, &["insurance.p12: ", MANAGER, PROVIDER, "設定 key", "CPL_E_CERT_OFFICE"]);
    // A message that was never received here.
    let unknown = "0".repeat(64);
    let said = run(world.cplink(PROVIDER).args(["ack", &unknown, "--imported"]));
    assert!(
        said.error.contains("送信元が分かりません") && said.error.contains("ファイルを読み取れません"),
        "{}",
        said.error
    );
    assert!(!said.error.contains("A file cannot be read"), "{}", said.error);
    // Nobody listens there: network trouble, as the table of exit codes says, with host and port once.
    for (setting, value) in [("--url", "https://127.0.0.1:1"), ("--proxy", "http://127.0.0.1:1")] {
        let said = run(world.cplink(MANAGER).args(["sent", setting, value]));
        assert_eq!((said.code, said.error.matches("127.0.0.1:1").count()), (3, 1), "{}", said.error);
    }
    // A password that is none.
    let mut call = world.cplink(MANAGER);
    let mut child =
        call.args(["sent", "--password-stdin"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &[b'a'; 5000]).unwrap();
    let said = Said::of(child.wait_with_output().unwrap());
    unusable(&said, &["--password-stdin: パスワードとしては長すぎます", "CPL_E_KEY_PASSWORD"]);
}
