//! The task runner: `cargo xtask gen` writes the generated files, `cargo xtask test` runs the tests,
//! `cargo xtask bench-border` measures what the border costs.

mod bench;
mod r#gen;
mod tests_run;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask gen [--check|python] | cargo xtask test [rust|fixtures|rows|c|cpp|csharp|python|windows|all] | \
     cargo xtask bench-border";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["gen"] => r#gen::write(),
        ["gen", "--check"] => r#gen::check(),
        ["gen", "python"] => tests_run::python::generate(),
        ["bench-border"] => bench::border::run(),
        ["test", suites @ ..] => tests_run::run(suites),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The checkout this program was built in.
fn root() -> std::path::PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
