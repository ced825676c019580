//! `cargo xtask bench-border`: the cost of calls through the C ABI and UniFFI, as time ÷ the native time of the
//! same run.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::slip;
use crate::place::{root, target_folder};
use crate::test::world::{Relay, World};
use crate::toolchain::command::{cargo, must};
use crate::toolchain::dotnet::{DotNet, System};
use crate::toolchain::install::install;
use crate::toolchain::mono::{MONO, binding};
use crate::toolchain::native_module::native_module;

/// Rounds of reading, of sending, of loading. Of reading and loading the best of each counts: noise only ever adds. A
/// send waits for a relay and a disk: there the median of pairs counts.
const READS: usize = 15;
const SENDS: usize = 40;
const LOADS: usize = 31;

/// A program of `bindings/bench` while it runs.
struct Program {
    name: &'static str,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    best: u64,
    sum: String,
}

impl Program {
    fn start(name: &'static str, command: &mut Command, relay: &Relay) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{name}: {error}");
        let command = relay.tell(command).stdin(Stdio::piped()).stdout(Stdio::piped()).env_remove("LD_LIBRARY_PATH");
        let mut child = command.spawn().map_err(failed)?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (Some(input), Some(output)) = (input, output) else { return Err(format!("{name} has no pipes")) };
        Ok(Self { name, child, input, output: BufReader::new(output), best: u64::MAX, sum: String::new() })
    }

    fn ask(&mut self, line: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.name);
        self.input.write_all(format!("{line}\n").as_bytes()).map_err(failed)?;
        self.input.flush().map_err(failed)?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(failed)?;
        Ok(answer.trim().to_owned())
    }

    /// Reads once. The time is what the process was given on a processor, all threads together: the
    /// same clock for every language, and one that other programs do not disturb.
    fn read(&mut self) -> Result<(), String> {
        let before = self.processor_time()?;
        let answer = self.ask("read")?;
        if answer != "read" {
            return Err(format!("{} said {answer:?}", self.name));
        }
        self.best = self.best.min(self.processor_time()?.saturating_sub(before));
        self.sum = self.ask("sum")?;
        Ok(())
    }

    /// Sends once. The program prints the time.
    fn send(&mut self, serial: &str) -> Result<u64, String> {
        let answer = self.ask(&format!("send {serial}"))?;
        answer.parse().map_err(|_| format!("{} said {answer:?}", self.name))
    }

    fn processor_time(&self) -> Result<u64, String> {
        let folder = format!("/proc/{}/task", self.child.id());
        let failed = |error: std::io::Error| format!("{folder}: {error}");
        let mut time = 0;
        for thread in std::fs::read_dir(&folder).map_err(failed)? {
            let path = thread.map_err(failed)?.path().join("schedstat");
            // A thread may have ended since.
            let text = std::fs::read_to_string(path).unwrap_or_default();
            time += text.split(' ').next().and_then(|first| first.parse::<u64>().ok()).unwrap_or(0);
        }
        if time == 0 { Err(format!("{folder}: the kernel keeps no time")) } else { Ok(time) }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn run() -> Result<(), String> {
    install(&[("g++", &["g++"])])?;
    install(MONO)?;
    let release = target_folder().join("release");
    let folder = target_folder().join("bench-border");
    // What an earlier run left: its authority would not be replaced.
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    must(&mut cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        "cplink-ffi",
        "--package",
        "cplink-uniffi",
        "--package",
        "border-bench",
        "--package",
        "relay-mock",
    ]))?;
    let slip = folder.join("slip.csv");
    std::fs::write(&slip, slip::bytes()?).map_err(|error| format!("{}: {error}", slip.display()))?;
    let dotnet = DotNet::new(System::Linux)?;
    let library = folder.join("libcplink1.so");
    std::fs::copy(release.join("libcplink1.so"), &library).map_err(|error| error.to_string())?;
    let cpp = cpp(&folder)?;
    let csharp = csharp(&folder)?;
    let python = python(&folder, &release)?;

    let world = World::with_relay(&folder, release.join("relay-mock"))?;
    let data = folder.join("bench.d");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
    }
    let relay = world.relay("bench.d")?;
    let start = |name, command: &mut Command| Program::start(name, command.arg(&slip), &relay);
    let mut mono = Command::new("mono");
    let mut net = Command::new(dotnet.program());
    // Short runs: the second compilation would fall into some of the rounds.
    net.args(dotnet.arguments(&csharp)).env("DOTNET_TieredPGO", "0");
    let mut programs = vec![
        start("rust", &mut Command::new(release.join("border-bench")))?,
        start("cpp", &mut Command::new(cpp))?,
        start("csharp", &mut net)?,
        start("csharp_mono", mono.arg("-O=all").arg(&csharp).env("MONO_PATH", &folder))?,
        start(
            "python",
            Command::new("python3").arg(root().join("bindings/bench/border.py")).env("PYTHONPATH", &python),
        )?,
    ];
    for _ in 0..READS {
        programs.iter_mut().try_for_each(Program::read)?;
    }
    let native = programs[0].best;
    println!("native typed read of 60,000 rows: {:.1} ms", native as f64 / 1e6);
    if let Some(other) = programs.iter().find(|program| program.sum != programs[0].sum) {
        return Err(format!("{} has read other values: {} instead of {}", other.name, other.sum, programs[0].sum));
    }
    for program in &programs[1..] {
        ratio(program.name, program.best as f64 / native as f64);
    }
    send(&mut programs)?;
    let mut made_rows = Command::new("python3");
    must(made_rows.arg(root().join("bindings/bench/made_rows.py")).env("PYTHONPATH", &python))?;
    load(&folder, &library)
}

