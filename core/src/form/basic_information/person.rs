//! First page, above: who the user is, where and how she lives.

use super::sheet::{
    BASIC, CARE_LEVELS, CHECKLIST, DEMENTIA_LEVELS, DISABILITIES, DISABILITY_LEVELS, ENTRUSTED, HEAD, INCOMES, LEFT,
    METHODS, PERSON, PLAN_KINDS, PRESENCE, RESIDENCES, ROUNDS, SEXES, STATUSES, TOP, UNIT, UNITS,
};
use crate::form::cells::day;
use crate::form::draw::{Draw, Put};
use crate::form::fit::Flow;
use crate::form::grid::Grid;
use crate::form::head::birth;
use crate::form::overflow::Overflow;
use crate::form::record::Record;
use crate::form::user::UserView;

pub(super) fn person(user: UserView<'_, '_>, base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new(BASIC, (LEFT, TOP), vec![UNIT; UNITS], PERSON.to_vec(), overflow).captioned();
    consultation(&mut draw, base);
    identity(&mut draw, user, base);
    certification(&mut draw, base);
    living(&mut draw, base);
    draw.finish()
}

fn consultation(draw: &mut Draw<'_>, base: Record<'_>) {
    draw.pairs(
        (0, 0),
        1,
        [
            ("作成担当者", HEAD, base.block("author_name"), 15),
            ("計画種類", 5, base.choice("plan_kind", PLAN_KINDS), 19),
            ("委託の有無", 6, base.choice("entrusted", ENTRUSTED), 9),
        ],
    );
    let next = draw.pairs((1, 0), 1, [("相談日", HEAD, Put::data(&base.date("consultation_date")), 14)]);
    draw.alone((1, next), 13, "相談方法", base.choice("consultation_method", METHODS));
    draw.alone((1, next + 13), 11, "相談方法（その他の内容）", base.block("consultation_method_other"));
    draw.alone((1, next + 24), 7, "相談回数", base.choice("consultation_round", ROUNDS));
    let before = base.date("previous_consultation_date");
    let before = if before.is_empty() { before } else { format!("前回 {before}") };
    draw.alone((1, next + 31), 9, "前回相談日", Put::data(&before).flow(Flow::Block));
    let next = draw.pairs((2, 0), 1, [("本人の現況", HEAD, base.choice("user_status", STATUSES), 18)]);
    draw.alone((2, next), UNITS - next, "本人の現況（補足）", base.block("user_status_note"));
}

fn identity(draw: &mut Draw<'_>, user: UserView<'_, '_>, base: Record<'_>) {
    draw.pairs((3, 0), 1, [("フリガナ", HEAD, base.block("user_name_kana").size(2.4), 22)]);
    let name = base.text("user_name");
    let name = if name.is_empty() { name } else { format!("{name}　様") };
    draw.pairs((4, 0), 1, [("本人氏名", HEAD, Put::data(&name).size(3.6), 22)]);
    draw.put((3, 30), (2, 6), base.choice("user_sex", SEXES).about("性別"));
    draw.put((3, 36), (2, 20), Put::runs(birth(base.0.as_ref())).about("生年月日"));
    draw.put((3, 56), (2, 6), Put::data(&age(base)).about("年齢"));
    draw.pairs(
        (5, 0),
        1,
        [
            ("保険者番号", HEAD, Put::boxed(user.insurer_number(), 6), 14),
            ("被保険者番号", 9, Put::boxed(user.insured_person_number(), 10), 31),
        ],
    );
    draw.pairs(
        (6, 0),
        1,
        [
            ("住所", HEAD, base.block("user_address"), 28),
            ("TEL", 3, Put::data(&base.text("user_phone")), 10),
            ("FAX", 3, Put::data(&base.text("user_fax")), 10),
        ],
    );
}

/// How old the user was on the day of the consultation.
fn age(base: Record<'_>) -> String {
    let days = base.0.as_ref().map(|row| (day(row, "user_birth_date"), day(row, "consultation_date")));
    let Some((Some(birth), Some(on))) = days else { return String::new() };
    let is_before = (on.month() as u8, on.day()) < (birth.month() as u8, birth.day());
    let age = on.year() - birth.year() - i32::from(is_before);
    if age < 0 { String::new() } else { format!("（{age}歳）") }
}

fn certification(draw: &mut Draw<'_>, base: Record<'_>) {
    draw.put((7, 0), (2, HEAD), Put::row_head("日常生活\n自立度"));
    let levels = [
        ("障害高齢者の日常生活自立度", 17, base.choice("disability_independence_level", DISABILITY_LEVELS), 37),
        ("認知症高齢者の日常生活自立度", 17, base.choice("dementia_independence_level", DEMENTIA_LEVELS), 37),
    ];
    for (at, level) in levels.into_iter().enumerate() {
        draw.pairs((7 + at, HEAD), 1, [level]);
    }
    draw.put((9, 0), (3, HEAD), Put::row_head("認定・総合\n事業情報"));
    draw.alone((9, HEAD), UNITS - HEAD, "要介護状態区分", base.choice("care_level", CARE_LEVELS));
    let period = base.period("certification_start_date", "certification_end_date");
    draw.pairs(
        (10, HEAD),
        1,
        [
            ("有効期間", 7, Put::data(&period).flow(Flow::Block), 25),
            ("前回の介護度", 9, Put::data(&base.code("previous_care_level")), 13),
        ],
    );
    draw.pairs(
        (11, HEAD),
        1,
        [
            ("基本チェックリスト\n記入結果", 11, base.choice("checklist_result", CHECKLIST), 21),
            ("記入日", 9, Put::data(&base.date("checklist_date")), 13),
        ],
    );
}

fn living(draw: &mut Draw<'_>, base: Record<'_>) {
    draw.pairs(
        (12, 0),
        1,
        [("障害等認定", HEAD, base.flags(&DISABILITIES), 26), ("特記事項", 5, base.block("disability_notes"), 23)],
    );
    let floor = base.text("room_floor");
    let floor = if floor.is_empty() { floor } else { format!("{floor}階") };
    draw.pairs(
        (13, 0),
        1,
        [
            ("本人の住居\n環境", HEAD, base.choice("residence_type", RESIDENCES), 26),
            ("自室", 5, Put::data(&floor), 7),
            ("住宅改修の有無", 8, base.choice("home_modification", PRESENCE), 8),
        ],
    );
    draw.pairs(
        (14, 0),
        1,
        [("経済状況", HEAD, base.flags(&INCOMES), 26), ("詳細", 5, base.block("income_details"), 23)],
    );
}
