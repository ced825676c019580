//! A message that is being written: who sends it to whom, its files, and what became of sending it. It is sent as any
//! office's own software would do it: sealed with a test key, by the library's client, over TLS.

mod draft;
mod drafts;
mod keys;
mod send;

pub(super) use draft::{Draft, Stage, Written};
pub(super) use drafts::Drafts;
pub(super) use keys::{TestKey, keys};
pub(super) use send::send;
