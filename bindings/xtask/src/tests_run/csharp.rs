//! The C# binding and its example, under Mono and .NET 8; the project itself where the dotnet SDK is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::count::{Count, must, program, step};
use super::dotnet::{DotNet, System};
use super::install::{Tool, install, is_on_path};
use super::native::{Library, build, native, scratch};
use super::readme::programs;
use super::world::World;
use crate::root;

pub(crate) const MONO: &[Tool] = &[
    ("mcs", &["mono-mcs", "libmono-system-core4.0-cil", "libmono-i18n-cjk4.0-cil"]),
    ("mono", &["mono-runtime", "libmono-system-core4.0-cil", "libmono-i18n-cjk4.0-cil"]),
];

/// The newest language that both Mono and .NET Framework projects take.
const LANGUAGE: &str = "-langversion:7.2";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("csharp")?;
    if is_on_path("dotnet") {
        let mut project = Command::new("dotnet");
        project.args(["build", "bindings/csharp/CarePlanLink", "--configuration", "Release", "--output"]);
        step("the project builds with dotnet", project.arg(dir.join("dotnet")), &mut count)?;
    }
    let library = build(&dir, &[])?;
    assemblies(&dir)?;
    let world = World::new(&dir)?;
    let relay = world.relay("tests.d")?;
    program("tests", relay.tell(&mut mono(&library, "Tests.exe")), &mut count)?;

    let relay = world.relay("example.d")?;
    step("CareSoftware", mono(&library, "CareSoftware.exe").args(relay.arguments()), &mut count)?;

    let dotnet = DotNet::new(System::Linux)?;
    let net = |name: &str| {
        let mut command = native(dotnet.program());
        command.args(dotnet.arguments(&dir.join(name)));
        command
    };
    let relay = world.relay("tests-net.d")?;
    program("tests, .NET 8", relay.tell(&mut net("Tests.exe")), &mut count)?;
    let relay = world.relay("example-net.d")?;
    step("CareSoftware, .NET 8", net("CareSoftware.exe").args(relay.arguments()), &mut count)?;

    for source in programs("csharp", "cs", &dir)? {
        let mut command = Command::new("mcs");
        command.args([LANGUAGE, "-warnaserror", "-target:library"]).arg(&source);
        command.arg(format!("-reference:{}", dir.join("CarePlanLink.dll").display()));
        let name = format!("{} compiles", source.display());
        step(&name, out(&mut command, &source.with_extension("dll")), &mut count)?;
    }
    missing_library(&dir, &mut count)?;
    Ok(count)
}

/// The binding, its tests and its example, compiled into this folder with Mono's compiler.
pub(super) fn assemblies(dir: &Path) -> Result<(), String> {
    install(MONO)?;
    binding(&dir.join("CarePlanLink.dll"))?;
    compile(dir, "bindings/csharp/tests/Tests.cs", "Tests.exe")?;
    compile(dir, "bindings/csharp/examples/CareSoftware.cs", "CareSoftware.exe")
}

/// Without the native library the message says what is missing.
fn missing_library(dir: &Path, count: &mut Count) -> Result<(), String> {
    let alone = dir.join("alone");
    std::fs::create_dir_all(&alone).map_err(|error| error.to_string())?;
    for name in ["Tests.exe", "CarePlanLink.dll"] {
        std::fs::copy(dir.join(name), alone.join(name)).map_err(|error| error.to_string())?;
    }
    let mut command = native(Path::new("mono"));
    let output = command.arg(alone.join("Tests.exe")).current_dir(&alone).output();
    let output = output.map_err(|error| format!("mono: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let good = said.contains("CarePlanLink: the native library cplink1");
    println!("a missing library is told ... {}", if good { "ok" } else { "FAILED" });
    *(if good { &mut count.passed } else { &mut count.failed }) += 1;
    Ok(())
}

/// Compiles the binding.
pub(crate) fn binding(assembly: &Path) -> Result<(), String> {
    let mut binding = Command::new("mcs");
    binding.args([LANGUAGE, "-warnaserror", "-optimize+", "-target:library"]).args(sources()?);
    must(out(&mut binding, assembly))
}

/// The binding's source files, in its folder and one below.
fn sources() -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("bindings/csharp/CarePlanLink")];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            // What dotnet builds lies beside its sources.
            if path.is_dir() && !path.ends_with("bin") && !path.ends_with("obj") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "cs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn compile(dir: &Path, source: &str, program: &str) -> Result<(), String> {
    let mut command = Command::new("mcs");
    command.args([LANGUAGE, "-warnaserror", source]);
    command.arg(format!("-reference:{}", dir.join("CarePlanLink.dll").display()));
    must(out(&mut command, &dir.join(program)))
}

fn out<'a>(command: &'a mut Command, path: &Path) -> &'a mut Command {
    command.arg(format!("-out:{}", path.display()))
}

fn mono(library: &Library, program: &str) -> Command {
    let mut command = Command::new("mono");
    command.arg(library.0.join(program)).env("LD_LIBRARY_PATH", &library.0).env("LC_ALL", "C.UTF-8");
    command
}
