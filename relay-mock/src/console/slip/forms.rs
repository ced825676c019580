//! The forms of a unit: sheet by sheet, so that a page never has all of a large one.

use std::io::{self, Write};

use askama::Template;
use cplink::Error;
use cplink::form::{FormKind, HtmlPainter, NameTable, Page, Slip};

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

/// What there is to show.
pub(crate) struct FormView {
    /// Users, each counted once for a month and once for a plan.
    pub(crate) users: usize,
    /// From 1.
    pub(crate) page: usize,
    /// The first and the last sheet in the frame.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) has_more: bool,
}

/// Looks how many sheets there are, as far as one has to know.
///
/// # Errors
/// Two files of one kind, of which nothing says which is newer.
pub(crate) fn look(reading: Reading, page: usize) -> Result<FormView, Error> {
    let printable = reading.into_printable();
    let slip = printable.slip()?;
    let (names, skipped) = (NameTable::default(), page.saturating_sub(1).saturating_mul(SHEETS));
    let mut pages = slip.pages(FormKind::ALL, &names);
    // Behind the last sheet is the first page again.
    let (page, skipped) = if skipped > 0 && pages.nth(skipped - 1).is_none() { (1, 0) } else { (page.max(1), skipped) };
    if skipped == 0 {
        pages = slip.pages(FormKind::ALL, &names);
    }
    let count = pages.take(SHEETS + 1).count();
    Ok(FormView {
        users: slip.users(),
        page,
        first: if count == 0 { 0 } else { skipped + 1 },
        last: skipped + count.min(SHEETS),
        has_more: count > SHEETS,
    })
}

/// Writes the sheets as a document of their own, each as it is made. What keeps them from being drawn is written in
/// their place.
pub(crate) fn document(reading: Reading, pages: Pages, out: &mut dyn Write) -> io::Result<()> {
    let printable = reading.into_printable();
    match printable.slip() {
        Ok(slip) => sheets(&slip, pages, out),
        Err(error) => out.write_all(message(error.message_ja(), &error.remedy_ja()).as_bytes()),
    }
}

fn sheets(slip: &Slip<'_>, pages: Pages, out: &mut dyn Write) -> io::Result<()> {
    let names = NameTable::default();
    let all = slip.pages(FormKind::ALL, &names);
    let mut sheets: Box<dyn Iterator<Item = Page> + '_> = match pages {
        Pages::All => Box::new(all),
        Pages::Some(page) => Box::new(all.skip(page.saturating_sub(1).saturating_mul(SHEETS)).take(SHEETS)),
    };
    let mut painter = HtmlPainter::begin(out)?;
    sheets.try_for_each(|page| painter.page(&page))?;
    painter.end().map(drop)
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
