//! Groups of rows as units.

use std::collections::{BTreeMap, HashMap};

use super::attached::{Attaching, Beside, IMAGE, Images};
use super::bundle::Bundle;
use super::given::{Given, Place};
use super::group::{Group, Key};
use super::made::MadeUnit;
use super::supplement;
use crate::error::{Code, Result};
use crate::record::{OwnRow, Table};
use crate::spec::Kind;
use crate::unit::{Serial, Unit};

/// What units are written from.
pub(super) struct Writing<'a> {
    pub(super) given: &'a Given,
    pub(super) images: &'a Images,
    pub(super) beside: &'a [Beside],
}

impl Writing<'_> {
    /// Writes the units. A first serial gives the others, too; without it they come from the clock.
    pub(super) fn units(&self, groups: BTreeMap<Key, Group<'_>>, first: Option<Serial>) -> Result<Vec<MadeUnit>> {
        let mut attaching = Attaching::new(self.images, self.beside);
        let mut serial = first;
        let mut units = Vec::with_capacity(groups.len());
        for (key, group) in groups {
            let own = match serial {
                Some(own) => {
                    serial = Some(own.following()?);
                    own
                }
                None => Serial::next()?,
            };
            units.push(self.unit(key, &group, own, &mut attaching)?);
        }
        attaching.finish()?;
        Ok(units)
    }

    fn unit(&self, key: Key, group: &Group<'_>, serial: Serial, attaching: &mut Attaching<'_>) -> Result<MadeUnit> {
        let mut unit = Unit::new(key.from, key.to, serial);
        let definition = group.definition;
        let of_kind = |kind| group.places.iter().copied().filter(move |place| self.given.kind(*place) == kind);
        let images = if definition.images {
            let places: Vec<Place> = of_kind(Kind::Upkihon).collect();
            attaching.add_images(&mut unit, self.given, &places)?
        } else {
            HashMap::new()
        };
        let made: Vec<(Place, Option<&Bundle>)> =
            group.bundles.iter().filter_map(|bundle| Some((bundle.supplement?, Some(*bundle)))).collect();
        for kind in definition.kinds.iter().chain(definition.optional) {
            let mut rows: Vec<(Place, Option<&Bundle>)> = of_kind(*kind).map(|place| (place, None)).collect();
            if *kind == Kind::Uphosoku {
                rows.extend(&made);
            }
            if !rows.is_empty() {
                // What is substituted was told of the rows that were given.
                unit.add_table(&self.table(&rows, &images)?)?;
            }
        }
        attaching.add_beside(&mut unit, group)?;
        let (kind, users) = (definition.kind, group.users());
        Ok(MadeUnit { unit, kind, month: key.month, users, supplemented: made.len() })
    }

    /// The rows of a file: as they were given, or made for a bundle.
    fn table(&self, rows: &[(Place, Option<&Bundle>)], images: &HashMap<Place, String>) -> Result<Table> {
        let first = self.given.table(rows[0].0);
        let mut table = Table::of(first.layout(), first.encoding());
        for (place, made_for) in rows {
            let mut own = self.copied(*place, &table)?;
            if let Some(bundle) = made_for {
                supplement::set_keys(&mut own, table.layout(), bundle);
            }
            if let (Some(name), Some(column)) = (images.get(place), table.layout().index(IMAGE)) {
                own.set(column, name);
            }
            table.add(own);
        }
        Ok(table)
    }

    /// A row, all of its columns, in the encoding of a table.
    fn copied(&self, place: Place, table: &Table) -> Result<OwnRow> {
        let row = self.given.row(place);
        let is_same = self.given.table(place).encoding() == table.encoding();
        let mut own = OwnRow::with_capacity(row.len());
        for column in 0..row.len() {
            if is_same {
                row.copy_cell(column, &mut own);
            } else {
                let text = row.text(column).map_err(|_| self.given.error(Code::Unmappable, place, None))?;
                own.push(&text);
            }
        }
        Ok(own)
    }
}
