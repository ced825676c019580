//! Below the rows: 種類別支給限度管理 and the days of short stays.

use super::sheet::{
    BLOCK, BLOCK_HEAD, BLOCK_ROW, BLOCK_ROWS, DAYS, DAYS_WIDTH, LEFT, LIMITS, LIMITS_TOP, STAY, STAY_TOP,
};
use crate::form::cells::{distinct, number, text};
use crate::form::draw::{Draw, Put};
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::user::UserView;
use crate::spec::ServiceType;

/// The limits by service type, in two blocks; the last place is the sum.
pub(super) fn limits(user: UserView<'_, '_>, overflow: &mut Overflow) -> Grid {
    let columns = BLOCK.iter().chain(&BLOCK).map(|(_, width)| *width).collect();
    let rows = [BLOCK_HEAD].into_iter().chain(std::iter::repeat_n(BLOCK_ROW, BLOCK_ROWS)).collect();
    let mut draw = Draw::new(LIMITS, (LEFT, LIMITS_TOP), columns, rows, overflow).captioned();
    for (at, (head, _)) in BLOCK.iter().chain(&BLOCK).enumerate() {
        draw.put((0, at), (1, 1), Put::head(head).size(2.3));
    }
    let supplement = user.supplements().next();
    let field = |field: &str| supplement.as_ref().map(|row| text(row, field)).unwrap_or_default();
    for slot in 1..2 * BLOCK_ROWS {
        let (row, column) = place(slot);
        let code = field(&format!("type_limit_{slot}_service_type"));
        draw.put((row, column), (1, 1), Put::row_head(&type_of(&code)).left().about(BLOCK[0].0));
        for (at, part) in ["benefit_limit", "total_units", "excess_units"].into_iter().enumerate() {
            let value = number(&field(&format!("type_limit_{slot}_{part}")));
            draw.put((row, column + 1 + at), (1, 1), Put::number(&value).about(BLOCK[1 + at].0));
        }
    }
    let (row, column) = place(2 * BLOCK_ROWS);
    draw.put((row, column), (1, 3), Put::row_head("合計"));
    let total = number(&field("type_limit_total_excess_units"));
    draw.put((row, column + 3), (1, 1), Put::number(&total).about("種類支給限度基準を超える単位数 合計"));
    draw.finish()
}

/// Where a slot is, from 1: down the first block, then down the second.
fn place(slot: usize) -> (usize, usize) {
    (1 + (slot - 1) % BLOCK_ROWS, (slot - 1) / BLOCK_ROWS * BLOCK.len())
}

/// A type by name and code; the limits have codes of their own for some.
fn type_of(code: &str) -> String {
    let of_slot = ServiceType::ALL.iter().find(|service| service.limit_slot == Some(code));
    let service = ServiceType::of_code(code.as_bytes()).or(of_slot);
    match service {
        Some(service) => format!("{code} {}", service.name_ja),
        None => code.to_owned(),
    }
}

/// The days of short stays.
pub(super) fn stay(user: UserView<'_, '_>, overflow: &mut Overflow) -> Grid {
    let mut draw =
        Draw::new(STAY, (LEFT, STAY_TOP), vec![DAYS_WIDTH; DAYS.len()], vec![5.0, 6.0], overflow).captioned();
    for (at, (head, field)) in DAYS.into_iter().enumerate() {
        draw.put((0, at), (1, 1), Put::head(head));
        draw.put((1, at), (1, 1), Put::number(&distinct(user.annex(), field)).about(head));
    }
    draw.finish()
}
