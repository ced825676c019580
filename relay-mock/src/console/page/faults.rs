//! 障害: scripts of faults, the clock, and what is past its time. What is done here is what the control address does.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime};

use super::super::Console;
use super::super::door::{Posted, Session};
use super::faults_view::{Own, Played, own};
use super::{Answer, Here, Layout, Refused, html};
use crate::certify::report::japan;
use crate::server::faults::{Script, ScriptError, script_text, span_ja};
use crate::server::steering::NewClock;

/// What errors call a script that was typed in.
const TYPED: &str = "台本";
/// The farthest that the clock is moved at a time: a hundred years.
const FARTHEST: i64 = 100 * 366 * 86_400;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route(Here::Faults.path(), get(show))
        .route("/faults/play", post(play))
        .route("/faults/stop", post(stop))
        .route("/faults/clock", post(set_clock))
        .route("/faults/expire", post(expire))
}

#[derive(Template)]
#[template(path = "console/faults.html")]
struct Page {
    layout: Layout,
    played: Option<Played>,
    scripts: Vec<Own>,
    editor: Editor,
    problem: Option<ScriptError>,
    now: String,
    /// How far the clock is ahead or behind, where it is.
    shift: Option<String>,
    due: usize,
    /// What was just done.
    done: Option<&'static str>,
}

/// The script that is to be played.
#[derive(Default)]
struct Editor {
    text: String,
    seed: String,
    name: Option<&'static str>,
}

#[derive(Deserialize)]
struct Asked {
    script: Option<String>,
    done: Option<String>,
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Query(asked): Query<Asked>,
) -> Answer {
    let mut editor = Editor::default();
    if let Some(name) = &asked.script {
        let known = crate::server::faults::script_names().into_iter().find(|known| known == name);
        let known = known.ok_or_else(|| Refused::not_found("この名前の台本はありません。"))?;
        editor.text = script_text(known).unwrap_or_default().to_owned();
        editor.name = Some(known);
    }
    let done = match asked.done.as_deref() {
        Some("expired") => Some("期限を過ぎたメッセージの中身を削除しました。"),
        _ => None,
    };
    page(&console, &session, editor, None, done).await
}

async fn page(
    console: &Console,
    session: &Session,
    editor: Editor,
    problem: Option<ScriptError>,
    done: Option<&'static str>,
) -> Answer {
    let relay = &console.relay;
    let ahead = relay.clock.ahead().whole_seconds();
    let direction = if ahead < 0 { "遅れています" } else { "進んでいます" };
    Ok(html(&Page {
        layout: Layout::new(session, Here::Faults, "障害"),
        played: Played::of(&relay.faults),
        scripts: own(),
        editor,
        problem,
        now: japan(&(relay.now)().format(&Rfc3339).unwrap_or_default()),
        shift: (ahead != 0).then(|| format!("{}{direction}", span_ja(ahead.unsigned_abs()))),
        due: relay.store.due().await?.due,
        done,
    }))
}

async fn play(State(console): State<Arc<Console>>, Extension(session): Extension<Session>, posted: Posted) -> Answer {
    let seed = posted.text("seed");
    let number = if seed.is_empty() { None } else { Some(seed.parse::<u32>().map_err(|_| no_seed())?) };
    let own = posted.text("own");
    let (text, name) = match &posted.files[..] {
        [] if !own.is_empty() => {
            let text = script_text(own).ok_or_else(|| Refused::not_found("この名前の台本はありません。"))?;
            (text.to_owned(), TYPED)
        }
        [] => (posted.text("script").to_owned(), TYPED),
        [file] => {
            let text = std::str::from_utf8(&file.bytes).map_err(|_| not_text())?;
            (text.to_owned(), "選んだファイル")
        }
        _ => {
            return Err(Refused::new(
                StatusCode::BAD_REQUEST,
                "台本は1つだけ選べます。",
                "ファイルを1つにしてください。",
            ));
        }
    };
    match Script::read(&text, name) {
        Ok(script) => {
            console.relay.play(script, number.map(u64::from));
            Ok(Redirect::to(Here::Faults.path()).into_response())
        }
        Err(error) => {
            // What is far too long to be a script is not sent back either.
            let text = if text.len() > 64 * 1024 { String::new() } else { text };
            let editor = Editor { text, seed: seed.to_owned(), name: None };
            let page = page(&console, &session, editor, Some(error), None).await?;
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
    }
}

fn no_seed() -> Refused {
    Refused::new(
        StatusCode::BAD_REQUEST,
        "シードが数ではありません。",
        "0から4294967295までの整数を半角で入力するか、空欄にしてください。",
    )
}

fn not_text() -> Refused {
    Refused::new(
        StatusCode::BAD_REQUEST,
        "選んだファイルは、UTF-8の文字のファイルではありません。",
        "台本の文字コードをUTF-8にして保存し直してください。",
    )
}

async fn stop(State(console): State<Arc<Console>>) -> Response {
    console.relay.stop_faults();
    Redirect::to(Here::Faults.path()).into_response()
}

async fn set_clock(State(console): State<Arc<Console>>, posted: Posted) -> Answer {
    let new = match posted.text("action") {
        "reset" => NewClock::AheadSeconds(0),
        "set" => NewClock::Now(moment(posted.text("to")).ok_or_else(no_time)?),
        "move" => NewClock::AdvanceSeconds(seconds(&posted).ok_or_else(no_span)?),
        _ => return Err(Refused::malformed()),
    };
    console.relay.set_clock(new);
    Ok(Redirect::to("/faults#clock").into_response())
}

/// A moment as a browser says it, in Japan.
fn moment(text: &str) -> Option<OffsetDateTime> {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute][optional [:[second]]]");
    Some(PrimitiveDateTime::parse(text, form).ok()?.assume_offset(offset!(+9)))
}

fn seconds(posted: &Posted) -> Option<i64> {
    let unit = match posted.text("unit") {
        "minutes" => 60,
        "hours" => 3600,
        "days" => 86_400,
        _ => return None,
    };
    let count: u32 = posted.text("count").parse().ok()?;
    let seconds = i64::from(count).checked_mul(unit).filter(|seconds| (1..=FARTHEST).contains(seconds))?;
    match posted.text("direction") {
        "ahead" => Some(seconds),
        "back" => Some(-seconds),
        _ => None,
    }
}

fn no_time() -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, "日時を読み取れません。", "年月日と時刻を選び直してください。")
}

fn no_span() -> Refused {
    Refused::new(
        StatusCode::BAD_REQUEST,
        "動かす長さを読み取れません。",
        "1以上の整数を半角で入力してください（一度に動かせるのは100年までです）。",
    )
}

async fn expire(State(console): State<Arc<Console>>) -> Answer {
    console.relay.expire().await?;
    Ok(Redirect::to("/faults?done=expired").into_response())
}
