//! Windows x64 and x86, built here and run under Wine: core's own tests, the C and C++ programs against a
//! relay on this machine, and C# on .NET 8.

mod i386;
mod library;
mod programs;
pub(super) mod shipped;
mod target;
mod toolchain;
mod wine;

use std::path::Path;

pub(crate) use self::library::{Library, build, definition, golden_exports, import_library};
use self::library::{TESTED, Tables};
use self::programs::Linked;
pub(crate) use self::programs::SYSTEM_LIBRARIES;
pub(crate) use self::target::Target;
pub(crate) use self::toolchain::{Toolchain, folder};
use self::wine::Wine;
use super::c::null_calls;
use super::count::{Count, cargo, must, program, step};
use super::csharp::assemblies;
use super::dotnet::{DotNet, System};
use super::native::scratch;
use super::rust::tests;
use super::ship::check;
use super::world::World;

/// The DLLs that every Windows has; ours may need no other.
const SYSTEM: &[&str] = &[
    "advapi32.dll",
    "api-ms-win-core-synch-l1-2-0.dll",
    "bcrypt.dll",
    "bcryptprimitives.dll",
    "crypt32.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ncrypt.dll",
    "ntdll.dll",
    "userenv.dll",
    "ws2_32.dll",
];

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("windows")?;
    must(&mut cargo(&["build", "--locked", "--package", "relay-mock"]))?;
    let world = World::new(&dir)?;
    for target in Target::ALL {
        let name = target.name();
        let wine = Wine::new(target, &dir)?;
        let library = build(target, &[], &dir.join(format!("lib-{name}")))?;
        tables(target, &library.dll(), &mut count)?;
        println!("core's tests on {name}, but for those of Linux's own: seal_memory, keys_pkcs11");
        let mut core = Toolchain::new(target)?.cargo("test");
        tests(wine.serve(core.args(TESTED).arg("--no-fail-fast")), &mut count)?;
        let hooked = build(target, &["cplink-ffi/test-hooks"], &dir.join(format!("hooked-{name}")))?;
        native_programs(&world, &wine, &library, &hooked, &mut count)?;
        if target == Target::X64 {
            csharp(&dir, &world, &wine, &library, &mut count)?;
        }
    }
    Ok(count)
}

/// A DLL exports what the list says, and needs Windows alone.
fn tables(target: Target, dll: &Path, count: &mut Count) -> Result<(), String> {
    let tables = library::tables(target, dll)?;
    let golden = golden_exports()?;
    let differ: Vec<&str> = tables.exports.symmetric_difference(&golden).map(String::as_str).collect();
    let name = target.name();
    check(&format!("{name}: exports are those of exports.txt, not {differ:?}"), differ.is_empty(), count);
    needs_windows_only(name, &tables, count);
    Ok(())
}

fn needs_windows_only(name: &str, tables: &Tables, count: &mut Count) {
    let foreign: Vec<&str> = tables.imports.iter().map(String::as_str).filter(|name| !SYSTEM.contains(name)).collect();
    check(&format!("{name}: needs DLLs of Windows, besides {foreign:?}"), foreign.is_empty(), count);
}

/// The C suite's programs, the C++ wrapper's tests and example, and what is Windows' own.
fn native_programs(
    world: &World,
    wine: &Wine,
    library: &Library,
    hooked: &Library,
    count: &mut Count,
) -> Result<(), String> {
    let target = library.target.name();
    let nulls = library.folder.join("nulls.c");
    std::fs::write(&nulls, null_calls()?).map_err(|error| format!("nulls.c: {error}"))?;
    let nulls = nulls.to_str().ok_or("the path is not UTF-8")?;
    let wrapper = "bindings/cpp/tests/wrapper.cpp";
    for (name, library, source, flags, linked) in [
        ("nulls", library, nulls, &[][..], Linked::Import),
        ("misuse", hooked, "ffi/tests/misuse.c", &["-DCPL_TEST_HOOKS"], Linked::Dll),
        ("month", library, "ffi/tests/month.c", &[], Linked::Import),
        ("month-static", library, "ffi/tests/month.c", &[], Linked::Static),
        ("wrapper", library, wrapper, &[], Linked::Import),
        ("wrapper-static", library, wrapper, &[], Linked::Static),
    ] {
        let path = library.compile(source, name, flags, linked)?;
        let relay = world.relay(&format!("{name}-{target}.d"))?;
        program(&format!("{name}, {target}"), relay.tell(&mut wine.run(&path)), count)?;
    }
    let example = library.compile("bindings/cpp/examples/care_software.cpp", "care_software", &[], Linked::Import)?;
    let relay = world.relay(&format!("care_software-{target}.d"))?;
    step(&format!("care_software, {target}"), wine.run(&example).args(relay.arguments()), count)?;
    let japanese = library.compile("bindings/cpp/tests/windows.cpp", "windows", &["-municode"], Linked::Import)?;
    let relay = world.relay(&format!("日本語のフォルダー-{target}.d"))?;
    program(&format!("windows, {target}"), wine.run(&japanese).args(relay.arguments()), count)
}

/// The C# tests and example on .NET 8, from a folder with a Japanese name.
fn csharp(dir: &Path, world: &World, wine: &Wine, library: &Library, count: &mut Count) -> Result<(), String> {
    let folder = dir.join("C#のテスト");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let dll = folder.join("cplink1.dll");
    std::fs::copy(library.dll(), &dll).map_err(|error| format!("{}: {error}", dll.display()))?;
    assemblies(&folder)?;
    let dotnet = DotNet::new(System::Windows)?;
    let net = |name: &str| {
        let mut command = wine.run(dotnet.program());
        command.args(dotnet.arguments(&folder.join(name)));
        command
    };
    let relay = world.relay("C#の月.d")?;
    program("C# tests, .NET 8, x64", relay.tell(&mut net("Tests.exe")), count)?;
    let relay = world.relay("C#の例.d")?;
    step("CareSoftware, .NET 8, x64", net("CareSoftware.exe").args(relay.arguments()), count)
}
