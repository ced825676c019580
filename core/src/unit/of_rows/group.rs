//! Bundles that go into one unit.

use std::collections::{BTreeMap, HashSet};

use super::bundle::{Bundle, is_base};
use super::given::{Given, Place, User};
use super::receivers::{Receivers, Share};
use crate::error::{Code, Result};
use crate::spec::{Kind, UnitDefinition, UnitKind, UnitMonth, Version, deletions};
use crate::unit::Address;

/// What distinguishes the units, in the order in which they are sent.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// A withdrawal before what is sent anew.
    is_new: bool,
    /// The place among the units of the standard.
    unit: Option<usize>,
    pub(super) month: Option<String>,
    pub(super) to: Address,
    pub(super) from: Address,
    of: Option<Address>,
}

/// The rows of a unit.
pub(super) struct Group<'b> {
    pub(super) definition: &'static UnitDefinition,
    pub(super) places: Vec<Place>,
    /// The bundles that the rows are of.
    pub(super) bundles: Vec<&'b Bundle>,
}

impl Group<'_> {
    /// Whether a user has rows in it.
    pub(super) fn has(&self, user: &User) -> bool {
        self.bundles.iter().any(|bundle| bundle.user == *user)
    }

    /// How many users have rows in it.
    pub(super) fn users(&self) -> usize {
        self.bundles.iter().map(|bundle| &bundle.user).collect::<HashSet<_>>().len()
    }
}

/// The unit of a base: the largest of the version whose other bases are there too.
pub(super) fn definition(
    version: Version,
    base: Kind,
    is_there: impl Fn(Kind) -> bool,
) -> Option<&'static UnitDefinition> {
    let bases = |unit: &UnitDefinition| unit.kinds.iter().copied().filter(|kind| is_base(*kind)).collect::<Vec<_>>();
    let fits = |unit: &UnitDefinition| {
        let bases = bases(unit);
        bases.contains(&base) && bases.iter().all(|kind| *kind == base || is_there(*kind))
    };
    version.units().iter().filter(|unit| fits(unit)).max_by_key(|unit| bases(unit).len())
}

/// Sorts the rows of all bundles into units.
pub(super) fn groups<'b>(
    given: &Given,
    bundles: &'b [Bundle],
    receivers: &Receivers<'_>,
) -> Result<BTreeMap<Key, Group<'b>>> {
    let mut shares: Vec<(&Bundle, Share)> = Vec::new();
    for bundle in bundles {
        shares.extend(receivers.shares(bundle)?.into_iter().map(|share| (bundle, share)));
    }
    let there: HashSet<(Kind, &User, Address)> =
        shares.iter().map(|(bundle, share)| (bundle.base, &bundle.user, share.to.clone())).collect();
    let mut groups: BTreeMap<Key, Group<'_>> = BTreeMap::new();
    for (bundle, Share { from, to, of, places }) in shares {
        let version = given.version(places[0]);
        let is_there = |base| there.contains(&(base, &bundle.user, to.clone()));
        let Some(definition) = definition(version, bundle.base, is_there) else {
            return Err(given.error(Code::LayoutVersion, places[0], None));
        };
        let month = (definition.month == UnitMonth::Same).then(|| bundle.tie.clone());
        let is_new = !deletions().iter().any(|deletion| deletion.kind == bundle.base);
        let unit = UnitKind::ALL.iter().position(|kind| *kind == definition.kind);
        let key = Key { is_new, unit, month, to, from, of };
        let new = Group { definition, places: Vec::new(), bundles: Vec::new() };
        let group = groups.entry(key).or_insert(new);
        group.places.extend(places);
        group.bundles.push(bundle);
    }
    groups.values_mut().for_each(|group| crate::sort::sort(&mut group.places));
    groups.values().try_for_each(|group| one_version(given, group))?;
    Ok(groups)
}

/// Records of two versions never share a file, nor a unit.
fn one_version(given: &Given, group: &Group<'_>) -> Result<()> {
    let version = |place: Place| (given.version(place), given.key(place, "csv_version"));
    match group.places.iter().find(|place| version(**place) != version(group.places[0])) {
        Some(other) => Err(given.error(Code::VersionsMixed, *other, Some("csv_version"))),
        None => Ok(()),
    }
}
