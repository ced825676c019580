//! 接続: who is connected now, and the last calls. Neither ids nor anything of a message.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::routing::get;
use axum::{Extension, Router};
use time::OffsetDateTime;

use super::super::Console;
use super::super::door::Session;
use super::named::Named;
use super::{Answer, Here, Layout, html, words};
use crate::server::calls::Called;
use crate::server::room::{Doing, Present};
use crate::store::OfficeNames;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(Here::Connections.path(), get(show))
}

/// A connection.
struct Guest<'a> {
    office: Named<'a>,
    doing: &'static str,
    tone: &'static str,
    since: String,
}

/// A call that was answered.
struct Call {
    at: String,
    what: &'static str,
    line: String,
    status: u16,
    word: &'static str,
    tone: &'static str,
    ms: u128,
}

#[derive(Template)]
#[template(path = "console/connections.html")]
struct Page<'a> {
    layout: Layout,
    guests: Vec<Guest<'a>>,
    waiting: usize,
    knocking: usize,
    calls: Vec<Call>,
}

async fn show(State(console): State<Arc<Console>>, Extension(session): Extension<Session>) -> Answer {
    let names = console.relay.store.read(|store, _| store.office_names()).await?;
    let now = (console.relay.now)();
    let present = console.room.present();
    let page = Page {
        layout: Layout::new(&session, Here::Connections, "接続"),
        waiting: present.iter().filter(|present| present.doing == Doing::Waiting).count(),
        knocking: console.room.knocking(),
        guests: present.iter().map(|present| guest(present, &names, now)).collect(),
        calls: console.relay.calls.last().into_iter().map(call).collect(),
    };
    Ok(html(&page))
}

fn guest<'a>(present: &'a Present, names: &'a OfficeNames, now: OffsetDateTime) -> Guest<'a> {
    let (doing, tone) = match present.doing {
        Doing::New => ("接続したところ", ""),
        Doing::Nothing => ("待機中", ""),
        Doing::Waiting => ("新着を待っています", "good"),
        Doing::Busy => ("処理中", "warn"),
    };
    let since = now.checked_sub(time::Duration::try_from(present.since.elapsed()).unwrap_or_default());
    Guest { office: Named::of(names, &present.caller), doing, tone, since: words::moment(since.unwrap_or(now)) }
}

fn call(called: Called) -> Call {
    let Called { at, method, route, status, took } = called;
    let (word, tone) = match status {
        200..300 => ("正常", "good"),
        500.. => ("中継サーバーの障害", "bad"),
        _ => ("受け付けず", "warn"),
    };
    let line = format!("{method} {route}");
    Call { at: words::moment(at), what: what(&line), line, status, word, tone, ms: took.as_millis() }
}

/// What a call is for.
fn what(line: &str) -> &'static str {
    match line {
        "GET /v1/capabilities" => "機能の確認",
        "GET /v1/offices" => "事業所の確認",
        "GET /v1/inbox" => "新着の確認",
        "GET /v1/sent" => "送信済の確認",
        "GET /v1/messages/{id}" => "受信",
        "PUT /v1/messages/{id}" => "送信",
        "POST /v1/messages/{id}/ack" => "結果の報告",
        "POST /v1/messages/{id}/recall" => "送信の取消",
        _ => "その他",
    }
}
