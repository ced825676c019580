//! 第1表 居宅サービス計画書(1): whose plan it is, and what it wants.

mod sheet;

use self::sheet::{
    ADDRESSED, BODY, BODY_ROWS, BODY_TOP, BOXES, CATEGORIES, CHOICES, CHOICES_HEIGHT, CHOICES_PLACE, HEAD, HEAD_ROWS,
    HEAD_TOP, LEFT, LEVELS, REASON, REASONS, STATUSES, TEXT, TITLE,
};
use super::cells::{code, date, joined, text};
use super::draw::{Draw, Put};
use super::fit::Flow;
use super::grid::Grid;
use super::head::{addressed, birth, coded};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Page, Sheet};
use super::plan_head;
use super::sequence::{Place, Sequence};
use super::user::UserView;
use crate::record::Row;
use crate::spec::Kind;

/// The pages of one user: one, if all is well.
pub(super) fn pages<'s, 'a: 's>(user: UserView<'s, 'a>) -> impl Iterator<Item = Page> + use<'s, 'a> {
    let rows: Vec<Row<'_>> = user.rows(Kind::Up1kyo).collect();
    let form = FormKind::Table1;
    let sequence =
        Sequence { form, sheet: Sheet::Landscape, title: TITLE, whose: user.whose(&user.name()), count: rows.len() };
    sequence.pages(move |Place { at, heading, .. }, overflow| {
        let row = &rows[at];
        let grids = [kinds(row, overflow), head(user, row, overflow), body(row, overflow)];
        plan_head::heading(form, heading).into_iter().chain(grids.map(Item::Grid)).collect()
    })
}

/// When the form was made, and of which kind it is.
fn kinds(row: &Row<'_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new("計画書の区分", CHOICES_PLACE, CHOICES.to_vec(), vec![CHOICES_HEIGHT], overflow);
    draw.put((0, 0), (1, 1), Put::row_head("作成年月日"));
    draw.put((0, 1), (1, 1), Put::data(&date(&text(row, "created_date"))).about("作成年月日"));
    for (at, (field, choices, about)) in
        [("plan_category", CATEGORIES, "計画書区分"), ("certification_status", STATUSES, "認定状況区分")]
            .into_iter()
            .enumerate()
    {
        let runs = coded(&text(row, field), &code(row, field), choices);
        draw.put((0, 2 + at), (1, 1), Put::runs(runs).about(about).size(3.0));
    }
    draw.finish()
}

/// User, office and dates.
fn head(user: UserView<'_, '_>, row: &Row<'_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new("利用者と計画", (LEFT, HEAD_TOP), HEAD.to_vec(), HEAD_ROWS.to_vec(), overflow);
    let said = |field: &str| text(row, field);
    let day = |field: &str| date(&said(field));
    let block = |text: &str| Put::data(text).flow(Flow::Block);
    let supplement = user.supplements().next();
    let office = joined([said("care_manager_office_name"), said("care_manager_office_number")], "　");
    let own = joined([office, address(row, "care_manager_office")], "\n");
    let period = [day("certification_start_date"), day("certification_end_date")];
    let period = if period.iter().all(String::is_empty) { String::new() } else { period.join("～") };
    let rows = [
        [
            ("利用者名", 1, Put::data(&addressed(user, ADDRESSED)).size(3.6)),
            ("生年月日", 1, Put::runs(birth(supplement.as_ref()))),
            ("住所", 1, block(&home(row, supplement.as_ref()))),
        ],
        [
            ("被保険者番号", 1, Put::boxed(&said("insured_person_number"), 10)),
            ("保険者番号", 1, Put::boxed(&said("insurer_number"), 6)),
            ("居宅サービス計画\n作成者氏名", 1, block(&said("plan_author_name")).size(3.2)),
        ],
        [
            ("居宅介護支援事業者・\n事業所名及び所在地", 3, block(&own)),
            ("認定日", 1, Put::data(&day("certification_date"))),
            ("", 0, Put::data("")),
        ],
        [
            ("居宅サービス計画\n作成（変更）日", 1, Put::data(&day("care_plan_date"))),
            ("初回居宅サービス\n計画作成日", 1, Put::data(&day("initial_care_plan_date"))),
            ("認定の有効期間", 1, Put::data(&period)),
        ],
    ];
    for (at, cells) in rows.into_iter().enumerate() {
        let mut column = 0;
        for (head, wide, put) in cells.into_iter().filter(|(_, wide, _)| *wide > 0) {
            draw.put((at, column), (1, 1), Put::row_head(head).size(2.5));
            draw.put((at, column + 1), (1, wide), put.about(&head.replace('\n', "")));
            column += 1 + wide;
        }
    }
    draw.finish()
}

/// Where the user lives: as the plan has it, else as 利用者補足情報 has it.
fn home(row: &Row<'_>, supplement: Option<&Row<'_>>) -> String {
    let own = address(row, "user");
    if own.is_empty() { supplement.map(|row| address(row, "user")).unwrap_or_default() } else { own }
}

/// An address in one line.
fn address(row: &Row<'_>, whose: &str) -> String {
    let [postal, first, second] =
        ["postal_code", "address_1", "address_2"].map(|part| text(row, &format!("{whose}_{part}")));
    let postal = if postal.is_empty() { postal } else { format!("〒{postal}") };
    joined([postal, first, second], "　")
}

/// 要介護状態区分, the large boxes, the reason for 生活援助.
fn body(row: &Row<'_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new("計画の内容", (LEFT, BODY_TOP), BODY.to_vec(), BODY_ROWS.to_vec(), overflow);
    let choices = |field: &str, choices| Put::runs(coded(&text(row, field), &code(row, field), choices));
    let level = choices("care_level", LEVELS).about("要介護状態区分").size(3.2);
    draw.put((0, 0), (1, 1), Put::row_head("要介護状態区分"));
    draw.put((0, 1), (1, 2), level);
    for (at, (head, field)) in BOXES.into_iter().enumerate() {
        draw.put((1 + at, 0), (1, 1), Put::row_head(head));
        draw.put((1 + at, 1), (1, 2), Put::data(&text(row, field)).about(head).flow(Flow::Block).size(TEXT).top());
    }
    let last = 1 + BOXES.len();
    draw.put((last, 0), (1, 1), Put::row_head(REASON));
    draw.put((last, 1), (1, 1), choices("home_help_reason", REASONS).about(REASON).size(TEXT));
    let other = text(row, "home_help_other_reason");
    let other = if other.is_empty() { "　".repeat(8) } else { other };
    let other = Put::data(&format!("（{other}）")).about("その他の理由").flow(Flow::Block);
    draw.put((last, 2), (1, 1), other.size(TEXT));
    draw.finish()
}
