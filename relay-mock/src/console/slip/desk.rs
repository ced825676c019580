//! What is at work for pages that read and draw.

use std::io::{self, Write};
use std::sync::Arc;

use axum::body::Body;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::streamed;

/// So many units are read at once: each takes memory and a thread, and the relay needs threads too.
const AT_ONCE: usize = 4;

/// The work broke off.
#[derive(Debug)]
pub(crate) struct Interrupted;

/// What is at work for pages that read and draw.
pub(crate) struct Desk {
    places: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let places = || Arc::new(Semaphore::new(AT_ONCE));
        Self { places: places(), streams: places() }
    }

    /// A long answer, written as its reader takes it. Readers keep no place of those who only look.
    pub(crate) async fn stream(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
    ) -> Result<Body, Interrupted> {
        let place = place(&self.streams).await?;
        Ok(streamed(move |out| {
            let _place = place;
            write(out)
        }))
    }

    /// Does what may block or take long.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Interrupted> {
        let place = place(&self.places).await?;
        let done = spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(|_| Interrupted)
    }
}

/// A place to work at, as soon as one is free.
async fn place(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Interrupted> {
    Arc::clone(places).acquire_owned().await.map_err(|_| Interrupted)
}
