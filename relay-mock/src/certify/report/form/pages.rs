//! Pages as pieces of HTML.

use cplink::form::{HtmlPainter, Page};

const BODY: &str = "<body>\n";

/// A page, without what is around it in a file of its own.
pub(super) fn html(page: &Page) -> String {
    let whole = whole(Some(page));
    // Texts are escaped, so neither mark occurs in one.
    let begin = whole.find(BODY).map_or(0, |at| at + BODY.len());
    let end = whole.rfind("</body>").unwrap_or(whole.len());
    whole.get(begin..end).unwrap_or_default().to_owned()
}

/// The style of the pages, to be put around them.
pub(in super::super) fn style() -> String {
    let whole = whole(None);
    let begin = whole.find("<style>").map_or(0, |at| at + "<style>".len());
    let end = whole.find("</style>").unwrap_or(begin);
    // Its rules for sheets of paper would hold for the whole page.
    let lines = whole.get(begin..end).unwrap_or_default().lines().filter(|line| !line.starts_with("@page"));
    lines.collect::<Vec<_>>().join("\n")
}

fn whole(page: Option<&Page>) -> String {
    // Bytes in memory take everything.
    let painted = HtmlPainter::begin(Vec::new()).and_then(|mut painter| {
        page.map_or(Ok(()), |page| painter.page(page))?;
        painter.end()
    });
    String::from_utf8(painted.unwrap_or_default()).unwrap_or_default()
}
