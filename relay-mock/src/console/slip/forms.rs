//! The forms of a unit: sheet by sheet, so that a page never has all of a large one.

use std::io::{self, Write};

use askama::Template;
use cplink::Error;
use cplink::form::{FormKind, HtmlPainter, NameTable, Page};

use super::Reading;

/// Sheets in a frame.
const SHEETS: usize = 20;

/// Which sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    /// Those of this page of sheets, from 1.
    Some(usize),
    /// All of them, to be printed.
    All,
}

/// Which sheets are in the frame.
pub(crate) struct Sheets {
    /// From 1.
    pub(crate) page: usize,
    /// The first and the last of them; 0 where there is none.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) has_more: bool,
}

impl Sheets {
    /// Makes as many sheets as one has to, to know. Behind the last one is the first page again.
    pub(super) fn count<I: Iterator<Item = Page>>(pages: impl Fn() -> I, page: usize) -> Self {
        let skipped = page.saturating_sub(1).saturating_mul(SHEETS);
        match pages().skip(skipped).take(SHEETS + 1).count() {
            0 if skipped > 0 => Self::count(pages, 1),
            0 => Self { page: 1, first: 0, last: 0, has_more: false },
            count => Self {
                page: page.max(1),
                first: skipped + 1,
                last: skipped + count.min(SHEETS),
                has_more: count > SHEETS,
            },
        }
    }
}

/// What there is to show.
pub(crate) struct FormView {
    /// Users, each counted once for a month and once for a plan.
    pub(crate) users: usize,
    pub(crate) sheets: Sheets,
}

/// Looks how many sheets there are, as far as one has to know.
///
/// # Errors
/// Two files of one kind, of which nothing says which is newer.
pub(crate) fn look(reading: Reading, page: usize) -> Result<FormView, Error> {
    let printable = reading.into_printable();
    let (slip, names) = (printable.slip()?, NameTable::default());
    Ok(FormView { users: slip.users(), sheets: Sheets::count(|| slip.pages(FormKind::ALL, &names), page) })
}

/// Writes the sheets as a document of their own, each as it is made. What keeps them from being drawn is written in
/// their place.
pub(crate) fn document(reading: Reading, pages: Pages, out: &mut dyn Write) -> io::Result<()> {
    let printable = reading.into_printable();
    match printable.slip() {
        Ok(slip) => paint(slip.pages(FormKind::ALL, &NameTable::default()), pages, out),
        Err(error) => told(&error, out),
    }
}

/// Writes these sheets of all.
pub(super) fn paint(all: impl Iterator<Item = Page>, pages: Pages, out: &mut dyn Write) -> io::Result<()> {
    let (skipped, most) = match pages {
        Pages::All => (0, usize::MAX),
        Pages::Some(page) => (page.saturating_sub(1).saturating_mul(SHEETS), SHEETS),
    };
    let mut painter = HtmlPainter::begin(out)?;
    all.skip(skipped).take(most).try_for_each(|page| painter.page(&page))?;
    painter.end().map(drop)
}

/// Writes what an error says as a document.
pub(crate) fn told(error: &Error, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(message(error.message_ja(), &error.remedy_ja()).as_bytes())
}

#[derive(Template)]
#[template(path = "console/slip/message.html")]
struct Message<'a> {
    what: &'a str,
    remedy: &'a str,
}

/// A document that says why there is no form.
pub(crate) fn message(what: &str, remedy: &str) -> String {
    Message { what, remedy }.render().unwrap_or_default()
}
