//! A request that was not done, as a page.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::door::Session;
use super::super::runs::Wrong;
use super::super::slip::Interrupted;
use super::{Here, Layout, html};
use crate::store::StoreError;

/// What a page answers.
pub(in super::super) type Answer = Result<Response, Refused>;

/// Why a request was not done, and what helps.
#[derive(Debug)]
pub(in super::super) struct Refused {
    pub(in super::super) status: StatusCode,
    pub(in super::super) what: String,
    pub(in super::super) remedy: String,
}

impl Refused {
    pub(in super::super) fn new(status: StatusCode, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { status, what: what.into(), remedy: remedy.into() }
    }

    pub(in super::super) fn token() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "ページを開いてから時間がたったか、管理画面が起動し直されたため、操作を受け付けませんでした。",
            "前のページに戻り、再読み込みしてから、もう一度操作してください。",
        )
    }

    pub(in super::super) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "一度に送れる大きさか個数を超えています。",
            "ファイルを分けて、もう一度操作してください。",
        )
    }

    pub(in super::super) fn malformed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "送られた内容を読み取れません。",
            "ページを開き直して、もう一度操作してください。",
        )
    }

    /// The work for a page broke off.
    pub(in super::super) fn interrupted() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "処理が途中で終わりました。",
            "しばらく待ってから、もう一度開いてください。",
        )
    }

    pub(in super::super) fn not_found(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, "アドレスを確かめるか、一覧から選び直してください。")
    }
}

impl From<Interrupted> for Refused {
    fn from(Interrupted: Interrupted) -> Self {
        Self::interrupted()
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("中継サーバーのデータベースを読み書きできません（{error}）。"),
            "ディスクの空きを確かめて、中継サーバーを起動し直してください。",
        )
    }
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Self { status: wrong.status, what: wrong.what, remedy: wrong.remedy }
    }
}

#[derive(Template)]
#[template(path = "console/refused.html")]
struct Page<'a> {
    layout: Layout,
    refused: &'a Refused,
}

/// The page that says so.
pub(in super::super) fn fault(session: &Session, refused: &Refused) -> Response {
    let status = refused.status;
    let page = Page { layout: Layout::new(session, Here::Elsewhere, "操作できませんでした"), refused };
    (status, html(&page)).into_response()
}

pub(super) async fn no_such_page(Extension(session): Extension<Session>) -> Response {
    fault(&session, &Refused::not_found("このページはありません。"))
}

impl IntoResponse for Refused {
    /// Marked for the door, which knows the session.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
