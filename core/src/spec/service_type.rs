//! A service type as the scope tables have it.

/// A service type (サービス種類).
#[derive(Debug, PartialEq, Eq)]
pub struct ServiceType {
    /// Its code of two characters.
    pub code: &'static str,
    /// Its Japanese name.
    pub name_ja: &'static str,
    /// 介護給付, 予防給付 or 介護予防・日常生活支援総合事業.
    pub group: &'static str,
    /// Whether its services are exchanged at all.
    pub in_scope: bool,
    /// Whether its records name rented equipment.
    pub rental: bool,
    /// Whether equal rentals are distinguished by the detail discriminator.
    pub numbered: bool,
    /// Whether it may be on every day without a clock time (short stays).
    pub per_day: bool,
    /// The code that it has among the limits of 利用者補足情報, if that is another one.
    pub limit_slot: Option<&'static str>,
}
