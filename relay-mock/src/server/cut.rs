//! A connection that a request may break: for faults on order.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio_rustls::server::TlsStream;

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// TCP RST.
    Reset,
    /// In order, with TLS close_notify.
    Close,
    /// In order for TCP, but without TLS close_notify.
    NoCloseNotify,
}

/// Breaks the connection that a request came by.
#[derive(Clone, Default)]
pub(super) struct Cut(Arc<Order>);

#[derive(Default)]
struct Order {
    ending: Mutex<Option<Ending>>,
    given: Notify,
}

impl Cut {
    /// Asks for the break.
    pub(super) fn order(&self, ending: Ending) {
        *self.0.ending.lock() = Some(ending);
        self.0.given.notify_one();
    }

    /// Asks for the break, and never comes back: the connection is gone.
    pub(super) async fn now<T>(&self, ending: Ending) -> T {
        self.order(ending);
        std::future::pending().await
    }

    /// Waits until somebody asks for the break.
    pub(super) async fn asked_for(&self) -> Ending {
        loop {
            self.0.given.notified().await;
            if let Some(ending) = *self.0.ending.lock() {
                return ending;
            }
        }
    }
}

/// Ends a connection; what is left to say goodbye to is given back.
pub(super) async fn end(tls: TlsStream<TcpStream>, ending: Ending) -> Option<TlsStream<TcpStream>> {
    match ending {
        Ending::Reset => {
            let _ = tls.get_ref().0.set_zero_linger();
            None
        }
        Ending::Close => Some(tls),
        Ending::NoCloseNotify => {
            let (mut tcp, _) = tls.into_inner();
            let _ = tcp.shutdown().await;
            super::linger::hear_out(&mut tcp).await;
            None
        }
    }
}
