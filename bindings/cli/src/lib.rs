//! What the programs `cplink` and `relay-mock` share on the command line: language, help, errors, exit codes
//! and files that are written whole or not at all.

mod exit;
mod fault;
mod help;
mod language;
mod program;
mod tell;
pub mod values;
mod whole;

pub use exit::Exit;
pub use fault::{About, Expected, Fault};
pub use help::{Text, untold};
pub use language::Language;
pub use program::{Outcome, Program, Shared};
pub use tell::{json_text, print, print_error, print_json, print_json_list, print_to_reader};
pub use whole::{Prepared, keep_first, prepare, refuse_existing, write_folder, write_new, write_streamed};
