//! What is shipped for Windows, from outside: `cargo xtask dist`, unpacked on Wine's C: drive, and the
//! examples in C++ and C# that have nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::count::{Count, cargo, must, step};
use super::super::csharp::{MONO, compile};
use super::super::dotnet::{DotNet, System};
use super::super::install::install;
use super::super::native::scratch;
use super::super::ship::unzip;
use super::super::world::World;
use super::programs::SYSTEM_LIBRARIES;
use super::target::Target;
use super::wine::Wine;
use crate::dist;

/// The folder on the C: drive.
const FOLDER: &str = "配布物";

pub(in super::super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    dist::run(&Target::ALL.map(Target::triple))?;
    must(&mut cargo(&["build", "--locked", "--package", "relay-mock"]))?;
    let dir = scratch("ship-windows")?;
    let world = World::new(&dir)?;
    for target in Target::ALL {
        let wine = Wine::new(target, &dir)?;
        let outside = wine.drive().join(FOLDER);
        cpp(target, &outside, &world, &wine, &mut count)?;
        if target == Target::X64 {
            csharp(&outside, &world, &wine, &mut count)?;
        }
    }
    Ok(count)
}

/// The example of the archive, linked with each of its libraries.
fn cpp(target: Target, outside: &Path, world: &World, wine: &Wine, count: &mut Count) -> Result<(), String> {
    let name = dist::package::name(target.triple());
    unzip(&dist::folder().join(format!("{name}.zip")), outside)?;
    let package = outside.join(name);
    copy(&package.join("bin/cplink1.dll"), outside)?;
    for library in ["libcplink1.dll.a", "cplink1.lib", "libcplink1.a"] {
        let program = outside.join(library).with_extension("exe");
        let mut gxx = Command::new(target.tool("g++-posix"));
        gxx.args(["-std=c++14", "-Wall", "-Wextra", "-Werror", "-O2", "-static", "-I"]).arg(package.join("include"));
        gxx.arg(package.join("examples/care_software.cpp")).arg("-o").arg(&program);
        must(gxx.arg(package.join("lib").join(library)).args(SYSTEM_LIBRARIES))?;
        let relay = world.relay(&format!("{library}-{}.d", target.name()))?;
        let name = format!("care_software, {library}, {}", target.name());
        step(&name, wine.run(&program).args(relay.arguments()), count)?;
    }
    Ok(())
}

/// The example with the package's assembly, and the libraries where its `.targets` puts them: in a folder
/// for each bitness, and none beside the program.
fn csharp(outside: &Path, world: &World, wine: &Wine, count: &mut Count) -> Result<(), String> {
    install(MONO)?;
    let package = outside.join("nuget");
    let runtimes = Target::ALL.map(|target| format!("win-{}", target.name()));
    let version = dist::nuget::version(&[&runtimes[0], &runtimes[1]]);
    unzip(&dist::folder().join(format!("CarePlanLink.{version}.nupkg")), &package)?;
    let folder = outside.join("C#");
    for target in Target::ALL {
        let name = target.name();
        copy(&package.join(format!("runtimes/win-{name}/native/cplink1.dll")), &folder.join(name))?;
    }
    copy(&package.join("lib/netstandard2.0/CarePlanLink.dll"), &folder)?;
    compile(&folder, &["bindings/csharp/examples/CareSoftware.cs"], "CareSoftware.exe")?;
    let dotnet = DotNet::new(System::Windows)?;
    let mut program = wine.run(dotnet.program());
    program.args(dotnet.arguments(&folder.join("CareSoftware.exe")));
    let relay = world.relay("C#の例.d")?;
    step("CareSoftware, the package on .NET 8, x64", program.args(relay.arguments()), count)
}

/// Copies a file into a folder, which is made.
fn copy(from: &Path, folder: &Path) -> Result<(), String> {
    let to: PathBuf = folder.join(from.file_name().unwrap_or_default());
    let copied = fs::create_dir_all(folder).and_then(|()| fs::copy(from, &to));
    copied.map(|_| ()).map_err(|error| format!("{}: {error}", from.display()))
}
