//! The name of a unit's folder, which people read.

use std::collections::BTreeSet;

use crate::file::is_invisible;
use crate::seal::{MessageHeader, Party};
use crate::spec::{ServiceType, UnitKind};
use crate::unit::FileName;

/// A longer name of a service would make paths too long for Windows.
const MOST_CHARS: usize = 16;

/// `9970000111_訪問介護_202510_提供票_20251001093000`: the other office, its service, the month, the kind, the serial.
pub(super) fn folder_name<'a>(other: &Party, message: &MessageHeader, files: impl Iterator<Item = &'a str>) -> String {
    let months: BTreeSet<String> = files.filter_map(|file| FileName::parse(file).name?.month).collect();
    let month = months.into_iter().find(|month| month != "000000");
    let service = service(&other.service_type).map_or_else(|| other.service_type.clone(), str::to_owned);
    let parts = [Some(other.office.clone()), Some(service), month, Some(kind(&message.kind).to_owned())];
    let parts = parts.into_iter().flatten().chain([message.serial.clone()]);
    parts.map(|part| plain(&part)).collect::<Vec<_>>().join("_")
}

/// The name of a service type, planning offices included.
pub(super) fn service(code: &str) -> Option<&'static str> {
    match code {
        "43" => Some("居宅介護支援"),
        "46" => Some("介護予防支援"),
        _ => ServiceType::of_code(code.as_bytes()).map(|service| service.name_ja),
    }
}

/// The kind of a unit in the word that offices use.
pub(super) fn kind(token: &str) -> &'static str {
    let kind = UnitKind::ALL.iter().find(|kind| kind.token() == token);
    match kind {
        Some(UnitKind::CarePlan) => "計画書",
        Some(UnitKind::UsageSlip) => "提供票",
        Some(UnitKind::Results) => "実績",
        Some(UnitKind::BasicInfo) => "基本情報",
        Some(UnitKind::PreventionPlan | UnitKind::PreventionPlanWithBasicInfo) => "予防計画書",
        Some(UnitKind::CarePlanDeletion) => "計画書の取下げ",
        Some(UnitKind::UsageSlipDeletion) => "提供票の取下げ",
        Some(UnitKind::ResultsDeletion) => "実績の取下げ",
        Some(UnitKind::BasicInfoDeletion) => "基本情報の取下げ",
        Some(UnitKind::PreventionPlanDeletion) => "予防計画書の取下げ",
        Some(UnitKind::Attachments) => "添付ファイル",
        None => "その他",
    }
}

/// Without what file systems do not take, and not longer than paths bear.
fn plain(part: &str) -> String {
    let taken = |c: char| !"/\\:*?\"<>|. _".contains(c) && !is_invisible(c);
    part.chars().filter(|c| taken(*c)).take(MOST_CHARS).collect()
}
