//! The words of a case.

use cplink::spec::{UnitKind, units};
use cplink_cli::Language;

use crate::certify::scenario::{Level, Role, Shape};

/// As whom the product works.
pub fn role(role: Role, lang: Language) -> &'static str {
    match role {
        Role::CareManager => lang.pick("居宅介護支援事業所", "care manager"),
        Role::Provider => lang.pick("サービス提供事業所", "provider"),
        Role::SupportCentre => lang.pick("地域包括支援センター", "support centre"),
    }
}

/// How much a case counts.
pub fn level(level: Level, lang: Language) -> &'static str {
    match level {
        Level::Must => lang.pick("必須", "must"),
        Level::Should => lang.pick("推奨", "should"),
        Level::Info => lang.pick("参考", "info"),
    }
}

/// What kind of check a case is.
pub fn shape(shape: Shape, lang: Language) -> &'static str {
    match shape {
        Shape::EnterExport => lang.pick("帳票から入力して出力", "enter from the forms, export"),
        Shape::ImportShow => lang.pick("取り込んで画面を確認", "import, show"),
        Shape::ImportDerive => lang.pick("予定を取り込んで実績を出力", "import a plan, export results"),
        Shape::ReExport => lang.pick("取り込んで出力", "import, export again"),
        Shape::Refuse => lang.pick("取り込まないことを確認", "must be refused"),
    }
}

/// What a product makes: the standard's name, in English the word that a request has.
pub(super) fn unit(kind: UnitKind, lang: Language) -> &'static str {
    let name = units().iter().find(|unit| unit.kind == kind).map_or(kind.token(), |unit| unit.name_ja);
    lang.pick(name, kind.token())
}
