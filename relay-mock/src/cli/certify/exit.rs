//! The exit codes of `certify`, which are its own: a build server must tell a failure from a set-up that is wrong.

use std::ffi::OsString;

use cplink::Code;
use cplink_cli::{Exit, Fault};

/// How a command of this program that could not do its work ends: of `certify` with 3, the set-up, or 4, a fault of
/// ours; of the others as ever.
pub(crate) fn exit_of(arguments: &[OsString], fault: &Fault) -> Exit {
    let mut words = arguments.iter().skip(1);
    let verb = loop {
        match words.next().map(|word| word.to_string_lossy()) {
            Some(word) if word == "--lang" => drop(words.next()),
            Some(word) if word.starts_with('-') => {}
            word => break word,
        }
    };
    match verb.as_deref() {
        Some("certify") if fault.code() == Code::Bug => Exit::Own(4),
        Some("certify") => Exit::Own(3),
        _ => fault.exit(),
    }
}
