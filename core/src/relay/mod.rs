//! CPX/1, the relay protocol: its wire types, the [`Transport`] trait and the transport over HTTPS.
//!
//! The national wire protocol is not in our hands. This one is our own; another is plugged in by
//! implementing [`Transport`].

pub mod http;
mod problem;
mod problem_code;
mod state;
mod transport;
pub mod wire;

pub use problem_code::ProblemCode;
pub use state::State;
pub use transport::{Connection, Transport};
