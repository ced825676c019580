//! Other programs, which judge what we make.

use std::io;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

/// `ERROR_INTERNAL_ERROR`: a busy Wine could not start the program.
const NOT_STARTED: i32 = 1359;

/// What a program says. One that a busy Wine could not start, of which nothing ran, is started again.
///
/// # Errors
/// Where it cannot be started.
pub fn output(command: &mut Command) -> io::Result<Output> {
    for _ in 0..5 {
        match command.output() {
            Err(error) if cfg!(windows) && error.raw_os_error() == Some(NOT_STARTED) => {
                std::thread::sleep(Duration::from_millis(200));
            }
            done => return done,
        }
    }
    command.output()
}

/// Runs a program that the tests cannot do without in a folder: whether it succeeded, and what it said.
pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(program);
    // A Japanese file name needs a UTF-8 locale.
    command.args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8");
    let output = output(&mut command).unwrap_or_else(|error| panic!("{program} must be installed: {error}"));
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

/// What a program says that has to succeed.
pub fn must_run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let (ok, text) = run(folder, program, arguments);
    assert!(ok, "{program} {arguments:?}: {text}");
    text
}

/// openssl verifies a CMS signature, with authorities and further arguments.
pub fn cms_verify(folder: &Path, signature: &str, authorities: &str, further: &[&str]) {
    let arguments = ["cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-in", signature];
    must_run(folder, "openssl", &[&arguments[..], &["-CAfile", authorities], further].concat());
}
