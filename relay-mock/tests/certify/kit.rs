//! The command, run on a product, and its verdict.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use relay_mock::certify::judge::{CaseVerdict, Verdict};
use relay_mock::certify::pack::{Pack, embedded};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) fn adapters() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters")
}

pub(crate) fn sample() -> PathBuf {
    adapters().join("python/adapter.py")
}

/// A run in a folder of its own.
pub(crate) struct Ran {
    pub(crate) folder: TempDir,
    pub(crate) exit: Option<i32>,
    pub(crate) said: String,
    pub(crate) errors: String,
}

/// `certify run` with these further arguments; the product is a Python program.
pub(crate) fn run(arguments: &[&str], product: &Path) -> Ran {
    run_pack("v4", arguments, product)
}

/// The same with another pack.
pub(crate) fn run_pack(pack: &str, arguments: &[&str], product: &Path) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let output = command(arguments, &folder.path().join("run"), product, pack).output().unwrap();
    Ran::of(folder, output)
}

/// The packs in the program that have cases for a program.
pub(crate) fn packs() -> Vec<Pack> {
    let packs = embedded().into_iter().map(|id| Pack::open(id).unwrap());
    packs.filter(|pack| pack.cases.iter().any(|case| !case.is_for_relay())).collect()
}

/// The products of a folder below `adapters`.
pub(crate) fn programs(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(adapters().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let is_product = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".py") && !name.starts_with('_')
    };
    let mut found: Vec<PathBuf> = entries.filter(is_product).collect();
    found.sort();
    found
}

/// Does something with each, as many at a time as there are cores.
pub(crate) fn in_parallel<T: Sync, R: Send>(of: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(one) = of.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(each(one));
        }
        done
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

pub(crate) fn command(arguments: &[&str], out: &Path, product: &Path, pack: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(["--lang", "en", "certify", "run", "--pack", pack, "--drive", "program", "--out"]);
    command.arg(out).args(arguments).args(["--", "python3"]).arg(product);
    command
}

/// Any command of `certify`.
pub(crate) fn certify(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_relay-mock");
    Command::new(program).args(["--lang", "en", "certify"]).args(arguments).output().unwrap()
}

impl Ran {
    pub(crate) fn of(folder: TempDir, output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { folder, exit: output.status.code(), said: text(output.stdout), errors: text(output.stderr) }
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("run")
    }

    /// The verdict; it is of the form of the schema.
    pub(crate) fn verdict(&self) -> Verdict {
        let text = fs::read(self.out().join("result.json")).unwrap_or_else(|_| panic!("{}", self.errors));
        let value: Value = serde_json::from_slice(&text).unwrap();
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("result.schema.json");
        let schema: Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0]);
        serde_json::from_value(value).unwrap()
    }

    pub(crate) fn case(&self, id: &str) -> CaseVerdict {
        self.verdict().cases.into_iter().find(|case| case.id == id).unwrap()
    }
}

/// Whether one of the case's checks fails by this finding.
pub(crate) fn fails_by(case: &CaseVerdict, finding: &str) -> bool {
    let mut findings = case.checks.iter().flat_map(|check| &check.findings);
    findings.any(|each| each.id == finding && each.fails())
}

/// A product in a folder of its own, made of the sample: `body` is Python in which `Care` and `serve` are known.
pub(crate) fn product(body: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("product.py");
    let wrong = adapters().join("wrong");
    let text = format!(
        "import sys\nsys.path.insert(0, {:?})\nfrom _product import Care, serve\n{body}\n",
        wrong.to_str().unwrap()
    );
    fs::write(&path, text).unwrap();
    (folder, path)
}
