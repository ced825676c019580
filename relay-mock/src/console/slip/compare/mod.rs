//! Two slips side by side: a plan and its results, or an older and a newer one.

mod changed;
mod clock;
mod line;
mod people;
mod results;
mod tables;

use std::io::{self, Write};

use cplink::Result;
use cplink::form::{Changes, FormKind, NameTable};
use cplink::json::FileJson;
use cplink::spec::Kind;

use self::line::DiffLine;
use self::results::both;
use self::tables::tables;
use super::forms::{Pages, Sheets, paint, told};
use super::{Pager, Reading, SlipFiles};

/// Lines on a page.
const PAGE: usize = 100;
/// The form of a plan with its results.
const FORMS: &[FormKind] = &[FormKind::Table6];

/// Two slips.
pub(crate) struct Sides {
    pub(crate) old: Vec<SlipFiles>,
    pub(crate) new: Vec<SlipFiles>,
    /// Service codes that count once a month.
    pub(crate) monthly: Vec<String>,
}

/// Two slips that were read.
struct Read {
    old: Vec<FileJson>,
    new: Vec<FileJson>,
    looks_real: bool,
}

/// What differs, a page of it.
pub(crate) struct DiffView {
    /// Whether it is a plan and its results.
    pub(crate) is_results: bool,
    pub(crate) pager: Pager,
    pub(crate) lines: Vec<DiffLine>,
    /// Rows that are in no line, as their date is no day of their month.
    pub(crate) uncompared: usize,
    pub(crate) looks_real: bool,
}

impl DiffView {
    pub(crate) fn of(sides: &Sides, page: usize) -> Result<Self> {
        let read = read(sides)?;
        let (is_results, all, uncompared) = match as_results(&read) {
            Some((plan, results)) => {
                let (lines, uncompared) = results::lines(plan, results, &sides.monthly)?;
                (true, lines, uncompared)
            }
            None => (false, changed::lines(&read.old, &read.new)?, 0),
        };
        let pager = Pager::new(page, all.len(), PAGE);
        let lines = all.into_iter().skip(pager.skipped()).take(PAGE).collect();
        Ok(Self { is_results, pager, lines, uncompared, looks_real: read.looks_real })
    }
}

/// Which sheets there are of the forms on which what differs is marked.
pub(crate) fn look(sides: &Sides, page: usize) -> Result<(Sheets, bool)> {
    let (read, names) = (read(sides)?, NameTable::default());
    let sheets = match as_results(&read) {
        Some((plan, results)) => {
            let slip = both(plan, results)?;
            Sheets::count(|| slip.pages(FORMS, &names), page)
        }
        None => {
            let changes = Changes::between(tables(&read.old), tables(&read.new))?;
            Sheets::count(|| changes.pages(&names), page)
        }
    };
    Ok((sheets, read.looks_real))
}

/// The forms on which what differs is marked.
pub(crate) fn document(sides: &Sides, pages: Pages, out: &mut dyn Write) -> io::Result<()> {
    let read = match read(sides) {
        Ok(read) => read,
        Err(error) => return told(&error, out),
    };
    let names = NameTable::default();
    if let Some((plan, results)) = as_results(&read) {
        return match both(plan, results) {
            Ok(slip) => paint(slip.pages(FORMS, &names), pages, out),
            Err(error) => told(&error, out),
        };
    }
    match Changes::between(tables(&read.old), tables(&read.new)) {
        Ok(changes) => paint(changes.pages(&names), pages, out),
        Err(error) => told(&error, out),
    }
}

fn read(sides: &Sides) -> Result<Read> {
    let mut looks_real = false;
    let mut side = |units: &[SlipFiles]| -> Result<Vec<FileJson>> {
        let mut files = Vec::new();
        for unit in units {
            let reading = Reading::of(unit.clone())?;
            looks_real |= reading.looks_real;
            files.extend(reading.into_tables());
        }
        Ok(files)
    };
    let (old, new) = (side(&sides.old)?, side(&sides.new)?);
    Ok(Read { old, new, looks_real })
}

/// The plan and the results, where one side is the one and the other the other.
fn as_results(read: &Read) -> Option<(&[FileJson], &[FileJson])> {
    let has = |files: &[FileJson], kind| tables(files).any(|table| table.kind() == kind);
    let is = |files: &[FileJson], one, other| has(files, one) && !has(files, other);
    let (old, new) = (&*read.old, &*read.new);
    if is(old, Kind::Upplan, Kind::Upjsk) && is(new, Kind::Upjsk, Kind::Upplan) {
        Some((old, new))
    } else if is(new, Kind::Upplan, Kind::Upjsk) && is(old, Kind::Upjsk, Kind::Upplan) {
        Some((new, old))
    } else {
        None
    }
}
