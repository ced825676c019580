//! What was planned and done of one service on one day.

use std::collections::BTreeMap;
use std::fmt;

use super::count::Count;
use crate::typed::{CellValue as _, Flags31};

/// Whose month it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserMonth {
    /// 保険者番号.
    pub insurer_number: String,
    /// 被保険者番号.
    pub insured_person_number: String,
    /// 対象年月.
    pub target_month: String,
}

// Without the numbers, which name a person.
impl fmt::Debug for UserMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserMonth").field("target_month", &self.target_month).finish_non_exhaustive()
    }
}

/// Which service of which office it is: what identifies it in the standard, but for 明細判別コード, which only numbers
/// pieces of equipment that are alike; these are counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service {
    /// サービス開始時刻; `9999` for a service without a time.
    pub service_start_time: String,
    /// サービス終了時刻; one that is earlier than the start is on the next day.
    pub service_end_time: String,
    /// サービスコード.
    pub service_code: String,
    /// サービス事業者コード.
    pub provider_number: String,
    /// サテライト枝番.
    pub satellite_branch_number: String,
    /// TAISコード.
    pub tais_code: String,
    /// 福祉用具届出コード.
    pub equipment_notification_code: String,
}

impl Service {
    /// The service type: the first two characters of the code.
    pub fn service_type(&self) -> &str {
        self.service_code.get(..2).unwrap_or(&self.service_code)
    }

    /// Whether a piece of equipment is named.
    pub(super) fn is_equipment(&self) -> bool {
        !self.tais_code.is_empty() || !self.equipment_notification_code.is_empty()
    }

    /// Whether it has a time.
    pub(super) fn has_time(&self) -> bool {
        !matches!(self.service_start_time.as_str(), "" | "9999")
    }
}

/// What the rows of the plan, or of the results, say of a service on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// How often.
    pub count: Count,
    /// The units of all of it; none where no file states them, or the results leave them open with 0.
    pub units: Option<i64>,
    /// 日割対象日 as in the rows, and how often each.
    pub per_diem_days: BTreeMap<String, i64>,
    /// The rows, as table and row, in the order of what was given; empty where there is none.
    pub rows: Vec<(usize, usize)>,
}

impl Recorded {
    /// 日割対象日 as people read them: `1～5、16日`, several ways with `／` between; what is no such text, as it is; empty where
    /// there are none.
    pub fn shown_days(&self) -> String {
        let shown = self.per_diem_days.keys().map(|flags| match Flags31::exact(flags.as_bytes()) {
            Some(flags) => spans(&flags.days().collect::<Vec<_>>()),
            None => flags.clone(),
        });
        shown.collect::<Vec<_>>().join("／")
    }
}

fn spans(days: &[u8]) -> String {
    let spans = days.chunk_by(|one, next| one + 1 == *next).map(|span| match span {
        [first, .., last] => format!("{first}～{last}"),
        [day] => day.to_string(),
        [] => String::new(),
    });
    spans.collect::<Vec<_>>().join("、") + "日"
}

/// What became of a service on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultsStatus {
    /// Done as planned.
    AsPlanned,
    /// Planned and not done (未実施).
    NotDone,
    /// Done, but less often than planned.
    Fewer,
    /// Done more often than planned.
    More,
    /// Done and not planned (予定外).
    Additional,
    /// Done as often as planned, with other 日割対象日.
    OtherDays,
    /// A count is no number.
    Unclear,
    /// Planned; the office has reported nothing of its service type in this month.
    NotReported,
    /// Planned; the office has reported of others in this month, of this user nothing.
    UserNotReported,
}

impl ResultsStatus {
    /// Whether plan and results say different things. Where nothing was reported, they do not: that is to be asked.
    pub fn is_difference(self) -> bool {
        !matches!(self, Self::AsPlanned | Self::NotReported | Self::UserNotReported)
    }

    /// Whether less was done than planned.
    pub(super) fn is_short(self) -> bool {
        matches!(self, Self::NotDone | Self::Fewer)
    }

    /// Whether more was done than planned.
    pub(super) fn is_over(self) -> bool {
        matches!(self, Self::Additional | Self::More)
    }
}

/// A service on a day, planned and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsLine {
    /// Whose it is.
    pub user: UserMonth,
    /// The day of the month, from 1.
    pub day: u8,
    /// Which service.
    pub service: Service,
    /// サービス事業所名 as the plan has it, else the results.
    pub provider_name: String,
    /// Whether it counts once a month, whatever days it is on.
    pub is_monthly: bool,
    /// The plan.
    pub planned: Recorded,
    /// The results.
    pub done: Recorded,
    /// What became of it.
    pub status: ResultsStatus,
    /// The 0-based line of what was done in its place, or in whose place it was done: at another time of the day, or
    /// under another code of the service type.
    pub link: Option<usize>,
}

impl ResultsLine {
    /// Whether both state units, and not the same, although it was done as often as planned.
    pub fn units_differ(&self) -> bool {
        let is_as_often = self.planned.count == self.done.count;
        is_as_often && matches!((self.planned.units, self.done.units), (Some(one), Some(other)) if one != other)
    }
}
