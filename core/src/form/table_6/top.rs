//! Above the services: title, insurer and office, user, 要介護状態区分 and limits.

use super::sheet::{BOTH, HEAD, HEAD_TOP, LEFT, PLAN, RESULTS, SIZE, TITLE_TOP, UNIT, Words};
use crate::form::cells::{code, date, dates, distinct, number, text};
use crate::form::draw::{Draw, Put, label};
use crate::form::fit::Flow;
use crate::form::frame::Frame;
use crate::form::grid::Grid;
use crate::form::head::{birth, choices, month_of, name};
use crate::form::lines::{Align, Run};
use crate::form::overflow::Overflow;
use crate::form::page::{Item, Label, LabelRole};
use crate::form::user::UserView;
use crate::record::Row;

/// The fields of a service's row that stand in the head.
pub(in crate::form) const IN_HEAD: [&str; 3] =
    ["plan_office_number", "plan_staff_name", "short_stay_days_to_previous_month"];

/// What the slip is.
pub(super) fn words(user: UserView<'_, '_>) -> &'static Words {
    match (user.plan().next().is_some(), user.results().next().is_some()) {
        (true, true) => &BOTH,
        (false, true) => &RESULTS,
        _ => &PLAN,
    }
}

/// Title, month, status and direction.
pub(super) fn labels(user: UserView<'_, '_>, words: &Words, title: &str) -> Vec<Item> {
    let line = |left: f32, width: f32, runs, size, align| {
        label(Frame { left, top: TITLE_TOP, width, height: 7.0 }, runs, size, align)
    };
    let plain = |text: &str| vec![Run::plain(text)];
    let month = line(LEFT, 45.0, plain(&month_of(user)), 3.6, Align::Left);
    let heading = line(95.0, 107.0, plain(title), 5.0, Align::Centre);
    let status = line(58.0, 36.0, certified(user), SIZE, Align::Centre);
    let direction = line(205.0, 82.0, plain(words.direction), SIZE, Align::Centre);
    vec![
        Item::Label(Label { role: LabelRole::Heading, ..heading }),
        Item::Label(month),
        Item::Label(Label { is_boxed: true, ..status }),
        Item::Label(Label { is_boxed: true, ..direction }),
    ]
}

fn certified(user: UserView<'_, '_>) -> Vec<Run> {
    let status = distinct(user.supplements(), "certification_status");
    choices(&[("認定済", status == "2"), ("申請中", status == "1")])
}

/// The tables of plan and results, whose rows have the same fields.
fn rows<'a>(user: UserView<'_, 'a>) -> impl Iterator<Item = Row<'a>> {
    user.plan().chain(user.results())
}

/// Whose slip it is.
pub(super) fn head(user: UserView<'_, '_>, overflow: &mut Overflow) -> Grid {
    let columns = vec![UNIT; 57];
    let mut draw = Draw::new("利用者と事業所", (LEFT, HEAD_TOP), columns, HEAD.to_vec(), overflow);
    let supplement = user.supplements().next();
    let field = |field: &str| supplement.as_ref().map(|row| text(row, field)).unwrap_or_default();
    let list = |field: &str| supplement.as_ref().map(|row| code(row, field)).unwrap_or_default();
    let once = |field: &str| distinct(rows(user), field);

    let office = format!("{}\n{}", once("plan_office_number"), once("plan_staff_name"));
    let first: [(&str, usize, Put, usize); 4] = [
        ("保険者番号", 5, Put::boxed(user.insurer_number(), 6), 8),
        ("保険者名", 4, Put::data(""), 8),
        ("居宅介護支援事業者\n事業所名／担当者名", 8, Put::data(office.trim()).flow(Flow::Block), 12),
        ("作成年月日", 4, Put::data(&dates(rows(user), "created_date")), 8),
    ];
    draw.pairs((0, 0), 1, first);

    draw.put((1, 0), (2, 5), Put::row_head("被保険者番号"));
    let person = Put::boxed(user.insured_person_number(), 10).about("被保険者番号");
    draw.put((1, 5), (2, 10), person);
    draw.put((1, 15), (1, 5), Put::row_head("フリガナ").size(2.2));
    draw.put((1, 20), (1, 13), Put::data(&distinct(user.supplements(), "user_name_kana")).about("フリガナ").size(2.2));
    draw.put((2, 15), (1, 5), Put::row_head("被保険者氏名"));
    draw.put((2, 20), (1, 13), Put::data(&name(user)).about("被保険者氏名").size(3.4));
    draw.put((1, 33), (2, 6), Put::row_head("保険者確認印"));
    draw.put((1, 39), (2, 6), Put::data(""));
    draw.put((1, 45), (2, 4), Put::row_head("届出年月日"));
    draw.put((1, 49), (2, 8), Put::data(""));

    let changed = field("care_level_change_date");
    let is_changed = !date(&changed).is_empty();
    let level = if is_changed { list("previous_care_level") } else { list("care_level") };
    let sex = field("user_sex");
    let sexes = choices(&[("男", sex == "1"), ("女", sex == "2")]);
    let period = format!("{}から\n{}まで", date(&field("limit_start_date")), date(&field("limit_end_date")));
    let limit = number(&field("category_benefit_limit"));
    let limit = if limit.is_empty() { limit } else { format!("{limit}単位/月") };
    let third: [(&str, usize, Put, usize); 2] =
        [("生年月日", 3, Put::runs(birth(supplement.as_ref())), 10), ("性別", 2, Put::runs(sexes), 3)];
    draw.pairs((3, 0), 3, third);
    let levels = [
        ("要介護状態区分", level),
        ("変更後", if is_changed { list("care_level") } else { String::new() }),
        ("変更日", date(&changed)),
    ];
    for (at, (head, value)) in levels.into_iter().enumerate() {
        draw.put((3 + at, 18), (1, 5), Put::row_head(head).size(2.3));
        draw.put((3 + at, 23), (1, 7), Put::data(&value).about(head));
    }
    let days = once("short_stay_days_to_previous_month");
    let days = if days.is_empty() { days } else { format!("{days}日") };
    draw.put((3, 30), (3, 5), Put::row_head("区分支給\n限度基準額"));
    draw.put((3, 35), (3, 6), Put::number(&limit).about("区分支給限度基準額"));
    draw.put((3, 41), (3, 4), Put::row_head("限度額\n適用期間"));
    draw.put((3, 45), (3, 6), Put::data(&period).about("限度額適用期間").flow(Flow::Block));
    draw.put((3, 51), (3, 4), Put::row_head("前月までの\n短期入所\n利用日数").size(2.2));
    draw.put((3, 55), (3, 2), Put::number(&days).about("前月までの短期入所利用日数"));
    draw.finish()
}
