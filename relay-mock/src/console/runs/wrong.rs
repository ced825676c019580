//! Why something about a run's folder was not done.

use std::fmt::Display;
use std::io;

use axum::http::StatusCode;

use crate::certify::transcript::FolderError;

/// Why something was not done, and what helps.
#[derive(Debug)]
pub(in super::super) struct Wrong {
    pub(in super::super) status: StatusCode,
    pub(in super::super) what: String,
    pub(in super::super) remedy: String,
}

impl Wrong {
    pub(super) fn new(status: StatusCode, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { status, what: what.into(), remedy: remedy.into() }
    }
}

pub(super) fn of_folder(error: FolderError) -> Wrong {
    let (status, what, remedy) = match error {
        FolderError::Busy => (
            StatusCode::CONFLICT,
            "この試験は、別のプログラムで進行中です。",
            "そちらを終わらせてから、もう一度操作してください。",
        ),
        FolderError::NoRun | FolderError::Occupied => {
            (StatusCode::NOT_FOUND, "この試験の記録がありません。", "一覧から選び直してください。")
        }
        FolderError::Form(..) => (
            StatusCode::CONFLICT,
            "試験の記録を読み込めません。書きかえられたか、壊れています。",
            "新しい試験を始めてください。",
        ),
        FolderError::Io(_, error) => return of_io(error),
    };
    Wrong::new(status, what, remedy)
}

pub(super) fn of_io(error: io::Error) -> Wrong {
    Wrong::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("試験のファイルを読み書きできません（{}）。", error.kind()),
        "ディスクの空きとフォルダーの権限を確かめて、もう一度操作してください。",
    )
}

pub(super) fn of_bundle(error: impl Display) -> Wrong {
    Wrong::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("署名付き試験結果を作れません（{error}）。"),
        "もう一度操作してください。それでも作れないときは、relay-mock certify report を使ってください。",
    )
}
