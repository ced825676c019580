//! Who gets which rows.

use std::collections::{BTreeSet, HashMap};

use super::bundle::Bundle;
use super::given::{Given, Place, User};
use crate::error::{Code, Result};
use crate::spec::{Kind, ServiceType, deletions};
use crate::unit::Address;

/// Rows of a bundle for one receiver.
pub(super) struct Share {
    pub(super) from: Address,
    pub(super) to: Address,
    /// Whose results they are, where these are passed on.
    pub(super) of: Option<Address>,
    pub(super) places: Vec<Place>,
}

/// What the rows say of offices.
pub(super) struct Receivers<'a> {
    pub(super) given: &'a Given,
    pub(super) from: &'a Address,
    pub(super) to: &'a [Address],
    /// The offices that 第6表 names for each user.
    slips: HashMap<&'a User, BTreeSet<Address>>,
}

/// The service type of an address is one of planners: the scope tables have none.
pub(super) fn is_planner(address: &Address) -> bool {
    ServiceType::of_code(address.service_type().as_bytes()).is_none()
}

impl<'a> Receivers<'a> {
    /// Looks at all slips.
    pub(super) fn new(given: &'a Given, bundles: &'a [Bundle], from: &'a Address, to: &'a [Address]) -> Result<Self> {
        let mut slips: HashMap<&User, BTreeSet<Address>> = HashMap::new();
        for bundle in bundles.iter().filter(|bundle| bundle.base == Kind::Upplan) {
            for place in bundle.of(Kind::Upplan, given) {
                slips.entry(&bundle.user).or_default().insert(provider(given, place)?);
            }
        }
        Ok(Self { given, from, to, slips })
    }

    /// The shares of a bundle: at least one.
    pub(super) fn shares(&self, bundle: &Bundle) -> Result<Vec<Share>> {
        match bundle.base {
            Kind::Upjsk => return self.results(bundle),
            Kind::Dltjsk => return self.withdrawn_results(bundle),
            _ => {}
        }
        let to = match bundle.base {
            Kind::Upplan => self.of_slip(bundle)?,
            Kind::Up1kyo => self.of_plan(bundle)?,
            kind if deletions().iter().any(|deletion| deletion.kind == kind) => {
                BTreeSet::from([self.only(bundle.places[0])?])
            }
            _ => self.of_other(bundle)?,
        };
        let share = |to| Share { from: self.from.clone(), to, of: None, places: bundle.places.clone() };
        Ok(to.into_iter().map(share).collect())
    }

    /// The one receiver that is given, for a row that names none.
    pub(super) fn only(&self, place: Place) -> Result<Address> {
        match self.to {
            [only] => Ok(only.clone()),
            _ => Err(self.given.error(Code::ReceiverUnknown, place, None)),
        }
    }

    fn of_slip(&self, bundle: &Bundle) -> Result<BTreeSet<Address>> {
        let places = bundle.of(Kind::Upplan, self.given);
        let named = places.map(|place| provider(self.given, place)).collect::<Result<BTreeSet<_>>>()?;
        self.somebody(named, bundle, "provider_number")
    }

    /// 第2表 names offices without a service type: the receivers that are given have it, or the slips of the user, or
    /// those of all if they agree.
    fn of_plan(&self, bundle: &Bundle) -> Result<BTreeSet<Address>> {
        let mut named = self.slips.get(&bundle.user).cloned().unwrap_or_default();
        let mut names_nobody = named.is_empty();
        for place in bundle.of(Kind::Up2kyo, self.given) {
            let office = self.given.key(place, "provider_number");
            let is_known = named.iter().any(|address| address.office() == office);
            if office.is_empty() || office == self.from.office() || is_known {
                continue;
            }
            names_nobody = false;
            let given = self.to.iter().filter(|to| to.office() == office).cloned().collect::<BTreeSet<_>>();
            let elsewhere = || self.slips.values().flatten().filter(|address| address.office() == office).cloned();
            let types: BTreeSet<Address> = if self.to.is_empty() { elsewhere().collect() } else { given };
            if self.to.is_empty() && types.len() != 1 {
                return Err(self.given.error(Code::ReceiverUnknown, place, Some("provider_number")));
            }
            named.extend(types);
        }
        // 第2表 may leave the numbers out.
        if names_nobody {
            return Ok(BTreeSet::from([self.only(bundle.places[0])?]));
        }
        self.somebody(named, bundle, "insured_person_number")
    }

    fn of_other(&self, bundle: &Bundle) -> Result<BTreeSet<Address>> {
        match self.slips.get(&bundle.user) {
            Some(named) => self.somebody(named.clone(), bundle, "insured_person_number"),
            None => Ok(BTreeSet::from([self.only(bundle.places[0])?])),
        }
    }

    /// Of those named, those who may get it: not we ourselves, and nobody but the receivers that are given. Planners
    /// among these get the records of all.
    fn somebody(&self, named: BTreeSet<Address>, bundle: &Bundle, field: &str) -> Result<BTreeSet<Address>> {
        let mut to = named;
        to.retain(|address| address.office() != self.from.office());
        if !self.to.is_empty() {
            to.retain(|address| self.to.contains(address));
            to.extend(self.to.iter().filter(|address| is_planner(address)).cloned());
        }
        if to.is_empty() {
            let place = bundle.of(bundle.base, self.given).next().unwrap_or(bundle.places[0]);
            let what = "no other office, or none of the receivers that are given, serves the user";
            return Err(self.given.error(Code::RowWithoutUnit, place, Some(field)).with_detail(what));
        }
        Ok(to)
    }
}

/// The office of a service and its type.
pub(super) fn provider(given: &Given, place: Place) -> Result<Address> {
    let (office, code) = (given.key(place, "provider_number"), given.key(place, "service_code"));
    let service = code.is_ascii().then(|| ServiceType::of_service(code.as_bytes())).flatten();
    let Some(service) = service.filter(|service| service.in_scope) else {
        let what = "its service type is not one that is exchanged";
        return Err(given.error(Code::RowWithoutUnit, place, Some("service_code")).with_detail(what));
    };
    Address::new(office, service.code).map_err(|error| given.place(error, place, Some("provider_number")))
}
