//! Rows that go together: a base record's, and those that depend on it.

use std::collections::HashMap;

use super::given::{Given, Place, User};
use crate::error::{Code, Result};
use crate::spec::{Kind, relations};

/// The month of a supplement that goes with the plan.
pub(super) const ZERO_MONTH: &str = "000000";

/// The rows of one base record: of a user and a month, or of a user and the date of a plan.
pub(super) struct Bundle {
    pub(super) base: Kind,
    pub(super) user: User,
    /// The month, or the date.
    pub(super) tie: String,
    /// In the order given.
    pub(super) places: Vec<Place>,
    /// The row of which its 利用者補足情報 is made, where none was given.
    pub(super) supplement: Option<Place>,
}

impl Bundle {
    /// The rows of a kind.
    pub(super) fn of<'b>(&'b self, kind: Kind, given: &'b Given) -> impl Iterator<Item = Place> + 'b {
        self.places.iter().copied().filter(move |place| given.kind(*place) == kind)
    }
}

/// The kind that others depend on; a kind on which none depends is its own.
pub(super) fn is_base(kind: Kind) -> bool {
    !relations().iter().any(|relation| relation.dependents.contains(&kind))
}

/// Sorts all rows into bundles, in the order in which these begin.
pub(super) fn sort(given: &Given) -> Result<Vec<Bundle>> {
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut known: HashMap<(Kind, User, String), usize> = HashMap::new();
    for place in given.places() {
        let user = user(given, place)?;
        let (base, tie) = tie(given, place)?;
        let at = *known.entry((base, user.clone(), tie.clone())).or_insert_with(|| {
            bundles.push(Bundle { base, user, tie, places: Vec::new(), supplement: None });
            bundles.len() - 1
        });
        bundles[at].places.push(place);
    }
    Ok(bundles)
}

fn user(given: &Given, place: Place) -> Result<User> {
    let part = |field: &str| {
        let key = given.key(place, field);
        if key.is_empty() { Err(given.error(Code::RowKey, place, Some(field))) } else { Ok(key) }
    };
    Ok([part("insurer_number")?, part("insured_person_number")?])
}

/// The base of a row, and the month or date that ties it to that.
fn tie(given: &Given, place: Place) -> Result<(Kind, String)> {
    let (layout, kind) = (given.table(place).layout(), given.kind(place));
    if kind == Kind::Uphosoku {
        return of_supplement(given, place);
    }
    let of = |base: Kind, dependents: &[Kind]| base == kind || dependents.contains(&kind);
    let relation = relations().iter().find(|relation| of(relation.base, relation.dependents));
    // The first two keys are the user's.
    let field = layout.fields[layout.keys[2]].id;
    let tie = given.key(place, field);
    let is_sound = if layout.month.is_some() { is_month(given, place, field, &tie) } else { !tie.is_empty() };
    if !is_sound {
        return Err(given.error(Code::RowKey, place, Some(field)));
    }
    Ok((relation.map_or(kind, |relation| relation.base), tie))
}

/// A supplement goes with the plan, month `000000`, or with the slip, date `00000000`.
fn of_supplement(given: &Given, place: Place) -> Result<(Kind, String)> {
    let [date, month] = ["care_plan_date", "target_month"].map(|field| given.key(place, field));
    let is_zero = |text: &str| text.bytes().all(|byte| byte == b'0');
    if month == ZERO_MONTH {
        return if is_zero(&date) {
            Err(given.error(Code::RowKey, place, Some("care_plan_date")))
        } else {
            Ok((Kind::Up1kyo, date))
        };
    }
    if is_zero(&date) && is_month(given, place, "target_month", &month) {
        return Ok((Kind::Upplan, month));
    }
    Err(given.error(Code::RowKey, place, Some("target_month")))
}

/// Whether the month can be in a file's name, which is the row's own text.
fn is_month(given: &Given, place: Place, field: &str, month: &str) -> bool {
    let digits = month.len() == 6 && month.bytes().all(|byte| byte.is_ascii_digit());
    digits && ("01"..="12").contains(&&month[4..]) && given.row(place).get(field).is_some_and(|text| text == month)
}
