//! 認証: the form by which a run is begun.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Extension, Router};
use cplink::spec::layout;
use cplink_cli::Language;
use serde::Deserialize;

use super::super::Console;
use super::super::door::{Posted, Session};
use super::{Answer, Here, Layout, Refused, blocking, html};
use crate::certify::drive::read_product;
use crate::certify::pack::Pack;
use crate::certify::report::{level, role, shape};
use crate::certify::scenario::{Case, Need};
use crate::certify::transcript::{NAME_CHARS, Profile, ProfileFault, ROLES};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route("/certify/new", get(show).post(begin))
}

#[derive(Template)]
#[template(path = "console/certify_new.html")]
struct Page {
    layout: Layout,
    /// What is wrong with what was filled in.
    wrongs: Vec<Wrong>,
    packs: Vec<(String, String, bool)>,
    pack: String,
    name: String,
    version: String,
    roles: Vec<(&'static str, &'static str, bool)>,
    kinds: Vec<KindLine>,
    shows: bool,
    attaches: Option<bool>,
    cases: Vec<CaseLine>,
}

impl Page {
    /// What is wrong at a place of the form.
    fn wrong(&self, at: &str) -> Option<&Wrong> {
        self.wrongs.iter().find(|wrong| wrong.at == at)
    }
}

/// Why no run was begun.
struct Wrong {
    /// Where in the form, and what that is called.
    at: &'static str,
    called: &'static str,
    what: String,
    remedy: String,
}

/// A kind of file, and what a product may be able to do with it.
struct KindLine {
    name: &'static str,
    title: &'static str,
    /// Import, export, typing in, where a case needs it; and whether it is ticked.
    can: [Option<bool>; 3],
}

struct CaseLine {
    is_chosen: bool,
    id: String,
    title: String,
    role: &'static str,
    level: &'static str,
    shape: &'static str,
    steps: usize,
}

#[derive(Deserialize)]
struct Asked {
    pack: Option<String>,
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Query(asked): Query<Asked>,
) -> Answer {
    blocking(move || {
        let packs = console.runs.packs();
        let pack = found(&packs, asked.pack.as_deref().unwrap_or("v4"))?;
        Ok(html(&page(&session, &packs, pack, None, Vec::new())))
    })
    .await
}

/// The page; `posted` is what was filled in before, where something is wrong with it.
fn page(session: &Session, packs: &[Arc<Pack>], pack: &Pack, posted: Option<&Posted>, wrongs: Vec<Wrong>) -> Page {
    let cases = by_hand(pack);
    let text = |field: &str| posted.map(|posted| posted.text(field).to_owned()).unwrap_or_default();
    // A product can do everything until somebody says otherwise.
    let is_on = |field: &str| posted.is_none_or(|posted| !posted.text(field).is_empty());
    let is_chosen = |field: &str| posted.is_some_and(|posted| !posted.text(field).is_empty());
    Page {
        layout: Layout::new(session, Here::Certify, "新しい試験"),
        wrongs,
        name: text("name"),
        version: text("version"),
        packs: packs
            .iter()
            .map(|each| {
                let about = &each.about;
                let provisional = if about.provisional { "（暫定版）" } else { "" };
                let title = format!("{}（{} {}）{provisional}", about.title_ja, about.id, about.version);
                (about.id.clone(), title, about.id == pack.about.id)
            })
            .collect(),
        pack: pack.about.id.clone(),
        roles: ROLES
            .into_iter()
            .filter(|(each, _)| cases.iter().any(|case| case.role == *each))
            .map(|(each, id)| (id, role(each, Language::Ja), is_on(&format!("role:{id}"))))
            .collect(),
        kinds: kinds(&cases, is_on),
        shows: is_on("can:show"),
        attaches: cases.iter().any(|case| case.needs.contains(&Need::Attach)).then(|| is_on("can:attach")),
        cases: cases
            .iter()
            .map(|case| CaseLine {
                is_chosen: is_chosen(&format!("case:{}", case.id)),
                id: case.id.clone(),
                title: case.title_ja.clone(),
                role: role(case.role, Language::Ja),
                level: level(case.level, Language::Ja),
                shape: shape(case.shape, Language::Ja),
                steps: case.steps.len(),
            })
            .collect(),
    }
}

fn found<'p>(packs: &'p [Arc<Pack>], id: &str) -> Result<&'p Arc<Pack>, Refused> {
    packs.iter().find(|pack| pack.about.id == id).ok_or_else(no_pack)
}

