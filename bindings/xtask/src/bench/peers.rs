//! `cargo xtask bench-peers`: the converter against what others convert with, on the same file.
//! Lines `ratio peer_NAME_read VALUE` and `ratio peer_NAME_write VALUE`: our throughput ÷ theirs.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::place::{debug_folder, root};
use crate::test::python;
use crate::toolchain::command::{cargo, must};
use crate::toolchain::install::install;
use crate::toolchain::venv::pip;

const SCRIPTS: &str = "bindings/bench/peers";

/// Seconds by name, as `read` or `peer_read`.
type Seconds = BTreeMap<String, f64>;

pub(crate) fn run() -> Result<(), String> {
    install(&[("node", &["nodejs"]), ("npm", &["npm"])])?;
    let folder = debug_folder().join("peers");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (file, out) = (folder.join("slip.csv"), folder.join("written.csv"));

    let mut ours = cargo(&["bench", "--locked", "--package", "cplink", "--bench", "convert", "--", "--peers"]);
    let ours = seconds(ours.arg(&file).arg(&out))?;
    let scripts = root().join(SCRIPTS);
    let venv = python::environment()?;
    println!("installing with pip: pandas");
    must(pip(&venv, "install", &["--requirement"]).arg(scripts.join("requirements.txt")))?;
    let mut theirs = seconds(Command::new(venv.join("bin/python")).arg(scripts.join("peers.py")).arg(&file).arg(&out))?;
    theirs.extend(seconds(node(&scripts, &folder)?.arg(&file).arg(&out))?);

    for (name, seconds) in &theirs {
        let what = if name.ends_with("_read") { "read" } else { "write" };
        let own = ours.get(what).ok_or_else(|| format!("our program told no {what}"))?;
        println!("ratio peer_{name} {:.2}", seconds / own);
    }
    Ok(())
}

/// The script with its packages, installed beside it.
fn node(scripts: &Path, folder: &Path) -> Result<Command, String> {
    for name in ["package.json", "peers.js"] {
        let from = scripts.join(name);
        std::fs::copy(&from, folder.join(name)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    println!("installing with npm: what package.json of {SCRIPTS} names");
    let mut npm = Command::new("npm");
    must(npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(folder))?;
    let mut node = Command::new("node");
    node.arg("--max-old-space-size=6144").arg(folder.join("peers.js"));
    Ok(node)
}

/// Runs a program and takes its lines `seconds NAME VALUE`.
fn seconds(command: &mut Command) -> Result<Seconds, String> {
    let shown = format!("{command:?}");
    let output = command.current_dir(root()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("{shown}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{shown} failed"));
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |line: &str| {
        let (name, value) = line.strip_prefix("seconds ")?.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    Ok(lines.lines().inspect(|line| println!("{line}")).filter_map(line).collect())
}
