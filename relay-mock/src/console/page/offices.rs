//! 事業所: the directory, and the certificates there are.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use cplink::text::to_half_width;
use tokio::task::spawn_blocking;

use super::super::Console;
use super::super::door::{Posted, Session};
use super::certificates::{self, Shown};
use super::licence::Licence;
use super::{Answer, Here, Layout, Refused, html};
use crate::directory::{self, DirectoryError, day_in_japan};
use crate::store::{RegisteredOffice, StoreError};

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new().route(Here::Offices.path(), get(show).post(add))
}

/// What is typed into the form of a new office.
#[derive(Default)]
struct Form {
    number: String,
    name: String,
    service_types: String,
    /// Why it was not registered.
    wrong: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "console/offices.html")]
struct Page {
    layout: Layout,
    offices: Vec<(RegisteredOffice, Licence)>,
    /// `None` where the console has no folder of keys.
    certificates: Option<Vec<Shown>>,
    form: Form,
}

async fn show(State(console): State<Arc<Console>>, Extension(session): Extension<Session>) -> Answer {
    page(&console, &session, Form::default()).await
}

async fn page(console: &Arc<Console>, session: &Session, form: Form) -> Answer {
    let today = day_in_japan((console.relay.now)());
    let offices = console.relay.store.read(|store, _| store.offices()).await?;
    let with_licence = |office: RegisteredOffice| {
        let licence = Licence::of(&office, today);
        (office, licence)
    };
    let page = Page {
        layout: Layout::new(session, Here::Offices, "事業所"),
        offices: offices.into_iter().map(with_licence).collect(),
        certificates: certificates(console).await?,
        form,
    };
    Ok(html(&page))
}

/// The certificates of the console's folder of keys, if it has one.
pub(super) async fn certificates(console: &Arc<Console>) -> Result<Option<Vec<Shown>>, Refused> {
    let Some(folder) = console.options.pki.clone() else { return Ok(None) };
    let relay = Arc::clone(&console.relay);
    let all = move || certificates::all(&folder, &relay.sealing.trust, (relay.now)());
    Ok(Some(spawn_blocking(all).await.map_err(|_| Refused::from(StoreError::Interrupted))?))
}

async fn add(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    posted: Posted,
) -> Result<Response, Refused> {
    let half = |name: &str| to_half_width(posted.text(name)).unwrap_or_else(|| posted.text(name).to_owned());
    let number = half("number");
    let name = posted.text("name").to_owned();
    let types = posted.text("service_types");
    let split = types.split([',', '、', '，', ' ', '　']).filter(|code| !code.is_empty());
    let codes: Vec<String> = split.map(|code| to_half_width(code).unwrap_or_else(|| code.to_owned())).collect();
    let today = day_in_japan((console.relay.now)());
    let (of, named) = (number.clone(), name.clone());
    let change =
        move |store: &dyn crate::store::Store, _| Ok(directory::add(store, &of, &named, &codes, today).map(drop));
    match console.relay.store.change_alone(change).await? {
        Ok(()) => Ok(Redirect::to(&format!("/offices/{number}")).into_response()),
        Err(error) => {
            let form = Form { number, name, service_types: types.to_owned(), wrong: Some(wrong(error)?) };
            Ok((StatusCode::BAD_REQUEST, page(&console, &session, form).await?).into_response())
        }
    }
}

/// Why the directory did not do it, and what helps.
fn wrong(error: DirectoryError) -> Result<&'static str, StoreError> {
    Ok(match error {
        DirectoryError::Number => "事業所番号は、半角の数字10桁（英大文字を含むこともあります）で入力してください。",
        DirectoryError::Name => "事業所の名前は、1～200文字で入力してください。",
        DirectoryError::ServiceType => {
            "標準仕様にないサービス種類コードがあります。半角2文字のコードを入力してください（例 居宅介護支援 43、訪問介護 11）。"
        }
        DirectoryError::Exists => {
            "この事業所番号は、すでに登録されています。ライセンスを延ばすときは、一覧から事業所を開いてください。"
        }
        DirectoryError::Unknown => "この事業所は登録されていません。",
        DirectoryError::Agent => "代行できるのは、登録されている別の事業所だけです。",
        DirectoryError::Agents => "代行の事業所が多すぎます。",
        DirectoryError::Store(error) => return Err(error),
    })
}
