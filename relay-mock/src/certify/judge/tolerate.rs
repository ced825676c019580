//! Whether a difference is one that the case tolerates.

use cplink::spec::{Field, FieldType, Kind};
use cplink::unit::{FileName, NameKind};
use unicode_normalization::UnicodeNormalization as _;

use crate::certify::scenario::Tolerance;

/// The tolerance by which the two values are as good as each other.
pub(super) fn tolerated(
    tolerate: &[Tolerance],
    kind: Kind,
    field: &Field,
    expected: &str,
    got: &str,
) -> Option<Tolerance> {
    let one = tolerate.iter().copied().find(|tolerance| alone(*tolerance, kind, field, expected, got));
    one.or_else(|| {
        // Several ways of writing may meet in one text.
        let plain = |text: &str| tolerate.iter().fold(text.to_owned(), |text, tolerance| written(*tolerance, &text));
        let is_text = field.kind == FieldType::FreeText;
        tolerate.first().copied().filter(|_| is_text && plain(expected) == plain(got))
    })
}

fn alone(tolerance: Tolerance, kind: Kind, field: &Field, expected: &str, got: &str) -> bool {
    match tolerance {
        Tolerance::KanaWidth | Tolerance::Spaces | Tolerance::LineBreaks => {
            field.kind == FieldType::FreeText && written(tolerance, expected) == written(tolerance, got)
        }
        Tolerance::UnitsZero => {
            kind == Kind::Upjsk && field.id == "units" && got.trim().bytes().all(|digit| digit == b'0')
        }
        Tolerance::ImageName => field.id == "family_image_filename" && is_image(expected) && is_image(got),
        Tolerance::NameBlank => field.id.ends_with("_name") && got.trim().is_empty(),
    }
}

/// A text in one of the ways in which it may be written.
fn written(tolerance: Tolerance, text: &str) -> String {
    match tolerance {
        Tolerance::KanaWidth => wide_kana(text),
        Tolerance::Spaces => text.chars().filter(|sign| !sign.is_whitespace() || matches!(sign, '\r' | '\n')).collect(),
        Tolerance::LineBreaks => text.replace(['\r', '\n'], ""),
        _ => text.to_owned(),
    }
}

/// Half-width kana as full-width ones, with their marks; everything else as it is.
fn wide_kana(text: &str) -> String {
    let is_half = |sign: char| ('\u{ff61}'..='\u{ff9f}').contains(&sign);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_half) {
        let (before, kana) = rest.split_at(begin);
        let (kana, behind) = kana.split_at(kana.find(|sign| !is_half(sign)).unwrap_or(kana.len()));
        out.push_str(before);
        out.extend(kana.nfkc());
        rest = behind;
    }
    out + rest
}

fn is_image(name: &str) -> bool {
    FileName::parse(name).name.is_some_and(|name| matches!(name.kind, NameKind::Image(_)))
}
