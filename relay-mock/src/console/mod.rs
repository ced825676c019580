//! The console: the relay in a browser, in Japanese.
//!
//! | module | noun |
//! |---|---|
//! | [`door`] | who may come in, and what was sent along: every request passes it |
//! | [`page`] | the pages, a file each; their markup is in `templates/console/` |
//! | [`compose`] | a message that is being written, and sending it |
//! | [`slip`] | the files of a unit as pages show them: forms, rows, JSON, findings |
//! | [`live`] | the stream of events that says *something has changed* |
//! | [`assets`] | style and script |
//!
//! Pages are made on the server and work without script. What changes something is a POST: the door has checked its
//! origin and its token before a page sees it, and answers none that it has not checked.

mod assets;
mod compose;
mod door;
mod live;
mod options;
mod page;
mod slip;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;

pub use self::options::ConsoleOptions;

use self::compose::Drafts;
use self::door::Door;
use self::slip::{Desk, Inspections};
use crate::server::StartError;
use crate::server::room::Room;
use crate::server::shared::Shared;

/// What all pages share.
pub(crate) struct Console {
    relay: Arc<Shared>,
    /// The relay's connections.
    room: Room,
    door: Door,
    options: ConsoleOptions,
    desk: Desk,
    inspections: Inspections,
    drafts: Drafts,
    /// Where the relay listens.
    addr: SocketAddr,
}

/// Listens. What others than this machine can reach needs a token.
pub(crate) fn bind(options: &ConsoleOptions) -> Result<TcpListener, StartError> {
    if !options.listen.ip().is_loopback() && options.token.is_none() {
        return Err(StartError::ConsoleToken);
    }
    let listener = TcpListener::bind(options.listen)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until the relay stops.
///
/// `addr` is where the relay listens.
pub(crate) async fn serve(
    listener: TcpListener,
    options: ConsoleOptions,
    relay: Arc<Shared>,
    room: Room,
    addr: SocketAddr,
) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let Ok(own) = listener.local_addr() else { return };
    let mut stopping = relay.stopping.clone();
    let Ok(door) = Door::new(&options, own) else { return };
    let console = Arc::new(Console {
        relay,
        room,
        door,
        options,
        desk: Desk::new(),
        inspections: Inspections::new(),
        drafts: Drafts::new(),
        addr,
    });
    tokio::select! {
        _ = std::future::IntoFuture::into_future(axum::serve(listener, router(console))) => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
}

fn router(console: Arc<Console>) -> Router {
    Router::new()
        .merge(page::router())
        .route("/live", get(live::live))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&console), door::pass))
        .merge(assets::router())
        .with_state(console)
}
