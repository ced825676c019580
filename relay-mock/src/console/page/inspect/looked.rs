//! What was looked at, unit by unit.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use cplink::unit::Address;

use super::said::gone;
use crate::console::Console;
use crate::console::door::Session;
use crate::console::page::unit::{self, Place, Tab, Wanted, Work, download, nothing, page};
use crate::console::page::{Answer, Here, Layout, Refused, words};
use crate::console::slip::{Inspection, Reading, SlipFiles};

fn find(
    console: &Console,
    session: &Session,
    key: &str,
    at: usize,
) -> Result<(Arc<Inspection>, Option<SlipFiles>), Refused> {
    let found = console.inspections.files.get(session.token(), key).ok_or_else(gone)?;
    let unit = found.upload.units.get(at).cloned();
    if unit.is_none() && at > 0 { Err(gone()) } else { Ok((found, unit)) }
}

/// Reads a unit as one of a series, in the order of import.
fn work(found: Arc<Inspection>, at: usize) -> Work {
    Box::new(move || Reading::in_series(&found.upload.units, at))
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at, tab)): Path<(String, usize, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let tab = Tab::of_name(&tab)?;
    let (found, unit) = find(&console, &session, &key, at)?;
    let beside = found.upload.units.iter().enumerate();
    let beside = beside.map(|(at, unit)| (format!("/inspect/{key}/{at}/slip/{}", tab.name()), named(unit)));
    let place = Place {
        base: format!("/inspect/{key}/{at}"),
        message: None,
        facts: facts(&found.title, unit.as_ref()),
        notes: found.upload.refused.clone(),
        back: Some((Here::Inspect.path().to_owned(), "検査に戻る")),
        beside: beside.collect(),
        at,
    };
    let layout = Layout::new(&session, Here::Inspect, "検査の結果");
    match unit {
        Some(_) => page(&console, layout, place, tab, work(found, at), Wanted::new(asked)).await,
        None => {
            let why = ["開けるファイルがありません。", "上の理由を確認して、ファイルを選び直してください。"];
            Ok((StatusCode::UNPROCESSABLE_ENTITY, nothing(layout, place, tab, why)).into_response())
        }
    }
}

/// What a unit is called among others.
fn named(unit: &SlipFiles) -> String {
    let count = unit.files.len();
    unit.serial().map_or_else(|| format!("連番なし（{count}件）"), |serial| format!("連番 {serial}（{count}件）"))
}

/// What was given, and what a container says of its unit.
fn facts(title: &str, unit: Option<&SlipFiles>) -> Vec<(&'static str, String)> {
    let mut facts = vec![("調べたもの", title.to_owned())];
    let Some((unit, id)) = unit.and_then(|unit| Some((unit, unit.id.as_ref()?))) else { return facts };
    let address = |address: &Address| format!("{}（サービス種類 {}）", address.office(), address.service_type());
    facts.extend([("送信元", address(&id.from)), ("送信先", address(&id.to))]);
    if !unit.subject.is_empty() {
        facts.push(("件名", words::line(&unit.subject).into_owned()));
    }
    facts
}

pub(super) async fn form(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at)): Path<(String, usize)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let found = find(&console, &session, &key, at)?.0;
    unit::form(&console, work(found, at), &Wanted::new(asked)).await
}

pub(super) async fn json(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at)): Path<(String, usize)>,
) -> Answer {
    let found = find(&console, &session, &key, at)?.0;
    unit::json(&console, work(found, at), "kensa.json").await
}

/// A file as it was given; of one in a container as far as it is here.
pub(super) async fn file(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at, place)): Path<(String, usize, usize)>,
) -> Answer {
    let unit = find(&console, &session, &key, at)?.1.ok_or_else(gone)?;
    let file = unit.files.get(place).filter(|file| file.is_whole());
    let file = file.ok_or_else(|| Refused::not_found("このファイルはありません。"))?;
    Ok(download(&file.name, Body::from(file.bytes.to_vec())))
}
