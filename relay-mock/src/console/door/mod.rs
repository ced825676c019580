//! Who may come in. Every request but those for style and script passes here:
//!
//! 1. its `Host` is one that this console has, so that no other name leads here (DNS rebinding);
//! 2. it has a session, signed by this process; where a token is wanted, one that has shown it;
//! 3. a POST comes from a page of this console (`Origin`) and carries the session's token; its body is read here,
//!    within limits, and pages get it as [`Posted`].

mod guesses;
pub(super) mod headers;
mod host;
mod keeper;
mod pass;
mod posted;
mod session;
mod tell;

pub(super) use self::keeper::{Door, Shown};
pub(super) use self::pass::pass;
pub(super) use self::posted::{Posted, PostedFile};
pub(super) use self::session::Session;

/// The page where a token is shown.
pub(super) const ENTRANCE: &str = "/enter";
