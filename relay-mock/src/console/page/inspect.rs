//! 検査: files that somebody has, looked at without sending them; two slips side by side.

use std::collections::HashMap;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use time::OffsetDateTime;

use super::super::Console;
use super::super::door::{Posted, PostedFile, Session};
use super::super::slip::{
    DiffView, FolderError, Full, Reading, Room, Sheets, Shelf, Sides, SlipFiles, Upload, compared,
    look_at_both as look, of_folder, units,
};
use super::unit::{Place, Tab, Wanted, Work, document, download, nothing, page, refused};
use super::{Answer, Here, Layout, Refused, html, unit};
use crate::server::shared::Shared;

/// How much stays of what was looked at.
const ROOM: Room = Room { things: 20, bytes: 256 << 20, stay: Duration::from_secs(3600), gives_way: true };

/// What was looked at by sessions, for a while.
pub(in super::super) struct Inspections {
    files: Shelf<Inspection>,
    compared: Shelf<Compared>,
}

impl Inspections {
    pub(in super::super) fn new() -> Self {
        Self { files: Shelf::new(ROOM), compared: Shelf::new(ROOM) }
    }
}

struct Inspection {
    title: String,
    at: OffsetDateTime,
    upload: Upload,
}

struct Compared {
    title: String,
    at: OffsetDateTime,
    sides: Arc<Sides>,
}

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route(Here::Inspect.path(), get(start))
        .route("/inspect/files", post(of_files))
        .route("/inspect/folder", post(of_path))
        .route("/inspect/compare", post(of_two))
        .route("/inspect/{key}/drop", post(drop_one))
        .route("/inspect/{key}/{at}/slip/{tab}", get(show))
        .route("/inspect/{key}/{at}/slip.json", get(json))
        .route("/inspect/{key}/{at}/form", get(form))
        .route("/inspect/{key}/{at}/files/{place}", get(file))
        .route("/compare/{key}/drop", post(drop_two))
        .route("/compare/{key}/{tab}", get(show_two))
}

struct Listed {
    key: String,
    title: String,
    time: String,
}

#[derive(Template)]
#[template(path = "console/inspect/start.html")]
struct Start {
    layout: Layout,
    has_folders: bool,
    files: Vec<Listed>,
    compared: Vec<Listed>,
}

async fn start(State(console): State<Arc<Console>>, Extension(session): Extension<Session>) -> Answer {
    let listed = |key, title: &str, at| Listed { key, title: title.to_owned(), time: clock(at) };
    let files = console.inspections.files.of(&session);
    let compared = console.inspections.compared.of(&session);
    Ok(html(&Start {
        layout: Layout::new(&session, Here::Inspect, "検査"),
        has_folders: has_folders(&console),
        files: files.into_iter().map(|(key, one)| listed(key, &one.title, one.at)).collect(),
        compared: compared.into_iter().map(|(key, one)| listed(key, &one.title, one.at)).collect(),
    }))
}

/// The time of day in Japan.
fn clock(at: OffsetDateTime) -> String {
    let at = at.to_offset(time::macros::offset!(+9));
    format!("{}:{:02}", at.hour(), at.minute())
}

/// Whether folders may be named: only who sits at this machine may look into it.
fn has_folders(console: &Console) -> bool {
    console.options.listen.ip().is_loopback() && console.options.names.is_empty()
}

fn no_files() -> Refused {
    Refused::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "ファイルが選ばれていません。",
        "CSV、PDF、JPEG、またはメッセージのファイル（.asice）を選んで、もう一度操作してください。",
    )
}

fn full() -> Refused {
    Refused::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "一時保管の場所がいっぱいです。",
        "不要な検査結果を消すか、ファイルを分けて、もう一度操作してください。",
    )
}

/// The files as shared bytes.
pub(super) fn given(files: Vec<PostedFile>) -> Vec<(String, Arc<[u8]>)> {
    files.into_iter().map(|file| (file.name, Arc::from(&*file.bytes))).collect()
}

