//! Faults on order: what a script says, when each of its faults is due, and what was played.
//!
//! The form of a script is described in `relay-mock/faults/README.md`. How a fault is done to a connection is in
//! `server::playing`.

mod call;
mod chance;
mod effect;
mod error;
mod fault;
mod library;
mod limits;
mod loaded;
mod place;
mod plan;
mod problem;
mod read;
mod script;
mod told;
mod values;
mod when;
mod words;

pub use call::{Call, Calls};
pub use effect::Effect;
pub use error::ScriptError;
pub use fault::Fault;
pub use library::{script_names, script_text};
pub use loaded::Faults;
pub(crate) use loaded::Seen;
pub use place::Place;
pub(crate) use plan::Armed;
pub use problem::Problem;
pub use script::Script;
pub use told::{Fired, Told, ToldFault};
pub use when::When;
pub(crate) use words::{call_ja, span_ja};
