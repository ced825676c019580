//! A long answer as it is written: a few pieces of it are in memory, whatever its length.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Bytes of a piece.
const PIECE: usize = 64 << 10;
/// How long a browser may leave a piece unread.
const STALL: Duration = Duration::from_secs(60);

type Piece = io::Result<Bytes>;

/// What `write` writes, on a thread that may block. An error, or a reader that stands still, cuts the answer off, so
/// that nobody takes a part for the whole.
pub(crate) fn streamed(write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static) -> Body {
    let (send, receive) = mpsc::channel(2);
    let mut sink = Sink { send, handle: Handle::current(), waiting: Vec::new() };
    spawn_blocking(move || {
        let written = write(&mut sink).and_then(|()| sink.flush());
        if written.is_err() {
            let _ = sink.put(Err(io::ErrorKind::Other.into()));
        }
    });
    Body::new(Pieces(receive))
}

struct Sink {
    send: mpsc::Sender<Piece>,
    handle: Handle,
    waiting: Vec<u8>,
}

impl Sink {
    fn put(&self, piece: Piece) -> io::Result<()> {
        let sent = self.handle.block_on(async { timeout(STALL, self.send.send(piece)).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = std::mem::take(&mut self.waiting);
        self.put(Ok(piece.into()))
    }
}

struct Pieces(mpsc::Receiver<Piece>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
