//! What the programs `cplink` and `relay-mock` share on the command line: language, help, errors, exit codes
//! and files that are written whole or not at all.

mod exit;
mod fault;
mod help;
mod language;
mod program;
mod tell;
mod whole;

pub use exit::Exit;
pub use fault::{About, Expected, Fault};
pub use help::{Text, untold};
pub use language::Language;
pub use program::{Outcome, Program, Shared};
pub use tell::{finding_json, print, print_json};
pub use whole::{refuse_existing, write_folder, write_new};
