//! The font, and text set in it.

use std::io;

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use super::placed::Placed;
use crate::form::fit::half_ems;

/// BIZ UDGothic as far as CP932 goes; `font/README.md` says where it is from.
const FONT: &[u8] = include_bytes!("../font/biz-ud-gothic-cp932.ttf");
/// What is drawn for a character that the font lacks.
const GETA: char = '〓';

/// The font of the forms.
pub(super) struct Face {
    font: Font,
    parsed: FontRef<'static>,
    geta: GlyphId,
    /// From the upper edge of a character's square to the line that it stands on, in ems.
    ascent: f32,
}

impl Face {
    pub(super) fn new() -> io::Result<Self> {
        let broken = || io::Error::other("the font of the forms cannot be read");
        let font = Font::new(FONT.into(), 0).ok_or_else(broken)?;
        let parsed = FontRef::new(FONT).map_err(|_| broken())?;
        let metrics = parsed.metrics(Size::unscaled(), LocationRef::default());
        let ascent = metrics.ascent / f32::from(metrics.units_per_em);
        let geta = parsed.charmap().map(GETA).ok_or_else(broken)?;
        Ok(Self { font, geta: GlyphId::new(geta.to_u32()), ascent, parsed })
    }

    /// Where a line of text stands, from the upper edge of its place, both in the size of the text.
    pub(super) fn baseline(&self, height: f32) -> f32 {
        // A character's square is as high as the text's size.
        (height - 1.0) / 2.0 + self.ascent
    }

    fn glyph(&self, character: char) -> Option<GlyphId> {
        self.parsed.charmap().map(character).map(|glyph| GlyphId::new(glyph.to_u32()))
    }

    /// Whether every character can be drawn as it is.
    pub(super) fn has(&self, text: &str) -> bool {
        text.chars().all(|character| self.glyph(character).is_some())
    }

    /// Draws a text in its place.
    pub(super) fn draw(&self, surface: &mut Surface<'_>, placed: &Placed<'_>) {
        let Placed { at: (x, y), size, text, pitch, .. } = *placed;
        let mut shown = String::with_capacity(text.len());
        let mut glyphs = Vec::with_capacity(text.len());
        for character in text.chars() {
            let (glyph, drawn) = self.glyph(character).map_or((self.geta, GETA), |glyph| (glyph, character));
            let begin = shown.len();
            shown.push(drawn);
            let advance = pitch.map_or(half_ems(character) as f32 / 2.0, |pitch| pitch / size);
            glyphs.push(KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, begin..shown.len(), None));
        }
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, self.font.clone(), &shown, size, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::fit::ems;

    #[test]
    fn the_font_has_every_character_of_cp932_as_wide_as_pages_count_it() {
        let face = Face::new().unwrap();
        let units = face.parsed.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        let widths = face.parsed.glyph_metrics(Size::unscaled(), LocationRef::default());
        let codes = (0x20..=0xff).map(|first| vec![first]);
        let codes = codes.chain((0x81..=0xfc).flat_map(|first| (0x40..=0xfc).map(move |second| vec![first, second])));
        let mut seen = std::collections::BTreeSet::new();
        for code in codes {
            let (text, _, is_broken) = encoding_rs::SHIFT_JIS.decode(&code);
            let mut characters = text.chars();
            let (Some(character), None) = (characters.next(), characters.next()) else { continue };
            if is_broken || character.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&character) {
                continue;
            }
            let glyph = face.parsed.charmap().map(character).unwrap_or_else(|| panic!("{character:?}"));
            let width = widths.advance_width(glyph).unwrap() / f32::from(units);
            assert_eq!(width, ems(&text), "{character:?}");
            seen.insert(character);
        }
        assert_eq!(seen.len(), 7484);
        assert!(!face.has("A\u{e000}") && !face.has("한") && face.has("髙﨑①〓～ｱﾞ 　"));
    }
}
