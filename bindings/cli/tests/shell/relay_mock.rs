//! `relay-mock`: mistakes with the right answer.

use std::fs;
use std::net::TcpListener;

use crate::kit::{relay_mock, run};

#[test]
fn files_are_the_command_of_the_sdk() {
    for verb in ["check", "convert", "diff", "verify"] {
        let said = run(relay_mock().args([verb, "x", "y"]));
        assert!(said.code == 2 && said.error.contains("このコマンドはありません。"), "{}", said.error);
    }
}

#[test]
fn a_slip_in_the_data_folder_s_name_makes_no_folder() {
    let temp = tempfile::tempdir().unwrap();
    let (data, typo) = (temp.path().join("data"), temp.path().join("dta"));
    let office = |action: &str, folder: &std::path::Path, more: &[&str]| {
        run(relay_mock().args(["office", action, "--data"]).arg(folder).args(more))
    };
    let add = ["--number", "9970000012", "--name", "見本", "--service-type", "43"];
    assert_eq!(office("add", &data, &add).code, 0);
    assert_eq!(office("list", &data, &[]).lines()[0][..2], ["9970000012", "見本"]);
    for (action, more) in [("list", &[][..]), ("renew", &["--number", "9970000012"])] {
        let said = office(action, &typo, more);
        assert!(said.code == 2 && said.error.contains("中継サーバーのデータがありません。"), "{}", said.error);
        assert!(said.error.contains(typo.to_str().unwrap()) && !typo.exists(), "{}", said.error);
    }
    let again = office("add", &data, &add);
    assert!(again.code == 2 && again.error.contains("office renew"), "{}", again.error);
    let unknown = office("renew", &data, &["--number", "9970000111"]);
    assert!(unknown.code == 2 && unknown.error.contains("9970000111"), "{}", unknown.error);
}

#[test]
fn an_authority_is_not_replaced_in_passing() {
    let temp = tempfile::tempdir().unwrap();
    let pki = |more: &[&str]| run(relay_mock().args(["pki", "--out"]).arg(temp.path().join("pki")).args(more));
    assert_eq!(pki(&["--office", "9970000012=見本"]).code, 0);
    let root = || fs::read(temp.path().join("pki/root.pem")).unwrap();
    let first = root();
    let second = pki(&["--lang", "en"]);
    assert!(second.code == 2 && second.error.contains("There is a test authority already."), "{}", second.error);
    assert!(second.error.contains("--force") && root() == first, "{}", second.error);
    assert_eq!(pki(&["--office", "9970000012=見本", "--force"]).code, 0);
    assert_ne!(root(), first);
}

#[test]
fn certificates_are_made_for_office_numbers_alone() {
    let temp = tempfile::tempdir().unwrap();
    let out = temp.path().join("pki");
    for (office, expected) in [
        ("997=見本", "半角の数字10桁"),
        ("９９７００００１２３=見本", "半角の数字10桁"),
        ("9970000012", "9970000012=見本ケアプラン"),
        ("9970000012=", "9970000012=見本ケアプラン"),
        ("9970000012=見本 --office 9970000012=見本2", "同じ事業所番号が2回"),
    ] {
        let said = run(relay_mock().args(["pki", "--office"]).args(office.split(' ')).arg("--out").arg(&out));
        assert!(said.code == 2 && said.error.contains(expected), "{office}: {}", said.error);
        assert!(!out.exists());
    }
}

#[test]
fn a_server_s_name_is_one_that_a_client_can_ask_for() {
    let temp = tempfile::tempdir().unwrap();
    for name in ["", "two words", "中継.example"] {
        let said = run(relay_mock().args(["pki", "--server-name", name, "--out"]).arg(temp.path().join("pki")));
        assert!(said.code == 2 && said.error.contains("--server-name"), "{name}: {}", said.error);
        assert!(!temp.path().join("pki").exists());
    }
}

#[test]
fn a_port_in_use_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = run(relay_mock().args(["serve", "--listen", &address, "--lang", "en", "--data"]).arg(temp.path()));
    assert_eq!(said.code, 2, "{}", said.error);
    assert!(said.error.starts_with(&format!("relay-mock: {address}: ")), "{}", said.error);
    assert!(said.error.contains("--listen"), "{}", said.error);
    for address in ["nowhere", "127.0.0.1", "８４４３"] {
        let said = run(relay_mock().args(["serve", "--listen", address, "--data"]).arg(temp.path()));
        assert!(said.code == 2 && said.error.contains("127.0.0.1:8443"), "{}", said.error);
    }
    let lost = run(relay_mock().args(["serve", "--pki", "none", "--data"]).arg(temp.path()));
    assert!(lost.code == 2 && lost.error.contains("none/server.pem"), "{}", lost.error);
}