fn no_pack() -> Refused {
    Refused::not_found("この試験パックはありません。")
}

/// The cases that an operator can do by hand.
fn by_hand(pack: &Pack) -> Vec<&Case> {
    pack.cases.iter().filter(|case| !case.is_for_relay()).collect()
}

fn kinds(cases: &[&Case], is_on: impl Fn(&str) -> bool) -> Vec<KindLine> {
    let mut kinds = BTreeMap::<&'static str, KindLine>::new();
    for need in cases.iter().flat_map(|case| &case.needs) {
        let (kind, place) = match need {
            Need::Import(kind) => (*kind, 0),
            Need::Export(kind) => (*kind, 1),
            Need::Enter(kind) => (*kind, 2),
            Need::Attach | Need::Show => continue,
        };
        let line = || KindLine { name: kind.name(), title: layout(kind).name_ja, can: [None; 3] };
        let is_ticked = is_on(&format!("can:{}", need.text()));
        kinds.entry(kind.name()).or_insert_with(line).can[place] = Some(is_ticked);
    }
    kinds.into_values().collect()
}

async fn begin(State(console): State<Arc<Console>>, Extension(session): Extension<Session>, posted: Posted) -> Answer {
    blocking(move || {
        let packs = console.runs.packs();
        let pack = found(&packs, posted.text("pack"))?;
        let cases = by_hand(pack);
        let is_chosen = |case: &&&Case| !posted.text(&format!("case:{}", case.id)).is_empty();
        let chosen: Vec<String> = cases.iter().filter(is_chosen).map(|case| case.id.clone()).collect();
        let is_wanted = |case: &Case| chosen.is_empty() || chosen.contains(&case.id);
        let wrongs = match product(&posted, &cases) {
            Ok(product) if cases.iter().any(|case| is_wanted(case) && product.lacks(case).is_empty()) => {
                let key = console.runs.begin(pack, product, chosen)?;
                return Ok(Redirect::to(&format!("/certify/runs/{key}")).into_response());
            }
            Ok(_) => vec![no_case()],
            Err(wrongs) => wrongs,
        };
        let page = page(&session, &packs, pack, Some(&posted), wrongs);
        Ok((StatusCode::BAD_REQUEST, html(&page)).into_response())
    })
    .await
}

/// The profile: that of the file, where one was chosen, else what is filled in. Both are judged as the command judges.
fn product(posted: &Posted, cases: &[&Case]) -> Result<Profile, Vec<Wrong>> {
    match &posted.files[..] {
        [] => {
            let profile = filled_in(posted, cases);
            let faults = profile.faults();
            if faults.is_empty() { Ok(profile) } else { Err(faults.iter().map(of_field).collect()) }
        }
        [file] => read_product(&file.bytes).map_err(|fault| vec![of_file(fault.message_ja(), &fault.problem.remedy())]),
        _ => Err(vec![of_file("ファイルが2つ以上あります。".to_owned(), &["1つだけ選んでください。".to_owned()])]),
    }
}

fn filled_in(posted: &Posted, cases: &[&Case]) -> Profile {
    let is_on = |field: String| !posted.text(&field).is_empty();
    let needs: BTreeSet<String> = cases.iter().flat_map(|case| &case.needs).map(|need| need.text()).collect();
    Profile {
        name: posted.text("name").to_owned(),
        version: posted.text("version").to_owned(),
        roles: ROLES.iter().map(|(_, id)| *id).filter(|id| is_on(format!("role:{id}"))).map(str::to_owned).collect(),
        supports: needs.into_iter().filter(|need| is_on(format!("can:{need}"))).collect(),
    }
}

fn of_field(fault: &ProfileFault) -> Wrong {
    let (at, called) = match fault.key.as_deref() {
        Some("name") => ("name", "名前"),
        Some("version") => ("version", "版"),
        _ => ("abilities", "製品の役割と機能"),
    };
    let ([what, _], [remedy, _]) = (fault.problem.message(), fault.problem.remedy());
    Wrong { at, called, what, remedy }
}

fn of_file(what: String, remedy: &[String]) -> Wrong {
    let remedy = remedy.first().cloned().unwrap_or_default();
    Wrong { at: "product", called: "製品の説明のファイル", what, remedy }
}

fn no_case() -> Wrong {
    Wrong {
        at: "cases",
        called: "試すケース",
        what: "製品の役割と機能で試せるケースがありません。".to_owned(),
        remedy: "製品の役割と機能、または試すケースを選び直してください。".to_owned(),
    }
}
