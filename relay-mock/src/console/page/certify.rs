//! 認証: the list of runs.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Extension, Router};
use serde::Deserialize;

use super::super::Console;
use super::super::door::Session;
use super::super::runs::{Runs, Seen};
use super::{Answer, Here, Layout, blocking, html};
use crate::certify::judge::Word;
use crate::certify::report::japan;

/// How many runs are on a page.
const PAGE: usize = 50;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(Here::Certify.path(), get(list))
}

#[derive(Template)]
#[template(path = "console/certify.html")]
struct Page {
    layout: Layout,
    runs: Vec<Line>,
    count: usize,
    /// Pages before and behind this one.
    before: Option<usize>,
    behind: Option<usize>,
}

struct Line {
    key: String,
    product: String,
    version: String,
    pack: String,
    started: String,
    done: usize,
    wanted: usize,
    mark: Mark,
    is_foreign: bool,
}

/// How far a run is, as a sign with words.
pub(super) struct Mark {
    pub(super) word: &'static str,
    pub(super) tone: &'static str,
}

impl Mark {
    /// That of a verdict's word.
    pub(super) fn of_word(word: Word) -> Self {
        let tone = match word {
            Word::Pass => "good",
            Word::PassWithNotes | Word::Inconclusive => "warn",
            Word::Fail => "bad",
            Word::NotApplicable | Word::NotRun => "",
        };
        Self { word: word.ja(), tone }
    }

    /// That of a run.
    pub(super) fn of_run(runs: &Runs, seen: &Seen) -> Self {
        let is_whole = runs.pack(&seen.run.pack.id).is_none_or(|pack| seen.is_whole(&pack));
        if runs.going(&seen.key).is_some_and(|going| going.is_at_work()) {
            Self { word: "進行中", tone: "good" }
        } else if let Some(word) = seen.word.filter(|_| is_whole || seen.plan.is_none()) {
            Self::of_word(word)
        } else if seen.plan.is_none() {
            Self { word: "途中", tone: "" }
        } else {
            Self { word: "中断中", tone: "warn" }
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<usize>,
}

async fn list(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Query(asked): Query<Asked>,
) -> Answer {
    let page = asked.page.unwrap_or(1).max(1);
    let (runs, count) = blocking(move || {
        let all = console.runs.all();
        let count = all.len();
        let shown = all.into_iter().skip((page - 1).saturating_mul(PAGE)).take(PAGE);
        let lines: Vec<Line> = shown.map(|seen| line(&console.runs, seen)).collect();
        Ok((lines, count))
    })
    .await?;
    Ok(html(&Page {
        layout: Layout::new(&session, Here::Certify, "認証"),
        behind: (page.saturating_mul(PAGE) < count).then(|| page + 1),
        before: (page > 1).then(|| page - 1),
        runs,
        count,
    }))
}

fn line(runs: &Runs, seen: Seen) -> Line {
    let mark = Mark::of_run(runs, &seen);
    let wanted = runs.pack(&seen.run.pack.id).map_or(seen.done.len(), |pack| seen.wanted(&pack));
    Line {
        mark,
        wanted,
        done: seen.done.len(),
        started: japan(&seen.run.started),
        pack: format!("{} {}", seen.run.pack.id, seen.run.pack.version),
        is_foreign: seen.plan.is_none(),
        key: seen.key,
        product: seen.run.product.name,
        version: seen.run.product.version,
    }
}
