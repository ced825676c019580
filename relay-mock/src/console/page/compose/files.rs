//! The files of a draft under tabs.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Query, State};

use super::fields::around;
use super::find::find;
use crate::console::Console;
use crate::console::compose::Written;
use crate::console::door::Session;
use crate::console::page::unit::{self, Place, Tab, Wanted, Work, download, page, refused};
use crate::console::page::{Answer, Here, Layout, Refused};
use crate::console::slip::Reading;

async fn work(console: &Console, written: &Written) -> Result<Work, Refused> {
    let unit = around(console).await?.unit(written).map_err(|error| refused(&error))?;
    let shown = written.shown(&unit);
    Ok(Box::new(move || Reading::of(shown)))
}

pub(super) async fn slip(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, tab)): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let (tab, written) = (Tab::of_name(&tab)?, find(&console, &session, &key)?.look());
    let place = Place {
        base: format!("/compose/{key}"),
        message: None,
        facts: Vec::new(),
        notes: Vec::new(),
        back: Some((format!("/compose/{key}"), "確認と送信に戻る")),
        beside: Vec::new(),
        at: 0,
    };
    let layout = Layout::new(&session, Here::Compose, "新規作成：ファイルの内容");
    page(&console, layout, place, tab, work(&console, &written).await?, Wanted::new(asked)).await
}

pub(super) async fn form(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let written = find(&console, &session, &key)?.look();
    unit::form(&console, work(&console, &written).await?, &Wanted::new(asked)).await
}

pub(super) async fn json(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    let written = find(&console, &session, &key)?.look();
    unit::json(&console, work(&console, &written).await?, "shitagaki.json").await
}

pub(super) async fn file(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, place)): Path<(String, usize)>,
) -> Answer {
    let written = find(&console, &session, &key)?.look();
    let file = written.files.get(place).ok_or_else(|| Refused::not_found("このファイルはありません。"))?;
    Ok(download(&file.name, Body::from(file.bytes.to_vec())))
}
