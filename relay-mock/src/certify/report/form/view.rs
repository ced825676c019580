//! The forms of a case.

use std::sync::Arc;

use cplink::form::{FormKind, NameTable, Page, Slip};
use cplink::record::Table;
use cplink::unit::FileContents;

use super::mark::{mark, mark_all};
use super::pages::html;
use super::people::{of, people};
use crate::certify::scenario::{Case, CheckKind, Step};
use crate::certify::transcript::{Answer, CaseRecord, KeptFile};

/// How many pages one person's form has at most on either side.
const MAX_PAGES: usize = 20;

/// A page of what is right beside the page of what was taken, as HTML.
pub(in super::super) struct Pair {
    /// What is on it.
    pub(in super::super) title: String,
    /// What is right; none where the product has a page too many.
    pub(in super::super) expected: Option<String>,
    /// What was taken.
    pub(in super::super) got: Option<String>,
    /// Whether anything on it differs.
    pub(in super::super) differs: bool,
}

/// The pairs of a case, those that differ first, made as they are asked for; none where it compares no unit.
pub(in super::super) fn pairs(case: &Case, record: &CaseRecord) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for check in &case.checks {
        let CheckKind::Meaning { take, expected, .. } = &check.kind else { continue };
        let place = case.steps.iter().position(|step| matches!(step, Step::Take { name, .. } if name == take));
        let step = place.and_then(|place| record.steps.iter().find(|step| step.step == place));
        if let Some(step) = step.filter(|step| step.answer == Answer::Exported) {
            let got = tables(&step.files);
            for person in people([&expected.tables, &got]).unwrap_or_default() {
                of_person([of(&expected.tables, &person), of(&got, &person)], &mut pairs);
            }
        }
    }
    pairs.sort_by_key(|pair| !pair.differs);
    pairs
}

/// What can be read of what was taken.
fn tables(files: &[KeptFile]) -> Vec<Table> {
    let read = files.iter().filter_map(|file| FileContents::read(&file.name, Arc::clone(&file.bytes)).ok());
    read.filter_map(|contents| contents.table).collect()
}

fn of_person(sides: [Vec<Table>; 2], pairs: &mut Vec<Pair>) {
    let names = NameTable::default();
    for form in FormKind::ALL {
        let forms = [*form];
        let [mut old, mut new] = sides.each_ref().map(|tables| {
            let slip = Slip::of_unit(tables);
            slip.pages(&forms, &names).take(MAX_PAGES).collect::<Vec<Page>>()
        });
        for at in 0..old.len().max(new.len()) {
            let differs = old.get(at) != new.get(at);
            match (old.get_mut(at), new.get_mut(at)) {
                (Some(old), Some(new)) => mark(old, new),
                (Some(page), None) | (None, Some(page)) => mark_all(page),
                (None, None) => {}
            }
            let title = old.get(at).or(new.get(at)).map(|page| page.title.clone()).unwrap_or_default();
            let [expected, got] = [old.get(at), new.get(at)].map(|page| page.map(html));
            pairs.push(Pair { title, expected, got, differs });
        }
    }
}
