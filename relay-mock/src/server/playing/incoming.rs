//! A request's body in which something happens.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use parking_lot::Mutex;
use tokio::time::{Sleep, sleep};

use crate::server::faults::{Armed, Effect};
use crate::server::set_clock::SetClock;

/// What has ended a body, if anything has.
#[derive(Clone, Default)]
pub(super) struct Tripped(Arc<Mutex<Option<Effect>>>);

impl Tripped {
    pub(super) fn get(&self) -> Option<Effect> {
        *self.0.lock()
    }
}

/// A body that breaks off, or waits, after so many bytes.
pub(super) struct Incoming {
    body: Body,
    /// What is due, the nearest last.
    armed: Vec<Armed>,
    tripped: Tripped,
    clock: SetClock,
    passed: u64,
    held: Option<Bytes>,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Incoming {
    pub(super) fn body(body: Body, mut armed: Vec<Armed>, tripped: Tripped, clock: SetClock) -> Body {
        armed.sort_by_key(|armed| std::cmp::Reverse(armed.at.bytes()));
        Body::new(Self { body, armed, tripped, clock, passed: 0, held: None, waiting: None })
    }

    /// Plays what is due here; whether the body ends with it.
    fn ends_here(&mut self) -> bool {
        while let Some(armed) = self.armed.pop_if(|armed| armed.at.bytes() <= self.passed) {
            if !armed.fire() {
                continue;
            }
            match armed.effect {
                Effect::Delay(wait) => {
                    self.waiting = Some(Box::pin(sleep(wait)));
                    return false;
                }
                Effect::Clock(seconds) => self.clock.advance(seconds),
                effect => {
                    *self.tripped.0.lock() = Some(effect);
                    return true;
                }
            }
        }
        false
    }

    /// As much of these bytes as may pass before the next thing happens.
    fn pass(&mut self, mut data: Bytes) -> Frame<Bytes> {
        if let Some(next) = self.armed.last() {
            let room = usize::try_from(next.at.bytes() - self.passed).unwrap_or(usize::MAX);
            if room < data.len() {
                self.held = Some(data.split_off(room));
            }
        }
        self.passed += data.len() as u64;
        Frame::data(data)
    }
}

impl http_body::Body for Incoming {
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
            if self.ends_here() {
                return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::other("a fault on order")))));
            }
            if self.waiting.is_some() {
                continue;
            }
            if let Some(held) = self.held.take() {
                return Poll::Ready(Some(Ok(self.pass(held))));
            }
            return match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => Poll::Ready(Some(Ok(match frame.into_data() {
                    Ok(data) => self.pass(data),
                    Err(frame) => frame,
                }))),
                other => Poll::Ready(other),
            };
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
