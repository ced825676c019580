//! An answer's body in which something happens.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::server::cut::{Cut, Ending};
use crate::server::faults::{Armed, Effect};

/// The time that what was said before has to leave.
const LEAVE: Duration = Duration::from_millis(100);

/// A body that ends, waits or is changed after so many bytes.
pub(super) struct Outgoing {
    body: Body,
    /// What is due, the nearest last.
    armed: Vec<Armed>,
    cut: Cut,
    passed: u64,
    held: Option<Bytes>,
    waiting: Option<Pin<Box<Sleep>>>,
    /// How it ends, once nothing more is to come; nothing where it only goes silent.
    over: Option<Option<Ending>>,
}

impl Outgoing {
    pub(super) fn body(body: Body, mut armed: Vec<Armed>, cut: Cut) -> Body {
        armed.sort_by_key(|armed| std::cmp::Reverse(armed.at.bytes()));
        Body::new(Self { body, armed, cut, passed: 0, held: None, waiting: None, over: None })
    }

    /// What of these bytes goes out now; none where something happens first. The rest is held.
    fn pass(&mut self, mut data: Bytes) -> Option<Bytes> {
        while let Some(armed) = self.armed.pop_if(|armed| armed.at.bytes() <= self.passed) {
            if !armed.fire() {
                continue;
            }
            match armed.effect {
                Effect::Flip => data = flipped(&data),
                Effect::Delay(wait) => return self.hold(data, wait),
                Effect::Stall => self.over = Some(None),
                Effect::Reset => self.over = Some(Some(Ending::Reset)),
                Effect::NoCloseNotify => self.over = Some(Some(Ending::NoCloseNotify)),
                _ => self.over = Some(Some(Ending::Close)),
            }
            if self.over.is_some() {
                return self.hold(Bytes::new(), LEAVE);
            }
        }
        if let Some(next) = self.armed.last() {
            let room = usize::try_from(next.at.bytes() - self.passed).unwrap_or(usize::MAX);
            if room < data.len() {
                self.held = Some(data.split_off(room));
            }
        }
        self.passed += data.len() as u64;
        Some(data)
    }

    fn hold(&mut self, data: Bytes, wait: Duration) -> Option<Bytes> {
        self.held = Some(data);
        self.waiting = Some(Box::pin(sleep(wait)));
        None
    }
}

/// The bytes with a bit of the first another.
fn flipped(data: &Bytes) -> Bytes {
    let mut data = BytesMut::from(&data[..]);
    if let Some(first) = data.first_mut() {
        *first ^= 1;
    }
    data.freeze()
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        loop {
            if let Some(waiting) = &mut self.waiting {
                ready!(waiting.as_mut().poll(context));
                self.waiting = None;
            }
            if let Some(ending) = self.over {
                if let Some(ending) = ending {
                    self.cut.order(ending);
                }
                return Poll::Pending;
            }
            let data = match self.held.take() {
                Some(held) => held,
                None => match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) => data,
                        Err(frame) => return Poll::Ready(Some(Ok(frame))),
                    },
                    other => return Poll::Ready(other),
                },
            };
            // Nothing happens behind the last byte.
            if data.is_empty() {
                continue;
            }
            if let Some(data) = self.pass(data) {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::new();
        let held = self.held.as_ref().map_or(0, Bytes::len) as u64;
        let inner = self.body.size_hint();
        hint.set_lower(inner.lower() + held);
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper + held);
        }
        hint
    }
}
