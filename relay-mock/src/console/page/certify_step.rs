//! 認証: the step that is to be done, and the answer to it. It goes the way of the desk's answers: the same reader, the
//! same judge.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::post;
use cplink_cli::Language;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::super::Console;
use super::super::door::Posted;
use super::{Answer, Refused, blocking};
use crate::certify::drive::{Channel, HandedIn, Laid, NotTaken, Places, handed_out, told};
use crate::certify::pack::Pack;
use crate::certify::report::role;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::KeptFile;

/// How long a browser waits for the step behind the one that it has answered.
const NEXT: Duration = Duration::from_secs(5);

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route("/certify/runs/{key}/answer", post(answer))
}

/// What is done in a step, as a person reads it.
pub(super) struct StepView {
    pub(super) case: String,
    pub(super) title: String,
    /// Its place in the case, from 0, and from 1.
    pub(super) step: usize,
    pub(super) number: usize,
    pub(super) steps: usize,
    pub(super) problem: Option<String>,
    pub(super) role: &'static str,
    pub(super) office: String,
    pub(super) service: String,
    pub(super) clause: String,
    pub(super) sheet: String,
    pub(super) monthly: String,
    pub(super) told: String,
    /// Where its files and forms are.
    pub(super) path: String,
    pub(super) files: Vec<(String, usize)>,
    pub(super) has_forms: bool,
    pub(super) kind: Kind,
    /// What is asked of the screen: id and question.
    pub(super) facts: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Give,
    Enter,
    Take,
    Show,
}

impl StepView {
    /// The step that is laid out, where the pack has it.
    pub(super) fn of(key: &str, pack: &Pack, laid: &Laid) -> Option<Self> {
        let case = pack.case(&laid.case)?;
        let step = case.steps.get(laid.step)?;
        let places =
            Places {
                import: "下の一覧".to_owned(), form: "下の帳票".to_owned(), export: "空のフォルダー".to_owned()
            };
        let (kind, facts) = match step {
            Step::Give { .. } => (Kind::Give, Vec::new()),
            Step::Enter { .. } => (Kind::Enter, Vec::new()),
            Step::Take { .. } => (Kind::Take, Vec::new()),
            Step::Show { facts, .. } => {
                (Kind::Show, facts.iter().map(|fact| (fact.id.clone(), fact.ask_ja.clone())).collect())
            }
        };
        Some(Self {
            case: case.id.clone(),
            title: case.title_ja.clone(),
            step: laid.step,
            number: laid.step + 1,
            steps: case.steps.len(),
            problem: laid.problem.clone(),
            role: role(case.role, Language::Ja),
            office: case.office.office().to_owned(),
            service: case.office.service_type().to_owned(),
            clause: case.clause.clone(),
            sheet: case.sheet_ja.trim().to_owned(),
            monthly: pack.about.monthly.join("、"),
            told: told(step, Channel::Folder, &places, Language::Ja),
            path: format!("/certify/runs/{key}/steps/{}/{}", case.id, laid.step),
            files: handed_out(step).iter().map(|file| (file.name.clone(), file.bytes.len())).collect(),
            has_forms: matches!(kind, Kind::Give | Kind::Enter),
            kind,
            facts,
        })
    }
}

async fn answer(State(console): State<Arc<Console>>, Path(key): Path<String>, posted: Posted) -> Answer {
    let to = format!("/certify/runs/{key}");
    let going = console.runs.going(&key).filter(|going| going.is_at_work()).ok_or_else(late)?;
    let step: usize = posted.text("step").parse().map_err(|_| Refused::malformed())?;
    let id = posted.text("case").to_owned();
    let asking = Arc::clone(&console);
    let pack = blocking(move || {
        let seen = asking.runs.seen(&key)?;
        asking.runs.pack(&seen.run.pack.id).ok_or_else(late)
    })
    .await?;
    let case = pack.case(&id).ok_or_else(late)?;
    let handed = handed_in(case, step, &posted)?;
    let mut changes = console.relay.store.changes();
    going.window.hand_in(&id, step, handed).map_err(|why| refused(&why))?;
    // The page that comes then has the step behind it, also without script.
    let end = Instant::now() + NEXT;
    while going.is_at_work() && going.window.laid().is_none() {
        if timeout_at(end, changes.changed()).await.is_err() {
            break;
        }
    }
    Ok(Redirect::to(&to).into_response())
}

/// What was posted, as a program would answer it.
fn handed_in(case: &Case, step: usize, posted: &Posted) -> Result<HandedIn, Refused> {
    let result = posted.text("result");
    let mut answer = json!({ "result": result });
    match (result, case.steps.get(step)) {
        ("refused", _) => {
            let reason = posted.text("reason");
            answer["reasons"] = if reason.is_empty() { json!([]) } else { json!([reason]) };
        }
        ("shown", Some(Step::Show { facts, .. })) => {
            // A blank on the screen is an answer, nothing filled in is none.
            let said = facts.iter().filter_map(|fact| {
                let (value, blank) = (posted.text(&format!("fact:{}", fact.id)), format!("blank:{}", fact.id));
                let is_blank = value.is_empty() && !posted.text(&blank).is_empty();
                (is_blank || !value.is_empty()).then(|| (fact.id.clone(), Value::from(value)))
            });
            answer["facts"] = Value::Object(said.collect());
        }
        _ => {}
    }
    let is_export = result == "exported";
    if is_export && posted.files.is_empty() {
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "出力したファイルが選ばれていません。",
            "前のページに戻り、製品が出力したファイルをすべて選ぶか、枠に入れてから、もう一度操作してください。",
        ));
    }
    if !is_export && !posted.files.is_empty() {
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "ファイルを選んだまま、出力したもの以外の回答が送られました。",
            "前のページに戻り、「出力した」を押すか、ファイルの選択をやめてから答えてください。",
        ));
    }
    let files = posted.files.iter().map(|file| KeptFile::new(file.name.as_str(), file.bytes.to_vec())).collect();
    Ok(HandedIn { answer, files })
}

fn late() -> Refused {
    refused(&NotTaken::Late)
}

fn refused(why: &NotTaken) -> Refused {
    match why {
        NotTaken::Late => Refused::new(
            StatusCode::CONFLICT,
            "この手順は、もう答えが出ているか、試験が中断しています。今の答えは使っていません。",
            "試験のページを開き直し、今の手順を確かめてください。",
        ),
        NotTaken::Name => Refused::new(
            StatusCode::BAD_REQUEST,
            "ファイル名が使えません。",
            "製品が出力したままの名前のファイルを選んでください。",
        ),
        NotTaken::Twice => Refused::new(
            StatusCode::BAD_REQUEST,
            "同じ名前のファイルが2つあります。",
            "この手順で出力したファイルだけを、1回ずつ選んでください。",
        ),
        NotTaken::TooLarge => Refused::too_large(),
    }
}