async fn of_files(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    posted: Posted,
) -> Answer {
    let as_unit = !posted.text("as_unit").is_empty();
    if posted.files.is_empty() {
        return Err(no_files());
    }
    let title = titled(posted.files.iter().map(|file| file.name.as_str()));
    let (relay, files) = (Arc::clone(&console.relay), posted.files);
    let upload = console.desk.work(move || units(given(files), as_unit, &relay)).await?;
    keep(&console, &session, title, upload)
}

async fn of_path(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    posted: Posted,
) -> Answer {
    if !has_folders(&console) {
        return Err(Refused::new(
            StatusCode::FORBIDDEN,
            "ほかのパソコンから開ける管理画面では、フォルダーを指定できません。",
            "ファイルを選んで検査してください。",
        ));
    }
    // Windows copies a path with quotes around it.
    let folder = posted.text("folder").trim_matches('"').to_owned();
    if folder.is_empty() {
        return Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "フォルダーが入力されていません。",
            "フォルダーの場所を入力してください。",
        ));
    }
    let (relay, path) = (Arc::clone(&console.relay), folder.clone());
    let read = console.desk.work(move || read_folder(&path, &relay)).await?;
    let upload = read.map_err(|error| match error {
        FolderError::Large => Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "フォルダーの中のファイルが多すぎるか、大きすぎます。",
            "送信単位のフォルダーを直接指定してください（500個、128MBまで）。",
        ),
        FolderError::Unreadable => Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "フォルダーを読み取れません。",
            "場所が正しいか、読み取りが許可されているか確認してください。",
        ),
    })?;
    if upload.units.is_empty() && upload.refused.is_empty() {
        return Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "フォルダーにファイルがありません。",
            "CSVファイルのあるフォルダーを指定してください。",
        ));
    }
    keep(&console, &session, folder, upload)
}

fn read_folder(path: &str, relay: &Shared) -> Result<Upload, FolderError> {
    let mut all = Upload::default();
    for files in of_folder(FilePath::new(path))? {
        let mut upload = units(files, true, relay);
        all.units.append(&mut upload.units);
        all.refused.append(&mut upload.refused);
    }
    // The order of import.
    all.units.sort_by_key(|unit| (unit.serial().is_none(), unit.serial()));
    Ok(all)
}

/// The first file and how many more there are.
fn titled<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    let first = names.next().unwrap_or_default().to_owned();
    match names.count() {
        0 => first,
        more => format!("{first} ほか{more}件"),
    }
}

fn keep(console: &Console, session: &Session, title: String, upload: Upload) -> Answer {
    let size = upload.size();
    let inspection = Inspection { title, at: (console.relay.now)(), upload };
    let key = console.inspections.files.put(session, inspection, size).map_err(|Full| full())?;
    Ok(Redirect::to(&format!("/inspect/{key}/0/slip/findings")).into_response())
}

fn gone() -> Refused {
    Refused::not_found("この検査結果はありません。1時間開かないか、新しいものが増えると消えます。")
}

async fn drop_one(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    console.inspections.files.remove(&session, &key);
    Ok(Redirect::to(Here::Inspect.path()).into_response())
}

async fn drop_two(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    console.inspections.compared.remove(&session, &key);
    Ok(Redirect::to(Here::Inspect.path()).into_response())
}

fn find(
    console: &Console,
    session: &Session,
    key: &str,
    at: usize,
) -> Result<(Arc<Inspection>, Option<SlipFiles>), Refused> {
    let found = console.inspections.files.get(session, key).ok_or_else(gone)?;
    let unit = found.upload.units.get(at).cloned();
    if unit.is_none() && at > 0 { Err(gone()) } else { Ok((found, unit)) }
}

/// Reads a unit as one of a series, in the order of import.
fn work(found: Arc<Inspection>, at: usize) -> Work {
    Box::new(move || Reading::in_series(&found.upload.units, at))
}

