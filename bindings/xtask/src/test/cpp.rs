//! The C++ wrapper and its examples, in every standard it promises, its headers, and what must not compile.

use std::path::Path;
use std::process::{Command, Stdio};

use super::certified::certified;
use super::count::{Count, check, program, step};
use super::first_hour;
use super::library::{Library, build, native};
use super::mailbox::{self, Host};
use super::readme::programs;
use super::scratch::scratch;
use super::world::World;
use crate::package::file::below;
use crate::place::{root, target_folder};
use crate::toolchain::command::{cargo_workspace, without_own_variables};
use crate::toolchain::install::packages;

const STANDARDS: &[&str] = &["14", "17", "20"];
/// As a compiler takes a source on a Japanese Windows: the file, and what is in quotes.
const AS_CP932: &[&str] = &["-finput-charset=CP932", "-fexec-charset=CP932"];
/// The feature that builds the bridge.
const BRIDGE: &str = "cplink-ffi/cxx";
/// Reads JSON in the product that is certified.
const JSON: &str = "nlohmann-json3-dev";
/// Probes of `must_not_compile.cpp`, besides 0, which must.
const PROBES: u32 = 7;

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("cpp")?;
    let hooked = build(&dir.join("hooked"), &["cplink-ffi/test-hooks"])?;
    let library = build(&dir.join("lib"), &[])?;
    let world = World::new(&dir)?;
    let mut variants: Vec<(String, Vec<String>)> =
        STANDARDS.iter().map(|standard| (format!("c++{standard}"), vec![format!("-std=c++{standard}")])).collect();
    let sanitize = ["-std=c++17", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    variants.push(("sanitized".to_owned(), sanitize.map(str::to_owned).to_vec()));
    for (variant, flags) in &variants {
        let flags: Vec<&str> = flags.iter().map(String::as_str).chain(["-Wpedantic", "-pthread"]).collect();
        let wrapper = dir.join(format!("wrapper-{variant}"));
        library.compile("g++", &flags, &["bindings/cpp/tests/wrapper.cpp"], &wrapper)?;
        let relay = world.relay(&format!("wrapper-{variant}.d"))?;
        program(&format!("wrapper, {variant}"), relay.tell(&mut native(&wrapper)), &mut count)?;
        let misuse = dir.join(format!("misuse-{variant}"));
        hooked.compile("g++", &flags, &["bindings/cpp/tests/misuse.cpp"], &misuse)?;
        let relay = world.relay(&format!("misuse-{variant}.d"))?;
        program(&format!("misuse, {variant}"), relay.tell(&mut native(&misuse)), &mut count)?;
        let forms = dir.join(format!("forms-{variant}"));
        library.compile("g++", &flags, &["bindings/cpp/tests/forms.cpp"], &forms)?;
        let relay = world.relay(&format!("forms-{variant}.d"))?;
        program(&format!("forms, {variant}"), relay.tell(&mut native(&forms)), &mut count)?;
        let interpret = dir.join(format!("interpret-{variant}"));
        library.compile("g++", &flags, &["bindings/cpp/tests/interpret.cpp"], &interpret)?;
        program(&format!("interpret, {variant}"), &mut native(&interpret), &mut count)?;
        for name in ["care_software", "rows_and_evidence"] {
            let example = dir.join(format!("{name}-{variant}"));
            library.compile("g++", &flags, &[&format!("bindings/cpp/examples/{name}.cpp")], &example)?;
            let relay = world.relay(&format!("{name}-{variant}.d"))?;
            let mut command = native(&example);
            step(&format!("{name}, {variant}"), command.args(relay.arguments()), &mut count)?;
        }
        let reach = dir.join(format!("reach-{variant}"));
        library.compile("g++", &flags, &["bindings/cpp/tests/reach.cpp"], &reach)?;
        program(&format!("reach, {variant}"), &mut native(&reach), &mut count)?;
    }
    mailbox_host(&dir, &library, |host| mailbox::short(&world, host, &mut count))?;
    product(&dir, &library, &mut count)?;
    headers_alone(&root().join("ffi/include"), &[], &mut count)?;
    headers_alone(&root().join("bindings/cpp/include"), &["-Iffi/include"], &mut count)?;
    let code_page = dir.join("code_page");
    let flags = [&["-std=c++14", "-Wpedantic"], AS_CP932].concat();
    library.compile("g++", &flags, &["bindings/cpp/tests/code_page.cpp"], &code_page)?;
    program("code_page", &mut native(&code_page), &mut count)?;
    for program in programs("cpp", "cpp", &dir)? {
        let mut command = Command::new("g++");
        command.args(["-std=c++14", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]);
        command.args(["-Iffi/include", "-Ibindings/cpp/include"]).arg(&program);
        step(&format!("{} compiles", program.display()), &mut command, &mut count)?;
    }
    probes(&mut count)?;
    from_source(&dir, &world, &mut count)?;
    first_hour::from_source(first_hour::CPP, &dir.join("first-hour"), str::to_owned, &mut count)?;
    Ok(count)
}

