//! Two slips side by side.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};

use super::said::{full, gone, titled};
use crate::console::Console;
use crate::console::door::{Posted, Session};
use crate::console::page::given::given;
use crate::console::page::unit::{Wanted, document, refused};
use crate::console::page::{Answer, Here, Layout, Refused, html};
use crate::console::slip::{Compared, DiffView, Full, Sheets, Sides, compared, look_at_both, units};

pub(super) async fn of_two(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    posted: Posted,
) -> Answer {
    let monthly = posted.text("monthly").split([',', '、', ' ', '　']).map(str::trim).filter(|code| !code.is_empty());
    let monthly = monthly.map(str::to_owned).collect();
    let (old, new): (Vec<_>, Vec<_>) = posted.files.into_iter().partition(|file| file.field == "old");
    if old.is_empty() || new.is_empty() {
        return Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "比べるファイルが両方そろっていません。",
            "「予定・古い方」と「実績・新しい方」の両方で、ファイルを選んでください。",
        ));
    }
    let title = format!(
        "{} と {}",
        titled(old.iter().map(|file| file.name.as_str())),
        titled(new.iter().map(|file| file.name.as_str()))
    );
    let relay = Arc::clone(&console.relay);
    let both = move || [old, new].map(|files| units(given(files), false, &relay));
    let [old, new] = console.desk.work(both).await?;
    if let Some([name, what, remedy]) = old.refused.iter().chain(&new.refused).next() {
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, format!("「{name}」: {what}"), remedy.as_str()));
    }
    let size = old.size() + new.size();
    let sides = Arc::new(Sides { old: old.units, new: new.units, monthly });
    let compared = Compared { title, at: (console.relay.now)(), sides };
    let key = console.inspections.compared.put(session.token(), compared, size).map_err(|Full| full())?;
    Ok(Redirect::to(&format!("/compare/{key}/table")).into_response())
}

/// A way to look at what differs.
enum Shown {
    Table(DiffView),
    Form(Sheets),
}

#[derive(Template)]
#[template(path = "console/inspect/compare.html")]
struct ComparePage {
    layout: Layout,
    key: String,
    title: String,
    tab: String,
    shown: Shown,
}

pub(super) async fn show_two(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, tab)): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let found = console.inspections.compared.get(session.token(), &key).ok_or_else(gone)?;
    let (sides, wanted) = (Arc::clone(&found.sides), Wanted::new(asked));
    let page = wanted.number("page");
    let is_form = match tab.as_str() {
        "document" => {
            let pages = wanted.pages();
            let body = console.desk.stream(move |out| compared(&sides, pages, out)).await?;
            return Ok(document(StatusCode::OK, body));
        }
        "table" => false,
        "form" => true,
        _ => return Err(Refused::not_found("このページはありません。")),
    };
    let work = move || {
        if is_form {
            return look_at_both(&sides, page).map(|(sheets, looks_real)| (looks_real, Shown::Form(sheets)));
        }
        DiffView::of(&sides, page).map(|view| (view.looks_real, Shown::Table(view)))
    };
    let (looks_real, shown) = console.desk.work(work).await?.map_err(|error| refused(&error))?;
    let mut layout = Layout::new(&session, Here::Inspect, "2つの提供票の比較");
    layout.looks_real = looks_real;
    Ok(html(&ComparePage { layout, key, title: found.title.clone(), tab, shown }))
}
