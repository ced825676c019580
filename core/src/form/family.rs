//! Which rows are drawn together.

use super::page::FormKind;
use crate::spec::Kind;

/// Kinds whose rows belong to one set of forms, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Family {
    /// A care plan: 第1表, 第2表, 第3表.
    CarePlan,
    /// The services of a month: 第6表, 第7表.
    Month,
    /// 利用者基本情報 with its 別表.
    BasicInformation,
    /// 介護予防サービス・支援計画書 with its 別表.
    PreventionPlan,
    /// What is withdrawn.
    Withdrawals,
}

impl Family {
    /// The family of a kind; none for 利用者補足情報, which is of a care plan or of a month.
    pub(super) fn of_kind(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Up1kyo | Kind::Up2kyo | Kind::Up3kyo => Self::CarePlan,
            Kind::Upplan | Kind::Upjsk | Kind::Upsikyu => Self::Month,
            Kind::Upkihon | Kind::UpkihonSub1 | Kind::UpkihonSub2 => Self::BasicInformation,
            Kind::Upyobo | Kind::UpyoboSub => Self::PreventionPlan,
            Kind::Dlt1kyo | Kind::Dltplan | Kind::Dltjsk | Kind::Dltkihon | Kind::Dltyobo => Self::Withdrawals,
            Kind::Uphosoku => return None,
        })
    }

    /// The family of a form; none for what compares two slips.
    pub(super) fn of_form(form: FormKind) -> Option<Self> {
        Some(match form {
            FormKind::Table1 | FormKind::Table2 | FormKind::Table3 => Self::CarePlan,
            FormKind::Table6 | FormKind::Table7 => Self::Month,
            FormKind::BasicInformation => Self::BasicInformation,
            FormKind::PreventionPlan => Self::PreventionPlan,
            FormKind::Withdrawals => Self::Withdrawals,
            FormKind::Changes => return None,
        })
    }

    /// What tells apart the users' sets of rows; nothing where all rows are one list.
    pub(super) fn key(self) -> [&'static str; 3] {
        let last = match self {
            Self::CarePlan => "care_plan_date",
            Self::Month => "target_month",
            Self::BasicInformation => "consultation_date",
            Self::PreventionPlan => "prevention_plan_date",
            Self::Withdrawals => return ["", "", ""],
        };
        ["insurer_number", "insured_person_number", last]
    }
}
