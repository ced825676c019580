//! What is drawn beside text: lines, frames, rings and grey places, gathered so that each kind is drawn at once.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, Stroke, StrokeDash};
use krilla::surface::Surface;

use crate::form::frame::Frame;

/// The width of a border.
pub(super) const THIN: f32 = 0.2;
/// The width of the frame around a cell that is not as planned.
const THICK: f32 = 0.6;
/// The width of the line through a cell without meaning.
const STRUCK: f32 = 0.12;
/// The width of the line between two boxes of a number, and its grey.
const BETWEEN: (f32, u8) = (0.1, 0x99);
/// The grey of heads.
const HEAD: u8 = 0xf2;
/// How far the handles of a curve are from its ends, for a quarter of a circle of radius 1.
const QUARTER: f32 = 0.5523;

/// What is to be drawn.
#[derive(Default)]
pub(super) struct Marks {
    heads: Strokes,
    thin: Strokes,
    dotted: Strokes,
    thick: Strokes,
    struck: Strokes,
    between: Strokes,
}

/// A path that may still be empty.
#[derive(Default)]
struct Strokes(Option<PathBuilder>);

impl Strokes {
    fn path(&mut self) -> &mut PathBuilder {
        self.0.get_or_insert_with(PathBuilder::new)
    }

    fn line(&mut self, (left, top): (f32, f32), (right, bottom): (f32, f32)) {
        self.path().move_to(left, top);
        self.path().line_to(right, bottom);
    }

    fn frame(&mut self, frame: Frame, inset: f32) {
        let Frame { left, top, width, height } = frame;
        let (left, top) = (left + inset, top + inset);
        let rect = Rect::from_xywh(left, top, width - 2.0 * inset, height - 2.0 * inset);
        // A place smaller than its frame has none.
        if let Some(rect) = rect {
            self.path().push_rect(rect);
        }
    }
}

impl Marks {
    /// A border.
    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.thin.line(from, to);
    }

    /// A dotted border.
    pub(super) fn dots(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.dotted.line(from, to);
    }

    /// A border around a place, inside of it.
    pub(super) fn frame(&mut self, frame: Frame) {
        self.thin.frame(frame, THIN / 2.0);
    }

    /// The grey of a head.
    pub(super) fn head(&mut self, frame: Frame) {
        self.heads.frame(frame, 0.0);
    }

    /// A thick frame inside a place.
    pub(super) fn thick(&mut self, frame: Frame) {
        self.thick.frame(frame, THICK / 2.0);
    }

    /// A line through a place.
    pub(super) fn strike(&mut self, Frame { left, top, width, height }: Frame) {
        let inset = THIN / 2.0;
        self.struck.line((left + inset, top + height - inset), (left + width - inset, top + inset));
    }

    /// A line between two boxes of a number.
    pub(super) fn between(&mut self, x: f32, top: f32, height: f32) {
        self.between.line((x, top), (x, top + height));
    }

    /// A ring around a place, straight above and below a text that is longer than high.
    pub(super) fn ring(&mut self, frame: Frame) {
        let inset = THIN / 2.0;
        let (left, right) = (frame.left + inset, frame.left + frame.width - inset);
        let (top, bottom) = (frame.top + inset, frame.top + frame.height - inset);
        let radius = (bottom - top).min(right - left) / 2.0;
        // From a corner of the square around a curve to the curve's handle.
        let (near, y) = (radius * (1.0 - QUARTER), f32::midpoint(top, bottom));
        let path = self.thin.path();
        path.move_to(left + radius, top);
        path.line_to(right - radius, top);
        path.cubic_to(right - near, top, right, top + near, right, y);
        path.cubic_to(right, bottom - near, right - near, bottom, right - radius, bottom);
        path.line_to(left + radius, bottom);
        path.cubic_to(left + near, bottom, left, bottom - near, left, y);
        path.cubic_to(left, top + near, left + near, top, left + radius, top);
        path.close();
    }

    /// Draws everything, what is behind first.
    pub(super) fn draw(self, surface: &mut Surface<'_>) {
        if let Some(path) = self.heads.0.and_then(PathBuilder::finish) {
            surface.set_fill(Some(fill(HEAD)));
            surface.draw_path(&path);
        }
        surface.set_fill(None);
        let (between, grey) = BETWEEN;
        let dots = Stroke { dash: Some(StrokeDash { array: vec![THIN, THIN], offset: 0.0 }), ..stroke(THIN, 0) };
        let joined = Stroke { line_cap: LineCap::Square, ..stroke(THIN, 0) };
        for (strokes, pen) in [
            (self.between, stroke(between, grey)),
            (self.struck, stroke(STRUCK, 0)),
            (self.dotted, dots),
            (self.thin, joined),
            (self.thick, stroke(THICK, 0)),
        ] {
            if let Some(path) = strokes.0.and_then(PathBuilder::finish) {
                surface.set_stroke(Some(pen));
                surface.draw_path(&path);
            }
        }
        surface.set_stroke(None);
    }
}

/// Makes text bold, or as it was: the font has no bold characters, so they get an edge.
pub(super) fn embolden(surface: &mut Surface<'_>, size: f32, is_bold: bool) {
    surface.set_fill(Some(fill(0)));
    surface.set_stroke(is_bold.then(|| stroke(size * 0.03, 0)));
}

fn stroke(width: f32, grey: u8) -> Stroke {
    Stroke { width, paint: luma::Color::new(grey).into(), ..Stroke::default() }
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}
