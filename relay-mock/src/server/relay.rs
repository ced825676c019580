//! Starting and stopping a relay.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;

use super::calls::Calls;
use super::faults::Faults;
use super::news::News;
use super::options::{RelayOptions, StartError};
use super::room::Room;
use super::sealing::Sealing;
use super::set_clock::SetClock;
use super::shared::Shared;
use super::spool::Spool;
use super::{accept, control, expiry, tls};
use crate::console::{Bound, ConsoleOptions};
use crate::store::sqlite::SqliteStore;
use crate::store::{AsyncStore, Store, StoreError};

/// Threads that may block: for readers, for checking containers, and one for changes.
const BLOCKING: usize = 17;
/// How long threads that block have to end when the relay stops.
const LAST: Duration = Duration::from_secs(5);

/// The relay.
pub struct Relay;

impl Relay {
    /// Starts a relay on the SQLite store of its data folder, on a runtime and threads of its own.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(options: RelayOptions) -> Result<Running, StartError> {
        let store = SqliteStore::open(&options.data, options.max_store_bytes)?;
        Self::start_with(options, Arc::new(store))
    }

    /// As [`Relay::start`], on any store. The data folder is only this relay's spool.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start_with(options: RelayOptions, store: Arc<dyn Store>) -> Result<Running, StartError> {
        let claim = store.claim()?.ok_or(StartError::InUse)?;
        let spool = Spool::open(options.data.join("spool")).map_err(StoreError::from)?;
        let listener = std::net::TcpListener::bind(options.listen)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let sealing = Sealing::new(&options)?;
        let tls = tls::Configs::new(&options, sealing.trust.profile())?;
        let keep = time::Duration::days(options.keep_days.into());
        let control = options.control.map(control::bind).transpose()?;
        let control_addr = control.as_ref().map(|listener| listener.local_addr()).transpose()?;
        let console = options.console.as_ref().map(|own| console_of(own, &options)).transpose()?;
        let console_url = console.as_ref().map(Bound::url);
        let set_clock = SetClock::default();
        let set = set_clock.clone();
        let clock = set_clock.clock(options.now);
        let now = Arc::clone(&clock);
        let door = AsyncStore::new(
            Arc::clone(&store),
            Arc::new(move || now().checked_sub(keep).unwrap_or(OffsetDateTime::UNIX_EPOCH)),
        );
        let shared = Arc::new(Shared {
            store: door.clone(),
            spool,
            sealing,
            now: clock,
            clock: set_clock,
            faults: options.faults,
            container_bytes: options.container_bytes,
            keep_days: options.keep_days,
            verbose: options.verbose,
            judging: options.judging,
            news: News::default(),
            calls: Calls::default(),
            stopping,
        });
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(BLOCKING)
            .thread_name("relay")
            .enable_all()
            .build()?;
        // A thread of its own: what pages look up there keeps no call waiting.
        let own = console
            .is_some()
            .then(|| Builder::new_current_thread().max_blocking_threads(BLOCKING).enable_all().build());
        let own = own.transpose()?;
        let handle = runtime.handle().clone();
        let rooms = Room::default();
        let room = rooms.clone();
        let expiring = door.clone();
        let thread = std::thread::Builder::new().name("relay".to_owned()).spawn(move || {
            runtime.spawn(expiry::run(expiring));
            runtime.spawn(tell_faults(shared.faults.clone(), shared.store.clone()));
            if let Some(listener) = control {
                runtime.spawn(control::serve(listener, Arc::clone(&shared)));
            }
            let console = console.zip(own).map(|(console, own)| {
                let serving = console.serve(Arc::clone(&shared), room.clone(), addr);
                std::thread::spawn(move || {
                    own.block_on(serving);
                    own.shutdown_timeout(LAST);
                })
            });
            runtime.block_on(accept::serve(listener, tls, room, shared));
            runtime.shutdown_timeout(LAST);
            // It ends by the same word; a panic in it was told by itself.
            let _ = console.map(JoinHandle::join);
            drop(claim);
        })?;
        Ok(Running {
            addr,
            control_addr,
            console_url,
            store,
            door,
            clock: set,
            rooms,
            runtime: handle,
            stop,
            thread: Some(thread),
        })
    }
}

/// A console that listens: with TLS by the relay's certificate where other machines can reach it.
fn console_of(own: &ConsoleOptions, options: &RelayOptions) -> Result<Bound, StartError> {
    if own.listen.ip().is_loopback() {
        return Bound::new(own.clone(), None);
    }
    let certificate = options.server_chain.first().ok_or_else(|| StartError::Tls("no certificate".to_owned()))?;
    Bound::new(own.clone(), Some((tls::of_console(options)?, certificate.clone())))
}

/// Whoever watches the store hears of faults too.
async fn tell_faults(faults: Faults, store: AsyncStore) {
    let mut changes = faults.changes();
    while changes.changed().await.is_ok() {
        store.touch();
    }
}

/// A relay at work. Dropping it stops it.
pub struct Running {
    addr: SocketAddr,
    control_addr: Option<SocketAddr>,
    console_url: Option<String>,
    store: Arc<dyn Store>,
    door: AsyncStore,
    clock: SetClock,
    rooms: Room,
    runtime: Handle,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("https://{}", self.addr)
    }

    /// Where a harness may steer it, if it may.
    pub fn control_url(&self) -> Option<String> {
        self.control_addr.map(|addr| format!("http://{addr}"))
    }

    /// Where a browser finds its console, if it has one.
    pub fn console_url(&self) -> Option<String> {
        self.console_url.clone()
    }

    /// Its store, to fill the directory.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Sets its clock back to the one of its options, whatever a script of faults has done to it.
    pub fn reset_clock(&self) {
        self.clock.set_ahead(time::Duration::ZERO);
    }

    /// Ends the connections of an office, once the requests on them are done: its next request begins with a handshake.
    pub fn hang_up(&self, office: &str) {
        self.rooms.turn_out(office);
    }

    /// Lets go now of all messages past their time, as the relay does by itself every minute: for tests
    /// that let time pass. Not to be called from async code.
    ///
    /// # Errors
    /// The store failed.
    pub fn expire(&self) -> Result<(), StoreError> {
        self.runtime.block_on(self.door.expire())
    }

    /// Stops it: running requests are ended, what was accepted stays.
    pub fn shutdown(mut self) {
        self.stop_now();
    }

    fn stop_now(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop_now();
    }
}