async fn show(
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
    let address =
        |address: &cplink::unit::Address| format!("{}（サービス種類 {}）", address.office(), address.service_type());
    facts.extend([("差出人", address(&id.from)), ("宛先", address(&id.to))]);
    if !unit.subject.is_empty() {
        facts.push(("件名", unit.subject.clone()));
    }
    facts
}

async fn form(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at)): Path<(String, usize)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let found = find(&console, &session, &key, at)?.0;
    unit::form(&console, work(found, at), &Wanted::new(asked)).await
}

async fn json(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at)): Path<(String, usize)>,
) -> Answer {
    let found = find(&console, &session, &key, at)?.0;
    unit::json(&console, work(found, at), "kensa.json").await
}

/// A file as it was given; of one in a container as far as it is here.
async fn file(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, at, place)): Path<(String, usize, usize)>,
) -> Answer {
    let unit = find(&console, &session, &key, at)?.1.ok_or_else(gone)?;
    let file = unit.files.get(place).filter(|file| file.is_whole());
    let file = file.ok_or_else(|| Refused::not_found("このファイルはありません。"))?;
    Ok(download(&file.name, Body::from(file.bytes.to_vec())))
}

async fn of_two(State(console): State<Arc<Console>>, Extension(session): Extension<Session>, posted: Posted) -> Answer {
    let monthly = posted.text("monthly").split([',', '、', ' ', '　']).map(str::trim).filter(|code| !code.is_empty());
    let monthly = monthly.map(str::to_owned).collect();
    let (old, new): (Vec<_>, Vec<_>) = posted.files.into_iter().partition(|file| file.field == "old");
    if old.is_empty() || new.is_empty() {
        return Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "比べるファイルが両方そろっていません。",
            "「予定・古い方」と「実績・新しい方」の両方で、ファイルを選んでください。",
        ));
    }
    let title = format!(
        "{} と {}",
        titled(old.iter().map(|file| file.name.as_str())),
        titled(new.iter().map(|file| file.name.as_str()))
    );
    let relay = Arc::clone(&console.relay);
    let both = move || [old, new].map(|files| units(given(files), false, &relay));
    let [old, new] = console.desk.work(both).await?;
    if let Some([name, what, remedy]) = old.refused.iter().chain(&new.refused).next() {
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, format!("「{name}」: {what}"), remedy.as_str()));
    }
    let size = old.size() + new.size();
    let sides = Arc::new(Sides { old: old.units, new: new.units, monthly });
    let compared = Compared { title, at: (console.relay.now)(), sides };
    let key = console.inspections.compared.put(&session, compared, size).map_err(|Full| full())?;
    Ok(Redirect::to(&format!("/compare/{key}/table")).into_response())
}

/// A way to look at what differs.
enum Shown {
    Table(DiffView),
    Form(Sheets),
}

#[derive(Template)]
#[template(path = "console/inspect/compare.html")]
struct ComparePage {
    layout: Layout,
    key: String,
    title: String,
    tab: String,
    shown: Shown,
}

async fn show_two(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, tab)): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let found = console.inspections.compared.get(&session, &key).ok_or_else(gone)?;
    let (sides, wanted) = (Arc::clone(&found.sides), Wanted::new(asked));
    let page = wanted.number("page");
    let is_form = match tab.as_str() {
        "document" => {
            let pages = wanted.pages();
            let body = console.desk.stream(move |out| compared(&sides, pages, out)).await?;
            return Ok(document(StatusCode::OK, body));
        }
        "table" => false,
        "form" => true,
        _ => return Err(Refused::not_found("このページはありません。")),
    };
    let work = move || {
        if is_form {
            return look(&sides, page).map(|(sheets, looks_real)| (looks_real, Shown::Form(sheets)));
        }
        DiffView::of(&sides, page).map(|view| (view.looks_real, Shown::Table(view)))
    };
    let (looks_real, shown) = console.desk.work(work).await?.map_err(|error| refused(&error))?;
    let mut layout = Layout::new(&session, Here::Inspect, "2つの提供票の比較");
    layout.looks_real = looks_real;
    Ok(html(&ComparePage { layout, key, title: found.title.clone(), tab, shown }))
}
