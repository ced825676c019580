//! Sheets behind the pages of a form, with the texts that did not fit.

use super::listing::Listing;
use super::overflow::Overflow;
use super::page::{FormKind, Page, Sheet};

const TITLE: &str = "別紙";
const CAPTION: &str = "用紙に入りきらなかった記載";
/// The mark and what a text is about; the text has the rest of the width.
const HEADS: [f32; 2] = [15.0, 50.0];

/// The sheets, which lie as the form's own. `whose` stands above each of them.
pub(super) fn pages(overflow: Overflow, form: FormKind, sheet: Sheet, whose: String) -> impl Iterator<Item = Page> {
    let [mark, about] = HEADS;
    let rows = overflow.into_texts().into_iter().enumerate();
    let listing = Listing {
        sheet,
        title: TITLE.to_owned(),
        caption: CAPTION,
        about: whose,
        columns: [("記号", mark), ("項目", about), ("記載の全文", Listing::<3>::width(sheet) - mark - about)],
        heads: HEADS.len(),
        rows: rows.map(|(at, (about, text))| [format!("※{}", at + 1), about, text]).collect(),
    };
    listing.pages(form).map(move |page| Page { title: format!("{} {}", form.name_ja(), page.title), ..page })
}
