//! What the tests of several crates share. For tests only: what fails here panics, and fails the test.
//!
//! | module | what a test finds there |
//! |---|---|
//! | [`fixtures`] | the files of `spec-fixtures`, and findings as they are described there |
//! | [`world`] | a certificate authority, two offices and a relay's key |
//! | [`mod@office`] | office numbers, and certificates whose RSA keys are not made anew |
//! | [`key_file`] | key files as openssl writes them |
//! | [`mod@message`] | a message, its parts, sealing and opening it |
//! | [`receipts`] | a month's messages and receipts, as a relay leaves them with the sending office |
//! | [`zip`] | containers taken apart and forged |
//! | [`relay`] | a running relay on the loopback |
//! | [`stamps`] | a time stamp authority on the loopback |
//! | [`program`] | openssl, unzip, python3 |
//! | [`clock`] | now, earlier and later, and waiting for what will happen |
//! | [`random`] | numbers that are the same on every run |
//! | [`trickle`] | a stream that gives few bytes at a time |
//!
//! What nearly every test needs is at the top, too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod clock;
pub mod fixtures;
pub mod key_file;
pub mod message;
pub mod office;
pub mod program;
pub mod random;
pub mod receipts;
pub mod relay;
pub mod stamps;
pub mod trickle;
pub mod world;
pub mod zip;

pub use clock::{earlier, later, now, wait_until};
pub use message::{draft, id, letter, message, open_bytes, parts, seal};
pub use office::{RECEIVER, SENDER, STRANGER, office};
pub use program::{cms_verify, must_run, run};
pub use world::{World, pki, signer, trust};
pub use zip::{Forged, forge, take_apart};

/// The code with which a call was refused.
///
/// # Panics
/// The call was not refused.
pub fn code<T>(result: cplink::Result<T>) -> cplink::Code {
    match result {
        Ok(_) => panic!("accepted what must be refused"),
        Err(error) => error.code(),
    }
}
