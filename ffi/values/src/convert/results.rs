//! What became of a plan.

use super::row_number;
use crate::{ResultsComparison, ResultsLine, ResultsStatus, ResultsSum, SumOf, UncomparedRow};
use cplink::interpret::{self, Recorded};

impl From<interpret::ResultsComparison> for ResultsComparison {
    fn from(compared: interpret::ResultsComparison) -> Self {
        let is_as_planned = compared.is_as_planned();
        let uncompared = compared.uncompared.into_iter();
        let uncompared = uncompared.map(|(table, row)| UncomparedRow { table, row: row_number(row as u64 + 1) });
        Self {
            lines: compared.lines.into_iter().map(ResultsLine::from).collect(),
            is_as_planned,
            sums: compared.sums.into_iter().map(ResultsSum::from).collect(),
            uncompared: uncompared.collect(),
        }
    }
}

impl From<interpret::ResultsLine> for ResultsLine {
    fn from(line: interpret::ResultsLine) -> Self {
        let interpret::ResultsLine { user, day, service, planned, done, .. } = line;
        Self {
            status: line.status.into(),
            insurer_number: user.insurer_number,
            insured_person_number: user.insured_person_number,
            target_month: user.target_month,
            day: day.into(),
            start_time: service.service_start_time,
            end_time: service.service_end_time,
            service_code: service.service_code,
            provider_number: service.provider_number,
            satellite_branch_number: given(service.satellite_branch_number),
            provider_name: given(line.provider_name),
            tais_code: given(service.tais_code),
            equipment_notification_code: given(service.equipment_notification_code),
            is_monthly: line.is_monthly,
            planned: planned.count.times(),
            done: done.count.times(),
            planned_units: planned.units,
            done_units: done.units,
            planned_days: days(&planned),
            done_days: days(&done),
            linked_line: line.link.map(|line| row_number(line as u64 + 1)),
        }
    }
}

impl From<interpret::ResultsSum> for ResultsSum {
    fn from(sum: interpret::ResultsSum) -> Self {
        let key = sum.key;
        Self {
            of: sum.of.into(),
            insurer_number: given(key.insurer_number),
            insured_person_number: given(key.insured_person_number),
            target_month: key.target_month,
            provider_number: given(key.provider_number),
            satellite_branch_number: given(key.satellite_branch_number),
            service_code: given(key.service_code),
            tais_code: given(key.tais_code),
            equipment_notification_code: given(key.equipment_notification_code),
            planned: sum.planned,
            done: sum.done,
            not_done: sum.not_done,
            additional: sum.additional,
            not_reported: sum.not_reported,
            planned_units: sum.planned_units,
            done_units: sum.done_units,
            is_in_plan: sum.is_in_plan,
            is_in_results: sum.is_in_results,
            has_open_units: sum.has_open_units,
            is_unclear: sum.is_unclear,
        }
    }
}

impl From<interpret::ResultsStatus> for ResultsStatus {
    fn from(status: interpret::ResultsStatus) -> Self {
        match status {
            interpret::ResultsStatus::AsPlanned => Self::AsPlanned,
            interpret::ResultsStatus::NotDone => Self::NotDone,
            interpret::ResultsStatus::Fewer => Self::Fewer,
            interpret::ResultsStatus::More => Self::More,
            interpret::ResultsStatus::Additional => Self::Additional,
            interpret::ResultsStatus::OtherDays => Self::OtherDays,
            interpret::ResultsStatus::Unclear => Self::Unclear,
            interpret::ResultsStatus::NotReported => Self::NotReported,
            interpret::ResultsStatus::UserNotReported => Self::UserNotReported,
        }
    }
}

impl From<interpret::SumOf> for SumOf {
    fn from(of: interpret::SumOf) -> Self {
        match of {
            interpret::SumOf::User => Self::User,
            interpret::SumOf::Service => Self::Service,
            interpret::SumOf::Office => Self::Office,
        }
    }
}

fn given(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn days(recorded: &Recorded) -> Option<String> {
    given(recorded.per_diem_days.keys().cloned().collect::<Vec<_>>().join("/"))
}
