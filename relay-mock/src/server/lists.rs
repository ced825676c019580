//! `GET /v1/inbox` and `GET /v1/sent`: lists with a cursor.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use cplink::relay::cpx::wire::{InboxEntry, InboxPage, SentEntry, SentPage};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::answer::{Answer, Refusal};
use super::caller::CallerOffice;
use super::request::{Parsed, malformed};
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

/// A cursor is the place in the list, in a form that invites nobody to calculate with it.
fn cursor(place: u64) -> String {
    format!("c{place:016x}")
}

fn place(cursor: &str) -> Result<u64, Refusal> {
    if cursor.is_empty() {
        return Ok(0);
    }
    cursor
        .strip_prefix('c')
        .filter(|digits| digits.len() == 16)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .filter(|place| *place <= FARTHEST)
        .ok_or_else(|| malformed("not a cursor"))
}

pub(super) async fn inbox(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    query: Parsed<ListQuery>,
) -> Answer {
    let Ok(Query(ListQuery { after, wait })) = query else { return Err(malformed("query")) };
    let after = place(&after)?;
    let until = Instant::now() + Duration::from_secs(wait).min(MAX_WAIT);
    let mut stopping = shared.stopping.clone();
    let waiting = shared.news.wait_for(&caller);
    loop {
        // Listens before it looks, so that nothing slips through in between.
        let news = waiting.next();
        let page = shared.store.inbox(&caller, after, PAGE).await?;
        let waited = page.entries.is_empty() && Instant::now() < until;
        if waited && !*stopping.borrow() {
            let either = async {
                tokio::select! {
                    () = news => {}
                    _ = stopping.wait_for(|stop| *stop) => {}
                }
            };
            let _ = timeout_at(until, either).await;
            continue;
        }
        let entries = page.entries.into_iter().map(|message| InboxEntry {
            cursor: cursor(message.place),
            id: message.id,
            from: message.sender,
            kind: message.kind,
            size: message.size,
            accepted_at: message.accepted_at,
        });
        let page = InboxPage { entries: entries.collect(), next: cursor(page.next) };
        return Ok(Json(page).into_response());
    }
}

pub(super) async fn sent(
    State(shared): State<Arc<Shared>>,
    CallerOffice(caller): CallerOffice,
    query: Parsed<ListQuery>,
) -> Answer {
    let Ok(Query(ListQuery { after, .. })) = query else { return Err(malformed("query")) };
    let after = place(&after)?;
    let page = shared.store.sent(&caller, after, PAGE).await?;
    let entries = page.entries.into_iter().map(|listed| SentEntry {
        id: listed.message.id,
        to: listed.message.receiver,
        kind: listed.message.kind,
        state: listed.message.state,
        accepted_at: listed.message.accepted_at,
        receipts: listed.receipts,
    });
    Ok(Json(SentPage { entries: entries.collect(), next: cursor(page.next) }).into_response())
}
