//! 新規作成: files, who sends them to whom, checked and sent.

mod fields;
mod files;
mod find;
mod shown;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use cplink::Error;
use cplink::unit::Serial;

use self::fields::{Around, Fields, around};
use self::files::{file, form, json, slip};
use self::find::find;
use self::shown::{draft_page, show};
use super::given::given;
use super::unit::refused;
use super::{Answer, Here, Layout, Refused, html};
use crate::console::Console;
use crate::console::compose::{Draft, Stage, TestKey, Written, send};
use crate::console::door::{Posted, PostedFile, Session};
use crate::console::slip::{FindingsView, Full, Reading, SlipFile};

/// How long an answer waits for a message to be sent before it shows how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route(Here::Compose.path(), get(start))
        .route("/compose/new", post(new))
        .route("/compose/{key}", get(show))
        .route("/compose/{key}/change", post(change))
        .route("/compose/{key}/remove", post(remove))
        .route("/compose/{key}/drop", post(drop_draft))
        .route("/compose/{key}/send", post(send_draft))
        .route("/compose/{key}/slip/{tab}", get(slip))
        .route("/compose/{key}/slip.json", get(json))
        .route("/compose/{key}/form", get(form))
        .route("/compose/{key}/files/{place}", get(file))
}

struct Listed {
    key: String,
    subject: String,
    files: usize,
    receiver: String,
}

#[derive(Template)]
#[template(path = "console/compose/start.html")]
struct Start {
    layout: Layout,
    fields: Fields,
    drafts: Vec<Listed>,
    has_pki: bool,
}

async fn start(State(console): State<Arc<Console>>, Extension(session): Extension<Session>) -> Answer {
    let around = around(&console).await?;
    let drafts = console.drafts.of(session.token()).into_iter().map(|(key, draft)| (key, draft.look()));
    let drafts = drafts.filter(|(_, written)| !matches!(written.stage, Stage::Sent(_)));
    let drafts = drafts.map(|(key, written)| Listed {
        key,
        receiver: around.named(&written.receiver()),
        files: written.files.len(),
        subject: written.subject,
    });
    Ok(html(&Start {
        drafts: drafts.collect(),
        layout: Layout::new(&session, Here::Compose, "新規作成"),
        fields: around.fields(None),
        has_pki: console.options.pki.is_some(),
    }))
}

fn unprocessable(what: &str, remedy: &str) -> Refused {
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy)
}

fn full() -> Refused {
    Refused::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "下書きを置く場所がいっぱいです。",
        "送信しない下書きを破棄してから、もう一度操作してください。",
    )
}

/// Takes what a form says over.
fn take(written: &mut Written, posted: &Posted, key: &TestKey) {
    written.key = key.file.clone();
    written.sender = key.office.clone();
    written.types = ["from_type", "to_type"].map(|field| posted.text(field).to_uppercase());
    written.receiver = posted.text("receiver").to_owned();
    written.subject = posted.text("subject").to_owned();
    written.stage = Stage::Open;
}

async fn new(State(console): State<Arc<Console>>, Extension(session): Extension<Session>, posted: Posted) -> Answer {
    let around = around(&console).await?;
    if posted.files.is_empty() {
        return Err(unprocessable(
            "ファイルが選ばれていません。",
            "送るCSV、PDF、JPEGを選んで、もう一度操作してください。",
        ));
    }
    let mut written = Written {
        key: String::new(),
        sender: String::new(),
        types: Default::default(),
        receiver: String::new(),
        subject: String::new(),
        serial: Serial::next().map_err(|error| refused(&error))?,
        files: Vec::new(),
        stage: Stage::Open,
    };
    take(&mut written, &posted, chosen(&around, &posted)?);
    written.add(whole(&console, posted.files).await?);
    if written.receiver().is_empty() {
        return Err(unprocessable(
            "送信先が分かりません。",
            "ファイル名に送信先がないときは、送信先の事業所を選んでください。",
        ));
    }
    let key = console.drafts.put(session.token(), Draft::new(written)).map_err(|Full| full())?;
    Ok(Redirect::to(&format!("/compose/{key}")).into_response())
}

