//! The mock relay.

mod cli;

use std::process::ExitCode;

use clap::Parser;

/// The CPX/1 relay against which vendors build and certify.
#[derive(Parser)]
#[command(name = "relay-mock", version)]
enum Command {
    Demo(cli::demo::Demo),
    Serve(cli::serve::Serve),
    Office(cli::office::Offices),
    Pki(cli::pki::Pki),
    Check(cli::check::Check),
    Verify(cli::verify::Verify),
}

fn main() -> ExitCode {
    let outcome = match Command::parse() {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Office(offices) => offices.run(),
        Command::Pki(pki) => pki.run(),
        Command::Check(check) => check.run(),
        Command::Verify(verify) => verify.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("relay-mock: {error}");
        ExitCode::from(2)
    })
}
