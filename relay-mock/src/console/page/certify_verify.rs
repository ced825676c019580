//! 認証: what the check of a bundle says.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Extension, Router};
use cplink::keys::UnixTime;
use cplink_cli::Language;

use super::super::Console;
use super::super::door::{Posted, Session};

use super::{Answer, Here, Layout, Refused, blocking, html};
use crate::certify::bundle::{Mark, fault_of, is_alteration, verify};
use crate::certify::report::badge;
use crate::certify::transcript::{KeptFile, PackName};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route("/certify/verify", post(check))
}

#[derive(Template)]
#[template(path = "console/certify_verified.html")]
struct Page {
    layout: Layout,
    name: String,
    heading: &'static str,
    tone: &'static str,
    told: Vec<(&'static str, String)>,
    /// What is wrong with the file itself, and the remedy.
    fault: Option<String>,
    badge: Option<String>,
}

async fn check(State(console): State<Arc<Console>>, Extension(session): Extension<Session>, posted: Posted) -> Answer {
    let [file] = &posted.files[..] else {
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "署名付き試験結果のファイルが選ばれていません。",
            "前のページに戻り、.asice のファイルを1つ選んでください。",
        ));
    };
    let file = file.clone();
    let layout = Layout::new(&session, Here::Certify, "署名付き試験結果の確認");
    let page = blocking(move || {
        let pack = |name: &PackName| console.runs.pack(&name.id).map(|pack| (*pack).clone());
        Ok(match verify(&file.bytes, None, pack, UnixTime::now()) {
            Ok(checked) => Page {
                layout,
                name: file.name,
                heading: checked.worst().heading(Language::Ja),
                tone: tone(checked.worst()),
                told: checked.told.iter().map(|told| (told.mark.sign(), told.ja.clone())).collect(),
                fault: None,
                badge: Some(badge(&checked.verdict, Some(&KeptFile::sum(&file.bytes)), Language::Ja)),
            },
            Err(error) => {
                let mark = if is_alteration(error.code()) { Mark::Wrong } else { Mark::Unsure };
                Page {
                    layout,
                    name: file.name,
                    heading: Mark::Wrong.heading(Language::Ja),
                    tone: tone(mark),
                    told: Vec::new(),
                    fault: Some(fault_of(error).text(Language::Ja)),
                    badge: None,
                }
            }
        })
    })
    .await?;
    Ok(html(&page))
}

fn tone(mark: Mark) -> &'static str {
    match mark {
        Mark::Good | Mark::Note => "good",
        Mark::Unsure => "warn",
        Mark::Wrong => "bad",
    }
}
