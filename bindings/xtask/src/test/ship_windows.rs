//! What is shipped for Windows, from outside: `cargo xtask dist`, unpacked on Wine's C: drive, and the
//! examples in C++ and C# that have nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::count::{Count, check, step};
use super::first_hour;
use super::library::build_programs;
use super::scratch::scratch;
use super::ship::outside::{SOUND_UNIT, unzip};
use super::ship::{files, parts, relay};
use super::windows::dll::{check_dll, needs_windows_only, tables};
use super::world::World;
use crate::package::target::WINDOWS_LIBRARIES;
use crate::package::{self, c_package, library, relay_package, release};
use crate::place::root;
use crate::toolchain::command::must;
use crate::toolchain::dotnet::{DotNet, System};
use crate::toolchain::install::install;
use crate::toolchain::mono::{MONO, compile};
use crate::toolchain::windows::target::Target;
use crate::toolchain::windows::wine::Wine;

/// The folder on the C: drive.
const FOLDER: &str = "配布物";

/// What the zip files have besides what all have.
const PLATFORM: &[&str] = &[
    "COPYRIGHT-rust-library.txt",
    "bin/cplink.exe",
    "bin/cplink1.dll",
    "lib/cplink1.def",
    "lib/cplink1.lib",
    "lib/libcplink1.dll.a",
];

/// The same of relay-mock's.
const RELAY: &[&str] = &["COPYRIGHT-rust-library.txt", "bin/relay-mock.exe"];

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    package::run(&[])?;
    let nupkg = format!("CarePlanLink.{}.nupkg", release::VERSION);
    files::sums(&nupkg, &mut count)?;
    build_programs()?;
    let dir = scratch("ship-windows")?;
    let nuget = dir.join("nuget");
    unzip(&release::folder().join(nupkg), &nuget)?;
    let world = World::new(&dir)?;
    for target in Target::ALL {
        let wine = Wine::new(target, &dir)?;
        let outside = wine.drive().join(FOLDER);
        let package = unpacked(target, &outside)?;
        archive(target, &package, &nuget, &mut count)?;
        wheel(target, &dir, &mut count)?;
        cplink(&package, &wine, &mut count)?;
        relay_mock(target, &outside, &wine, &mut count)?;
        cpp(target, &outside, &package, &world, &wine, &mut count)?;
        if target == Target::X64 {
            first_hour::on_windows(&wine, &outside, &mut count)?;
            csharp(&nuget, &outside, &world, &wine, &mut count)?;
        }
    }
    Ok(count)
}

fn unpacked(target: Target, outside: &Path) -> Result<PathBuf, String> {
    let name = c_package::name(target.triple());
    for name in [&name, &relay_package::name(target.triple())] {
        unzip(&release::folder().join(format!("{name}.zip")), outside)?;
    }
    Ok(outside.join(name))
}

/// The zip file, and that the NuGet package has the same library and tells .NET Framework of it.
fn archive(target: Target, package: &Path, nuget: &Path, count: &mut Count) -> Result<(), String> {
    files::contents(package, PLATFORM, count)?;
    let dll = package.join("bin/cplink1.dll");
    if target == Target::X64 {
        files::size(target.triple(), count)?;
    }
    check_dll(target, &dll, count)?;
    files::no_paths(&dll, count)?;
    parts::check(package, target.triple(), library::compiled(target.triple())?, count)?;
    let runtime = format!("win-{}", target.name());
    let same = read(&nuget.join(format!("runtimes/{runtime}/native/cplink1.dll")))? == read(&dll)?;
    check(&format!("{runtime}: the NuGet package has the archive's library"), same, count);
    let path = format!(r"..\..\runtimes\{runtime}\native\cplink1.dll");
    let named = ["build", "buildTransitive"].map(|folder| {
        let text = fs::read_to_string(nuget.join(folder).join("net461/CarePlanLink.targets"));
        text.is_ok_and(|text| text.contains(&path))
    });
    check(&format!("{runtime}: its .targets name the library"), named == [true; 2], count);
    Ok(())
}

/// No Python runs here: that the wheel's library has every function that the module calls, and needs
/// Windows alone.
fn wheel(target: Target, dir: &Path, count: &mut Count) -> Result<(), String> {
    let platform = if target == Target::X64 { "win_amd64" } else { "win32" };
    let wheel = format!("cplink-{}-py3-none-{platform}.whl", release::VERSION);
    let unpacked = dir.join(platform);
    unzip(&release::folder().join(&wheel), &unpacked)?;
    let tables = tables(target, &unpacked.join("cplink/cplink_native.dll"))?;
    needs_windows_only(&wheel, &tables, count);
    let module = fs::read_to_string(unpacked.join("cplink/_native.py")).map_err(|error| format!("{wheel}: {error}"))?;
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let called = module.split("_UniffiLib.").skip(1).filter_map(|rest| rest.split(|letter| !is_part(letter)).next());
    let called: BTreeSet<String> = called.map(str::to_owned).collect();
    let lost: Vec<_> = called.difference(&tables.exports).collect();
    let name = format!("{wheel}: has the {} functions that its module calls, but for {lost:?}", called.len());
    check(&name, !called.is_empty() && lost.is_empty(), count);
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The command says its version and finds the fixture sound.
fn cplink(package: &Path, wine: &Wine, count: &mut Count) -> Result<(), String> {
    let program = package.join("bin/cplink.exe");
    step("cplink --version", wine.run(&program).arg("--version"), count)?;
    step("cplink check", wine.run(&program).arg("check").arg(root().join(SOUND_UNIT)), count)
}

/// The archive of relay-mock, and that the command runs.
fn relay_mock(target: Target, outside: &Path, wine: &Wine, count: &mut Count) -> Result<(), String> {
    let package = outside.join(relay_package::name(target.triple()));
    relay::contents(&package, RELAY, count)?;
    let program = package.join("bin/relay-mock.exe");
    files::no_paths(&program, count)?;
    parts::check(&package, target.triple(), library::compiled_relay(target.triple())?, count)?;
    step("relay-mock certify list", wine.run(&program).args(["certify", "list"]), count)
}

/// The example of the archive, linked with each of its libraries.
fn cpp(
    target: Target,
    outside: &Path,
    package: &Path,
    world: &World,
    wine: &Wine,
    count: &mut Count,
) -> Result<(), String> {
    copy(&package.join("bin/cplink1.dll"), outside)?;
    for library in ["libcplink1.dll.a", "cplink1.lib", "libcplink1.a"] {
        let program = outside.join(library).with_extension("exe");
        let mut gxx = Command::new(target.tool("g++-posix"));
        gxx.args(["-std=c++14", "-Wall", "-Wextra", "-Werror", "-O2", "-static", "-I"]).arg(package.join("include"));
        gxx.arg(package.join("examples/care_software.cpp")).arg("-o").arg(&program);
        must(gxx.arg(package.join("lib").join(library)).args(WINDOWS_LIBRARIES))?;
        let relay = world.relay(&format!("{library}-{}.d", target.name()))?;
        let name = format!("care_software, {library}, {}", target.name());
        step(&name, wine.run(&program).args(relay.arguments()), count)?;
    }
    Ok(())
}

/// The example with the package's assembly, and the libraries where its `.targets` puts them: in a folder
/// for each bitness, and none beside the program.
fn csharp(package: &Path, outside: &Path, world: &World, wine: &Wine, count: &mut Count) -> Result<(), String> {
    install(MONO)?;
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
