//! Above 第1表, 第2表 and 第3表: the title; above the latter two also whose plan it is, and of which day.

use super::cells::{dates, distinct};
use super::draw::{Draw, Put, label};
use super::frame::Frame;
use super::grid::Grid;
use super::head::addressed;
use super::lines::{Align, Run};
use super::overflow::Overflow;
use super::page::{FormKind, Item, Label, LabelRole};
use super::user::UserView;
use crate::spec::Kind;

/// The place, the widths and the height. (?) On the paper these stand without frames.
const PLACE: (f32, f32) = (10.0, 15.0);
const WIDTHS: [f32; 10] = [16.0, 53.0, 20.0, 42.0, 18.0, 26.0, 32.0, 26.0, 18.0, 26.0];
const HEIGHT: f32 = 7.5;
/// How the user is addressed.
const ADDRESSED: &str = "殿";
/// The upper edge of the title, and its height.
const TITLE: (f32, f32) = (6.0, 7.0);

/// The title, and which form it is.
pub(super) fn heading(form: FormKind, title: &str) -> [Item; 2] {
    let (top, height) = TITLE;
    let text = |left, width, text: &str, size| {
        label(Frame { left, top, width, height }, vec![Run::plain(text)], size, Align::Centre)
    };
    [
        Item::Label(Label { role: LabelRole::Heading, ..text(60.0, 177.0, title, 5.0) }),
        Item::Label(Label { is_boxed: true, ..text(10.0, 20.0, form.name_ja(), 3.2) }),
    ]
}

/// The head of a form whose rows have the day on which it was made in the field `made`.
pub(super) fn grid(user: UserView<'_, '_>, kind: Kind, made: &str, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new("利用者と計画", PLACE, WIDTHS.to_vec(), vec![HEIGHT], overflow);
    let once = |field: &str| distinct(user.rows(kind), field);
    let cells = [
        ("利用者名", Put::data(&addressed(user, ADDRESSED)).size(3.4)),
        ("被保険者番号", Put::boxed(&once("insured_person_number"), 10)),
        ("保険者番号", Put::boxed(&once("insurer_number"), 6)),
        ("居宅サービス計画\n作成（変更）日", Put::data(&dates(user.rows(kind), "care_plan_date"))),
        ("作成年月日", Put::data(&dates(user.rows(kind), made))),
    ];
    for (at, (head, put)) in cells.into_iter().enumerate() {
        draw.put((0, 2 * at), (1, 1), Put::row_head(head).size(2.4));
        draw.put((0, 2 * at + 1), (1, 1), put.about(&head.replace('\n', "")));
    }
    draw.finish()
}
