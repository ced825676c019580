//! `relay-mock console`, and the console of `relay-mock serve`.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use crate::visitor::Visitor;

/// The program at work.
struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
        command.args(arguments).arg("--until-stdin-closes").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The rest of the next line, which begins so.
    fn told(&mut self, begin: &str) -> String {
        let line = self.lines.next().unwrap().unwrap();
        line.strip_prefix(begin).unwrap_or_else(|| panic!("{line}")).to_owned()
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-mock")).args(["--lang", "en"]).args(arguments).output().unwrap()
}

fn visitor(url: &str) -> Visitor {
    let host = url.strip_prefix("http://").unwrap().trim_end_matches('/');
    Visitor::at(host.parse().unwrap())
}

#[test]
fn a_newcomer_gets_offices_and_keys_and_nothing_is_left() {
    let mut program = Program::start(&["console", "--listen", "127.0.0.1:0"]);
    assert!(program.told("listening on ").starts_with("https://127.0.0.1:"));
    let page = visitor(&program.told("console on ")).get("/offices");
    assert!(page.text().contains("9970000012") && page.text().contains("office-9970000012-care-insurance.pem"));
    let keys = program.told("keys in ");
    assert!(Path::new(&keys).join("office-9970000012-care-insurance.p12").is_file());
    program.end();
    assert!(!Path::new(&keys).exists());
}

#[test]
fn a_folder_that_is_named_stays() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("データ");
    let mut program = Program::start(&["console", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    program.told("listening on ");
    assert_eq!(visitor(&program.told("console on ")).get("/received").status, 200);
    assert_eq!(program.told("keys in "), data.join("pki").display().to_string());
    program.end();
    assert!(data.join("relay.sqlite").is_file());
}

#[test]
fn beyond_the_loopback_a_token_is_made_and_printed_unless_one_is_given() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("token"));
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", data, "--console", "[::ffff:127.0.0.1]:0"];
    let console = |more: &[&str]| {
        let mut program = Program::start(&[&serve[..], more].concat());
        program.told("listening on ");
        let line = program.told("console on https://");
        program.end();
        line.split_once(" token ").map(|(_, token)| token.to_owned())
    };
    let (first, second) = (console(&[]).unwrap(), console(&[]).unwrap());
    assert!(first.len() == 32 && first != second);
    std::fs::write(file, "a-token-of-my-own\n").unwrap();
    assert_eq!(console(&["--console-token-file", file]), None, "who has given it knows it");
    for short in ["", "short", "with blanks in it, but long"] {
        std::fs::write(file, short).unwrap();
        let refused = run(&[&serve[..], &["--console-token-file", file]].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("16 or more"), "{said}");
        assert!(short.is_empty() || !said.contains(short), "{said}");
    }
}

#[test]
fn an_address_that_is_taken_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = run(&["console", "--listen", &taken.local_addr().unwrap().to_string()]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("console cannot listen"), "{said}");
}
