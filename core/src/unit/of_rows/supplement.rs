//! Whether each base record has all that its unit must have, and the 利用者補足情報 that can be made.

use super::bundle::{Bundle, ZERO_MONTH};
use super::given::{Given, Place};
use super::group::definition;
use crate::error::{Code, Result};
use crate::record::OwnRow;
use crate::spec::{Kind, Layout, layout};

/// The plan's date in one that goes with the slip.
const ZERO_DATE: &str = "00000000";

/// Refuses a bundle without its base, or without a kind that its unit must have; makes supplements that are missing.
pub(super) fn complete(given: &Given, bundles: &mut [Bundle]) -> Result<()> {
    for at in 0..bundles.len() {
        let bundle = &bundles[at];
        let Some(base) = bundle.of(bundle.base, given).next() else {
            let what = format!("no row of {} has the same user and date or month", bundle.base.name());
            return Err(given.error(Code::RowWithoutUnit, bundle.places[0], None).with_detail(what));
        };
        let Some(unit) = definition(given.version(base), bundle.base, |_| false) else {
            return Err(given.error(Code::LayoutVersion, base, None));
        };
        let lacks = |kind: &Kind| bundle.of(*kind, given).next().is_none();
        let missing: Vec<Kind> = unit.kinds.iter().copied().filter(lacks).collect();
        for kind in missing {
            let other = if kind == Kind::Uphosoku { other(given, bundles, at, base) } else { None };
            if other.is_none() {
                let what = format!("missing: {} ({})", kind.name(), layout(kind).name_ja);
                return Err(given.error(Code::RowsMissing, base, None).with_detail(what));
            }
            bundles[at].supplement = other;
        }
    }
    Ok(())
}

/// The user's other supplement: of the plan for a slip, of a slip for the plan, the newest one.
fn other(given: &Given, bundles: &[Bundle], at: usize, base: Place) -> Option<Place> {
    let bundle = &bundles[at];
    let others = bundles.iter().filter(|other| other.user == bundle.user && other.base != bundle.base);
    let rows = others.flat_map(|other| other.of(Kind::Uphosoku, given).map(|place| (&other.tie, place)));
    let version = |place: Place| (given.version(place), given.key(place, "csv_version"));
    let rows = rows.filter(|(_, place)| version(*place) == version(base));
    rows.max_by(|one, other| one.cmp(other)).map(|(_, place)| place)
}

/// Makes the copy of another supplement one of this bundle.
pub(super) fn set_keys(own: &mut OwnRow, layout: &Layout, bundle: &Bundle) {
    let tie = bundle.tie.as_str();
    let (date, month) = if bundle.base == Kind::Up1kyo { (tie, ZERO_MONTH) } else { (ZERO_DATE, tie) };
    for (field, text) in [("care_plan_date", date), ("target_month", month)] {
        if let Some(column) = layout.index(field) {
            own.set(column, text);
        }
    }
}