/// The host with a mailbox, compiled.
pub(crate) fn mailbox_host(
    dir: &Path,
    library: &Library,
    run: impl FnOnce(&Host<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let program = dir.join("mailbox");
    library.compile("g++", &["-std=c++17", "-Wpedantic"], &["bindings/cpp/examples/mailbox.cpp"], &program)?;
    run(&Host { name: "cpp", life: 400, start: &|| native(&program), read: &mailbox::plain })
}

/// The care software on the wrapper, certified.
fn product(dir: &Path, library: &Library, count: &mut Count) -> Result<(), String> {
    packages(&[JSON])?;
    let product = dir.join("product");
    let flags = ["-std=c++14", "-Wpedantic"];
    library.compile("g++", &flags, &["relay-mock/adapters/cplink/cpp/product.cpp"], &product)?;
    certified("the C++ wrapper", &native(&product), &dir.join("certified"), count)
}

/// The bridge, by the CMake project that runs cargo itself. The archive's project is in suite `ship`.
fn from_source(dir: &Path, world: &World, count: &mut Count) -> Result<(), String> {
    let mut lint = cargo_workspace("clippy");
    lint.args(["--features", BRIDGE, "--", "-D", "warnings"]);
    step("clippy of the bridge", &mut lint, count)?;
    let build = dir.join("source");
    let mut configure = Command::new("cmake");
    configure.args(["-S", "bindings/cpp/cmake/source", "-B"]).arg(&build).arg("-DCPLINK_CARGO_PROFILE=dev");
    // What the suites built is used again.
    configure.arg(format!("-DCPLINK_CARGO_TARGET={}", target_folder().display()));
    configure.arg(format!("-DCPLINK_CARGO_PACKAGES=--workspace;--lib;--features;{BRIDGE}"));
    step("CMake configures the project from source", &mut configure, count)?;
    let mut make = Command::new("cmake");
    without_own_variables(make.arg("--build").arg(&build));
    step("cargo and g++ build it", &mut make, count)?;
    let relay = world.relay("results.d")?;
    step("results, over the bridge", native(&build.join("results")).args(relay.arguments()), count)
}

/// Every header in a folder is ASCII and compiles by itself, in whichever code page a compiler reads it. `with`: where
/// headers are that it needs.
pub(super) fn headers_alone(folder: &Path, with: &[&str], count: &mut Count) -> Result<(), String> {
    for name in below(folder)? {
        let text = std::fs::read(folder.join(&name)).map_err(|error| format!("{name}: {error}"))?;
        check(&format!("{name} is ASCII"), text.is_ascii(), count);
        // These are parts of others.
        if name.contains("/base/") || name.contains("/detail/") {
            continue;
        }
        for charset in [&[] as &[&str], AS_CP932] {
            let mut command = Command::new("g++");
            command.args(["-std=c++14", "-Wall", "-Wextra", "-Werror", "-Wpedantic", "-fsyntax-only"]).args(charset);
            command.arg("-I").arg(folder).args(with).args(["-include", &name, "-x", "c++", "/dev/null"]);
            step(&format!("{name} compiles {}", charset.join(" ")), command.current_dir(root()), count)?;
        }
    }
    Ok(())
}

fn probes(count: &mut Count) -> Result<(), String> {
    for standard in STANDARDS {
        for probe in 0..=PROBES {
            let mut command = Command::new("g++");
            command.args(["-fsyntax-only", "-w", "-Iffi/include", "-Ibindings/cpp/include"]);
            command.arg(format!("-std=c++{standard}")).arg(format!("-DPROBE={probe}"));
            command.arg("bindings/cpp/tests/must_not_compile.cpp").stderr(Stdio::null()).current_dir(root());
            let compiles = command.status().map_err(|error| format!("g++: {error}"))?.success();
            if compiles == (probe == 0) {
                count.passed += 1;
            } else {
                check(&format!("probe {probe}, c++{standard}"), false, count);
            }
        }
    }
    Ok(())
}
