//! Both painters show the same: the browser prints the HTML, and the result is compared with our PDF.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::form::{Fill, FormKind, HtmlPainter, Item, Page, Rule};
use cplink::record::Table;
use cplink_testkit::fixtures::{folders, newest};
use cplink_testkit::must_run;

use crate::kit::{Unit, pages};
use crate::pages::slip_of;
use crate::paper::{Word, pdf, places, sorted_in, words};
use crate::pictures::{first_page, jpeg};

/// How far apart the same thing may be, in millimetres.
const NEAR: f32 = 0.5;
/// Dots of a picture in an inch; two of them are as far apart as [`NEAR`].
const DOTS: &str = "100";
const STEPS: usize = 2;

/// Pages of every form: plan, results, differences, sums, texts that did not fit; and lines across a page.
fn pages_of_every_form() -> Vec<Page> {
    let month = newest().join("month");
    let unit = |name: &str| Unit::of(&month.join(name));
    let (slip, results) = (unit("02-slip-home-help"), unit("11-results-day-care"));
    let mut tables: Vec<Table> = slip.tables;
    tables.extend(results.tables);
    let mut all = pages(&tables.iter().collect::<Vec<_>>());
    for folder in folders(&month) {
        let unit = Unit::of(&folder);
        let further = pages(&unit.tables.iter().collect::<Vec<_>>());
        if further.iter().any(|page| all.iter().all(|known| known.form != page.form)) {
            all.extend(further);
        }
    }
    assert!(FormKind::ALL.iter().all(|form| all.iter().any(|page| page.form == *form)));
    for to in [(120.0, 200.0), (20.0, 205.0)] {
        all[0].items.push(Item::Rule(Rule { from: (20.0, 200.0), to }));
    }
    all
}

/// The pages as the browser prints them.
fn printed(folder: &Path, pages: &[Page]) -> PathBuf {
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    pages.iter().for_each(|page| painter.page(page).unwrap());
    fs::write(folder.join("forms.html"), painter.end().unwrap()).unwrap();
    let home = format!("--user-data-dir={}", folder.join("profile").display());
    let options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=html.pdf"];
    must_run(folder, "timeout", &[&["120", "chromium", &home], &options[..], &["forms.html"]].concat());
    // Of another font everything would be elsewhere.
    let fonts = must_run(folder, "pdffonts", &["html.pdf"]);
    assert!(fonts.contains("BIZUDGothic-Regular"), "the font BIZ UDGothic is not installed: {fonts}");
    folder.join("html.pdf")
}

fn around(words: &[Word]) -> Option<[f32; 4]> {
    let sides = |word: &Word| [word.left, word.top, -word.right, -word.bottom];
    words.iter().map(sides).reduce(|a, b| std::array::from_fn(|at| a[at].min(b[at])))
}

#[test]
fn every_text_and_every_line_is_in_the_same_place_in_both() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages_of_every_form();
    let ours = folder.path().join("ours.pdf");
    fs::write(&ours, pdf(&pages)).unwrap();
    let html = printed(folder.path(), &pages);
    texts_agree(&pages, &words(&ours), &words(&html));
    let (ours, html) = (pictures(folder.path(), "ours"), pictures(folder.path(), "html"));
    assert_eq!((ours.len(), html.len()), (pages.len(), pages.len()));
    for ((page, ours), html) in pages.iter().zip(&ours).zip(&html) {
        assert!(ours.ink() > 1000, "{}", page.title);
        assert_eq!(ours.lacking(html), None, "{}: only in PDF", page.title);
        assert_eq!(html.lacking(ours), None, "{}: only in HTML", page.title);
    }
}

#[test]
fn a_picture_is_in_the_same_place_in_both() {
    let folder = tempfile::tempdir().unwrap();
    let (page, other) = (first_page(&jpeg()), first_page(b""));
    let paint = |name: &str, page: &Page| {
        fs::write(folder.path().join(format!("{name}.pdf")), pdf([page])).unwrap();
        pictures(folder.path(), name).remove(0)
    };
    let (ours, without) = (paint("ours", &page), paint("without", &other));
    printed(folder.path(), &[page]);
    let html = pictures(folder.path(), "html").remove(0);
    assert_eq!((ours.lacking(&html), html.lacking(&ours)), (None, None));
    assert!(ours.lacking(&without).is_some());
}

