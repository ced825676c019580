//! 検査: files that somebody has, looked at without sending them; two slips side by side.

mod compared;
mod looked;
mod said;

use std::path::Path as FilePath;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use time::OffsetDateTime;

use self::compared::{of_two, show_two};
use self::looked::{file, form, json, show};
use self::said::{full, titled};
use super::given::given;
use super::{Answer, Here, Layout, Refused, html};
use crate::console::Console;
use crate::console::door::{Posted, Session};
use crate::console::slip::{FolderError, Full, Inspection, Upload, of_folder, units};
use crate::server::shared::Shared;

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
    let files = console.inspections.files.of(session.token());
    let compared = console.inspections.compared.of(session.token());
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

fn keep(console: &Console, session: &Session, title: String, upload: Upload) -> Answer {
    let size = upload.size();
    let inspection = Inspection { title, at: (console.relay.now)(), upload };
    let key = console.inspections.files.put(session.token(), inspection, size).map_err(|Full| full())?;
    Ok(Redirect::to(&format!("/inspect/{key}/0/slip/findings")).into_response())
}

async fn drop_one(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    console.inspections.files.remove(session.token(), &key);
    Ok(Redirect::to(Here::Inspect.path()).into_response())
}

async fn drop_two(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    console.inspections.compared.remove(session.token(), &key);
    Ok(Redirect::to(Here::Inspect.path()).into_response())
}
