//! 認証: the page of a run: the step that is to be done, the cases, the verdict.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use cplink_cli::Language;

use super::super::Console;
use super::super::door::Session;
use super::super::runs::{Runs, Seen};
use super::certify::Mark;
use super::certify_step::{Kind, StepView};
use super::{Answer, Here, Layout, Refused, blocking, html};
use crate::certify::judge::{Verdict, Word};
use crate::certify::pack::Pack;
use crate::certify::report::{badge, japan, level, role};
use crate::certify::transcript::KeptFile;

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/certify/runs/{key}", get(show))
        .route("/certify/runs/{key}/go-on", post(go_on))
        .route("/certify/runs/{key}/rest", post(rest))
        .route("/certify/runs/{key}/bundle", post(make_bundle))
}

#[derive(Template)]
#[template(path = "console/certify_run.html")]
struct Page {
    layout: Layout,
    key: String,
    folder: String,
    pack: String,
    started: String,
    mark: Mark,
    done: usize,
    wanted: usize,
    is_at_work: bool,
    is_foreign: bool,
    may_go_on: bool,
    failure: Option<String>,
    step: Option<StepView>,
    cases: Vec<CaseLine>,
    verdict: Option<VerdictView>,
}

struct CaseLine {
    id: String,
    title: String,
    role: &'static str,
    level: &'static str,
    mark: Mark,
    is_now: bool,
    reason: String,
}

