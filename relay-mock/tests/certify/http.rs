//! The http driver, against the sample adapter as a server.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use relay_mock::certify::judge::{Verdict, Word};

use crate::kit::{Ran, run, sample};

/// The server; it ends with this value.
struct Server(Child, u16);

impl Server {
    fn start(mistake: &str, pem: Option<&Path>) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certify/server.py");
        let mut command = Command::new("python3");
        command.arg(script).arg(mistake).args(pem).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self(child, line.trim().parse().unwrap())
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/certify?as=json", self.1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn asked(url: &str, further: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["--lang", "en", "certify", "run", "--pack", "v4", "--drive", "http", url, "--out"]);
    let output = command.arg(folder.path().join("run")).args(further).output().unwrap();
    Ran::of(folder, output)
}

#[test]
fn a_server_gets_the_verdict_that_a_program_gets() {
    let server = Server::start("", None);
    let (http, program) = (asked(&server.url(), &[]), run(&[], &sample()));
    assert_eq!((http.exit, program.exit), (Some(0), Some(0)), "{}{}", http.said, http.errors);
    let words = |verdict: Verdict| verdict.cases.into_iter().map(|case| (case.id, case.word)).collect::<Vec<_>>();
    let verdict = http.verdict();
    assert_eq!(verdict.run.driver, "http");
    assert_eq!(words(verdict), words(program.verdict()));
    // The record is the same but for times.
    let record = |ran: &Ran| {
        let text = std::fs::read_to_string(ran.out().join("cases/D3-01.json")).unwrap();
        let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
        for step in value["steps"].as_array_mut().unwrap() {
            step["started"] = "".into();
            step["took_ms"] = 0.into();
        }
        value["steps"].clone()
    };
    assert_eq!(record(&http), record(&program));
}

#[test]
fn a_server_that_misbehaves_costs_its_case_alone() {
    for (what, said) in [
        ("h.say(302, b'', Location='http://127.0.0.1:1/')", "the status is 302"),
        ("h.say(500, b'{}')", "the status is 500"),
        ("h.say(200, b'<html>')", "not of the form"),
        ("h.say(200, b'[]')", "no JSON object"),
        ("h.say(200, b'{\"result\":\"exported\",\"files\":[]}')", "does not fit the request"),
        ("__import__('time').sleep(60)", "no answer within 2 s"),
        ("h.connection.close()", "ended"),
        ("h.wfile.write(b'HTTP/1.1 200 OK\\r\\nContent-Length: 99\\r\\n\\r\\n{')", "ended"),
        ("h.say(200, b' ' * (40 << 20))", "more than"),
    ] {
        let wrong = format!(
            "def wrong(h, ask):\n    global case\n    case = ask.get('case', case)\n    if ask['do'] == 'import' and case == 'D2-02':\n        {what}\n        return True\ncase = None"
        );
        let server = Server::start(&wrong, None);
        let ran = asked(&server.url(), &["--limit", "2", "--case", "D2-01", "--case", "D2-02", "--case", "D2-03"]);
        assert_eq!(ran.exit, Some(2), "{what}: {}{}", ran.said, ran.errors);
        let case = ran.case("D2-02");
        let reason = case.reason.map(|reason| reason.en).unwrap_or_default();
        assert!(case.word == Word::Inconclusive && reason.contains(said), "{what}: {reason}");
        assert!(ran.case("D2-01").word.is_pass() && ran.case("D2-03").word.is_pass(), "{what}: {}", ran.said);
    }
}

#[test]
fn files_that_are_none_cost_the_case() {
    for (files, said) in [
        ("[{'name': '../x.CSV', 'base64': ''}]", "no name that can be used"),
        ("[{'name': 'x.CSV', 'base64': ''}, {'name': 'X.csv', 'base64': ''}]", "one that another has"),
        ("[{'name': 'x.CSV', 'base64': '!'}]", "not in Base64"),
        ("'x.CSV'", "without the list of files"),
    ] {
        let wrong = format!(
            "import json\ndef wrong(h, ask):\n    if ask['do'] == 'export':\n        h.say(200, json.dumps({{'result': 'exported', 'files': {files}}}).encode())\n        return True"
        );
        let server = Server::start(&wrong, None);
        let ran = asked(&server.url(), &["--case", "D2-01"]);
        let reason = ran.case("D2-01").reason.map(|reason| reason.en).unwrap_or_default();
        assert!(ran.case("D2-01").word == Word::Inconclusive && reason.contains(said), "{files}: {reason}");
    }
}

#[test]
fn https_is_known_by_the_authority_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let pki = folder.path().join("pki");
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["pki", "--algorithm", "ecdsa-p256", "--out"]).arg(&pki).stdout(Stdio::null());
    assert!(command.status().unwrap().success());
    let server = Server::start("", Some(&pki.join("server.pem")));
    let url = format!("https://localhost:{}/", server.1);
    let (root, crl) = (pki.join("root.pem"), pki.join("crl.pem"));
    let ran = asked(&url, &["--ca", root.to_str().unwrap(), "--case", "D2-01"]);
    assert!(ran.exit == Some(2) && ran.case("D2-01").word.is_pass(), "{}{}", ran.said, ran.errors);
    let other = folder.path().join("other");
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["pki", "--algorithm", "ecdsa-p256", "--out"]).arg(&other).stdout(Stdio::null());
    assert!(command.status().unwrap().success());
    let stranger = other.join("root.pem");
    for (url, ca, said) in [
        (url.as_str(), Some(&stranger), "does not answer hello"),
        (url.as_str(), None, "--ca"),
        (url.as_str(), Some(&crl), "no certificate"),
        ("http://127.0.0.1:1/", Some(&root), "--ca"),
        ("http://127.0.0.1:1/", None, "does not answer hello"),
        ("http://192.0.2.1/", None, "on this machine alone"),
        ("http://me:secret@127.0.0.1/", None, "It is no URL"),
        ("ftp://127.0.0.1/", None, "It is no URL"),
        ("127.0.0.1", None, "It is no URL"),
    ] {
        let ca = ca.map(|path| path.to_str().unwrap());
        let ran = asked(url, &ca.map_or_else(Vec::new, |ca| vec!["--ca", ca]));
        assert!(
            ran.exit == Some(3) && ran.errors.contains(said) && !ran.errors.contains("secret"),
            "{url}: {}",
            ran.errors
        );
    }
}