#[test]
fn a_line_that_is_missing_or_elsewhere_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages(&[&slip_of(1, 2)]);
    let picture = |name: &str, change: fn(&mut Page)| {
        let mut page = pages[0].clone();
        change(&mut page);
        fs::write(folder.path().join(format!("{name}.pdf")), pdf([&page])).unwrap();
        pictures(folder.path(), name).remove(0)
    };
    let whole = picture("whole", |_| {});
    let moved = picture("moved", |page| {
        let label =
            page.items.iter_mut().find_map(|item| if let Item::Label(label) = item { Some(label) } else { None });
        label.unwrap().frame.top += 0.8;
    });
    let marked = picture("marked", |page| {
        let grid = page.items.iter_mut().find_map(|item| if let Item::Grid(grid) = item { Some(grid) } else { None });
        grid.unwrap().cells[1].fill = Fill::Struck;
    });
    assert!(whole.lacking(&moved).is_some() && moved.lacking(&whole).is_some());
    assert!(whole.lacking(&marked).is_none() && marked.lacking(&whole).is_some());
}

fn texts_agree(pages: &[Page], ours: &[Vec<Word>], html: &[Vec<Word>]) {
    assert_eq!((ours.len(), html.len()), (pages.len(), pages.len()));
    let mut count = 0;
    for ((page, ours), html) in pages.iter().zip(ours).zip(html) {
        let places = places(page);
        let (ours, html) = (sorted_in(&places, ours), sorted_in(&places, html));
        for ((place, ours), html) in places.iter().zip(&ours).zip(&html) {
            let text = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<String>();
            assert_eq!(text(ours), text(html), "{}", page.title);
            let (Some(a), Some(b)) = (around(ours), around(html)) else { continue };
            assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < NEAR), "{} {}: {a:?} {b:?}", page.title, place.text);
            count += 1;
        }
    }
    assert!(count > 900, "{count}");
}

/// The pages of a file as pictures.
fn pictures(folder: &Path, name: &str) -> Vec<Picture> {
    let into = folder.join(format!("{name}-pictures"));
    fs::create_dir(&into).unwrap();
    must_run(folder, "pdftoppm", &["-r", DOTS, "-gray", &format!("{name}.pdf"), &format!("{name}-pictures/page")]);
    let mut files: Vec<PathBuf> = fs::read_dir(into).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| Picture::read(file)).collect()
}

/// A grey picture.
struct Picture {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Picture {
    /// A file as `pdftoppm` writes it: four words, then the dots.
    fn read(file: &Path) -> Self {
        let bytes = fs::read(file).unwrap();
        let head: Vec<&[u8]> = bytes.splitn(5, |byte| byte.is_ascii_whitespace()).collect();
        let number = |at: usize| std::str::from_utf8(head[at]).unwrap().parse::<usize>().unwrap();
        assert_eq!((head[0], number(3)), (&b"P5"[..], 255));
        let (width, height, dots) = (number(1), number(2), head[4].to_vec());
        assert_eq!(dots.len(), width * height);
        Self { width, height, dots }
    }

    fn ink(&self) -> usize {
        self.dots.iter().filter(|dot| **dot < 128).count()
    }

    /// The first dark dot here that is not near a dark one there.
    fn lacking(&self, other: &Self) -> Option<(usize, usize)> {
        let is_dark_near = |x: usize, y: usize| {
            let rows = y.saturating_sub(STEPS)..(y + STEPS + 1).min(other.height);
            rows.into_iter().any(|row| {
                let from = row * other.width + x.saturating_sub(STEPS).min(other.width);
                let to = row * other.width + (x + STEPS + 1).min(other.width);
                other.dots[from..to].iter().any(|dot| *dot < 200)
            })
        };
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        places.filter(|(x, y)| self.dots[y * self.width + x] < 100).find(|(x, y)| !is_dark_near(*x, *y))
    }
}
