//! An end at which the last word still arrives.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// How long, and how much, a refused client may still talk before the connection is reset.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 16 * 1024 * 1024;

/// Says goodbye and listens on for a moment: with bytes of the client unread, the system would
/// reset the connection, and our last word could be lost with it.
pub(crate) async fn linger(mut io: impl AsyncRead + AsyncWrite + Unpin) {
    let _ = timeout(LINGER, async {
        let _ = io.shutdown().await;
        read_out(&mut io).await;
    })
    .await;
}

/// Listens on for a moment after the goodbye was said.
pub(super) async fn hear_out(io: &mut (impl AsyncRead + Unpin + ?Sized)) {
    let _ = timeout(LINGER, read_out(io)).await;
}

async fn read_out(io: &mut (impl AsyncRead + Unpin + ?Sized)) {
    let mut buffer = vec![0; 16 * 1024];
    let mut left = LINGER_BYTES;
    while let Ok(len @ 1..) = io.read(&mut buffer).await {
        match left.checked_sub(len) {
            Some(rest) => left = rest,
            None => break,
        }
    }
}
