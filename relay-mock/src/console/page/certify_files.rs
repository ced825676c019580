//! 認証: what is downloaded of a run and of its steps, and the documents that stand in its page.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::super::Console;
use super::super::door::headers::of_form;
use super::super::runs::zip;
use super::{Answer, Refused, blocking};
use crate::certify::drive::{Forms, handed_out};
use crate::certify::pack::Pack;
use crate::certify::scenario::Step;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/certify/runs/{key}/report", get(report))
        .route("/certify/runs/{key}/forms/{case}", get(forms_beside))
        .route("/certify/runs/{key}/download/{name}", get(download))
        .route("/certify/runs/{key}/steps/{case}/{step}/form", get(step_form))
        .route("/certify/runs/{key}/steps/{case}/{step}/form.pdf", get(step_pdf))
        .route("/certify/runs/{key}/steps/{case}/{step}/files.zip", get(step_archive))
        .route("/certify/runs/{key}/steps/{case}/{step}/files/{number}", get(step_file))
}

/// A file that the browser keeps.
fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '_' }).collect();
    let exact: String = name.bytes().map(encoded).collect();
    let how = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, how)], bytes).into_response()
}

fn is_plain(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "._-".contains(sign)
}

fn encoded(byte: u8) -> String {
    if is_plain(char::from(byte)) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

async fn report(State(console): State<Arc<Console>>, Path(key): Path<String>) -> Answer {
    let page = blocking(move || Ok(console.runs.judged(&console.runs.seen(&key)?)?.page())).await?;
    Ok(of_form(Html(page).into_response()))
}

async fn forms_beside(State(console): State<Arc<Console>>, Path((key, case)): Path<(String, String)>) -> Answer {
    let page = blocking(move || {
        let judged = console.runs.judged(&console.runs.seen(&key)?)?;
        judged.forms(&case).ok_or_else(|| Refused::not_found("このケースに、比べる帳票はありません。"))
    })
    .await?;
    Ok(of_form(Html(page).into_response()))
}

async fn download(State(console): State<Arc<Console>>, Path((key, name)): Path<(String, String)>) -> Answer {
    blocking(move || {
        let seen = console.runs.seen(&key)?;
        if name == "bundle.asice" {
            let bundle = console.runs.bundle(&seen);
            let bundle = bundle.ok_or_else(|| Refused::not_found("署名付き試験結果は、まだ作っていません。"))?;
            return Ok(file(&name, "application/vnd.etsi.asic-e+zip", bundle));
        }
        let judged = console.runs.judged(&seen)?;
        match name.as_str() {
            "index.html" => Ok(file(&name, "text/html; charset=utf-8", judged.page().into_bytes())),
            "report.zip" => Ok(file(&name, "application/zip", judged.archive()?)),
            "junit.xml" => Ok(file(&name, "application/xml", judged.junit().into_bytes())),
            "result.json" => {
                let json = serde_json::to_vec_pretty(&judged.verdict).map_err(|_| Refused::malformed())?;
                Ok(file(&name, "application/json", json))
            }
            _ => Err(Refused::not_found("このファイルはありません。")),
        }
    })
    .await
}

/// Does something with a step of the run's pack.
async fn with_step(
    console: Arc<Console>,
    key: String,
    case: String,
    step: usize,
    act: impl FnOnce(&Pack, &Step) -> Answer + Send + 'static,
) -> Answer {
    blocking(move || {
        let none = || Refused::not_found("この手順はありません。");
        let seen = console.runs.seen(&key)?;
        let pack = console.runs.pack(&seen.run.pack.id).ok_or_else(none)?;
        let step = pack.case(&case).and_then(|case| case.steps.get(step)).ok_or_else(none)?;
        act(&pack, step)
    })
    .await
}

fn drawn(step: &Step) -> Result<Forms, Refused> {
    let forms = Forms::of(step).ok().flatten();
    forms.ok_or_else(|| Refused::not_found("この手順に、帳票にする行はありません。ファイルのまま取り込んでください。"))
}

type OfStep = Path<(String, String, usize)>;

async fn step_form(State(console): State<Arc<Console>>, Path((key, case, step)): OfStep) -> Answer {
    with_step(console, key, case, step, |_, step| Ok(of_form(Html(drawn(step)?.html).into_response()))).await
}

async fn step_pdf(State(console): State<Arc<Console>>, Path((key, case, step)): OfStep) -> Answer {
    let name = format!("{case}-{}.pdf", step + 1);
    with_step(console, key, case, step, move |_, step| Ok(file(&name, "application/pdf", drawn(step)?.pdf))).await
}

async fn step_archive(State(console): State<Arc<Console>>, Path((key, case, step)): OfStep) -> Answer {
    let name = format!("{case}-{}.zip", step + 1);
    with_step(console, key, case, step, move |_, step| {
        let files = handed_out(step).iter().map(|file| (file.name.as_str(), &*file.bytes));
        Ok(file(&name, "application/zip", zip(files)?))
    })
    .await
}

async fn step_file(
    State(console): State<Arc<Console>>,
    Path((key, case, step, number)): Path<(String, String, usize, usize)>,
) -> Answer {
    with_step(console, key, case, step, move |_, step| {
        let given = handed_out(step).get(number).ok_or_else(|| Refused::not_found("このファイルはありません。"))?;
        Ok(file(&given.name, "application/octet-stream", given.bytes.to_vec()))
    })
    .await
}
