//! What happens in a call: before it is done, on the way in and out, and in between.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cplink::relay::cpx::ProblemCode;
use http_body::Body as _;
use tokio::time::sleep;

use super::incoming::{Incoming, Tripped};
use super::outgoing::Outgoing;
use super::{list, twice};
use crate::server::answer::{RETRY_AFTER, Refusal};
use crate::server::caller::Caller;
use crate::server::cut::{Cut, Ending};
use crate::server::faults::{Armed, Call, Effect, Place, Seen};
use crate::server::shared::Shared;
use crate::store::StoreError;

/// Plays the faults of the script that this request meets. Without a script it is one look.
pub(in crate::server) async fn play(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if !shared.faults.are_on() {
        return next.run(request).await;
    }
    let Some(call) = Call::of(request.method().as_str(), request.uri().path()) else {
        return next.run(request).await;
    };
    let office = request.extensions().get::<Arc<Caller>>().map(|caller| caller.name()).unwrap_or_default();
    let armed = shared.faults.meet(Seen::Request(call, request.uri().path(), office));
    if armed.is_empty() {
        return next.run(request).await;
    }
    let cut = request.extensions().get::<Cut>().cloned().unwrap_or_default();
    Stage { shared, cut, call, armed }.play(request, next).await
}

/// A call with faults in it.
struct Stage {
    shared: Arc<Shared>,
    cut: Cut,
    call: Call,
    armed: Vec<Armed>,
}

impl Stage {
    async fn play(self, request: Request, next: Next) -> Response {
        let has_body = !request.body().is_end_stream();
        for armed in self.at(|at| at == Place::Before) {
            if armed.fire()
                && let Some(answer) = self.act(armed.effect).await
            {
                return if has_body { last(answer) } else { answer };
            }
        }
        let tripped = Tripped::default();
        let on_the_way_in: Vec<Armed> = self.at(|at| matches!(at, Place::RequestByte(_))).cloned().collect();
        let request = if on_the_way_in.is_empty() {
            request
        } else {
            request.map(|body| Incoming::body(body, on_the_way_in, tripped.clone(), self.shared.clock.clone()))
        };
        let mut answer = self.answer(request, next).await;
        if let Some(effect) = tripped.get() {
            // What the call says of the body that broke off, nobody hears.
            if let Some(instead) = self.act(effect).await {
                return last(instead);
            }
        }
        for armed in self.at(|at| at == Place::AfterCommit) {
            match armed.effect {
                Effect::Duplicate | Effect::Reorder => {
                    if self.call.lists() {
                        answer = list::changed(answer, armed).await;
                    }
                }
                effect => {
                    if armed.fire()
                        && let Some(instead) = self.act(effect).await
                    {
                        return instead;
                    }
                }
            }
        }
        let on_the_way_out: Vec<Armed> = self.at(|at| matches!(at, Place::AnswerByte(_))).cloned().collect();
        if on_the_way_out.is_empty() {
            answer
        } else {
            answer.map(|body| Outgoing::body(body, on_the_way_out, self.cut.clone()))
        }
    }

    /// The call itself, once or twice.
    async fn answer(&self, request: Request, next: Next) -> Response {
        let mut doubled = self.at(|at| at == Place::AfterCommit).filter(|armed| armed.effect == Effect::Duplicate);
        match doubled.next() {
            Some(armed) if self.call.changes() => twice::run(request, next, armed, self.shared.container_bytes).await,
            _ => next.run(request).await,
        }
    }

    fn at(&self, place: impl Fn(Place) -> bool) -> impl Iterator<Item = &Armed> {
        self.armed.iter().filter(move |armed| place(armed.at))
    }

    /// Does what is not done to a body. An answer is given instead of the call's own; where the connection ends, or
    /// nothing more is to come, this does not come back.
    async fn act(&self, effect: Effect) -> Option<Response> {
        match effect {
            Effect::Reset => self.cut.now(Ending::Reset).await,
            Effect::Close => self.cut.now(Ending::Close).await,
            Effect::NoCloseNotify => self.cut.now(Ending::NoCloseNotify).await,
            Effect::Stall => std::future::pending().await,
            Effect::Status(status) => Some(answer_of(status)),
            Effect::DiskFull => Some(Refusal::from(StoreError::Full).into_response()),
            Effect::Lock => Some(Refusal::from(ProblemCode::LoginLocked).into_response()),
            Effect::Delay(wait) => {
                sleep(wait).await;
                None
            }
            Effect::Clock(seconds) => {
                self.shared.clock.advance(seconds);
                None
            }
            _ => None,
        }
    }
}

/// An answer to a request whose body was not read: with it the connection ends, and says so.
fn last(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// What the relay itself says of its own state, or else what something on the way would say: a status alone.
fn answer_of(status: u16) -> Response {
    let own = [ProblemCode::Internal, ProblemCode::Unavailable, ProblemCode::StorageFull, ProblemCode::RequestTimeout];
    if let Some(code) = own.into_iter().find(|code| code.status() == status) {
        return Refusal::from(code).into_response();
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut answer = status.into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    answer
}
