//! A draft before it is sent: what the rules say of it, and what became of sending it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use cplink::Error;

use super::fields::{Fields, around};
use super::find::find;
use crate::console::Console;
use crate::console::compose::{Stage, Written};
use crate::console::door::Session;
use crate::console::page::{Answer, Here, Layout, html};
use crate::console::slip::{FindingView, FindingsView, Reading, SlipFile, shown_size};

struct FileLine {
    name: String,
    size: String,
}

#[derive(Template)]
#[template(path = "console/compose/draft.html")]
struct DraftPage {
    layout: Layout,
    key: String,
    stage: Stage,
    sender: String,
    receiver: String,
    subject: String,
    files: Vec<FileLine>,
    /// What the rules say; none where the unit cannot even be made.
    list: Option<FindingsView>,
    place: Base,
    /// What keeps it from being a unit.
    fault: Option<[String; 2]>,
    failed: Vec<FindingView>,
    fields: Fields,
}

/// As a unit's page names its address.
struct Base {
    base: String,
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    let draft = find(&console, &session, &key)?;
    draft_page(&console, &session, key, &draft.look(), StatusCode::OK).await
}

pub(super) async fn draft_page(
    console: &Console,
    session: &Session,
    key: String,
    written: &Written,
    status: StatusCode,
) -> Answer {
    let around = around(console).await?;
    let mut layout = Layout::new(session, Here::Compose, "新規作成：確認と送信");
    let failed = match &written.stage {
        Stage::Failed { findings, .. } => findings.clone(),
        _ => Vec::new(),
    };
    let (mut list, mut fault, mut told) = (None, None, Vec::new());
    if matches!(written.stage, Stage::Open | Stage::Failed { .. }) {
        let read = around.unit(written).map(|unit| written.shown(&unit));
        let work = move || {
            let reading = Reading::of(read?)?;
            let told = failed.iter().map(|finding| FindingView::of(finding, &reading)).collect::<Vec<_>>();
            Ok::<_, Error>((FindingsView::of(&reading, 1), reading.looks_real, told))
        };
        match console.desk.work(work).await? {
            Ok((view, looks_real, findings)) => {
                layout.looks_real = looks_real;
                (list, told) = (Some(view), findings);
            }
            Err(error) => fault = Some([error.message_ja().to_owned(), error.remedy_ja().into_owned()]),
        }
    }
    let line = |file: &SlipFile| FileLine { name: file.name.clone(), size: shown_size(file.size) };
    let page = html(&DraftPage {
        layout,
        stage: written.stage.clone(),
        sender: format!("{}、鍵 {}", around.named(&written.sender), written.key),
        receiver: around.named(&written.receiver()),
        subject: written.subject.clone(),
        files: written.files.iter().map(line).collect(),
        list,
        place: Base { base: format!("/compose/{key}") },
        fault,
        failed: told,
        fields: around.fields(Some(written)),
        key,
    });
    Ok((status, page).into_response())
}
