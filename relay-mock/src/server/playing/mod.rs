//! Faults on order, done to real connections, calls and bodies.

pub(super) mod handshake;
mod incoming;
mod list;
mod outgoing;
pub(super) mod request;
pub(super) mod revoke;
mod twice;
