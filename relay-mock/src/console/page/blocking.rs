//! Work for a page that blocks.

use super::refused::Refused;

/// Work that reads and writes files, or draws, away from the workers.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Refused::interrupted()))
}
