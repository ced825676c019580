//! A container on its way out: piece by piece from the store.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use cplink::relay::State;
use cplink::relay::cpx::ProblemCode;
use http_body::{Frame, SizeHint};
use tokio::sync::mpsc;

use super::answer::Refusal;
use super::caller::Identified;
use super::shared::Shared;
use crate::store::{self, PIECE, PickUp, StoredMessage};

/// How long a client may leave a piece unread.
const STALL: Duration = Duration::from_secs(60);

/// Bytes `first..=last` of a message, as [`stream`] gives them. Where they are in one piece, it is read and the
/// pick-up noted before anything is answered, so that a failure has an answer of its own; where they are in several,
/// room is made for the pick-up.
pub(crate) async fn body(
    shared: &Arc<Shared>,
    message: StoredMessage,
    first: u64,
    last: u64,
    pick_up: Option<Identified>,
) -> Result<Body, Refusal> {
    let n = last / PIECE as u64;
    if first / PIECE as u64 != n {
        if pick_up.is_some() && shared.store.reserve_pick_up(message.id).await? == PickUp::Gone {
            return Err(gone(shared, &message).await?);
        }
        return Ok(stream(Arc::clone(shared), message, first, last, pick_up));
    }
    match piece(shared, &message, n, pick_up.as_ref()).await? {
        Some(piece) => Ok(Body::from(cut(&piece, n, first, last))),
        None => Err(gone(shared, &message).await?),
    }
}

/// Why a message is gone.
async fn gone(shared: &Shared, message: &StoredMessage) -> store::Result<Refusal> {
    let now = shared.store.message(message.id).await?;
    let recalled = now.is_some_and(|message| message.state == State::Recalled);
    Ok(if recalled { ProblemCode::MessageRecalled } else { ProblemCode::MessageExpired }.into())
}

/// Bytes `first..=last` of a message. Where `pick_up`, the receiver's pick-up is on disk before the
/// last byte leaves: whoever has the whole message, the relay knows it.
///
/// Where the disk itself fills up behind the head, all that is left is to cut the connection: to note the pick-up
/// earlier would be to say what is not so. The next call is told, since the room is asked for before its head.
fn stream(shared: Arc<Shared>, message: StoredMessage, first: u64, last: u64, pick_up: Option<Identified>) -> Body {
    let (send, receive) = mpsc::channel(1);
    tokio::spawn(async move {
        let size = PIECE as u64;
        for n in first / size..=last / size {
            // Waits until the piece before is taken: a pick-up is not reported too early.
            let Ok(Ok(place)) = tokio::time::timeout(STALL, send.reserve()).await else { return };
            let final_piece = n == last / size;
            let picks_up = pick_up.as_ref().filter(|_| final_piece);
            let Ok(Some(piece)) = piece(&shared, &message, n, picks_up).await else {
                place.send(Err(std::io::Error::other("gone")));
                return;
            };
            place.send(Ok(cut(&piece, n, first, last)));
        }
    });
    Body::new(Pieces { receive, left: last - first + 1 })
}

/// What of piece `n` is in the bytes `first..=last` of the container.
fn cut(piece: &Bytes, n: u64, first: u64, last: u64) -> Bytes {
    let before = n * PIECE as u64;
    let begin = usize::try_from(first.saturating_sub(before)).unwrap_or(usize::MAX);
    let end = usize::try_from(last - before + 1).unwrap_or(usize::MAX);
    piece.slice(begin.min(piece.len())..end.min(piece.len()))
}

/// A piece of the container, and where it is the last one for the receiver, the pick-up noted of whoever calls for it;
/// `None` where the message is gone.
async fn piece(
    shared: &Arc<Shared>,
    message: &StoredMessage,
    n: u64,
    picks_up: Option<&Identified>,
) -> store::Result<Option<Bytes>> {
    let Some(piece) = shared.store.piece(message.id, n).await? else { return Ok(None) };
    if let Some(caller) = picks_up {
        let (signing, of, agent) = (Arc::clone(shared), message.clone(), caller.agent.clone());
        let sign =
            move |accepted: &[u8], link| signing.sealing.picked_up(&of, agent.clone(), accepted, link, (signing.now)());
        if shared.store.pick_up(message.id, sign).await? == PickUp::Gone {
            return Ok(None);
        }
    }
    Ok(Some(Bytes::from(piece)))
}

struct Pieces {
    receive: mpsc::Receiver<std::io::Result<Bytes>>,
    left: u64,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.receive.poll_recv(context).map(|piece| match piece {
            Some(Ok(piece)) => {
                self.left = self.left.saturating_sub(piece.len() as u64);
                Some(Ok(Frame::data(piece)))
            }
            Some(Err(error)) => Some(Err(error)),
            None => Some(Err(std::io::Error::other("cut short"))),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
