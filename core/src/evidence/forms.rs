//! The forms of a message, drawn from its CSV files.

use std::io::{self, Write};

use super::content::{Lack, Rows};
use super::verified::VerifiedMessage;
use crate::error::{Error, Result};
use crate::form::{FormKind, HtmlPainter, NameTable, noted};
use crate::progress::Job;
use crate::seal::MessageId;

/// More pages than a month of the largest office has.
const MOST_PAGES: usize = 5_000;

/// The forms of a message: how many pages, and why rows are missing.
pub(super) struct Forms {
    pub(super) pages: usize,
    lack: Option<&'static str>,
}

impl Forms {
    pub(super) fn of(rows: &Rows) -> Self {
        let lack = rows.lack.map(|lack| match lack {
            Lack::TooLarge => "CSVファイルが大きいため、帳票は作成していません。",
            Lack::Twice => "同じ種類のCSVファイルが複数あるため、帳票は作成していません。",
            Lack::Unreadable => "読み取れないCSVファイルがあるため、帳票にない記載があります。",
        });
        let slip = rows.slip();
        let pages = slip.pages(FormKind::ALL, &NameTable::default()).take(MOST_PAGES + 1).count();
        if pages > MOST_PAGES {
            return Self { pages: 0, lack: Some("ページ数が多いため、帳票は作成していません。") };
        }
        Self { pages, lack }
    }

    /// What is to be said where they are not whole.
    pub(super) fn said(&self) -> Option<&'static str> {
        let none = (self.pages == 0).then_some("この種類のデータには帳票がありません。");
        self.lack.or(none)
    }
}

/// The name of the file.
pub(super) fn name(id: MessageId) -> String {
    format!("forms/{id}.html")
}

/// Writes the forms, page by page; `failed` says what an error of the writer means.
pub(super) fn paint<W: Write>(
    item: &VerifiedMessage,
    out: W,
    failed: impl Fn(io::Error) -> Error,
    job: &mut Job<'_>,
) -> Result<W> {
    let rows = Rows::read(item, job)?;
    let note = format!("メッセージ {} のCSVファイルから作成した表示です（署名された原本ではありません）", item.id);
    let (slip, names) = (rows.slip(), NameTable::default());
    let mut painter = HtmlPainter::begin(out).map_err(&failed)?;
    for page in slip.pages(FormKind::ALL, &names) {
        job.check()?;
        painter.page(&noted(page, &note)).map_err(&failed)?;
    }
    painter.end().map_err(&failed)
}
