//! The sample's care software, asked as the page asks a person.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use relay_mock::certify::drive::{request, reset};
use relay_mock::certify::pack::Pack;
use relay_mock::certify::scenario::{Case, Step};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The product.
pub(crate) struct Product {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    own: TempDir,
}

/// What it says of a step, and the files that it has exported.
pub(crate) struct Said {
    pub(crate) answer: Value,
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Product {
    pub(crate) fn start() -> Self {
        let adapter = Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters/python/adapter.py");
        let mut command = Command::new("python3");
        let mut child = command.arg(adapter).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (requests, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, requests, answers, own: tempfile::tempdir().unwrap() }
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.requests, "{request}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Does a step; `given` is what the page gives for it.
    pub(crate) fn does(&mut self, pack: &Pack, case: &Case, number: usize, given: &[(String, Vec<u8>)]) -> Said {
        if number == 0 {
            self.ask(&reset(pack, case));
        }
        let folder = self.own.path().join(format!("{}-{number}", case.id));
        fs::create_dir(&folder).unwrap();
        let put = |(name, bytes): &(String, Vec<u8>)| {
            let path = folder.join(name);
            fs::write(&path, bytes).unwrap();
            path
        };
        let paths: Vec<PathBuf> = given.iter().map(put).collect();
        let export = self.own.path().join(format!("{}-{number}-export", case.id));
        fs::create_dir(&export).unwrap();
        let mut asked = request(case, &case.steps[number], Some((&export, &paths)));
        if matches!(case.steps[number], Step::Give { .. }) {
            asked["files"] = json!(paths);
        }
        let answer = self.ask(&asked);
        let exported = fs::read_dir(&export).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> =
            exported.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect();
        files.sort();
        Said { answer, files }
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