/// The files that were sent along.
async fn whole(console: &Console, files: Vec<PostedFile>) -> Result<Vec<SlipFile>, Refused> {
    let all = move || given(files).into_iter().map(|(name, bytes)| SlipFile::whole(&name, bytes)).collect();
    Ok(console.desk.work(all).await?)
}

fn chosen<'a>(around: &'a Around, posted: &Posted) -> Result<&'a TestKey, Refused> {
    let file = posted.text("key");
    let found = around.keys.iter().find(|key| key.file == file);
    found.ok_or_else(|| unprocessable("送信元の鍵が選ばれていません。", "送信元を一覧から選んでください。"))
}

fn under_way() -> Refused {
    Refused::new(
        StatusCode::CONFLICT,
        "このメッセージは送信中か、送信済みです。",
        "送信済のメッセージは「送信済」で確認できます。",
    )
}

async fn change(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    mut posted: Posted,
) -> Answer {
    let (draft, around) = (find(&console, &session, &key)?, around(&console).await?);
    let files = std::mem::take(&mut posted.files);
    let (chosen, files) = (chosen(&around, &posted)?, whole(&console, files).await?);
    // There must be room before anything is changed.
    let mut changed = draft.look();
    take(&mut changed, &posted, chosen);
    changed.add(files);
    console.drafts.resize(&key, changed.size()).map_err(|Full| full())?;
    if !draft.change(|written| *written = changed) {
        return Err(under_way());
    }
    Ok(Redirect::to(&format!("/compose/{key}")).into_response())
}

async fn remove(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    posted: Posted,
) -> Answer {
    let (draft, name) = (find(&console, &session, &key)?, posted.text("file"));
    let done = draft.change(|written| {
        written.files.retain(|file| file.name.trim() != name);
        written.stage = Stage::Open;
    });
    if !done {
        return Err(under_way());
    }
    // What is smaller always has room.
    let _ = console.drafts.resize(&key, draft.look().size());
    Ok(Redirect::to(&format!("/compose/{key}")).into_response())
}

async fn drop_draft(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    console.drafts.remove(session.token(), &key);
    Ok(Redirect::to(Here::Compose.path()).into_response())
}

async fn send_draft(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    posted: Posted,
) -> Answer {
    let (draft, around, pki) = (find(&console, &session, &key)?, around(&console).await?, pki(&console)?);
    let written = draft.look();
    let unit = around.unit(&written).map_err(|error| refused(&error))?;
    let shown = written.shown(&unit);
    let read = console.desk.work(move || Ok::<_, Error>(FindingsView::of(&Reading::of(shown)?, 1))).await?;
    let found = read.map_err(|error| refused(&error))?;
    if found.errors > 0 || (found.warnings > 0 && posted.text("agreed").is_empty()) {
        return draft_page(&console, &session, key, &written, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if !draft.change(|written| written.stage = Stage::Sending("送信の準備をしています", None)) {
        return Err(under_way());
    }
    let (done, told) = tokio::sync::oneshot::channel();
    let (at, of, draft_of, sending) = (Arc::clone(&console), Arc::clone(&draft), Arc::clone(&draft), key.clone());
    tokio::spawn(async move {
        let desk = Arc::clone(&at);
        let sent = desk.desk.work(move || send(&at, &pki, &written.key, &unit, &of)).await;
        // What was sent is not kept; what is smaller always has room.
        let _ = desk.drafts.resize(&sending, draft_of.look().size());
        let _ = done.send(sent.is_ok());
    });
    let _ = tokio::time::timeout(PATIENCE, told).await;
    let to = match draft.look().stage {
        Stage::Sent(id) => format!("/messages/{id}"),
        _ => format!("/compose/{key}"),
    };
    Ok(Redirect::to(&to).into_response())
}

fn pki(console: &Console) -> Result<PathBuf, Refused> {
    let none = || unprocessable("署名に使う試験用の鍵がありません。", "--pki を付けて中継サーバーを起動してください。");
    console.options.pki.clone().ok_or_else(none)
}
