//! What was done in the place of what was planned.

use std::collections::{HashMap, VecDeque};

use super::line::{ResultsLine, Service};

/// Links lines of a user and day: what was not done as planned with what was done beyond the plan, where the office and
/// the service type are the same. First the same service at another time; then another code at the same time; then
/// another code at another time. Equipment and services without a time are linked with themselves alone. Lines are in
/// their order, each is linked once.
pub(super) fn link(lines: &mut [ResultsLine]) {
    let mut from = 0;
    for day in lines.chunk_by_mut(|one, other| one.user == other.user && one.day == other.day) {
        for is_same in [same_service, same_time, same_type] {
            pair(day, from, is_same);
        }
        from += day.len();
    }
}

/// What has to be the same of two lines; none for a line that is not linked in this way.
type Same = fn(&Service) -> Option<Vec<&str>>;

fn pair(day: &mut [ResultsLine], from: usize, same: Same) {
    let mut over: HashMap<Vec<&str>, VecDeque<usize>> = HashMap::new();
    let is_free = |line: &ResultsLine| line.link.is_none() && !line.is_monthly;
    for (at, line) in day.iter().enumerate().filter(|(_, line)| is_free(line) && line.status.is_over()) {
        if let Some(key) = same(&line.service) {
            over.entry(key).or_default().push_back(at);
        }
    }
    let mut pairs = Vec::new();
    for (at, line) in day.iter().enumerate().filter(|(_, line)| is_free(line) && line.status.is_short()) {
        let other = same(&line.service).and_then(|key| over.get_mut(&key)?.pop_front());
        pairs.extend(other.map(|other| (at, other)));
    }
    for (short, over) in pairs {
        day[short].link = Some(from + over);
        day[over].link = Some(from + short);
    }
}

fn same_service(service: &Service) -> Option<Vec<&str>> {
    let Service { service_code, provider_number, satellite_branch_number, tais_code, .. } = service;
    let last = &service.equipment_notification_code;
    Some(vec![service_code, provider_number, satellite_branch_number, tais_code, last])
}

fn same_time(service: &Service) -> Option<Vec<&str>> {
    let mut key = same_type(service)?;
    key.extend([service.service_start_time.as_str(), &service.service_end_time]);
    Some(key)
}

fn same_type(service: &Service) -> Option<Vec<&str>> {
    let is_linked = service.has_time() && !service.is_equipment();
    is_linked.then(|| vec![service.service_type(), &service.provider_number, &service.satellite_branch_number])
}
