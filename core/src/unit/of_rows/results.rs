//! Results: by planner and by service type.

use std::collections::BTreeMap;

use super::bundle::Bundle;
use super::given::Place;
use super::receivers::{Receivers, Share, is_planner, provider};
use crate::error::{Code, Result};
use crate::spec::ServiceType;
use crate::unit::Address;

/// The planner's service type where nobody says it: the only one that the standard names.
const PLANNER: &str = "43";

impl Receivers<'_> {
    /// Our own results go to the planner that each row names; a planner passes on those of others.
    pub(super) fn results(&self, bundle: &Bundle) -> Result<Vec<Share>> {
        self.by_service(bundle, |place| provider(self.given, place), |place| self.planner(place))
    }

    /// A withdrawal names provider and service type, but not the planner.
    pub(super) fn withdrawn_results(&self, bundle: &Bundle) -> Result<Vec<Share>> {
        self.by_service(bundle, |place| self.withdrawn(place), |place| self.only(place))
    }

    fn by_service(
        &self,
        bundle: &Bundle,
        provider: impl Fn(Place) -> Result<Address>,
        planner: impl Fn(Place) -> Result<Address>,
    ) -> Result<Vec<Share>> {
        let mut shares: BTreeMap<(Address, Address), Vec<Place>> = BTreeMap::new();
        let passes_on = is_planner(self.from);
        for place in bundle.places.iter().copied() {
            let of = provider(place)?;
            if !passes_on && of.office() != self.from.office() {
                let what = "the results are another office's";
                return Err(self.given.error(Code::RowWithoutUnit, place, Some("provider_number")).with_detail(what));
            }
            let to = if passes_on { self.only(place)? } else { planner(place)? };
            shares.entry((of, to)).or_default().push(place);
        }
        let share = |((of, to), places)| {
            let (from, of) = if passes_on { (self.from.clone(), Some(of)) } else { (of, None) };
            Share { from, to, of, places }
        };
        Ok(shares.into_iter().map(share).collect())
    }

    /// The planner of a row: item 6 has the office, a receiver that is given its service type.
    fn planner(&self, place: Place) -> Result<Address> {
        const FIELD: &str = "plan_office_number";
        let office = self.given.key(place, FIELD);
        let planner = Address::new(office, PLANNER).map_err(|error| self.given.place(error, place, Some(FIELD)))?;
        let error = |code| Err(self.given.error(code, place, Some(FIELD)));
        if planner.office() == self.from.office() {
            return error(Code::RowWithoutUnit);
        }
        let mut known = self.to.iter().filter(|to| to.office() == planner.office());
        match (known.next(), known.next()) {
            (Some(known), None) => Ok(known.clone()),
            (Some(_), Some(_)) => error(Code::ReceiverUnknown),
            (None, _) if self.to.is_empty() => Ok(planner),
            (None, _) => error(Code::RowWithoutUnit),
        }
    }

    fn withdrawn(&self, place: Place) -> Result<Address> {
        let [office, code] = ["provider_number", "service_type_code"].map(|field| self.given.key(place, field));
        if ServiceType::of_code(code.as_bytes()).is_none_or(|service| !service.in_scope) {
            return Err(self.given.error(Code::RowWithoutUnit, place, Some("service_type_code")));
        }
        Address::new(office, code).map_err(|error| self.given.place(error, place, Some("provider_number")))
    }
}
