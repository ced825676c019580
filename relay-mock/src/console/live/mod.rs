//! Server-sent events, without data: `change` whenever the store or the faults may have changed, `traffic` whenever a
//! connection does something else. Pages then fetch themselves again, so what they show is right without script too.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::Frame;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Console;

/// At most so often: a month that is played in a second is a few events.
const PAUSE: Duration = Duration::from_millis(250);
/// So that a stream whose browser has gone away ends.
const BEAT: Duration = Duration::from_secs(15);

pub(super) async fn live(State(console): State<Arc<Console>>) -> Response {
    let (send, receive) = mpsc::channel(1);
    let mut changes = console.relay.store.changes();
    let mut moves = console.room.moves();
    let mut stopping = console.relay.stopping.clone();
    tokio::spawn(async move {
        let telling = async {
            // Tells the browser that the stream is there.
            let mut told = send.send("retry: 1000\n\n").await;
            while told.is_ok() {
                let next = async {
                    // What is rarer first, or it would have to wait for a pause of the other.
                    tokio::select! {
                        biased;
                        changed = changes.changed() => changed.map(|()| "event: change\ndata:\n\n"),
                        moved = moves.changed() => moved.map(|()| "event: traffic\ndata:\n\n"),
                    }
                };
                let next = match timeout_at(Instant::now() + BEAT, next).await {
                    Ok(Ok(event)) => event,
                    Ok(Err(_)) => return,
                    Err(_) => ":\n\n",
                };
                told = send.send(next).await;
                sleep_until(Instant::now() + PAUSE).await;
            }
        };
        tokio::select! {
            () = telling => {}
            _ = stopping.wait_for(|stop| *stop) => {}
            () = send.closed() => {}
        }
    });
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::new(Events(receive))).into_response()
}

struct Events(mpsc::Receiver<&'static str>);

impl http_body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(Bytes::from_static(event.as_bytes())))))
    }
}
