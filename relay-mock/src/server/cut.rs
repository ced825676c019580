//! A connection that a request may break: for faults on order.

use std::sync::Arc;

use tokio::sync::Notify;

/// Breaks the connection that a request came by.
#[derive(Clone, Default)]
pub(super) struct Cut(Arc<Notify>);

impl Cut {
    /// Asks for the break, and never comes back: the connection is gone.
    pub(super) async fn now<T>(&self) -> T {
        self.0.notify_one();
        std::future::pending().await
    }

    /// Waits until somebody asks for the break.
    pub(super) async fn asked_for(&self) {
        self.0.notified().await;
    }
}
