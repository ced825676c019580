//! Windows x64 and x86, built here and run under Wine: core's own tests, the C and C++ programs against a
//! relay on this machine, C# on .NET 8, and the adapter in VBScript.

pub(super) mod dll;
mod library;
mod programs;
mod vbscript;

use std::path::Path;

use self::dll::check_dll;
use self::library::{Library, TESTED, build, compile};
use self::programs::Linked;
use super::c::null_calls;
use super::c::source::api;
use super::cargo_test::cargo_test;
use super::count::{Count, program, step};
use super::csharp::assemblies;
use super::library::build_programs;
use super::scratch::scratch;
use super::world::World;
use crate::toolchain::dotnet::{DotNet, System};
use crate::toolchain::windows::compiler::Compiler;
use crate::toolchain::windows::target::Target;
use crate::toolchain::windows::wine::Wine;

/// The feature that exports what only tests call.
const HOOKS: &str = "cplink-ffi/test-hooks";

/// Installs Wine and compilers, and builds for both targets.
pub(super) fn build_ahead() -> Result<(), String> {
    DotNet::new(System::Windows)?;
    for target in Target::ALL {
        Wine::install(target)?;
        compile(target, &[HOOKS])?;
        compile(target, &[])?;
    }
    Ok(())
}

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("windows")?;
    build_programs()?;
    let world = World::new(&dir)?;
    for target in Target::ALL {
        let name = target.name();
        let wine = Wine::new(target, &dir)?;
        let library = build(target, &[], &dir.join(format!("lib-{name}")))?;
        check_dll(target, &library.dll(), &mut count)?;
        println!("core's tests on {name}, but for those of Linux's own: seal_memory, receive_memory, keys_pkcs11");
        let mut core = Compiler::new(target)?.cargo("test");
        cargo_test(wine.serve(core.args(TESTED).arg("--no-fail-fast")), &mut count)?;
        let hooked = build(target, &[HOOKS], &dir.join(format!("hooked-{name}")))?;
        native_programs(&world, &wine, &library, &hooked, &mut count)?;
        if target == Target::X64 {
            vbscript::adapter(&dir, &wine, &mut count)?;
            csharp(&dir, &world, &wine, &library, &mut count)?;
        }
    }
    Ok(count)
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
    std::fs::write(&nulls, null_calls::program(&api()?)?).map_err(|error| format!("nulls.c: {error}"))?;
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
