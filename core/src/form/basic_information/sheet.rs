//! 利用者基本情報 on its sheet: words and measures in millimetres. What the ministry's own sheet has otherwise is set right
//! here.

use crate::form::head::Choices;

pub(super) const TITLE: &str = "利用者基本情報";
/// Above the tables.
pub(super) const BASIC: &str = "《基本情報》";
pub(super) const CONTACTS: &str = "来所者と緊急連絡先";
pub(super) const FAMILY: &str = "家族構成";
pub(super) const PREVENTION: &str = "《介護予防に関する事項》";
pub(super) const SCHEDULE: &str = "１日の生活・すごし方（時間ごと）";
pub(super) const FRIENDS: &str = "友人・地域との関係";
pub(super) const ILLNESSES: &str = "《現病歴・既往歴と経過》";
pub(super) const SERVICES: &str = "《現在利用しているサービス》";
/// (?) The ministry's sheet has a sentence of consent here; the rows have its day and the name alone.
pub(super) const CONSENT: &str = "《同意欄》";

/// The left edge of everything, and the width of all tables, which is so many units.
pub(super) const LEFT: f32 = 12.0;
pub(super) const UNIT: f32 = 3.0;
pub(super) const UNITS: usize = 62;
/// The width of the heads at the left, in units.
pub(super) const HEAD: usize = 8;

pub(super) const TITLE_TOP: f32 = 8.0;
/// Whose form it is, on every page but the first.
pub(super) const NAME_TOP: f32 = 14.5;
/// The first table of a page, below its caption, and where the last one ends.
pub(super) const TOP: f32 = 25.0;
pub(super) const BOTTOM: f32 = 289.0;

/// First page. The heights from 作成担当者 to 経済状況; below it contacts at the left, the family at the right.
pub(super) const PERSON: [f32; 15] = [8.0, 9.0, 9.0, 5.0, 10.0, 8.0, 11.0, 8.0, 8.0, 8.0, 9.0, 8.0, 12.0, 9.0, 12.0];
/// 来所者 in three rows, the heads of the contacts, the contacts.
pub(super) const CONTACT: [f32; 8] = [9.0, 9.0, 9.0, 6.0, 24.0, 24.0, 24.0, 24.0];
pub(super) const CONTACT_UNITS: usize = 36;
/// Head and picture, head and 家族関係等の状況; as high as the contacts together.
pub(super) const FAMILY_ROWS: [f32; 4] = [6.0, 70.0, 6.0, 47.0];
/// What is free around the picture.
pub(super) const PICTURE_PAD: f32 = 1.0;

/// Second page. 今までの生活; the heads of 現在の生活状況, and what is below them.
pub(super) const LIFE: [f32; 3] = [40.0, 5.0, 32.0];
/// The upper edges of the tables below, with room for their captions, and the heights of heads and of what is below.
pub(super) const SCHEDULE_TOP: f32 = 107.5;
pub(super) const SCHEDULE_HEAD: f32 = 5.0;
pub(super) const SCHEDULE_ROOM: f32 = 52.0;
pub(super) const ILLNESSES_TOP: f32 = 170.0;
pub(super) const ILLNESSES_HEAD: f32 = 8.0;
pub(super) const ILLNESSES_ROOM: f32 = 60.0;
pub(super) const SERVICES_TOP: f32 = 243.5;
pub(super) const SERVICES_ROWS: [f32; 2] = [5.0, 24.0];
pub(super) const CONSENT_TOP: f32 = 278.0;
pub(super) const CONSENT_ROW: f32 = 10.0;

/// The columns of the schedule, which is at the left, and the width of what is at its right.
pub(super) const SCHEDULE_HEADS: &[&str] = &["時間", "本人", "介護者・家族"];
pub(super) const SCHEDULE_WIDTHS: [f32; 3] = [22.0, 48.0, 48.0];
pub(super) const FRIENDS_WIDTH: f32 = 68.0;
pub(super) const ILLNESS_HEADS: &[&str] =
    &["年月日", "病名", "医療機関・医師名（主治医・意見作成者に☆）", "電話番号", "経過", "治療中の場合は内容"];
pub(super) const ILLNESS_WIDTHS: [f32; 6] = [24.0, 36.0, 44.0, 25.0, 21.0, 36.0];
/// Before a doctor who treats the user and writes for the certification.
pub(super) const ATTENDING: &str = "☆";

pub(super) const PLAN_KINDS: Choices = &[("介護予防支援", &["1"]), ("介護予防ケアマネジメント", &["2"])];
pub(super) const ENTRUSTED: Choices = &[("自前", &["1"]), ("委託", &["2"])];
pub(super) const METHODS: Choices = &[("来所", &["01"]), ("電話", &["02"]), ("その他", &["03"])];
pub(super) const ROUNDS: Choices = &[("初回", &["01"]), ("再来", &["02"])];
pub(super) const STATUSES: Choices = &[("在宅", &["01"]), ("入院又は入所中", &["02"])];
pub(super) const SEXES: Choices = &[("男", &["1"]), ("女", &["2"])];
pub(super) const DISABILITY_LEVELS: Choices = &[
    ("自立", &["01"]),
    ("J1", &["11"]),
    ("J2", &["12"]),
    ("A1", &["21"]),
    ("A2", &["22"]),
    ("B1", &["31"]),
    ("B2", &["32"]),
    ("C1", &["41"]),
    ("C2", &["42"]),
];
pub(super) const DEMENTIA_LEVELS: Choices = &[
    ("自立", &["01"]),
    ("Ⅰ", &["02"]),
    ("Ⅱａ", &["03"]),
    ("Ⅱｂ", &["04"]),
    ("Ⅲａ", &["05"]),
    ("Ⅲｂ", &["06"]),
    ("Ⅳ", &["07"]),
    ("Ｍ", &["08"]),
];
pub(super) const CARE_LEVELS: Choices = &[
    ("非該当", &["01"]),
    ("要支１", &["12"]),
    ("要支２", &["13"]),
    ("要介１", &["21"]),
    ("要介２", &["22"]),
    ("要介３", &["23"]),
    ("要介４", &["24"]),
    ("要介５", &["25"]),
];
pub(super) const CHECKLIST: Choices = &[("事業対象者の該当あり", &["1"]), ("該当なし", &["2"])];
pub(super) const RESIDENCES: Choices = &[
    ("自宅", &["01", "05", "06"]),
    ("借家", &["02", "07", "08"]),
    ("一戸建て", &["03", "05", "07"]),
    ("集合住宅", &["04", "06", "08"]),
];
pub(super) const PRESENCE: Choices = &[("有", &["1"]), ("無", &["2"])];

/// 障害等認定 and 経済状況: words with their fields.
pub(super) const DISABILITIES: [(&str, &str); 4] = [
    ("身障", "disability_physical"),
    ("療育", "disability_intellectual"),
    ("精神", "disability_mental"),
    ("難病", "disability_intractable"),
];
pub(super) const INCOMES: [(&str, &str); 4] = [
    ("国民年金", "income_national_pension"),
    ("厚生年金", "income_employee_pension"),
    ("障害年金", "income_disability_pension"),
    ("生活保護", "income_public_assistance"),
];
