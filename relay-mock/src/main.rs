//! The mock relay.
fn main() {}
