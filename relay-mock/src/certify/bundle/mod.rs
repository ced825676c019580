//! A verdict with all that it rests on, in one signed file: opened with `unzip` and `openssl` alone.
//!
//! | part | what |
//! |---|---|
//! | `README.html` | how it is checked without this program |
//! | `not-proven.html` | what it does not prove |
//! | `index.html`, `forms-CASE.html` | the verdict and the forms, to read |
//! | `bundle.json` | who made it, when and of what; the files' names |
//! | `result.json`, `junit.xml` | the verdict for programs |
//! | `transcript.json` | the run: what was asked and answered, with the times |
//! | `expect.toml` | the known failures, where there are any |
//! | `authorities.pem` | the authorities of the signature |
//! | `CASE.STEP.NUMBER.NAME` | each file that was given or taken, and the receipts with their authority |
//!
//! Every other part follows from `bundle.json`, `transcript.json`, `expect.toml`, the files and the pack: [`verify`]
//! makes them anew and compares.

mod again;
mod checked;
mod codes;
mod contents;
mod fault;
mod key;
mod make;
mod receipts;
mod record;
mod verify;

pub use checked::{Checked, Mark, Told};
pub use codes::{is_alteration, is_certificate};
pub use contents::{BundleInput, Part, parts};
pub use fault::fault_of;
pub use key::{authorities_of, test_key};
pub use make::{LIMITS, Made, make};
pub use record::{BundleRecord, BundledFile, FORMAT, KeyOrigin};
pub use verify::verify;
