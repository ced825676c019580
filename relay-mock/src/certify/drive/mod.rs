//! The products: each driver does the same requests and leaves the same records.

mod driver;
mod exchange;
mod program;
mod request;
mod running;
mod tail;

pub use driver::{Driver, Reply};
pub use exchange::{Exchange, MAX_FILES, MAX_TOTAL};
pub use program::Program;
pub use request::{answer, hello, profile, request, reset};
