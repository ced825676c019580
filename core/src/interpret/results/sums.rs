//! Lines added up.

use std::collections::BTreeMap;
use std::fmt;

use super::line::{Recorded, ResultsLine, ResultsStatus};

/// Over what lines are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SumOf {
    /// All services of a user in a month.
    User,
    /// A service of a user in a month, whatever its times.
    Service,
    /// All services of an office in a month, of all users.
    Office,
}

/// A sum. Fields that do not tell it from others are empty.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SumKey {
    /// 保険者番号.
    pub insurer_number: String,
    /// 被保険者番号.
    pub insured_person_number: String,
    /// 対象年月.
    pub target_month: String,
    /// サービス事業者コード.
    pub provider_number: String,
    /// サテライト枝番.
    pub satellite_branch_number: String,
    /// サービスコード.
    pub service_code: String,
    /// TAISコード.
    pub tais_code: String,
    /// 福祉用具届出コード.
    pub equipment_notification_code: String,
}

// Without the numbers, which name a person.
impl fmt::Debug for SumKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target_month, provider_number, service_code, .. } = self;
        let mut shown = f.debug_struct("SumKey");
        shown.field("target_month", target_month).field("provider_number", provider_number);
        shown.field("service_code", service_code).finish_non_exhaustive()
    }
}

/// Lines added up. `planned - not_done - not_reported + additional = done`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsSum {
    /// Over what.
    pub of: SumOf,
    /// Of which.
    pub key: SumKey,
    /// How often planned.
    pub planned: i64,
    /// How often done.
    pub done: i64,
    /// How often of the plan not done.
    pub not_done: i64,
    /// How often done beyond the plan.
    pub additional: i64,
    /// How often planned where nothing was reported.
    pub not_reported: i64,
    /// The units of the plan, as far as they are stated.
    pub planned_units: i64,
    /// The units of the results, as far as they are stated.
    pub done_units: i64,
    /// Whether there are rows of the plan.
    pub is_in_plan: bool,
    /// Whether there are rows of results.
    pub is_in_results: bool,
    /// Whether units are not stated, so that more is to be added.
    pub has_open_units: bool,
    /// Whether a count is no number: that is in no sum.
    pub is_unclear: bool,
}

impl ResultsSum {
    fn new(of: SumOf, key: SumKey) -> Self {
        let (planned, done, not_done, additional, not_reported) = Default::default();
        let (planned_units, done_units) = Default::default();
        let (is_in_plan, is_in_results, has_open_units, is_unclear) = Default::default();
        Self {
            of,
            key,
            planned,
            done,
            not_done,
            additional,
            not_reported,
            planned_units,
            done_units,
            is_in_plan,
            is_in_results,
            has_open_units,
            is_unclear,
        }
    }

    fn add(&mut self, line: &ResultsLine) {
        let ResultsLine { planned, done, status, .. } = line;
        self.is_in_plan |= !planned.rows.is_empty();
        self.is_in_results |= !done.rows.is_empty();
        for (recorded, units) in [(planned, &mut self.planned_units), (done, &mut self.done_units)] {
            let is_open = !recorded.rows.is_empty() && recorded.units.is_none();
            self.has_open_units |= is_open;
            add(units, recorded.units.unwrap_or(0));
        }
        let times = |recorded: &Recorded| recorded.count.times();
        let (Some(planned), Some(done)) = (times(planned), times(done)) else {
            self.is_unclear = true;
            return;
        };
        add(&mut self.planned, planned);
        add(&mut self.done, done);
        if matches!(status, ResultsStatus::NotReported | ResultsStatus::UserNotReported) {
            add(&mut self.not_reported, planned);
        } else {
            add(&mut self.not_done, (planned - done).max(0));
            add(&mut self.additional, (done - planned).max(0));
        }
    }
}

fn add(sum: &mut i64, more: i64) {
    *sum = sum.saturating_add(more);
}

/// The sums: of users, of their services, of offices, each in the order of their keys.
pub(super) fn sums(lines: &[ResultsLine]) -> Vec<ResultsSum> {
    let mut sums: BTreeMap<(SumOf, SumKey), ResultsSum> = BTreeMap::new();
    for line in lines {
        for (of, key) in keys(line) {
            sums.entry((of, key)).or_insert_with_key(|(of, key)| ResultsSum::new(*of, key.clone())).add(line);
        }
    }
    sums.into_values().collect()
}

fn keys(line: &ResultsLine) -> [(SumOf, SumKey); 3] {
    let (whose, service) = (line.user.clone(), line.service.clone());
    let office = SumKey {
        target_month: whose.target_month.clone(),
        provider_number: service.provider_number.clone(),
        ..SumKey::default()
    };
    let user = SumKey {
        insurer_number: whose.insurer_number,
        insured_person_number: whose.insured_person_number,
        target_month: whose.target_month,
        ..SumKey::default()
    };
    let own = SumKey {
        provider_number: service.provider_number,
        satellite_branch_number: service.satellite_branch_number,
        service_code: service.service_code,
        tais_code: service.tais_code,
        equipment_notification_code: service.equipment_notification_code,
        ..user.clone()
    };
    [(SumOf::User, user), (SumOf::Service, own), (SumOf::Office, office)]
}
