//! Where each piece of text goes, by the rules that a browser lays the HTML out with.

use super::face::Face;
use super::marks::{Marks, THIN};
use super::placed::Placed;
use crate::form::fit::{ABOVE, PAD, ems, half_ems};
use crate::form::frame::Frame;
use crate::form::lines::{Align, Lines, Run, Style, VerticalAlign};

/// What is free at each side of a circled text, inside its ring, in ems.
const RING: f32 = 0.1;

/// A place for lines.
pub(super) struct Room {
    /// Without what is free at its sides.
    pub(super) frame: Frame,
    /// The width of the place with that, by which the boxes of a number are measured.
    pub(super) width: f32,
    pub(super) align: Align,
    /// The height of a line.
    pub(super) line: f32,
}

impl Room {
    /// That of lines in a cell.
    pub(super) fn of_cell(cell: Frame, align: Align, vertical: VerticalAlign, lines: &Lines) -> Self {
        let side = PAD + THIN / 2.0;
        let height = lines.height();
        let above = match vertical {
            VerticalAlign::Top => ABOVE + THIN / 2.0,
            VerticalAlign::Middle => (cell.height - height) / 2.0,
        };
        let top = cell.top + above;
        let frame = Frame { left: cell.left + side, top, width: cell.width - 2.0 * side, height };
        Self { frame, width: cell.width, align, line: lines.size * Lines::LEADING }
    }
}

/// The pieces of lines in their room, in reading order; their rings and boxes are marked.
pub(super) fn place<'a>(marks: &mut Marks, face: &Face, lines: &'a Lines, room: &Room) -> Vec<Placed<'a>> {
    let mut placed = Vec::new();
    let mut top = room.frame.top;
    for runs in &lines.lines {
        let wide: f32 = runs.iter().map(|run| width(run, lines.size, room)).sum();
        let free = room.frame.width - wide;
        let mut x = room.frame.left
            + match room.align {
                Align::Left => 0.0,
                Align::Centre => free / 2.0,
                Align::Right => free,
            };
        let y = top + face.baseline(room.line / lines.size) * lines.size;
        for run in runs {
            let wide = width(run, lines.size, room);
            let here = Frame { left: x, top, width: wide, height: room.line };
            put(&mut placed, marks, run, here, y, lines.size);
            x += wide;
        }
        top += room.line;
    }
    placed
}

fn width(run: &Run, size: f32, room: &Room) -> f32 {
    match run.style {
        Style::Plain => ems(&run.text) * size,
        Style::Circled => (ems(&run.text) + 2.0 * RING) * size + 2.0 * THIN,
        Style::Boxed { .. } => room.width - 2.0 * PAD,
    }
}

fn put<'a>(placed: &mut Vec<Placed<'a>>, marks: &mut Marks, run: &'a Run, here: Frame, y: f32, size: f32) {
    let Frame { left, top, width, height } = here;
    let plain = Placed { at: (left, y), size, text: &run.text, is_circled: false, pitch: None };
    placed.push(match run.style {
        Style::Plain => plain,
        Style::Circled => {
            let ring = size + 2.0 * THIN;
            marks.ring(Frame { left, top: top + (height - ring) / 2.0, width, height: ring });
            Placed { at: (left + THIN + RING * size, y), is_circled: true, ..plain }
        }
        Style::Boxed { boxes } => {
            let each = width / f32::from(boxes.max(1));
            for at in 1..boxes {
                marks.between(left + each * f32::from(at), top, height);
            }
            // At the right; what is longer than its boxes begins at the left all the same.
            let missing = usize::from(boxes).saturating_sub(run.text.chars().count());
            let first = run.text.chars().next().map_or(0, half_ems) as f32 / 2.0 * size;
            let x = left + each * missing as f32 + (each - first) / 2.0;
            Placed { at: (x, y), pitch: Some(each), ..plain }
        }
    });
}
