//! The task runner: one program that generates, builds, tests, proves and packages every language.

mod bench;
mod r#gen;
mod layers;
mod package;
mod place;
mod proof;
mod test;
mod toolchain;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND
  gen [--check]              write the generated files, or compare them with their tables
  layers                     check that no file imports from a later layer or in a circle
  gen python                 write the generated module of the Python package into the checkout, to work on it there
  test [SUITE…|all]          run the named suites, or all
  test quick                 at most five minutes where all was built before: format, clippy, Rust tests, generated
                             files, layers, fixtures, and of the C border exports, NULL and the month
  proof NAME [COUNT] [SEED]  run a long proof
  dist [TARGET…]             build what is shipped, into target/dist
  bench-border               the cost of calls through the C ABI, as time ÷ native time
  bench-peers                our converter compared with pandas, papaparse and others";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["test", suites @ ..] => return shown(test::run(suites)),
        ["gen"] => r#gen::write(),
        ["gen", "--check"] => r#gen::check(),
        ["gen", "python"] => test::python::generate(),
        ["layers"] => layers::run(),
        ["dist", targets @ ..] => package::run(targets),
        ["bench-border"] => bench::border::run(),
        ["build-ahead", suite] => test::build_ahead(suite),
        ["proof", arguments @ ..] => proof::run(arguments),
        ["bench-peers"] => bench::peers::run(),
        _ => Err(USAGE.to_owned()),
    };
    shown(done.map(|()| ExitCode::SUCCESS))
}

fn shown(done: Result<ExitCode, String>) -> ExitCode {
    done.unwrap_or_else(|message| {
        eprintln!("{message}");
        ExitCode::FAILURE
    })
}
