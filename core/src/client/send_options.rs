//! How to send.

use std::path::PathBuf;

/// How to send.
#[derive(Clone, Debug)]
pub struct SendOptions {
    pub(super) keep: PathBuf,
    pub(super) override_reason: Option<String>,
    pub(super) all_or_none: bool,
}

impl SendOptions {
    /// The container is kept in this folder as `<message id>.asice`: it is the evidence, and what a
    /// repeated call sends again. On Unix it is for its owner only (mode 0600, a new folder 0700); on Windows it has
    /// the rights that its folder hands down.
    pub fn new(keep: impl Into<PathBuf>) -> Self {
        Self { keep: keep.into(), override_reason: None, all_or_none: false }
    }

    /// Sends despite error-level findings. The reason goes into the signed message, where the
    /// receiver and an inspector can read it: do not put names of users into it.
    pub fn with_override(mut self, reason: impl Into<String>) -> Self {
        self.override_reason = Some(reason.into());
        self
    }

    /// Of many units ([`Client::send_all`](super::Client::send_all)) sends none where one of them cannot be sent for what it is: its findings,
    /// what the relay takes, the receiver's service types.
    pub fn with_all_or_none(mut self) -> Self {
        self.all_or_none = true;
        self
    }
}
