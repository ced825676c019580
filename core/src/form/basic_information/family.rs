//! First page, below: who came, whom to call, the family and its picture.

use super::sheet::{
    CONTACT, CONTACT_UNITS, CONTACTS, FAMILY, FAMILY_ROWS, HEAD, LEFT, PERSON, PICTURE_PAD, TOP, UNIT, UNITS,
};
use crate::form::clean::clean;
use crate::form::draw::{Draw, Put};
use crate::form::fit::Flow;
use crate::form::frame::Frame;
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::page::{Item, Picture};
use crate::form::pictures::Pictures;
use crate::form::record::Record;

/// Where both tables begin.
fn top() -> f32 {
    TOP + PERSON.iter().sum::<f32>()
}

pub(super) fn contacts(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new(CONTACTS, (LEFT, top()), vec![UNIT; CONTACT_UNITS], CONTACT.to_vec(), overflow);
    draw.put((0, 0), (3, HEAD), Put::row_head("来所者\n（相談者）"));
    draw.pairs(
        (0, HEAD),
        1,
        [("氏名", 4, base.block("visitor_name"), 12), ("続柄", 4, base.block("visitor_relationship"), 8)],
    );
    draw.pairs((1, HEAD), 1, [("住所", 4, base.block("visitor_address"), 24)]);
    draw.pairs((2, HEAD), 1, [("連絡先", 4, Put::data(&base.text("visitor_phone")), 24)]);
    draw.put((3, 0), (5, HEAD), Put::row_head("緊急連絡先"));
    let parts = [("氏名", 9, "name"), ("続柄", 4, "relationship"), ("住所", 9, "address"), ("電話番号", 6, "phone")];
    let mut column = HEAD;
    for (head, wide, part) in parts {
        draw.put((3, column), (1, wide), Put::head(head).size(2.4));
        for number in 1..=4 {
            let put = base.block(&format!("emergency_contact_{number}_{part}")).size(2.4);
            draw.put((3 + number, column), (1, wide), put.about(&format!("緊急連絡先{number} {head}")));
        }
        column += wide;
    }
    draw.finish()
}

/// The family: its picture, or what is to be said instead, and how its members are to each other.
pub(super) fn family(base: Record<'_>, pictures: &Pictures, overflow: &mut Overflow) -> Vec<Item> {
    let left = LEFT + UNIT * CONTACT_UNITS as f32;
    let width = UNIT * (UNITS - CONTACT_UNITS) as f32;
    let mut draw = Draw::new(FAMILY, (left, top()), vec![width], FAMILY_ROWS.to_vec(), overflow);
    draw.put((0, 0), (1, 1), Put::head(FAMILY));
    let name = base.text("family_image_filename");
    let image = if name.is_empty() { Err("") } else { pictures.find(&name) };
    let said = match &image {
        Err(why) if !name.is_empty() => format!("{name}\n{why}"),
        _ => String::new(),
    };
    draw.put((1, 0), (1, 1), Put::data(&said).flow(Flow::Block).about(FAMILY));
    draw.put((2, 0), (1, 1), Put::head("家族関係等の状況"));
    draw.put((3, 0), (1, 1), base.large("family_situation").about("家族関係等の状況"));
    let mut items = vec![Item::Grid(draw.finish())];
    if let Ok(image) = image {
        let frame = Frame {
            left: left + PICTURE_PAD,
            top: top() + FAMILY_ROWS[0] + PICTURE_PAD,
            width: width - 2.0 * PICTURE_PAD,
            height: FAMILY_ROWS[1] - 2.0 * PICTURE_PAD,
        };
        items.push(Item::Picture(Picture {
            frame,
            bytes: image.bytes,
            format: image.format,
            width: image.width,
            height: image.height,
            alt: clean(&format!("{FAMILY}の図（{name}）")).replace('\n', " "),
        }));
    }
    items
}
