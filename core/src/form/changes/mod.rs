//! What changed between two slips, plans or results, as pages.

mod list;
mod people;

use std::collections::{HashMap, HashSet};

use super::names::ServiceNames;
use super::page::{FormKind, Page};
use super::slip::Slip;
use super::user::UserView;
use super::{table_6, table_7};
use crate::error::{Code, Result};
use crate::interpret::{Comparison, compare};
use crate::record::Table;
use crate::sort::sort_by_key;
use crate::spec::Kind;

/// Two slips, plans or results, compared by meaning.
///
/// The pages are 第6表 and 第7表 of every user whose services differ, with a line for what was and one for what is, and
/// thick frames around what changed; then a list of everything that these do not show, field by field.
pub struct Changes<'a> {
    old: Slip<'a>,
    new: Slip<'a>,
    tables: Vec<(Kind, Comparison)>,
    /// Kinds that only one side has: whether it is the newer one, and how many rows.
    alone: Vec<(Kind, bool, usize)>,
}

impl<'a> Changes<'a> {
    /// Compares the tables of two units. They may be of different versions.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where one side has several tables of a kind.
    pub fn between(old: impl IntoIterator<Item = &'a Table>, new: impl IntoIterator<Item = &'a Table>) -> Result<Self> {
        let sides = [old.into_iter().collect::<Vec<_>>(), new.into_iter().collect()];
        let (mut tables, mut alone) = (Vec::new(), Vec::new());
        for kind in in_order() {
            let [old, new] = [one(&sides[0], kind)?, one(&sides[1], kind)?];
            match (old, new) {
                (Some(old), Some(new)) => tables.push((kind, compare(old, new)?)),
                (Some(old), None) => alone.push((kind, false, old.len())),
                (None, Some(new)) => alone.push((kind, true, new.len())),
                (None, None) => {}
            }
        }
        let [old, new] = sides.map(Slip::of_unit);
        Ok(Self { old, new, tables, alone })
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.alone.is_empty() && self.tables.iter().all(|(_, table)| table.differences.is_empty())
    }

    /// The pages, each made when it is asked for. There is one at least, which may say that nothing differs.
    pub fn pages<'s>(&'s self, names: &'s dyn ServiceNames) -> impl Iterator<Item = Page> + use<'s, 'a> {
        let forms = self.forms(names).flat_map(|form| form.pages);
        let list = move || {
            let drawn = self.forms(names).map(|form| (form.key, form.kind)).collect();
            list::listing(&self.tables, &self.alone, &drawn).pages(FormKind::Changes)
        };
        forms.chain(std::iter::once_with(list).flatten())
    }

    /// The forms of the users whose services differ.
    fn forms<'s>(&'s self, names: &'s dyn ServiceNames) -> impl Iterator<Item = Form<'s>> {
        let before: HashMap<&[String; 3], UserView<'s, 'a>> =
            self.old.months().map(|user| (user.key(), user)).collect();
        let compared: HashSet<Kind> = self.tables.iter().map(|(kind, _)| *kind).collect();
        let annex = self.tables.iter().find(|(kind, _)| *kind == Kind::Upsikyu).map(|(_, table)| table);
        let mut entries = annex.map(table_7::entries).unwrap_or_default();
        self.new.months().flat_map(move |after| {
            let (key, before) = (after.key(), before.get(after.key()).copied());
            let mut forms = Vec::new();
            for (which, kind) in [Kind::Upplan, Kind::Upjsk].into_iter().enumerate() {
                if compared.contains(&kind)
                    && let Some(pages) = table_6::changes(before, after, which, names)
                {
                    forms.push(Form { key, kind, pages: Box::new(pages) });
                }
            }
            if let Some(pages) = table_7::changes(before, after, &mut entries, names) {
                forms.push(Form { key, kind: Kind::Upsikyu, pages: Box::new(pages) });
            }
            forms
        })
    }
}

/// A form of a user whose rows of a kind differ.
struct Form<'s> {
    key: &'s [String; 3],
    kind: Kind,
    pages: Box<dyn Iterator<Item = Page> + 's>,
}

/// The kinds in the order in which people know them: 第1表 … 第7表.
fn in_order() -> Vec<Kind> {
    let mut kinds = Kind::ALL.to_vec();
    sort_by_key(&mut kinds, |kind| kind.number());
    kinds
}

fn one<'a>(tables: &[&'a Table], kind: Kind) -> Result<Option<&'a Table>> {
    let mut of_kind = tables.iter().filter(|table| table.kind() == kind);
    match (of_kind.next(), of_kind.next()) {
        (_, Some(_)) => Err(Code::InvalidArgument.with_detail("several tables of a kind")),
        (table, None) => Ok(table.copied()),
    }
}
