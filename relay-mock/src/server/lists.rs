//! `GET /v1/inbox` and `GET /v1/sent`: lists with a cursor.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use cplink::relay::cpx::wire::{InboxEntry, InboxPage, SentEntry, SentPage};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::answer::{Answer, Refusal};
use super::caller::CallerOffice;
use super::request::{Parsed, malformed};
use super::room::Seat;
use super::shared::{MAX_WAIT, PAGE, Shared};

#[derive(Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    after: String,
    #[serde(default)]
    wait: u64,
}

/// The farthest place there can be: that of a store that counts in `i64`.
const FARTHEST: u64 = i64::MAX as u64;

/// A cursor is the store and the place in the list, in a form that invites nobody to calculate with it.
fn cursor(store: u64, place: u64) -> String {
    format!("c{store:016x}{place:016x}")
}

/// The place of a cursor. One of another store, of before the relay's data were lost, is the beginning: to go on
/// behind its place would pass over messages.
fn place(cursor: &str, store: u64) -> Result<u64, Refusal> {
    if cursor.is_empty() {
        return Ok(0);
    }
    let number = |digits: &str| u64::from_str_radix(digits, 16).ok();
    let digits = cursor.strip_prefix('c').filter(|digits| digits.len() == 32 && digits.is_ascii());
    let read = digits.and_then(|digits| Some((number(&digits[..16])?, number(&digits[16..])?)));
    match read {
        Some((of, place)) if of == store && place <= FARTHEST => Ok(place),
        Some((of, _)) if of != store => Ok(0),
        _ => Err(malformed("not a cursor")),
    }
}

pub(super) async fn inbox(
    State(shared): State<Arc<Shared>>,
    caller: CallerOffice,
    Extension(seat): Extension<Seat>,
    query: Parsed<ListQuery>,
) -> Answer {
    let Ok(Query(ListQuery { after, wait })) = query else { return Err(malformed("query")) };
    let until = Instant::now() + Duration::from_secs(wait).min(MAX_WAIT);
    let (mut stopping, mut left) = (shared.stopping.clone(), seat.left());
    let office = &caller.0.office;
    let waiting = shared.news.wait_for(office);
    loop {
        // Listens before it looks, so that nothing slips through in between.
        let news = waiting.next();
        // A store that is emptied meanwhile is another: its places begin anew, and a cursor of before stays one of before.
        let store = shared.store.id();
        let after = place(&after, store)?;
        let page = shared.store.inbox(office, after, PAGE).await?;
        let waited = page.entries.is_empty() && Instant::now() < until;
        if waited && !*stopping.borrow() && !*left.borrow() {
            let _wait = seat.waiting();
            let either = async {
                tokio::select! {
                    () = news => {}
                    _ = stopping.wait_for(|stop| *stop) => {}
                    _ = left.wait_for(|left| *left) => {}
                }
            };
            let _ = timeout_at(until, either).await;
            if caller.0.agent.is_some() {
                caller.still(&shared).await?;
            }
            continue;
        }
        let mut entries = Vec::with_capacity(page.entries.len());
        for message in page.entries {
            // Whoever gets what an agent has signed needs the proof that it may.
            let accepted = match &message.agent {
                Some(_) => shared.store.receipts(message.id).await?.into_iter().next(),
                None => None,
            };
            entries.push(InboxEntry {
                cursor: cursor(store, message.place),
                id: message.id,
                from: message.sender,
                kind: message.kind,
                size: message.size,
                accepted_at: message.accepted_at,
                accepted,
            });
        }
        let page = InboxPage { entries, next: cursor(store, page.next) };
        return Ok(Json(page).into_response());
    }
}

pub(super) async fn sent(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    query: Parsed<ListQuery>,
) -> Answer {
    let Ok(Query(ListQuery { after, .. })) = query else { return Err(malformed("query")) };
    let store = shared.store.id();
    let after = place(&after, store)?;
    let page = shared.store.sent(&caller.office, after, PAGE).await?;
    let entries = page.entries.into_iter().map(|listed| SentEntry {
        id: listed.message.id,
        to: listed.message.receiver,
        kind: listed.message.kind,
        state: listed.message.state,
        accepted_at: listed.message.accepted_at,
        receipts: listed.receipts,
    });
    Ok(Json(SentPage { entries: entries.collect(), next: cursor(store, page.next) }).into_response())
}
