//! The unit of a message: `/messages/{id}/slip/…`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Extension, Router};
use cplink::relay;
use cplink::seal::MessageId;

use super::super::Console;
use super::super::door::Session;
use super::super::slip::{Reading, copy, message, name_of, of_store};
use super::unit::{Place, Tab, Wanted, Work, document, download, nothing, page, refused};
use super::{Answer, Here, Layout, Refused, unit, words};
use crate::store::StoredMessage;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/messages/{id}/slip/{tab}", get(show))
        .route("/messages/{id}/slip.json", get(json))
        .route("/messages/{id}/form", get(form))
        .route("/messages/{id}/files/{place}", get(file))
}

async fn find(console: &Console, id: &str) -> Result<StoredMessage, Refused> {
    let missing = || Refused::not_found("このメッセージはありません。");
    let id: MessageId = id.parse().map_err(|_| missing())?;
    console.relay.store.message(id).await?.ok_or_else(missing)
}

/// Why there is nothing to read any more.
fn gone(message: &StoredMessage) -> Option<[&'static str; 2]> {
    if message.state == relay::State::Recalled {
        return Some([
            "送信元が取り消したメッセージのため、ファイルは残っていません。",
            "経過と受領証は「経過と受領証」で確認できます。",
        ]);
    }
    (!message.kept).then_some([
        "保存期間を過ぎたため、ファイルは残っていません。",
        "経過と受領証は「経過と受領証」で確認できます。内容が必要なときは、送信元の事業所に送り直してもらってください。",
    ])
}

fn files_of(console: &Console, message: StoredMessage) -> Work {
    let relay = Arc::clone(&console.relay);
    Box::new(move || Reading::of(of_store(&relay, &message)?))
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((id, tab)): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let (tab, message) = (Tab::of_name(&tab)?, find(&console, &id).await?);
    let named = async |number: &str| -> Result<String, Refused> {
        let office = console.relay.store.office(number).await?;
        Ok(office.map_or_else(|| number.to_owned(), |office| format!("{}（{number}）", office.name)))
    };
    let mut facts = vec![("送信元", named(&message.sender).await?), ("送信先", named(&message.receiver).await?)];
    if !message.subject.is_empty() {
        facts.insert(0, ("件名", words::line(&message.subject).into_owned()));
    }
    let place = Place {
        base: format!("/messages/{id}"),
        message: Some(id),
        facts,
        notes: Vec::new(),
        back: None,
        beside: Vec::new(),
        at: 0,
    };
    let layout = Layout::new(&session, Here::Elsewhere, format!("メッセージの{}", tab.title()));
    if let Some(why) = gone(&message) {
        return Ok(nothing(layout, place, tab, why));
    }
    page(&console, layout, place, tab, files_of(&console, message), Wanted::new(asked)).await
}

async fn form(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let found = find(&console, &id).await?;
    if let Some([what, remedy]) = gone(&found) {
        return Ok(document(StatusCode::GONE, Body::from(message(what, remedy))));
    }
    unit::form(&console, files_of(&console, found), &Wanted::new(asked)).await
}

async fn json(State(console): State<Arc<Console>>, Path(id): Path<String>) -> Answer {
    let found = kept(&console, &id).await?;
    unit::json(&console, files_of(&console, found), &format!("{id}.json")).await
}

async fn kept(console: &Console, id: &str) -> Result<StoredMessage, Refused> {
    let found = find(console, id).await?;
    match gone(&found) {
        Some([what, remedy]) => Err(Refused::new(StatusCode::GONE, what, remedy)),
        None => Ok(found),
    }
}

/// A file of the message, to be saved.
async fn file(State(console): State<Arc<Console>>, Path((id, place)): Path<(String, usize)>) -> Answer {
    let found = kept(&console, &id).await?;
    let (relay, of) = (Arc::clone(&console.relay), found.clone());
    let name = console.desk.work(move || name_of(&relay, &of, place)).await?.map_err(|error| refused(&error))?;
    let name = name.ok_or_else(|| Refused::not_found("このファイルはありません。"))?;
    let relay = Arc::clone(&console.relay);
    let body = console.desk.stream(move |out| copy(&relay, &found, place, out).map_err(std::io::Error::other));
    Ok(download(&name, body.await?))
}
