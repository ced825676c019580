//! CPX/1, the relay protocol.
