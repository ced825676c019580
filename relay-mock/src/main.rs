//! The mock relay.

mod cli;

use std::process::ExitCode;

use clap::Parser;

/// The CPX/1 relay against which vendors build and certify.
#[derive(Parser)]
#[command(name = "relay-mock", version)]
enum Command {
    Serve(cli::serve::Serve),
}

fn main() -> ExitCode {
    let outcome = match Command::parse() {
        Command::Serve(serve) => serve.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("relay-mock: {error}");
        ExitCode::from(2)
    })
}