fn ratio(name: &str, value: f64) {
    println!("ratio {name} {value:.3}");
}

/// The same send in Rust and C#, each round a message of its own. What disturbs a round disturbs both, and whoever
/// begins has the other's traces on the disk before it: they take turns.
fn send(programs: &mut [Program]) -> Result<(), String> {
    let (mut ratios, mut native) = (Vec::new(), Vec::new());
    // The first sends of a program connect.
    for round in 0..=SENDS {
        let mut took = [0; 2];
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for who in order {
            took[who] = programs[[0, 2][who]].send(&format!("2025110409{round:02}{who:02}"))?;
        }
        if round > 0 {
            ratios.push(took[1] as f64 / took[0] as f64);
            native.push(took[0] as f64 / 1e6);
        }
    }
    println!("native send: {:.2} ms", median(&mut native));
    ratio("send_csharp", median(&mut ratios));
    Ok(())
}

/// The middle one; of an even count the mean of the two in the middle.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// Milliseconds that loading and a first call take longer than with an empty library.
fn load(folder: &Path, library: &Path) -> Result<(), String> {
    let (program, empty, source) = (folder.join("load"), folder.join("libempty.so"), folder.join("empty.c"));
    std::fs::write(&source, "int cpl_abi_check(void) { return 0; }\n").map_err(|error| error.to_string())?;
    must(Command::new("gcc").args(["-O2", "-shared", "-fPIC", "-o"]).arg(&empty).arg(&source))?;
    must(Command::new("gcc").args(["-O2", "bindings/bench/load.c", "-ldl", "-o"]).arg(&program))?;
    let mut best = [u64::MAX; 2];
    for _ in 0..LOADS {
        for (at, path) in [library, &empty].into_iter().enumerate() {
            let output = Command::new(&program).arg(path).arg("cpl_abi_check").output();
            let output = output.map_err(|error| format!("load: {error}"))?;
            let took = String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|_| "load has failed")?;
            best[at] = best[at].min(took);
        }
    }
    ratio("load_ms", best[0].saturating_sub(best[1]) as f64 / 1e6);
    Ok(())
}

fn cpp(folder: &Path) -> Result<PathBuf, String> {
    let program = folder.join("border-cpp");
    let mut command = Command::new("g++");
    command.args(["-std=c++17", "-O2", "-Iffi/include", "-Ibindings/cpp/include", "bindings/bench/border.cpp", "-o"]);
    command.arg(&program).arg("-L").arg(folder).arg("-lcplink1");
    must(command.arg(format!("-Wl,-rpath,{}", folder.display())))?;
    Ok(program)
}

fn csharp(folder: &Path) -> Result<PathBuf, String> {
    binding(&folder.join("CarePlanLink.dll"))?;
    let program = folder.join("Border.exe");
    let mut command = Command::new("mcs");
    command.args(["-optimize+", "bindings/bench/Border.cs"]);
    command.arg(format!("-reference:{}", folder.join("CarePlanLink.dll").display()));
    must(command.arg(format!("-out:{}", program.display())))?;
    Ok(program)
}

/// The package with its library, as an installed one.
fn python(folder: &Path, release: &Path) -> Result<PathBuf, String> {
    let place = folder.join("python");
    let package = place.join("cplink");
    std::fs::create_dir_all(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    let sources = std::fs::read_dir(root().join("bindings/python/cplink")).map_err(|error| error.to_string())?;
    let mut files: Vec<PathBuf> = sources.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "py"));
    files.push(release.join("libcplink_native.so"));
    // Behind the sources: a checkout may have an older one.
    files.push(native_module()?);
    for path in files {
        let name = path.file_name().ok_or("a file has no name")?;
        std::fs::copy(&path, package.join(name)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_what_half_the_rounds_are_below() {
        assert!((median(&mut [3.0, 1.0, 90.0]) - 3.0).abs() < f64::EPSILON);
        assert!((median(&mut [4.0, 1.0, 90.0, 2.0]) - 3.0).abs() < f64::EPSILON);
    }
}
