//! The mock relay.

mod cli;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cplink_cli::{Program, Shared};

#[derive(Parser)]
#[command(name = "relay-mock", version)]
struct RelayMock {
    #[command(flatten)]
    _shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(cli::demo::Demo),
    Console(cli::console::Console),
    Serve(cli::serve::Serve),
    Office(cli::office::Offices),
    Pki(cli::pki::Pki),
    Certify(cli::certify::Certify),
}

fn main() -> ExitCode {
    let program =
        Program { name: "relay-mock", texts: cli::TEXTS, more: |_| String::new(), exit: cli::certify::exit_of };
    program.run(|RelayMock { command, .. }, lang| match command {
        Command::Demo(demo) => demo.run(lang),
        Command::Console(console) => console.run(lang),
        Command::Serve(serve) => serve.run(),
        Command::Office(offices) => offices.run(),
        Command::Pki(pki) => pki.run(),
        Command::Certify(certify) => certify.run(lang),
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn every_command_and_argument_has_its_text_in_both_languages() {
        assert_eq!(cplink_cli::untold(super::RelayMock::command(), super::cli::TEXTS), [""; 0]);
        for (key, ja, en) in super::cli::TEXTS {
            assert!(!ja.is_ascii() && !en.is_empty(), "{key}");
        }
    }
}
