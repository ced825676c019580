//! CPX/1, our own relay protocol, over HTTPS: its wire types, its problems, its calls. Nothing outside this
//! folder names it but [`connect()`](super::connect()), and the relay at the other end.

mod calls;
mod day;
mod list;
mod problem;
mod problem_code;
mod transport;
pub mod wire;

pub use calls::HttpTransport;
pub use problem_code::ProblemCode;
