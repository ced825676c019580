//! The console: the relay in a browser, in Japanese.
//!
//! | module | noun |
//! |---|---|
//! | `door` | who may come in, and what was sent along: every request passes it |
//! | `page` | the pages, a file each; their markup is in `templates/console/` |
//! | `listen` | connections, with TLS where other machines can reach them |
//! | `compose` | a message that is being written, and sending it |
//! | `slip` | the files of a unit as pages show them: forms, rows, JSON, findings |
//! | `live` | the stream of events that says *something has changed* |
//! | `runs` | the runs of certification in the console's folder |
//! | `assets` | style and script |
//!
//! Pages are made on the server and work without script. What changes something is a POST: the door has checked its
//! origin and its token before a page sees it, and answers none that it has not checked.

mod assets;
mod compose;
mod door;
mod listen;
mod live;
mod options;
mod page;
mod runs;
mod shared;
mod slip;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;

pub use self::options::ConsoleOptions;
pub(crate) use self::shared::Console;

use self::compose::Drafts;
use self::door::Door;
use self::runs::Runs;
use self::slip::{Desk, Inspections};
use crate::server::StartError;
use crate::server::room::Room;
use crate::server::shared::Shared;

/// TLS of a console, and the certificate whose names it has.
type Tls = (Arc<ServerConfig>, CertificateDer<'static>);

/// A console that listens, and is not served yet.
pub(crate) struct Bound {
    listener: TcpListener,
    addr: SocketAddr,
    options: ConsoleOptions,
    tls: Option<Tls>,
}

impl Bound {
    /// Listens. What others than this machine can reach needs a token, and TLS.
    pub(crate) fn new(options: ConsoleOptions, tls: Option<Tls>) -> Result<Self, StartError> {
        if !options.listen.ip().is_loopback() && (options.token.is_none() || tls.is_none()) {
            return Err(StartError::ConsoleToken);
        }
        let listener = TcpListener::bind(options.listen).map_err(StartError::Console)?;
        listener.set_nonblocking(true)?;
        Ok(Self { addr: listener.local_addr()?, listener, options, tls })
    }

    /// What a browser opens.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/", self.addr)
    }

    /// Serves until the relay stops, which listens at `relay_addr`.
    pub(crate) async fn serve(self, relay: Arc<Shared>, room: Room, relay_addr: SocketAddr) {
        let Self { listener, addr, options, tls } = self;
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        let (config, certificate) = tls.unzip();
        let Ok(door) = Door::new(&options, addr, certificate) else { return };
        let stopping = relay.stopping.clone();
        let runs = Runs::new(options.folder.join("runs"), relay.store.clone());
        let console = Arc::new(Console {
            relay,
            room,
            door,
            options,
            desk: Desk::new(),
            inspections: Inspections::new(),
            drafts: Drafts::new(),
            runs,
            addr: relay_addr,
        });
        listen::serve(listener, config, router(console), stopping).await;
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
