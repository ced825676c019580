//! Second page and those behind it: how the user lives, what she has and had, what she uses.

use super::sheet::{
    ATTENDING, BOTTOM, CONSENT, CONSENT_ROW, CONSENT_TOP, FRIENDS, FRIENDS_WIDTH, HEAD, ILLNESS_HEADS, ILLNESS_WIDTHS,
    ILLNESSES, ILLNESSES_HEAD, ILLNESSES_ROOM, ILLNESSES_TOP, LEFT, LIFE, PREVENTION, SCHEDULE, SCHEDULE_HEAD,
    SCHEDULE_HEADS, SCHEDULE_ROOM, SCHEDULE_TOP, SCHEDULE_WIDTHS, SERVICES, SERVICES_ROWS, SERVICES_TOP, TOP, UNIT,
    UNITS,
};
use crate::form::cells::{code, text};
use crate::form::draw::{Draw, Put};
use crate::form::grid::Grid;
use crate::form::overflow::Overflow;
use crate::form::record::Record;
use crate::form::rows::{Look, Piece, Rows, Text};
use crate::form::user::UserView;
use crate::record::Row;
use crate::spec::Kind;

/// Rows of an annex with their pieces: the first on the second page, each other on a page of its own.
pub(super) struct Annex {
    rows: Rows,
    widths: &'static [f32],
    caption: &'static str,
    head: f32,
    top: f32,
    room: f32,
    first: Piece,
    pub(super) others: Vec<Piece>,
}

/// 別表1.
pub(super) fn schedule(user: UserView<'_, '_>) -> Annex {
    let fields = ["time", "user_life_situation", "family_life_situation"];
    let texts = |row: Row<'_>| fields.map(|field| text(&row, field)).into();
    let rows = rows(SCHEDULE_HEADS, user.rows(Kind::UpkihonSub1).map(texts));
    Annex::new(rows, &SCHEDULE_WIDTHS, SCHEDULE, (SCHEDULE_HEAD, SCHEDULE_TOP, SCHEDULE_ROOM))
}

/// 別表2.
pub(super) fn illnesses(user: UserView<'_, '_>) -> Annex {
    let texts = |row: Row<'_>| {
        let field = |field| text(&row, field);
        vec![
            field("illness_date"),
            field("illness_name"),
            doctor(&row),
            field("medical_institution_phone"),
            code(&row, "course"),
            field("treatment_details"),
        ]
    };
    let rows = rows(ILLNESS_HEADS, user.rows(Kind::UpkihonSub2).map(texts));
    Annex::new(rows, &ILLNESS_WIDTHS, ILLNESSES, (ILLNESSES_HEAD, ILLNESSES_TOP, ILLNESSES_ROOM))
}

fn rows(heads: &'static [&'static str], texts: impl Iterator<Item = Vec<String>>) -> Rows {
    Rows { heads, look: &Look::BOXES, texts: texts.map(|texts| texts.into_iter().map(Text::Own).collect()).collect() }
}

/// The doctor, with a star if she attends; a flag that says neither, as it is.
fn doctor(row: &Row<'_>) -> String {
    let name = text(row, "medical_institution_doctor");
    match text(row, "attending_doctor_flag").as_str() {
        "1" => format!("{ATTENDING}{name}"),
        "" | "2" => name,
        other => format!("{name}（{other}）"),
    }
}

impl Annex {
    fn new(rows: Rows, widths: &'static [f32], caption: &'static str, (head, top, room): (f32, f32, f32)) -> Self {
        let first = rows.piece(widths, 0, room);
        let others = rows.pieces(widths, first.until(), BOTTOM - TOP - head);
        Self { rows, widths, caption, head, top, room, first, others }
    }

    /// The table of the second page.
    pub(super) fn first(&self, overflow: &mut Overflow) -> Grid {
        let piece = self.first.clone().filling(self.room);
        self.grid(self.caption, self.top, &piece, overflow)
    }

    /// The table of a page that it has for itself.
    pub(super) fn other(&self, at: usize, overflow: &mut Overflow) -> Grid {
        self.grid(&format!("{}（続き）", self.caption), TOP, &self.others[at], overflow)
    }

    fn grid(&self, caption: &str, top: f32, piece: &Piece, overflow: &mut Overflow) -> Grid {
        let heights = if piece.heights.is_empty() { vec![self.room] } else { piece.heights.clone() };
        let heights = [self.head].into_iter().chain(heights).collect();
        let mut draw = Draw::new(caption, (LEFT, top), self.widths.to_vec(), heights, overflow).captioned();
        for (column, head) in self.rows.heads.iter().enumerate() {
            draw.put((0, column), (1, 1), Put::head(head).size(2.4));
        }
        self.rows.put(&mut draw, 1, piece);
        draw.finish()
    }
}

/// 今までの生活 and 現在の生活状況.
pub(super) fn life(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let mut draw = Draw::new(PREVENTION, (LEFT, TOP), vec![UNIT; UNITS], LIFE.to_vec(), overflow).captioned();
    draw.pairs((0, 0), 1, [("今までの\n生活", HEAD, base.large("life_history"), UNITS - HEAD)]);
    draw.put((1, 0), (2, HEAD), Put::row_head("現在の\n生活状況"));
    let mut column = HEAD;
    for (head, wide, field) in
        [("１日の生活・すごし方（生活全般）", 31, "daily_life_overview"), ("趣味・楽しみ・特技", 23, "hobbies")]
    {
        draw.put((1, column), (1, wide), Put::head(head).size(2.4));
        draw.put((2, column), (1, wide), base.large(field).about(head));
        column += wide;
    }
    draw.finish()
}

/// Beside the schedule.
pub(super) fn friends(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let left = LEFT + SCHEDULE_WIDTHS.iter().sum::<f32>();
    let rows = vec![SCHEDULE_HEAD, SCHEDULE_ROOM];
    let mut draw = Draw::new(FRIENDS, (left, SCHEDULE_TOP), vec![FRIENDS_WIDTH], rows, overflow);
    draw.put((0, 0), (1, 1), Put::head(FRIENDS).size(2.4));
    draw.put((1, 0), (1, 1), base.large("friends_community").about(FRIENDS));
    draw.finish()
}

pub(super) fn services(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let half = UNIT * UNITS as f32 / 2.0;
    let rows = SERVICES_ROWS.to_vec();
    let mut draw = Draw::new(SERVICES, (LEFT, SERVICES_TOP), vec![half; 2], rows, overflow).captioned();
    for (at, (head, field)) in
        [("公的サービス", "public_services"), ("非公的サービス", "informal_services")].into_iter().enumerate()
    {
        draw.put((0, at), (1, 1), Put::head(head).size(2.4));
        draw.put((1, at), (1, 1), base.large(field).about(head));
    }
    draw.finish()
}

pub(super) fn consent(base: Record<'_>, overflow: &mut Overflow) -> Grid {
    let rows = vec![CONSENT_ROW];
    let mut draw = Draw::new(CONSENT, (LEFT, CONSENT_TOP), vec![UNIT; UNITS], rows, overflow).captioned();
    draw.pairs(
        (0, 0),
        1,
        [
            ("同意日", HEAD, Put::data(&base.date("consent_date")), 18),
            ("氏名", HEAD, base.block("consenter_name").size(3.2), 28),
        ],
    );
    draw.finish()
}
