//! What happens to a connection before its handshake.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::server::faults::{Effect, Faults, Seen};

/// How the handshake goes on.
pub(in crate::server) enum Handshake {
    /// As ever.
    Usual(TcpStream),
    /// With TLS 1.2 alone.
    Tls12(TcpStream),
    /// Not at all.
    Ended,
}

/// Plays what is due, once the client has said its first word: else it could be told of the end of a connection that
/// it has not begun to use.
pub(in crate::server) async fn play(faults: &Faults, mut tcp: TcpStream) -> Handshake {
    let mut tls12 = false;
    for armed in faults.meet(Seen::Connection) {
        if tcp.peek(&mut [0]).await.is_err() || !armed.fire() {
            continue;
        }
        match armed.effect {
            Effect::Reset => {
                let _ = tcp.set_zero_linger();
                return Handshake::Ended;
            }
            Effect::Close => {
                let _ = tcp.shutdown().await;
                crate::server::linger::hear_out(&mut tcp).await;
                return Handshake::Ended;
            }
            Effect::Stall => std::future::pending().await,
            Effect::Delay(wait) => sleep(wait).await,
            Effect::Tls12 => tls12 = true,
            _ => {}
        }
    }
    if tls12 { Handshake::Tls12(tcp) } else { Handshake::Usual(tcp) }
}
