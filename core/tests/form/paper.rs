//! Pages as PDF, and what `pdftotext` of poppler finds on them, which knows nothing of us.

use std::fs;
use std::path::Path;

use cplink::form::{Frame, Grid, Item, Page, PdfPainter};
use cplink_testkit::must_run;

/// The points of a millimetre.
pub(crate) const POINTS: f32 = 72.0 / 25.4;

/// A word as it stands on a page, in millimetres.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
    pub(crate) text: String,
}

/// A place of a page's model with the text that it has to have.
pub(crate) struct Place {
    pub(crate) frame: Frame,
    pub(crate) text: String,
}

/// The PDF of pages.
pub(crate) fn pdf<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Vec<u8> {
    let mut painter = PdfPainter::begin(Vec::new()).unwrap();
    pages.into_iter().for_each(|page| painter.page(page).unwrap());
    painter.end().unwrap()
}

/// The words of a file, page by page.
pub(crate) fn words(file: &Path) -> Vec<Vec<Word>> {
    let out = file.with_extension("words");
    let (file, to) = (file.to_str().unwrap(), out.to_str().unwrap());
    must_run(&std::env::temp_dir(), "pdftotext", &["-bbox", "-enc", "UTF-8", file, to]);
    let mut pages: Vec<Vec<Word>> = Vec::new();
    for line in fs::read_to_string(&out).unwrap().lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(Vec::new());
        } else if let Some(word) = line.strip_prefix("<word ") {
            pages.last_mut().unwrap().push(read(word));
        }
    }
    pages
}

/// The words of pages, painted as PDF.
pub(crate) fn words_of(pages: &[Page]) -> Vec<Vec<Word>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("forms.pdf");
    fs::write(&file, pdf(pages)).unwrap();
    words(&file)
}

fn read(word: &str) -> Word {
    let (attributes, text) = word.strip_suffix("</word>").unwrap().split_once('>').unwrap();
    let mut sides = attributes.split('"').skip(1).step_by(2).map(|side| side.parse::<f32>().unwrap() / POINTS);
    let mut side = || sides.next().unwrap();
    let (left, top, right, bottom) = (side(), side(), side(), side());
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    let text = escapes.iter().fold(text.to_owned(), |text, (escape, character)| text.replace(escape, character));
    Word { left, top, right, bottom, text }
}

/// Every place of a page that can have text.
pub(crate) fn places(page: &Page) -> Vec<Place> {
    let mut places = Vec::new();
    for item in &page.items {
        match item {
            Item::Label(label) => places.push(Place { frame: label.frame, text: label.lines.text() }),
            Item::Grid(grid) => {
                let cells = grid.cells.iter();
                places.extend(cells.map(|cell| Place { frame: grid.frame(cell), text: cell.lines.text() }));
                places.extend(caption(grid));
            }
            Item::Rule(_) | Item::Picture(_) => {}
        }
    }
    places
}

fn caption(grid: &Grid) -> Option<Place> {
    let (height, _) = Grid::CAPTION;
    let (top, width) = (grid.top - height, grid.columns.iter().sum());
    let frame = Frame { left: grid.left, top, width, height };
    grid.is_captioned.then(|| Place { frame, text: grid.caption.clone() })
}

/// The words in each place, in reading order. A word that is in none fails.
pub(crate) fn sorted_in(places: &[Place], words: &[Word]) -> Vec<Vec<Word>> {
    let mut found = vec![Vec::new(); places.len()];
    for word in words {
        let (x, y) = (f32::midpoint(word.left, word.right), f32::midpoint(word.top, word.bottom));
        let is_in = |frame: &Frame| {
            (frame.left..=frame.left + frame.width).contains(&x) && (frame.top..=frame.top + frame.height).contains(&y)
        };
        // Labels may lie over each other's free space: the smaller place has it.
        let area = |place: &Place| place.frame.width * place.frame.height;
        let here = places.iter().enumerate().filter(|(_, place)| is_in(&place.frame));
        let (at, _) = here.min_by(|(_, a), (_, b)| area(a).total_cmp(&area(b))).unwrap_or_else(|| panic!("{word:?}"));
        found[at].push(word.clone());
    }
    for words in &mut found {
        words.sort_by(|a, b| {
            let is_same_line = (a.top - b.top).abs() < (a.bottom - a.top) / 2.0;
            if is_same_line { a.left.total_cmp(&b.left) } else { a.top.total_cmp(&b.top) }
        });
    }
    found
}

/// A text without what `pdftotext` takes for the space between words.
pub(crate) fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Every place of every page says in PDF what its model says; returns how many places say something.
pub(crate) fn says_what_the_model_says(pages: &[Page]) -> usize {
    let painted = words_of(pages);
    assert_eq!(painted.len(), pages.len());
    let mut count = 0;
    for (page, words) in pages.iter().zip(painted) {
        let places = places(page);
        for (place, words) in places.iter().zip(sorted_in(&places, &words)) {
            let said: String = words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(solid(&said), solid(&place.text), "{} {:?}", page.title, place.frame);
            count += usize::from(!said.is_empty());
        }
    }
    count
}
