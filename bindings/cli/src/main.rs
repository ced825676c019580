//! The command `cplink`.

mod connect;
mod office_number;
mod settings;
mod shell;
mod texts;
mod verbs;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cplink_cli::{Outcome, Program, Shared};

use self::shell::Shell;

#[derive(Parser)]
#[command(name = "cplink", version)]
struct Cplink {
    #[command(flatten)]
    _shared: Shared,
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Check(verbs::check::Check),
    Convert(verbs::convert::Convert),
    Diff(verbs::diff::Diff),
    Print(verbs::print::Print),
    Verify(verbs::verify::Verify),
    Send(verbs::send::Send),
    Receive(verbs::receive::Receive),
    Ack(verbs::ack::Ack),
    Sent(verbs::sent::SentList),
    Recall(verbs::recall::Recall),
    Uploaded(verbs::uploaded::Uploaded),
    Office(verbs::office::Office),
    Doctor(verbs::doctor::Doctor),
    Mailbox(verbs::mailbox::MailboxVerb),
}

fn main() -> ExitCode {
    let program =
        Program { name: "cplink", texts: texts::TEXTS, more: settings::keys::table, exit: |_, fault| fault.exit() };
    program.run(|Cplink { json, verb, .. }, lang| run(verb, Shell { lang, json }))
}

fn run(verb: Verb, shell: Shell) -> Outcome {
    match verb {
        Verb::Check(check) => check.run(shell),
        Verb::Convert(convert) => convert.run(shell),
        Verb::Diff(diff) => diff.run(shell),
        Verb::Print(print) => print.run(shell),
        Verb::Verify(verify) => verify.run(shell),
        Verb::Send(send) => send.run(shell),
        Verb::Receive(receive) => receive.run(shell),
        Verb::Ack(ack) => ack.run(shell),
        Verb::Sent(sent) => sent.run(shell),
        Verb::Recall(recall) => recall.run(shell),
        Verb::Uploaded(uploaded) => uploaded.run(shell),
        Verb::Office(office) => office.run(shell),
        Verb::Doctor(doctor) => doctor.run(shell),
        Verb::Mailbox(mailbox) => mailbox.run(shell),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn every_command_and_argument_has_its_text_in_both_languages() {
        assert_eq!(cplink_cli::untold(super::Cplink::command(), super::texts::TEXTS), [""; 0]);
        for (key, ja, en) in super::texts::TEXTS {
            assert!(!ja.is_empty() && !en.is_empty(), "{key}");
            assert!(!ja.is_ascii() && en.is_ascii() || key.ends_with('#'), "{key}");
        }
    }
}