struct VerdictView {
    mark: Mark,
    provisional: bool,
    counts: Vec<(&'static str, usize)>,
    patterns: Vec<PatternLine>,
    badge: String,
    has_bundle: bool,
    /// Cases with forms side by side.
    forms: Vec<String>,
}

struct PatternLine {
    title: String,
    mark: Mark,
    passed: usize,
    musts: usize,
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    let page = blocking(move || {
        let seen = console.runs.seen(&key)?;
        page(&console.runs, &session, seen)
    })
    .await?;
    Ok(html(&page))
}

fn page(runs: &Runs, session: &Session, seen: Seen) -> Result<Page, Refused> {
    let product = &seen.run.product;
    let layout = Layout::new(session, Here::Certify, format!("試験：{} {}", product.name, product.version));
    let pack = runs.pack(&seen.run.pack.id);
    let going = runs.going(&seen.key);
    let is_at_work = going.as_ref().is_some_and(|going| going.is_at_work());
    // Without its word the program has ended before it could write the verdict.
    let is_whole = pack.as_ref().is_none_or(|pack| seen.is_whole(pack)) && seen.word.is_some();
    let laid = going.as_ref().filter(|_| is_at_work).and_then(|going| going.window.laid());
    let step = laid.as_ref().zip(pack.as_ref()).and_then(|(laid, pack)| StepView::of(&seen.key, pack, laid));
    let mut words = BTreeMap::new();
    let (mut verdict, mut failure, mut reasons) = (None, None, BTreeMap::new());
    if let Some(going) = &going {
        let state = going.state.lock();
        words.clone_from(&state.words);
        failure.clone_from(&state.failure);
    }
    if let Some(pack) = pack.as_ref().filter(|_| !is_at_work) {
        let is_final = is_whole || seen.plan.is_none();
        // The one that was written is judged anew only where it is downloaded.
        let judged = match runs.written(&seen).filter(|_| is_final) {
            Some(verdict) => verdict,
            None => runs.judged(&seen)?.verdict,
        };
        words = judged.cases.iter().map(|case| (case.id.clone(), case.word)).collect();
        let said = judged.cases.iter().filter_map(|case| Some((case.id.clone(), case.reason.as_ref()?.ja.clone())));
        reasons = said.collect();
        if is_final {
            verdict = Some(verdict_view(runs, &seen, &judged, runs.cases_with_forms(&seen, pack)));
        }
    }
    let now = laid.map(|laid| laid.case);
    let cases = pack.as_ref().map(|pack| cases(pack, &seen, &words, &reasons, now.as_deref())).unwrap_or_default();
    Ok(Page {
        layout,
        mark: Mark::of_run(runs, &seen),
        wanted: pack.as_ref().map_or(seen.done.len(), |pack| seen.wanted(pack)),
        done: if is_at_work { words.len() } else { seen.done.len() },
        pack: pack.map_or_else(
            || format!("{} {}", seen.run.pack.id, seen.run.pack.version),
            |pack| format!("{}（{} {}）", pack.about.title_ja, pack.about.id, pack.about.version),
        ),
        started: japan(&seen.run.started),
        is_at_work,
        is_foreign: seen.plan.is_none(),
        may_go_on: !is_at_work && !is_whole && seen.plan.is_some(),
        failure,
        step,
        cases,
        verdict,
        key: seen.key,
        folder: seen.name,
    })
}

fn cases(
    pack: &Pack,
    seen: &Seen,
    words: &BTreeMap<String, Word>,
    reasons: &BTreeMap<String, String>,
    now: Option<&str>,
) -> Vec<CaseLine> {
    let wanted = pack.cases.iter().filter(|case| seen.is_wanted(&case.id));
    let line = |case: &crate::certify::scenario::Case| {
        let is_now = now == Some(case.id.as_str());
        let mark = match words.get(&case.id) {
            _ if is_now => Mark { word: "実施中", tone: "warn" },
            Some(word) => Mark::of_word(*word),
            None if !seen.run.lacks(case).is_empty() => Mark::of_word(Word::NotApplicable),
            None => Mark::of_word(Word::NotRun),
        };
        CaseLine {
            id: case.id.clone(),
            title: case.title_ja.clone(),
            role: role(case.role, Language::Ja),
            level: level(case.level, Language::Ja),
            mark,
            is_now,
            reason: reasons.get(&case.id).cloned().unwrap_or_default(),
        }
    };
    wanted.map(line).collect()
}

fn verdict_view(runs: &Runs, seen: &Seen, verdict: &Verdict, forms: Vec<String>) -> VerdictView {
    let digest = runs.bundle(seen).map(|bytes| KeptFile::sum(&bytes));
    let pattern = |pattern: &crate::certify::judge::PatternVerdict| PatternLine {
        title: format!("{} {}", pattern.id, pattern.title_ja),
        mark: Mark::of_word(pattern.word),
        passed: pattern.passed,
        musts: pattern.musts,
    };
    VerdictView {
        mark: Mark::of_word(verdict.word),
        provisional: verdict.pack.provisional,
        counts: Word::ALL.iter().map(|word| (word.ja(), verdict.counts.get(*word))).collect(),
        patterns: verdict.patterns.iter().map(pattern).collect(),
        badge: badge(verdict, digest.as_deref(), Language::Ja),
        has_bundle: digest.is_some(),
        forms,
    }
}

async fn go_on(State(console): State<Arc<Console>>, Path(key): Path<String>) -> Answer {
    let to = format!("/certify/runs/{key}");
    blocking(move || Ok(console.runs.go_on(&key)?)).await?;
    Ok(Redirect::to(&to).into_response())
}

async fn rest(State(console): State<Arc<Console>>, Path(key): Path<String>) -> Answer {
    let to = format!("/certify/runs/{key}");
    blocking(move || {
        console.runs.seen(&key)?;
        console.runs.rest(&key);
        Ok(())
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

async fn make_bundle(State(console): State<Arc<Console>>, Path(key): Path<String>) -> Answer {
    let to = format!("/certify/runs/{key}#verdict");
    blocking(move || {
        let seen = console.runs.seen(&key)?;
        console.runs.check_own(&seen)?;
        if console.runs.going(&key).is_some_and(|going| going.is_at_work()) {
            return Err(Refused::new(
                StatusCode::CONFLICT,
                "試験が進行中のため、署名付き試験結果を作れません。",
                "試験を終えてから、もう一度操作してください。",
            ));
        }
        Ok(console.runs.judged(&seen)?.make_bundle()?)
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}
