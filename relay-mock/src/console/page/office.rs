//! An office of the directory: its licence, its certificates, its lists.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};

use super::super::Console;
use super::super::door::{Posted, Session};
use super::certificates::Shown;
use super::licence::Licence;
use super::offices::certificates;
use super::{Answer, Here, Layout, Refused, html};
use crate::directory::{self, DirectoryError, day_in_japan, service_type_name};
use crate::store::{RegisteredOffice, Store};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route("/offices/{number}", get(show))
        .route("/offices/{number}/renew", post(renew))
        .route("/offices/{number}/remove", post(remove))
}

#[derive(Template)]
#[template(path = "console/office.html")]
struct Page {
    layout: Layout,
    office: RegisteredOffice,
    service_types: Vec<(String, &'static str)>,
    licence: Licence,
    certificates: Option<Vec<Shown>>,
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(number): Path<String>,
) -> Answer {
    let office = console.relay.store.office(&number).await?.ok_or_else(unknown)?;
    let today = day_in_japan((console.relay.now)());
    let own = |all: Vec<Shown>| all.into_iter().filter(|certificate| certificate.number == number).collect();
    let types = office.service_types.iter();
    let page = Page {
        layout: Layout::new(&session, Here::Offices, office.name.clone()),
        service_types: types.map(|code| (code.clone(), service_type_name(code).unwrap_or_default())).collect(),
        licence: Licence::of(&office, today),
        certificates: certificates(&console).await?.map(own),
        office,
    };
    Ok(html(&page))
}

async fn renew(State(console): State<Arc<Console>>, Path(number): Path<String>, _: Posted) -> Answer {
    let today = day_in_japan((console.relay.now)());
    let of = number.clone();
    change(&console, move |store| directory::renew(store, &of, today).map(drop)).await?;
    Ok(Redirect::to(&format!("/offices/{number}")).into_response())
}

async fn remove(State(console): State<Arc<Console>>, Path(number): Path<String>, posted: Posted) -> Answer {
    if posted.text("sure") != "yes" {
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "事業所の登録を削除する確認がありません。",
            "前のページに戻り、「この事業所の登録を削除する」に印を付けてから、削除してください。",
        ));
    }
    change(&console, move |store| directory::remove(store, &number)).await?;
    Ok(Redirect::to(Here::Offices.path()).into_response())
}

async fn change(
    console: &Console,
    mut change: impl FnMut(&dyn Store) -> directory::Result<()> + Send + 'static,
) -> Result<(), Refused> {
    match console.relay.store.change_alone(move |store, _| Ok(change(store))).await? {
        Err(DirectoryError::Store(error)) => Err(error.into()),
        Err(_) => Err(unknown()),
        Ok(()) => Ok(()),
    }
}

fn unknown() -> Refused {
    Refused::new(
        StatusCode::NOT_FOUND,
        "この事業所は登録されていません。",
        "事業所の一覧で番号を確かめるか、登録してください。",
    )
}
