//! 検査: files that somebody has, looked at without sending them; two slips side by side.

mod compared;
mod looked;

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use time::OffsetDateTime;

use self::compared::{of_two, show_two};
use self::looked::{file, form, json, show};
use super::{Answer, Here, Layout, Refused, html};
use crate::console::Console;
use crate::console::door::{Posted, PostedFile, Session};
use crate::console::slip::{FolderError, Full, Room, Shelf, Sides, Upload, of_folder, units};
use crate::server::shared::Shared;

/// How much stays of what was looked at.
const ROOM: Room = Room { things: 20, bytes: 256 << 20, stay: Duration::from_secs(3600), gives_way: true };

/// What was looked at by sessions, for a while.
pub(in crate::console) struct Inspections {
    files: Shelf<Inspection>,
    compared: Shelf<Compared>,
}

impl Inspections {
    pub(in crate::console) fn new() -> Self {
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
pub(in crate::console::page) fn given(files: Vec<PostedFile>) -> Vec<(String, Arc<[u8]>)> {
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
