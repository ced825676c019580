//! The programs as a shell calls them.

pub(crate) mod world;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// What a program has said, and its exit code.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Said {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), error: text(output.stderr) }
    }

    /// The one JSON object of `--json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.error))
    }

    /// The columns of the lines.
    pub(crate) fn lines(&self) -> Vec<Vec<&str>> {
        self.out.lines().map(|line| line.split('\t').collect()).collect()
    }
}

/// `cplink` in an environment that says nothing, but that its user reads Japanese.
pub(crate) fn cplink() -> Command {
    plain(Path::new(env!("CARGO_BIN_EXE_cplink")))
}

/// `relay-mock` likewise, as it is in this tree.
pub(crate) fn relay_mock() -> Command {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    plain(BUILT.get_or_init(build))
}

/// A relay-mock that a test before us has left behind might be an old one, so it is always built; as a part of the
/// workspace, whose features it then has, so that nothing is compiled twice.
fn build() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_cplink"))
        .with_file_name("relay-mock")
        .with_extension(std::env::consts::EXE_EXTENSION);
    let folder = program.parent().unwrap();
    let profile = if folder.ends_with("debug") { "dev" } else { folder.file_name().unwrap().to_str().unwrap() };
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked", "--workspace", "--bin", "relay-mock", "--profile", profile]);
    cargo.arg("--target-dir").arg(folder.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(cargo.status().unwrap().success(), "relay-mock was not built");
    program
}

fn plain(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CPLINK_")) {
        command.env_remove(name);
    }
    command.env_remove("LANGUAGE").env_remove("LC_MESSAGES").env_remove("LANG").env("LC_ALL", "ja_JP.UTF-8");
    command
}

pub(crate) fn run(command: &mut Command) -> Said {
    Said::of(command.output().unwrap())
}

/// `cplink` with these arguments.
pub(crate) fn call<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Said {
    run(cplink().args(arguments))
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec-fixtures")
}

/// The files of a folder with their bytes.
pub(crate) fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}
