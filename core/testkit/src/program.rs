//! Other programs, which judge what we make.

use std::path::Path;
use std::process::Command;

/// Runs a program that the tests cannot do without in a folder: whether it succeeded, and what it said.
pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        // A Japanese file name needs a UTF-8 locale.
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|error| panic!("{program} must be installed: {error}"));
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
