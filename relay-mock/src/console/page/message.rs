//! 経過: what became of a message, with its receipts; its container and its receipts as files.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use cplink::relay::State;
use cplink::relay::cpx::wire::{CONTAINER_TYPE, RECEIPT_TYPE};
use cplink::seal::{MessageId, ReceiptKind};
use tokio::task::spawn_blocking;

use super::super::Console;
use super::super::door::Session;
use super::super::slip::real::text_looks_real;
use super::named::Named;
use super::receipt::{self, Shown};
use super::{Answer, Here, Layout, Refused, html, words};
use crate::server::content;
use crate::store::{StoreError, StoredMessage};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/messages/{id}", get(show))
        .route("/messages/{id}/container", get(container))
        .route("/messages/{id}/receipts/{n}", get(der))
}

/// A step in a message's life.
struct Event {
    name: &'static str,
    /// Of its mark: `done`, `bad`, or nothing where it has not come.
    tone: &'static str,
    /// When; empty where it has not come, or nobody noted it.
    at: String,
    says: String,
}

#[derive(Template)]
#[template(path = "console/message.html")]
struct Page<'a> {
    layout: Layout,
    id: String,
    tab: &'static str,
    message: &'a StoredMessage,
    from: Named<'a>,
    to: Named<'a>,
    /// Until when the container is kept.
    until: String,
    events: Vec<Event>,
    receipts: Vec<Shown>,
}

impl Page<'_> {
    fn all_hold(&self) -> bool {
        self.receipts.iter().all(Shown::holds)
    }
}

async fn show(
    Shared(console): Shared<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    let id = parse(&id)?;
    let look = move |store: &dyn crate::store::Store, kept_since| {
        let Some(message) = store.message(&id, kept_since)? else { return Ok(None) };
        let near = receipt::near(store, &message, kept_since)?;
        Ok(Some((store.receipts(&id)?, near, store.office_names()?, message)))
    };
    let (ders, near, names, message) = console.relay.store.read(look).await?.ok_or_else(none)?;
    let relay = Arc::clone(&console.relay);
    let of = message.clone();
    let verify = move || receipt::verified(&ders, &of, &near, &relay.sealing.trust, (relay.now)());
    let receipts = spawn_blocking(verify).await.map_err(|_| Refused::from(StoreError::Interrupted))?;
    let until = message.accepted_at + time::Duration::days(console.relay.keep_days.into());
    let until = words::moment(until);
    let mut layout = Layout::new(&session, Here::Elsewhere, "メッセージの経過");
    layout.looks_real = text_looks_real(&message.subject);
    let page = Page {
        layout,
        id: id.to_string(),
        tab: "events",
        from: Named::of(&names, &message.sender),
        to: Named::of(&names, &message.receiver),
        events: events(&message, &receipts, &until),
        until,
        receipts,
        message: &message,
    };
    Ok(html(&page))
}

/// The line of a message's life, with what has not come yet.
fn events(message: &StoredMessage, receipts: &[Shown], until: &str) -> Vec<Event> {
    let said = |kinds: &[ReceiptKind]| {
        let mut said = receipts.iter().filter_map(|receipt| receipt.said.as_ref());
        said.find(|said| kinds.contains(&said.kind))
    };
    let step = |name, kinds: &[ReceiptKind], has_come: bool, done: &str, waits: &str| {
        let at = said(kinds).map(|said| said.at.clone()).unwrap_or_default();
        let (tone, says) = if has_come { ("done", done) } else { ("", waits) };
        Event { name, tone, at, says: says.to_owned() }
    };
    let mut events = vec![Event {
        name: "受付",
        tone: "done",
        at: words::moment(message.accepted_at),
        says: "中継サーバーが受け付けました。".to_owned(),
    }];
    let ended = |name, at: &str, says: &str| Event { name, tone: "bad", at: at.to_owned(), says: says.to_owned() };
    match message.state {
        State::Recalled => {
            events.push(ended("取消", "", "送信先が受信する前に、送信元が取り消しました。"));
            return events;
        }
        State::Expired => {
            let says = "保管の期限までに、送信先が受信しませんでした。送信し直すよう、送信元に連絡してください。";
            events.push(ended("期限切れ", until, says));
            return events;
        }
        _ => {}
    }
    let (is_refused, is_done) =
        (message.state == State::Refused, matches!(message.state, State::Imported | State::Refused));
    events.push(step(
        "受信",
        &[ReceiptKind::PickedUp],
        message.state != State::Accepted,
        "送信先が受信しました。",
        "送信先が受信するのを待っています。",
    ));
    if is_refused {
        let mut event =
            step("取込不可", &[ReceiptKind::Refused], true, "送信先のソフトウェアが取り込めませんでした。", "");
        event.tone = "bad";
        if let Some(reason) = said(&[ReceiptKind::Refused]).and_then(|said| said.reason.as_ref()) {
            event.says = format!("{}理由：「{reason}」", event.says);
        }
        events.push(event);
    } else {
        let waits = "送信先のソフトウェアが取り込むのを待っています。";
        events.push(step("取込", &[ReceiptKind::Imported], is_done, "送信先のソフトウェアが取り込みました。", waits));
    }
    events.push(step(
        "記録",
        &[ReceiptKind::Recorded],
        is_done,
        "中継サーバーが、送信先の結果を記録しました。",
        "送信先の結果が届くと、記録します。",
    ));
    events
}

async fn container(Shared(console): Shared<Arc<Console>>, Path(id): Path<String>) -> Answer {
    let message = console.relay.store.message(parse(&id)?).await?.ok_or_else(none)?;
    if !message.kept || message.size == 0 {
        return Err(gone());
    }
    let last = message.size - 1;
    let name = format!("{}.asice", message.id);
    let body = content::body(&console.relay, message, 0, last, None).await.map_err(|_| gone())?;
    Ok(file(Response::new(body), CONTAINER_TYPE, &name))
}

async fn der(Shared(console): Shared<Arc<Console>>, Path((id, n)): Path<(String, String)>) -> Answer {
    let id = parse(&id)?;
    let place = n.strip_suffix(".p7s").and_then(|n| n.parse::<usize>().ok()?.checked_sub(1));
    let receipts = console.relay.store.receipts(id).await?;
    let found = place.and_then(|place| receipts.into_iter().nth(place));
    let der = found.ok_or_else(|| Refused::not_found("この受領証はありません。"))?;
    Ok(file(der.into_response(), RECEIPT_TYPE, &format!("{id}-receipt-{n}")))
}

/// The answer as a file to keep. The name is of letters, digits and points.
fn file(mut response: Response, kind: &'static str, name: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn parse(id: &str) -> Result<MessageId, Refused> {
    id.parse().map_err(|_| none())
}

fn none() -> Refused {
    Refused::not_found("このメッセージはありません。")
}

fn gone() -> Refused {
    Refused::new(
        axum::http::StatusCode::GONE,
        "このメッセージの内容は、取消か期限切れのため、中継サーバーにありません。",
        "送信元の事業所に、送信し直すよう連絡してください。受領証は「経過と受領証」に残っています。",
    )
}
