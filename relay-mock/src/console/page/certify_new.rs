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
use crate::certify::pack::Pack;
use crate::certify::report::{level, role, shape};
use crate::certify::scenario::{Case, Need, Role};
use crate::certify::transcript::Profile;

/// The longest name, or version, of a product.
const NAME: usize = 100;

const ROLES: [(Role, &str); 3] =
    [(Role::CareManager, "care-manager"), (Role::Provider, "provider"), (Role::SupportCentre, "support-centre")];

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route("/certify/new", get(show).post(begin))
}

#[derive(Template)]
#[template(path = "console/certify_new.html")]
struct Page {
    layout: Layout,
    packs: Vec<(String, String, bool)>,
    pack: String,
    roles: Vec<(&'static str, &'static str)>,
    kinds: Vec<KindLine>,
    attaches: bool,
    cases: Vec<CaseLine>,
}

/// A kind of file, and what a product may be able to do with it.
struct KindLine {
    name: &'static str,
    title: &'static str,
    /// Import, export, typing in.
    can: [bool; 3],
}

struct CaseLine {
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
    let packs = blocking(move || Ok(console.runs.packs())).await?;
    let wanted = asked.pack.unwrap_or_else(|| "v4".to_owned());
    let pack = packs.iter().find(|pack| pack.about.id == wanted).ok_or_else(no_pack)?;
    let cases = by_hand(pack);
    Ok(html(&Page {
        layout: Layout::new(&session, Here::Certify, "新しい試験"),
        packs: packs
            .iter()
            .map(|each| {
                let about = &each.about;
                let provisional = if about.provisional { "（暫定版）" } else { "" };
                let title = format!("{}（{} {}）{provisional}", about.title_ja, about.id, about.version);
                (about.id.clone(), title, about.id == wanted)
            })
            .collect(),
        pack: wanted.clone(),
        roles: ROLES
            .into_iter()
            .filter(|(each, _)| cases.iter().any(|case| case.role == *each))
            .map(|(each, id)| (id, role(each, Language::Ja)))
            .collect(),
        kinds: kinds(&cases),
        attaches: cases.iter().any(|case| case.needs.contains(&Need::Attach)),
        cases: cases
            .iter()
            .map(|case| CaseLine {
                id: case.id.clone(),
                title: case.title_ja.clone(),
                role: role(case.role, Language::Ja),
                level: level(case.level, Language::Ja),
                shape: shape(case.shape, Language::Ja),
                steps: case.steps.len(),
            })
            .collect(),
    }))
}

fn no_pack() -> Refused {
    Refused::not_found("この試験パックはありません。")
}

/// The cases that an operator can do by hand.
fn by_hand(pack: &Pack) -> Vec<&Case> {
    pack.cases.iter().filter(|case| !case.is_for_relay()).collect()
}

fn kinds(cases: &[&Case]) -> Vec<KindLine> {
    let mut kinds = BTreeMap::<&'static str, KindLine>::new();
    for need in cases.iter().flat_map(|case| &case.needs) {
        let (kind, place) = match need {
            Need::Import(kind) => (*kind, 0),
            Need::Export(kind) => (*kind, 1),
            Need::Enter(kind) => (*kind, 2),
            Need::Attach | Need::Show => continue,
        };
        let line = || KindLine { name: kind.name(), title: layout(kind).name_ja, can: [false; 3] };
        kinds.entry(kind.name()).or_insert_with(line).can[place] = true;
    }
    kinds.into_values().collect()
}

async fn begin(State(console): State<Arc<Console>>, posted: Posted) -> Answer {
    let key = blocking(move || {
        let packs = console.runs.packs();
        let pack = packs.iter().find(|pack| pack.about.id == posted.text("pack")).ok_or_else(no_pack)?;
        let cases = by_hand(pack);
        let product = product(&posted, &cases)?;
        let is_chosen = |case: &&&Case| !posted.text(&format!("case:{}", case.id)).is_empty();
        let chosen: Vec<String> = cases.iter().filter(is_chosen).map(|case| case.id.clone()).collect();
        let is_wanted = |case: &Case| chosen.is_empty() || chosen.contains(&case.id);
        if !cases.iter().any(|case| is_wanted(case) && product.lacks(case).is_empty()) {
            return Err(Refused::new(
                StatusCode::BAD_REQUEST,
                "選んだ役割と機能で試せるケースがありません。",
                "前のページに戻り、製品の役割と機能、試すケースを確かめてください。",
            ));
        }
        Ok(console.runs.begin(pack, product, chosen)?)
    })
    .await?;
    Ok(Redirect::to(&format!("/certify/runs/{key}")).into_response())
}

/// The profile that is filled in.
fn product(posted: &Posted, cases: &[&Case]) -> Result<Profile, Refused> {
    let line = |field: &str, called: &str| {
        let text = posted.text(field);
        let fits = !text.is_empty() && text.chars().count() <= NAME && !text.chars().any(char::is_control);
        if fits {
            return Ok(text.to_owned());
        }
        Err(Refused::new(
            StatusCode::BAD_REQUEST,
            format!("製品の{called}がないか、長すぎます。"),
            format!("前のページに戻り、1～{NAME}文字で入力してください。"),
        ))
    };
    let is_on = |field: String| !posted.text(&field).is_empty();
    let needs: BTreeSet<String> = cases.iter().flat_map(|case| &case.needs).map(|need| need.text()).collect();
    Ok(Profile {
        name: line("name", "名前")?,
        version: line("version", "版")?,
        roles: ROLES.iter().map(|(_, id)| *id).filter(|id| is_on(format!("role:{id}"))).map(str::to_owned).collect(),
        supports: needs.into_iter().filter(|need| is_on(format!("can:{need}"))).collect(),
    })
}
